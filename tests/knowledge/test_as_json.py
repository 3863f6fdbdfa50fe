"""Facts as JSON can be read by themselves: each with its sources written out, its grade and its date."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from counterpoise.knowledge.as_json import MARK, as_json
from counterpoise.knowledge.load import load

KNOWLEDGE = load()
SHELVES = ["claims", "instruments", "analytes", "jurisdictions", "measures", "pages"]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for part in value if isinstance(value, list) else ():
        yield from objects(part)


def read(value: Any) -> Any:
    """As JSON and back: nothing in it that JSON cannot say."""
    return json.loads(json.dumps(as_json(value, KNOWLEDGE), allow_nan=False))


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_statement_has_its_sources_its_tag_and_its_date(shelf: str) -> None:
    said = [one for one in objects(read(getattr(KNOWLEDGE, shelf))) if "reviewed" in one]
    assert said
    for one in said:
        assert one["sources"], one
        assert all(source["title"] and source["key"] in KNOWLEDGE.bibliography for source in one["sources"])
        assert one["established"] == (one["tag"] in ("V", "D"))
        assert one.get("mark") == (None if one["established"] else MARK)


def test_a_fact_is_told_whole() -> None:
    fact = read(KNOWLEDGE.substances["kratom"])["facts"]["mitragynine_half_life"]
    assert fact["value"] == 45.3
    assert fact["unit"] == "h"
    assert fact["spread"] == {"kind": "range", "low": 31.9, "high": 50.2}
    assert fact["grade"] == "human trial"
    assert fact["reviewed"] == "2026-11-23"
    assert [source["link"] for source in fact["sources"]] == [
        *("https://doi.org/10.3390/pharmaceutics14030620", "https://doi.org/10.1124/dmd.122.001005"),
    ]
    assert "mark" not in fact


def test_what_was_not_read_carries_the_mark() -> None:
    fact = read(KNOWLEDGE.substances["kratom"])["facts"]["chronic_pain_trial"]
    assert (fact["established"], fact["mark"]) == (False, MARK)


def test_what_a_pack_leaves_out_is_left_out() -> None:
    ibuprofen = read(KNOWLEDGE.substances["ibuprofen"])
    assert "refusal" not in ibuprofen
    assert "alkaloid" not in ibuprofen
    assert ibuprofen["classes"] == ["nsaid"]
