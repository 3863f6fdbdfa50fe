"""docs/answers.md tells every key of the answers, and none that is not there."""

import dataclasses
import re
import typing
from collections.abc import Iterator
from typing import Any

from counterpoise.science.answers import LEAST_DAYS, LEAST_DOSES, LEAST_RATINGS, Answers, refused
from counterpoise.science.findings import NEARLY_SAME, Estimate, Spread
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "answers.md").read_text(encoding="utf-8")
TOLD_ONCE = {Estimate: "estimate", Spread: "spread"}


def keys(record: Any, before: str = "") -> Iterator[str]:
    """The keys of a record and of what it holds; what is told once for all stands for itself."""
    for name, hint in typing.get_type_hints(record).items():
        inner = next((part for part in parts(hint) if dataclasses.is_dataclass(part)), None)
        listed = "[]" if any(typing.get_origin(part) is tuple for part in (hint, *typing.get_args(hint))) else ""
        if inner is None or inner in TOLD_ONCE or listed or type(None) in typing.get_args(hint):
            yield before + name
        if inner is not None and inner not in TOLD_ONCE:
            yield from keys(inner, f"{before}{name}{listed}.")


def parts(hint: Any) -> list[Any]:
    return [hint, *(inner for part in typing.get_args(hint) for inner in parts(part))]


def flat(value: Any, before: str = "") -> Iterator[str]:
    """The keys of a JSON object, as the page writes them."""
    for name, part in value.items():
        if isinstance(part, dict) and name != "reasons":
            yield from flat(part, f"{before}{name}.")
        else:
            yield before + name


def test_every_key_of_the_answers_is_told_and_no_other() -> None:
    written = {"format", "version", *keys(Answers)}
    written |= {f"{name}.{field.name}" for kind, name in TOLD_ONCE.items() for field in dataclasses.fields(kind)}
    assert {"usual_dose.mitragynine_mg", "amounts[].nearly_same", "costs.side_effects[].starts_at.unit"} <= written
    told = re.findall(r"^\| `([\w.\[\]]+)` \|", PAGE, re.M)
    assert len(told) == len(set(told))
    assert sorted(written - set(told)) == []
    assert sorted(set(told) - written) == []


def test_the_keys_are_those_that_are_written() -> None:
    silent = set(flat(refused("kava", "pain.now", "Not compared.", 3).to_json()))
    assert silent <= {"format", "version", *keys(Answers)}


def test_every_key_says_what_it_means() -> None:
    rows = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
    assert [row for row in rows if len(row) != 3 or not row[2].endswith(". |")] == []


def test_the_page_names_the_limits_of_the_science() -> None:
    assert f"{LEAST_DAYS} days, {LEAST_RATINGS} ratings and {LEAST_DOSES} doses" in " ".join(PAGE.split())
    assert f"less than {NEARLY_SAME:g} points" in PAGE
