"""Golden scenarios: the answers to a written diary stay what they were.

Words and verdicts to the letter; numbers within what another processor or a newer numpy may change.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from counterpoise import diary_file
from tests.science.scenarios import FOLDER, WRITTEN, answered

CLOSE = 0.04
"""Points, hours or shares; far below any width that is reported."""


def differences(old: Any, new: Any, path: str = "") -> list[str]:
    """Where two answers differ by more than CLOSE."""
    if isinstance(old, dict) and isinstance(new, dict):
        missing = [f"{path}.{key}: only in one" for key in old.keys() ^ new.keys()]
        return missing + [
            d for key in old.keys() & new.keys() for d in differences(old[key], new[key], f"{path}.{key}")
        ]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [d for i, pair in enumerate(zip(old, new, strict=True)) for d in differences(*pair, f"{path}[{i}]")]
    if isinstance(old, float) and isinstance(new, float | int):
        allowed = 0.3 if path.endswith("pareto_k") else max(CLOSE, 0.03 * abs(old))
        return [] if abs(old - new) <= allowed else [f"{path}: {old} became {new}"]
    return [] if old == new else [f"{path}: {old!r} became {new!r}"]


@pytest.mark.parametrize("name", WRITTEN)
def test_the_answers_to_a_written_diary_stay_what_they_were(name: str) -> None:
    written = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    diary = diary_file.read(json.dumps(written["diary"]))
    assert differences(written["answers"], answered(diary, written["question"])) == []


@pytest.mark.parametrize("name", ["helps", "no_clear_help", "worse"])
def test_a_scenario_shows_what_its_name_says(name: str) -> None:
    written = json.loads(Path(FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert written["answers"]["verdict"] == name


def test_no_scenario_is_without_its_diary() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(WRITTEN)
