"""The program as typed, in a data folder and a working folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands import typed
from tests.house.tree import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
OF_THE_PROGRAM = {"COUNTERPOISE_DATA", "LANG", "TZ"}
"""Variables that the program reads itself; others are read when Python or a library begins."""


@pytest.fixture(scope="session")
def fork() -> Iterator[Callable[..., int]]:
    """Make a run that is forked (`typed`), and give its return code."""
    words = [sys.executable, str(Path(typed.__file__))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdin is not None
    assert server.stdout is not None
    to, back = server.stdin, server.stdout

    def ask(**run: Any) -> int:
        to.write(json.dumps(run) + "\n")
        to.flush()
        return int(back.readline())

    yield ask
    to.close()
    back.close()
    server.wait()


@pytest.fixture
def run(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, fork: Callable[..., int]) -> Run:
    """Run words of the command line."""
    environment = {**os.environ, "COUNTERPOISE_DATA": str(tmp_path / "data"), "TZ": "Europe/Berlin", "LANG": "C"}
    environment["PYTHONPATH"] = str(ROOT)
    said = tmp_path_factory.mktemp("said")

    def run_it(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        told = {name: value for name, value in {**environment, **more}.items() if value}
        command = [sys.executable, "-m", "counterpoise", *map(str, words)]
        if not more.keys() <= OF_THE_PROGRAM:
            return subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, check=False)
        out, err = said / "out", said / "err"
        out.unlink(missing_ok=True)
        err.unlink(missing_ok=True)
        made = {"words": command[3:], "folder": str(tmp_path), "environment": told, "out": str(out), "err": str(err)}
        code = fork(**made)
        return subprocess.CompletedProcess(command, code, out.read_text("utf-8"), err.read_text("utf-8"))

    return run_it


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a refusal."""
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    return line
