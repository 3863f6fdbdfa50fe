"""The law as far as it was read: dated, second-hand where it is, and never that something is legal."""

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Ruling

PLACES = load().jurisdictions
RULINGS = [
    (f"{key} {substance}", ruling) for key, place in PLACES.items() for substance, ruling in place.substances.items()
]


def ruling(place: str, substance: str = "kratom") -> Ruling:
    return PLACES[place].substances[substance]


def test_the_federal_law_comes_first_and_names_all_four() -> None:
    assert next(iter(PLACES)) == "US"
    assert set(PLACES["US"].substances) == {
        *("kratom", "7-hydroxymitragynine", "mitragynine-pseudoindoxyl", "mgm-15"),
    }


@pytest.mark.parametrize("state", ["AL", "AR", "IN", "LA", "VT", "WI"])
def test_states_that_ban_it_say_so(state: str) -> None:
    assert ruling(f"US-{state}").standing == "banned"


@pytest.mark.parametrize("place", ["US-RI", "US-KS", "US-TN", "SE", "PL", "DK", "LT", "NZ", "SG", "GB"])
def test_where_sources_conflict_it_is_said(place: str) -> None:
    found = ruling(place)
    assert found.standing == "sources conflict"
    assert not found.established


def test_pseudoindoxyl_and_mgm_are_banned_from_the_day_of_the_order() -> None:
    for substance in ("mitragynine-pseudoindoxyl", "mgm-15"):
        found = ruling("US", substance)
        assert (found.standing, found.as_of.isoformat()) == ("banned", "2026-08-26")


def test_only_two_texts_of_a_law_were_read() -> None:
    assert [place for place, found in RULINGS if found.established] == ["US-OK kratom", "US-CO kratom"]


@pytest.mark.parametrize(("place", "found"), RULINGS, ids=[place for place, _found in RULINGS])
def test_a_ruling_has_a_day_that_is_over_and_a_sentence_of_its_own(place: str, found: Ruling) -> None:
    assert found.as_of <= found.reviewed, place
    assert found.text.endswith(".")
