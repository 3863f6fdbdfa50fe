"""The import rule: data flows one way, and only the outer rooms know Django."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import PACKAGE, ROOT, imports, inside, module, name, tree

FLOORS = [
    {"text"},
    {"place"},
    {"units", "diary", "diary_file", "json_text"},
    {"science", "knowledge"},
    {"safety", "plans", "supply", "assessment", "checkins"},
    {"exchange", "report"},
    {"journal"},
    {"web"},
    {"cli", "commands", "__main__"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
ONE_IDEA = [FLOORS[2], FLOORS[-1]]
SIDEWAYS = {("assessment", "supply"), ("safety", "plans"), ("safety", "supply"), ("supply", "plans")}

KNOWS_DJANGO = {"journal", "web", "cli", "commands"}
WEB_AND_DATABASE = {"django", "django_htmx", "uvicorn", "whitenoise", "asgiref"}
NOT_IN_SCIENCE = {
    *("sqlite3", "asyncio", "http", "urllib", "socket", "ssl", "os", "pathlib", "subprocess", "threading"),
    *("time", "random", "secrets", "uuid", "tomllib", "platformdirs"),
}
NO_CLOCK = {"science", "diary", "diary_file", "json_text", "units", "assessment", "plans", "safety", "checkins"}
CLOCK_CALLS = {"now", "today", "utcnow"}
STOPWATCHES = {"time.perf_counter", "time.process_time", "time.thread_time"}
SOURCES = inside(PACKAGE, ".py")
SCIENCE = inside(PACKAGE / "science", ".py")


def room(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else ""


def may_import(importer: str, imported: str) -> bool:
    if imported in (importer, "", "__version__") or importer == "":
        return True
    if imported == "place":
        return importer in KNOWS_DJANGO
    if any({importer, imported} <= rooms for rooms in ONE_IDEA) or (importer, imported) in SIDEWAYS:
        return True
    return FLOOR[imported] < FLOOR[importer]


def test_every_room_has_its_floor() -> None:
    rooms = {room(module(path)) for path in SOURCES} - {""}
    assert rooms <= FLOOR.keys(), "a new room: give it a floor here and in docs/architecture.md"


def test_a_module_imports_only_from_lower_floors() -> None:
    wrong = [
        f"{name(path)}:{line} imports {what}"
        for path in SOURCES
        for line, what in imports(path)
        if what.split(".")[0] == "counterpoise" and not may_import(room(module(path)), room(what))
    ]
    assert not wrong


def test_only_journal_web_and_cli_know_django() -> None:
    known = [
        f"{name(path)}:{line} imports {what}"
        for path in SOURCES
        for line, what in imports(path)
        if what.split(".")[0] in WEB_AND_DATABASE and room(module(path)) not in KNOWS_DJANGO
    ]
    assert not known


def test_science_takes_everything_as_arguments() -> None:
    taken = [
        f"{name(path)}:{line} imports {what}"
        for path in SCIENCE
        for line, what in imports(path)
        if what.split(".")[0] in NOT_IN_SCIENCE
    ]
    assert not taken


def test_science_is_given_its_random_numbers() -> None:
    drawn = [
        f"{name(path)}:{line} {what}"
        for path in SCIENCE
        for line, what in dotted_names(path)
        if makes_random_numbers(what)
    ]
    assert not drawn, "random numbers come in as a numpy Generator"


def test_what_is_computed_from_a_diary_looks_at_no_clock() -> None:
    read = [
        f"{name(path)}:{line} {what}"
        for path in SOURCES
        if room(module(path)) in NO_CLOCK
        for line, what in dotted_names(path)
        if reads_the_clock(what)
    ]
    assert not read


def dotted_names(path: Path) -> Iterator[tuple[int, str]]:
    """Every a.b.c in the source, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield node.lineno, ast.unparse(node)


def reads_the_clock(dotted: str) -> bool:
    *head, last = dotted.split(".")
    if head[-1:] == ["time"]:
        return dotted not in STOPWATCHES
    return last in CLOCK_CALLS and head[-1] in ("datetime", "date", "timezone")


def makes_random_numbers(dotted: str) -> bool:
    head, _sep, last = dotted.rpartition(".")
    return head in ("np.random", "numpy.random") and last not in ("Generator", "BitGenerator")


def test_the_rule_refuses_what_it_should() -> None:
    assert may_import("science", "diary")
    assert may_import("web", "journal")
    assert not may_import("science", "knowledge")
    assert not may_import("knowledge", "science")
    assert not may_import("diary", "science")
    assert not may_import("journal", "web")
    assert not may_import("assessment", "place")
    assert reads_the_clock("dt.datetime.now")
    assert reads_the_clock("datetime.date.today")
    assert reads_the_clock("time.time")
    assert not reads_the_clock("time.process_time")
    assert not reads_the_clock("posterior.now")
    assert makes_random_numbers("np.random.default_rng")
    assert not makes_random_numbers("np.random.Generator")


def test_science_starts_without_web_or_database() -> None:
    science = [module(path) for path in SCIENCE]
    looked_for = ["django", "sqlite3", "asyncio", "http", "uvicorn", "counterpoise.knowledge", "counterpoise.journal"]
    code = f"import sys, {', '.join(science)}; print(*[m for m in {looked_for} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
