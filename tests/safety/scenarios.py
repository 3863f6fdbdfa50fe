"""The bank of scenarios: small diaries, and what the rules must and must not find in them.

{"about": what happens, in a sentence,
 "now": the moment,
 "diary": a diary file without its head; lists may be left out,
 "repeat": [{"list": "doses", "from": a moment, "every_h": 24, "count": 30, "entry": {…without "at"}}], optional,
 "entry": a dose, optional: then what it would bring is looked at, before it is saved,
 "recalls": [lines of a recall list], optional,
 "found": {rule: severity}, "because": {rule: [entry ids]} (optional), "absent": [rules]}
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoise import diary_file
from counterpoise.diary import Diary, Dose
from counterpoise.knowledge.recalls import Recall
from counterpoise.supply.recalls import FORMAT, read_json

FOLDER = Path(__file__).parents[1] / "scenarios" / "safety"
FILES = sorted(FOLDER.glob("*.json"))


@dataclass(frozen=True)
class Scenario:
    """One file of the bank."""

    name: str
    now: dt.datetime
    diary: Diary
    entry: Dose | None
    found: dict[str, str]
    because: dict[str, list[str]]
    absent: list[str]
    recalls: tuple[Recall, ...]


def scenario(path: Path) -> Scenario:
    """Read one; raises KeyError for an unknown key, BadDiary for a diary that is none."""
    told = json.loads(path.read_text(encoding="utf-8"))
    unknown = set(told) - {"about", "now", "diary", "repeat", "entry", "found", "because", "absent", "recalls"}
    if unknown or not told["about"]:
        raise KeyError(f"{path.name}: {unknown}")
    body: dict[str, Any] = {"person": {"time_zone": "America/Chicago"}, "doses": [], "ratings": []} | told["diary"]
    for many in told.get("repeat", []):
        start, step = dt.datetime.fromisoformat(many["from"]), dt.timedelta(hours=many["every_h"])
        moments = [start + step * place for place in range(many["count"])]
        entries = [{"at": at.isoformat(), **many["entry"]} for at in moments]
        body[many["list"]] = [*body.get(many["list"], []), *entries]
    head = {"format": "counterpoise-diary", "version": 1}
    diary = diary_file.read(json.dumps(head | body).encode())
    now = dt.datetime.fromisoformat(told["now"])
    entry = diary_file.load(Dose, told["entry"]) if "entry" in told else None
    recalls = read_json(json.dumps({"format": FORMAT, "version": 1, "recalls": told.get("recalls", [])}))
    because, absent = told.get("because", {}), told.get("absent", [])
    return Scenario(path.stem, now, diary, entry, told.get("found", {}), because, absent, recalls)
