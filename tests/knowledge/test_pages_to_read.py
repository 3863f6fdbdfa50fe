"""The pages to read: plain enough for a bad day, sourced, and leaving numbers to the facts."""

from __future__ import annotations

import re

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Section
from tests.reading import grade, names

MOST = 7
PAGES = load().pages
SECTIONS = [(f"{page}.{key}", section) for page, found in PAGES.items() for key, section in found.sections.items()]
NUMBER = re.compile(r"\d")
INTERESTED = re.compile(r"\bsell|advocacy|law firm", re.I)


def words(section: Section) -> str:
    return " ".join((f"{section.title}.", *section.text, *section.points))


def test_the_pages_are_there_in_their_order() -> None:
    assert list(PAGES) == [
        *("chronic-pain", "flare", "kratom", "seven-hydroxymitragynine", "withdrawal"),
        *("reading-the-balance", "storage", "driving", "questionnaires"),
    ]
    assert len({page.order for page in PAGES.values()}) == len(PAGES)


@pytest.mark.parametrize(("name", "section"), SECTIONS, ids=[name for name, _section in SECTIONS])
def test_a_section_asks_for_at_most_seven_years_of_school(name: str, section: Section) -> None:
    assert grade(words(section), names()) <= MOST


def test_titles_and_summaries_are_plain_too() -> None:
    for page in PAGES.values():
        assert grade(f"{page.title}. {page.summary}", names()) <= MOST, page.key


def test_numbers_are_left_to_the_facts() -> None:
    names = re.compile(r"7-OH|7-HMG|7-hydroxymitragynine|MGM-1[56]")
    assert [name for name, section in SECTIONS if NUMBER.search(names.sub("", words(section)))] == []


def test_what_was_recalled_or_retold_is_tagged_so() -> None:
    """Sections that rest on what sellers or advocates write, or on nothing that was read, never stand plainly."""
    bibliography = load().bibliography
    for name, section in SECTIONS:
        interested = [key for key in section.sources if INTERESTED.search(bibliography[key].published_in or "")]
        assert not (interested and section.established), name


def test_facts_of_interested_people_are_marked_wherever_they_stand() -> None:
    bibliography = load().bibliography
    facts = [fact for pack in load().substances.values() for fact in pack.facts.values()]
    told = [f for f in facts if any(INTERESTED.search(bibliography[key].published_in or "") for key in f.sources)]
    assert len(told) >= 5
    assert [fact.label for fact in told if fact.established] == []


def test_who_sells_or_speaks_for_kratom_has_no_address() -> None:
    named = [source for source in load().bibliography.values() if INTERESTED.search(source.published_in or "")]
    assert len(named) >= 6
    assert [source.key for source in named if source.link] == []


def test_to_stop_all_at_once_is_warned_of_and_never_advised() -> None:
    warning = PAGES["withdrawal"].sections["kratom-at-once"]
    assert "Do not stop all at once if you are pregnant" in words(warning)
    assert "Get help first" in words(warning)
    stopping = re.compile(r"(?<!not )\bstop (?:all at once|at once|now|abruptly|cold)", re.I)
    assert [name for name, section in SECTIONS if stopping.search(words(section))] == []
