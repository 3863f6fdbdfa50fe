"""The program as typed, many times over: each run is a process of its own, forked from one that has read the libraries.

To read numba, SciPy, Altair and the tables of the formats takes seconds, the same for every word that is typed; what
they are is no part of these tests. Nothing else of the program has run in the process that is forked, and what is typed
is read anew by `__main__`.
"""

from __future__ import annotations

import io
import json
import os
import runpy
import sys
import time
import traceback
from importlib import import_module
from typing import Any, NoReturn

LIBRARIES = ("numba", "scipy.stats", "altair", "vl_convert", "typst", "django.db.models")
SCIENCE_AND_FORMATS = ("counterpoise.science.answers", "counterpoise.exchange.formats")
"""They know no setting, no database and no language until they are asked something."""


def serve() -> None:
    """Answer each line of standard input, a run to make, with its return code."""
    for name in (*LIBRARIES, *SCIENCE_AND_FORMATS):
        import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            run(asked)
        _child, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def run(asked: dict[str, Any]) -> NoReturn:
    """Be the process that was asked for, with its own folder, environment and output."""
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    for number, name in enumerate((os.devnull, asked["out"], asked["err"])):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), number)
    for number, name in ((1, "stdout"), (2, "stderr")):
        setattr(sys, name, io.TextIOWrapper(io.FileIO(number, "w"), encoding="utf-8", write_through=True))
    sys.stdin = io.TextIOWrapper(io.FileIO(0), encoding="utf-8")
    sys.argv = ["counterpoise", *asked["words"]]
    code: Any = 1
    try:
        runpy.run_module("counterpoise", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    serve()
