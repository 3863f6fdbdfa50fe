"""Where the output goes is no business of the work: a full disk or a closed pipe gives one line at most."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT


def typed(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line of a shell, where $PROGRAM stands for the program."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    program = f"{sys.executable} -m counterpoise"
    told = {**known, "COUNTERPOISE_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT), "PROGRAM": program}
    return subprocess.run(["sh", "-c", line], cwd=folder, env=told, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("$PROGRAM simulate --days 3 >/dev/full", 2, "counterpoise: No space left on device\n"),
        ("$PROGRAM --help >/dev/full", 2, "counterpoise: No space left on device\n"),
        ("$PROGRAM --help | true", 0, ""),
        ("$PROGRAM simulate --days 90 | head -c 1", 0, ""),
        ("$PROGRAM simulate --days 3 >&-", 0, ""),
        ("$PROGRAM import missing.json 2>&-", 2, ""),
    ],
)
def test_output_that_nobody_takes(line: str, code: int, said: str, tmp_path: Path) -> None:
    done = typed(line, tmp_path)
    assert (done.returncode, done.stderr) == (code, said)


def test_what_is_saved_does_not_hang_on_who_reads(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text(
        '{"format": "counterpoise-diary", "version": 1, "person": {"time_zone": "Europe/Berlin"}, "doses": [],'
        '"ratings": [{"at": "2026-05-01T08:11:00+02:00", "measure": "pain.now", "value": 4}]}'
    )
    assert typed("PYTHONUNBUFFERED=1 $PROGRAM import d.json | true", tmp_path).stderr == ""
    assert "0 new records saved." in typed("$PROGRAM import d.json", tmp_path).stdout
