"""Golden scenarios: a diary in, its answers out. `python -m tests.science.scenarios` renews them; read the diff.

Each file of tests/scenarios holds what it shows, the question, the diary and the answers that were right.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from counterpoise import diary_file
from counterpoise.assessment import assess
from counterpoise.diary import Diary
from tests.science.people import person

FOLDER = Path(__file__).parents[1] / "scenarios"
PAIN = "pain.now"


def slim(diary: Diary) -> Diary:
    """Only what the answers rest on, so that the file can be read."""
    ratings = tuple(replace(r, note=None) for r in diary.ratings if r.measure == PAIN)
    return replace(diary, ratings=ratings, effects=(), extra={})


def as_leaf(diary: Diary, name: str) -> Diary:
    """The same doses under another substance's name."""
    return replace(diary, doses=tuple(replace(dose, substance=name, lot=None) for dose in diary.doses))


def showing(verdict: str, scenario: str, days: int) -> Diary:
    """The diary of the first simulated person of a kind who is told this."""
    diaries = (slim(person(scenario, seed, days)) for seed in range(1, 40))
    return next(diary for diary in diaries if assess(diary, np.random.default_rng(1)).verdict == verdict)


WRITTEN: dict[str, tuple[str, dict[str, str], Callable[[], Diary]]] = {
    "helps": ("Doses help, and the record shows it.", {}, lambda: showing("helps", "typical", 45)),
    "no_clear_help": ("Doses come when it hurts and do nothing.", {}, lambda: showing("no_clear_help", "null", 45)),
    "worse": ("Doses make the pain worse.", {}, lambda: showing("worse", "worse", 60)),
    "too_short": ("Ten days are not enough.", {}, lambda: person("typical", 8, 10)),
    "doses_without_rating": ("Half of the doses lack a rating.", {}, lambda: person("unrated", 1, 30)),
    "another_drug": (
        "7-hydroxymitragynine is recorded and never assessed.",
        {"substance": "7-OH"},
        lambda: as_leaf(person("typical", 8, 20), "7-OH tablet"),
    ),
}


def answered(diary: Diary, question: dict[str, str]) -> dict[str, Any]:
    """The answers without what differs between machines."""
    answers = assess(diary, np.random.default_rng(1), **question).to_json()  # type: ignore[arg-type]
    answers["diagnostics"]["seconds"] = None
    return answers


def main() -> None:
    """Write every scenario anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, (shows, question, make) in WRITTEN.items():
        diary = slim(make())
        text = {"shows": shows, "question": question, "answers": answered(diary, question)}
        body = json.dumps({**text, "diary": json.loads(diary_file.write(diary))}, indent=1, ensure_ascii=False)
        (FOLDER / f"{name}.json").write_text(compact(body) + "\n", encoding="utf-8")


def compact(body: str) -> str:
    """One entry a line."""
    data = json.loads(body)
    lines = ["{"]
    for key in ("shows", "question", "answers"):
        lines.append(f' "{key}": {json.dumps(data[key], indent=1, ensure_ascii=False)},')
    lines.append(' "diary": {')
    parts = []
    for key, value in data["diary"].items():
        if isinstance(value, list) and value:
            rows = ",\n   ".join(json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f'  "{key}": [\n   {rows}]')
        else:
            parts.append(f'  "{key}": {json.dumps(value, ensure_ascii=False)}')
    lines.append(",\n".join(parts))
    return "\n".join([*lines, " }", "}"])


if __name__ == "__main__":
    main()
