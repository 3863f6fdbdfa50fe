"""`counterpoise safety`: from which moment it looks, and what it says of a moment that cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run, refused

SLOW = {"id": "e1", "at": "2026-05-01T10:00:00-05:00", "kind": "slow_breathing"}


def diary(folder: Path, **lists: Any) -> str:
    path = folder / "diary.json"
    head = {"format": "counterpoise-diary", "version": 1, "person": {"time_zone": "America/Chicago"}}
    path.write_text(json.dumps(head | {"doses": [], "ratings": []} | lists), encoding="utf-8")
    return str(path)


def test_one_slip_in_a_year_does_not_hide_a_grave_sign(run: Run, tmp_path: Path) -> None:
    later = {"at": "2199-01-01T00:00:00+00:00", "substance": "kratom"}
    name = diary(tmp_path, doses=[later], effects=[SLOW])
    told = json.loads(run("safety", name, "--json").stdout)
    assert (told["now"], told["ahead"]) == (SLOW["at"], 1)
    assert [one["rule"] for one in told["findings"]] == ["signs.emergency"]
    assert "1 entry is dated later than 2026-05-01T10:00:00-05:00" in run("safety", name).stdout


def test_nothing_ahead_is_not_mentioned(run: Run, tmp_path: Path) -> None:
    name = diary(tmp_path, effects=[SLOW])
    assert json.loads(run("safety", name, "--json").stdout)["ahead"] == 0
    assert "dated later" not in run("safety", name).stdout


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:00-05:00", "2026-05-01", "soon"])
def test_a_moment_that_cannot_be_is_refused_in_one_line(run: Run, tmp_path: Path, moment: str) -> None:
    done = run("safety", diary(tmp_path), "--now", moment)
    assert f"--now: {moment}: allowed is a moment of the years 1900 to 2200 with its UTC offset" in refused(done)


def test_a_blood_value_beyond_all_bounds_is_told_without_a_number(run: Run, tmp_path: Path) -> None:
    lab = {"at": SLOW["at"], "analyte": "ALT", "value": 1e308, "unit": "U/L", "upper_limit": 1e-5}
    (found,) = json.loads(run("safety", diary(tmp_path, labs=[lab]), "--json").stdout)["findings"]
    assert found["title"] == "ALT: more than 1000 times the upper limit: see a doctor today"
