"""Finding help: every statement sourced, no company, and honest about what is not known."""

import re

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Way

HELP = load().help
SELLING = re.compile(r"\b(?:Inc|LLC|Ltd|GmbH|buy|shop|order now|discount|our clinic|best)\b")
WITHOUT_STOPPING = re.compile(r"\bstop at once\b|\bquit cold\b", re.I)


def texts() -> list[str]:
    ways = [way.text for found in HELP.countries.values() for way in found.values()]
    facts = [str(fact.value) for fact in (*HELP.why.values(), *HELP.first_words.values())]
    return [*ways, *facts, *(one.does for one in HELP.professions.values())]


def test_each_kind_of_professional_is_there() -> None:
    assert list(HELP.professions) == ["family_physician", "pharmacist", "pain_clinic", "addiction_medicine"]


def test_no_company_is_named_and_nobody_is_told_to_stop_at_once() -> None:
    assert len(texts()) > 15
    assert [text for text in texts() if SELLING.search(text) or WITHOUT_STOPPING.search(text)] == []


def test_what_is_not_known_of_a_country_is_left_out() -> None:
    assert HELP.ways("JP") == {}
    assert HELP.ways(None) == {}
    assert isinstance(HELP.ways("gb")["pain_clinic"], Way)


@pytest.mark.parametrize("code", list(HELP.countries))
def test_countries_are_those_that_have_numbers_to_call(code: str) -> None:
    assert code in load().emergency.countries
    assert set(HELP.countries[code]) <= set(HELP.professions)
