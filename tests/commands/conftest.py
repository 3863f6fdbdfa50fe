"""The program as typed, in a data folder and a working folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.tree import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run words of the command line."""
    environment = {**os.environ, "COUNTERPOISE_DATA": str(tmp_path / "data"), "TZ": "Europe/Berlin", "LANG": "C"}
    environment["PYTHONPATH"] = str(ROOT)

    def run_it(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "counterpoise", *map(str, words)]
        told = {name: value for name, value in {**environment, **more}.items() if value}
        return subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, check=False)

    return run_it


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a refusal."""
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    return line
