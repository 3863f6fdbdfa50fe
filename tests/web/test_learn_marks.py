"""Beside every statement stands who says so, of what kind it is and when we looked; and what was not read in the
original carries its mark, on every page that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Instrument, Section, Sourced, Substance
from counterpoise.knowledge.scales import grades
from counterpoise.report import facts
from counterpoise.web.learn import finding
from tests.web.parsed import Element, parsed

MARK = "not checked against the original"
LOOKED = re.compile(r"reviewed \d")
Statement = tuple[str, Sourced]


def of_section(section: Section) -> Iterator[Statement]:
    yield from ((text, section) for text in (*section.text, *section.points))
    named = [load().fact(name) for name in section.facts]
    yield from ((facts.value(fact), fact) for fact in named if fact is not None)


def of_substance(pack: Substance) -> Iterator[Statement]:
    if pack.refusal is not None:
        yield pack.refusal.reason, pack.refusal
    yield from ((facts.value(fact), fact) for fact in pack.facts.values())
    yield from ((facts.prior(one), one) for one in pack.potency.values())
    if pack.kinetics is not None:
        yield from ((facts.value(fact), fact) for fact in pack.kinetics.implied.values())
        yield from ((facts.prior(one), one) for one in pack.kinetics.of_form(None).values())
        yield from ((facts.prior(one), one) for own in pack.kinetics.forms.values() for one in own.values())


def of_instrument(tool: Instrument) -> Iterator[Statement]:
    yield tool.about, tool
    yield from ((item.text, item) for item in tool.items.values())
    yield from ((facts.value(band), band) for band in tool.bands.values())


def statements() -> dict[str, list[Statement]]:
    """What every page of the room owes, by its address."""
    know = load()
    owed = {
        f"/learn/{key}/": [one for section in page.sections.values() for one in of_section(section)]
        for key, page in know.pages.items()
    }
    owed |= {f"/learn/substances/{key}/": [*of_substance(pack)] for key, pack in know.substances.items()}
    owed["/learn/instruments/"] = [one for tool in know.instruments.values() for one in of_instrument(tool)]
    owed["/learn/analytes/"] = [
        one
        for analyte in know.analytes.values()
        for one in (
            (analyte.about, analyte),
            *((facts.limit(limit), limit) for limit in analyte.limits.values()),
            *((facts.value(fact), fact) for fact in analyte.facts.values()),
        )
    ]
    rulings = [ruling for place in know.jurisdictions.values() for ruling in place.substances.values()]
    owed["/learn/law/?understood=yes"] = [(ruling.text, ruling) for ruling in rulings]
    return owed


OWED = statements()


def beside(page: Element, text: str) -> list[str]:
    """What stands beside each place of the page that holds exactly this text: the least around it with a date."""
    places = [element for element in page.all() if element.text == text]
    lowest = [place for place in places if not any(other.parent is place for other in places)]
    around = [place.around(LOOKED) for place in lowest]
    return [found.text if found is not None else "" for found in around]


@pytest.mark.parametrize("path", OWED)
def test_every_statement_is_shown_with_its_date_and_marked_where_it_was_not_read(
    path: str, browser_of_alice: Client
) -> None:
    page = parsed(browser_of_alice.get(path).content.decode())
    assert OWED[path]
    for text, part in OWED[path]:
        # Two limits may read alike, and only one of them be read in the original: as many marks as are owed.
        alike = [other.established for words, other in OWED[path] if words == text]
        said = beside(page, " ".join(text.split()))
        assert said, f"not shown: {text}"
        assert all(LOOKED.search(found) for found in said), text
        if len(set(alike)) == 1:
            assert {MARK in found for found in said} == {not part.established}, text
        else:
            assert sum(MARK in found for found in said) == alike.count(False), text


def test_there_are_marked_and_unmarked_statements_to_tell_apart() -> None:
    tags = [part.tag for owed in OWED.values() for _text, part in owed]
    assert {"V", "V2", "R", "D"} <= set(tags)


@pytest.mark.parametrize("path", OWED)
def test_beside_a_statement_stand_its_sources_and_its_grade_in_words(path: str, browser_of_alice: Client) -> None:
    page = parsed(browser_of_alice.get(path).content.decode())
    for text, part in OWED[path]:
        together = " ".join(beside(page, " ".join(text.split())))
        for key in part.sources:
            assert load().bibliography[key].title[:50] in together, text
        grade = getattr(part, "grade", None)
        assert grade is None or grades()[grade].name in together, text
        assert f"{part.reviewed:%b %Y}" in together, text


def test_what_the_search_finds_is_marked_as_well(browser_of_alice: Client) -> None:
    unread = [entry for entry in finding.entries() if entry.part is not None and not entry.part.established]
    assert len(unread) > 5
    for entry in unread:
        page = parsed(browser_of_alice.get("/learn/", {"q": entry.title}).content.decode())
        said = beside(page, " ".join(entry.text.split()))
        assert said, entry.title
        assert all(MARK in found for found in said), entry.title


def test_who_sells_or_speaks_for_kratom_is_named_and_not_linked(browser_of_alice: Client) -> None:
    page = parsed(browser_of_alice.get("/learn/storage/").content.decode())
    for key in ("seller-certificates", "seller-storage-test", "sellers-shelf-life", "policy-desk-2026"):
        source = load().bibliography[key]
        assert source.link is None
        assert source.published_in is not None
        assert source.published_in in page.text
        assert not [link.text for link in page.all("a") if source.title[:30] in link.text]


def test_who_paid_is_said(browser_of_alice: Client) -> None:
    page = parsed(browser_of_alice.get("/learn/substances/kratom/").content.decode())
    for key in ("huestis-2024", "grundmann-2017"):
        assert (load().bibliography[key].funding or "?") in page.text
