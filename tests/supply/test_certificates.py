"""The fixed certificates, read and judged by the rules of their README."""

import datetime as dt
from functools import cache
from typing import Any

import pytest

from counterpoise.knowledge.load import load
from counterpoise.supply import certificates
from counterpoise.supply.certificates.paper import pdf
from counterpoise.supply.certificates.paper.layout import Paper
from counterpoise.supply.certificates.reader import read_papers
from counterpoise.supply.certificates.records import READING, Reading
from tests.supply import judge

KNOWN = frozenset(load().analytes)


@cache
def papers(name: str) -> tuple[Paper, ...]:
    return tuple(pdf.pages(judge.pdf(name)))


@cache
def reading(name: str) -> Reading:
    return read_papers(papers(name))


@cache
def count(name: str) -> judge.Count:
    return judge.judged(judge.truth(name), reading(name).to_json(), KNOWN)


def everything() -> judge.Count:
    total = judge.Count()
    for name in judge.NAMES:
        total.add(count(name))
    return total


def test_there_are_24_certificates() -> None:
    assert len(judge.NAMES) == 24


def test_at_least_98_of_100_results_are_right() -> None:
    total = everything()
    assert total.results > 250
    assert total.results_right >= 0.98 * total.results, total.not_right


def test_at_least_98_of_100_values_of_every_kind_are_right() -> None:
    total = everything()
    assert total.right >= 0.98 * total.values, total.not_right


@pytest.mark.parametrize("name", judge.NAMES)
def test_nothing_is_wrong_and_looks_certain(name: str) -> None:
    assert count(name).silently_wrong == []


def test_most_of_what_is_right_is_certain() -> None:
    """A reader that doubts everything is never silently wrong, and of no use."""
    plain = [name for name in judge.NAMES if not name.startswith("mutation")]
    total = judge.Count()
    for name in plain:
        total.add(count(name))
    assert total.low <= 0.1 * total.results


@pytest.mark.parametrize("name", judge.NAMES)
def test_every_result_is_traced_to_its_place(name: str) -> None:
    """In the box of a value stands a word of the page; a number has its digits there."""
    for sample in reading(name).samples:
        for result in sample.results:
            place = result.place
            assert 0 <= place.left < place.right <= 1
            assert 0 <= place.top < place.bottom <= 1
            words = " ".join(_inside(papers(name)[place.page - 1], place))
            assert words
            if result.value is not None:
                assert any(digit in words for digit in "123456789")


def _inside(paper: Paper, place: Any) -> list[str]:
    return [
        word.text
        for word in paper.words
        if place.left - 1e-6 <= word.box.centre / paper.width <= place.right + 1e-6
        and place.top - 1e-6 <= word.box.middle / paper.height <= place.bottom + 1e-6
    ]


@pytest.mark.parametrize("name", ["tidewrack-two-lots", "quillfeather-full-panel"])
def test_the_process_that_reads_says_the_same(name: str) -> None:
    assert certificates.read(judge.pdf(name), f"{name}.pdf") == reading(name)


def test_a_reading_survives_json() -> None:
    whole = reading("mutation-half-row")
    assert READING.validate_json(READING.dump_json(whole)) == whole


def test_the_json_has_the_keys_of_the_contract() -> None:
    told = reading("larkspur-alkaloids").to_json()
    assert (told["format"], told["version"]) == ("counterpoise-certificate", 1)
    assert {"samples", "not_understood", "warnings"} <= told.keys()
    right = judge.truth("larkspur-alkaloids")["samples"][0]
    assert right.keys() <= told["samples"][0].keys()
    assert {*right["assays"][0], "confidence"} <= told["samples"][0]["assays"][0].keys()


def test_a_stamp_is_spoken_of() -> None:
    assert reading("cindermere-revised").warnings == ("turned",)


def test_results_become_assays_of_the_diary() -> None:
    sample = reading("larkspur-alkaloids").samples[0]
    assays = {one.analyte: one for one in certificates.assays(sample)}
    assert assays["mitragynine"].value == 14.2
    assert assays["mitragynine"].lab == "Larkspur Bench Laboratories"
    assert assays["mitragynine"].date == dt.date(2026, 3, 17)
    assert assays["corynantheidine"].censored == "below_loq"
    assert assays["corynantheidine"].value is None


def test_a_result_without_a_unit_becomes_no_assay() -> None:
    sample = reading("mutation-no-unit-in-header").samples[0]
    assert sample.results
    assert certificates.assays(sample) == ()


def test_a_page_has_a_picture() -> None:
    drawn = certificates.picture(judge.pdf("quillfeather-full-panel"), 2)
    assert drawn.startswith(b"\x89PNG")


def test_a_page_that_is_not_there_has_none() -> None:
    with pytest.raises(certificates.Refused, match="no such page"):
        certificates.picture(judge.pdf("larkspur-alkaloids"), 2)
