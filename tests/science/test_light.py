"""The science knows no web, no database and no clock; the light part of it starts without a compiler."""

import subprocess
import sys
from pathlib import Path

import counterpoise.science

HEAVY = ("django", "sqlite3", "http.server", "urllib.request", "counterpoise.web", "counterpoise.journal")
SCIENCE = Path(counterpoise.science.__path__[0])
MODULES = sorted(
    ".".join(file.relative_to(SCIENCE).with_suffix("").parts)
    for file in SCIENCE.rglob("*.py")
    if file.stem != "__init__"
)


def loaded(*modules: str) -> set[str]:
    """What a fresh interpreter holds after importing modules of the science."""
    names = "; ".join(f"import {name}" for name in modules)
    code = f"import sys; {names}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_science_loads_neither_web_nor_database() -> None:
    found = loaded(*(f"counterpoise.science.{name}" for name in MODULES))
    assert not [name for name in found if name.startswith(HEAVY)]
    assert "scipy.stats" not in found  # half a second


def test_the_curve_of_a_page_needs_no_compiler() -> None:
    found = loaded(
        "counterpoise.science.pharmacology.exposure",
        "counterpoise.science.priors",
        "counterpoise.science.pharmacology.amounts",
    )
    assert not [name for name in found if name.split(".")[0] in {"numba", "llvmlite"}]


def test_the_assessment_alone_is_light() -> None:
    found = loaded("counterpoise.assessment")
    assert not [name for name in found if name.split(".")[0] in {"numba", "numpy", "scipy"}]


def test_preparing_tells_how_far_it_is() -> None:
    from counterpoise.science.inference import prepare

    steps = list(prepare.kernels())
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]
    assert [done for done, _total in steps] == list(range(len(steps)))
