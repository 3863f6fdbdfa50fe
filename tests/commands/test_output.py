"""Where the output goes is no business of the work: a full disk or a closed pipe gives one line at most."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT


def typed(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line of a shell, where `program` stands for the program."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    told = {**known, "COUNTERPOISE_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT), "PYTHON": sys.executable}
    script = f'program() {{ "$PYTHON" -m counterpoise "$@"; }}; {line}'
    return subprocess.run(["sh", "-c", script], cwd=folder, env=told, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("program simulate --days 3 >/dev/full", 2, "counterpoise: No space left on device\n"),
        ("program --help >/dev/full", 2, "counterpoise: No space left on device\n"),
        ("program --help | true", 0, ""),
        ("program simulate --days 90 | head -c 1", 0, ""),
        ("program simulate --days 3 >&-", 0, ""),
        ("program import missing.json 2>&-", 2, ""),
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
    assert typed("export PYTHONUNBUFFERED=1; program import d.json | true", tmp_path).stderr == ""
    assert "0 new records saved." in typed("program import d.json", tmp_path).stdout
