"""The program starts light: a question about its words loads nothing heavy."""

import json
import subprocess
import sys

from tests.house.tree import ROOT

HEAVY = ["numpy", "numba", "scipy", "django", "pydantic", "altair", "vl_convert", "uvicorn", "asyncio", "sqlite3"]


def loaded(*words: str) -> list[str]:
    """What of HEAVY a fresh interpreter holds after the program ran."""
    code = (
        "import json, sys\n"
        "from counterpoise.cli import main\n"
        "try: main(sys.argv[2:])\n"
        "except SystemExit: pass\n"
        "print(json.dumps([m for m in json.loads(sys.argv[1]) if m in sys.modules]), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, json.dumps(HEAVY), *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout
    found: list[str] = json.loads(run.stderr.splitlines()[-1])
    return found


def test_help_is_light() -> None:
    assert loaded("--help") == []


def test_help_of_a_word_is_light() -> None:
    assert loaded("answers", "--help") == []
