"""What waits for somebody to look again: old statements and those that nobody read in the original."""

import datetime as dt
from pathlib import Path

import pytest

from counterpoise.knowledge.load import Knowledge, load
from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.knowledge.review import due, review
from tests.knowledge.broken import change


@pytest.mark.parametrize(
    ("reviewed", "last"),
    [("2026-11-23", "2027-11-23"), ("2026-12-31", "2027-12-31"), ("2028-02-29", "2029-02-28")],
)
def test_a_review_counts_for_twelve_months(reviewed: str, last: str) -> None:
    assert due(dt.date.fromisoformat(reviewed)) == dt.date.fromisoformat(last)


def test_a_statement_is_stale_on_the_day_after_its_twelve_months(packs: Path) -> None:
    change(packs, "analytes.toml", "reviewed = 2026-11-26", "reviewed = 2026-01-05", after="[lead]")
    knowledge = Knowledge(packs)
    assert [*review(knowledge, dt.date(2027, 1, 5)).stale] == []
    (old,) = review(knowledge, dt.date(2027, 1, 6)).stale
    assert (old.file, old.entry) == ("analytes.toml", "lead")


def test_everything_is_stale_in_two_years() -> None:
    found = review(load(), dt.date(2030, 1, 1))
    assert len(found.stale) == found.statements > 300


def test_what_was_not_read_in_the_original_is_listed_with_its_place() -> None:
    found = review(load(), dt.date(2026, 11, 26))
    places = {(one.file, one.entry): one.said.tag for one in found.unverified}
    assert places["substances/kratom/substance.toml", "facts.chronic_pain_trial"] == "R"
    assert places["instruments.toml", "peg.items.average"] == "V2"
    assert places["jurisdictions.toml", "US-AL.substances.kratom"] == "V2"
    assert set(places.values()) == {"V2", "R"}
    assert 0 < len(found.unverified) < found.statements


def test_a_statement_without_a_source_never_gets_that_far(packs: Path) -> None:
    change(packs, "analytes.toml", 'sources = ["usp-2232"]', "sources = []", after="[lead.limits.usp]")
    with pytest.raises(BrokenPack, match=r"lead\.limits\.usp\.sources"):
        review(Knowledge(packs), dt.date(2026, 11, 26))


def test_a_review_on_a_day_to_come_is_listed(packs: Path) -> None:
    change(packs, "analytes.toml", "reviewed = 2026-11-26", "reviewed = 2027-02-01", after="[lead]")
    knowledge = Knowledge(packs)
    (early,) = review(knowledge, dt.date(2027, 1, 31)).ahead
    assert (early.file, early.entry) == ("analytes.toml", "lead")
    assert [*review(knowledge, dt.date(2027, 2, 1)).ahead] == []


def test_numbers_without_a_spread_and_findings_in_nobody_are_listed(packs: Path) -> None:
    def listed() -> tuple[set[str], set[str]]:
        found = review(Knowledge(packs), dt.date(2026, 11, 26))
        return {one.entry for one in found.spreadless}, {one.entry for one in found.in_nobody}

    entry = "facts.mitragynine_half_life"
    assert all(entry not in entries for entries in listed())
    file, heading = "substances/kratom/substance.toml", "[facts.mitragynine_half_life]"
    change(packs, file, "spread = ", "# ", after=heading)
    change(packs, file, "population = ", "# ", after=heading)
    spreadless, in_nobody = listed()
    assert entry in spreadless
    assert entry in in_nobody
    assert not any("limits" in one for one in spreadless), "a line that we drew varies in nobody"
