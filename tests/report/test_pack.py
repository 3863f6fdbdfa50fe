"""A pack as people read it: every fact with what it rests on, and the mark where nobody read it."""

import re

import pytest

from counterpoise.knowledge.as_json import MARK
from counterpoise.knowledge.load import load
from counterpoise.report.pack import in_words

KNOWLEDGE = load()


def told(name: str) -> str:
    pack = KNOWLEDGE.substance(name)
    assert pack is not None
    return in_words(pack, KNOWLEDGE)


def after(text: str, line: str) -> list[str]:
    """The lines of one statement."""
    lines = text.splitlines()
    start = next(number for number, one in enumerate(lines) if one.startswith(line))
    end = next(number for number in range(start + 1, len(lines)) if not lines[number].startswith("  "))
    return lines[start:end]


def test_names_forms_and_units_come_first() -> None:
    first = told("kratom").splitlines()[:5]
    assert first[0] == "Kratom"
    assert first[2].startswith("Also called: Mitragyna speciosa, krathom, ketum")
    assert first[3].startswith("Forms: Powder, Capsule, Leaf")
    assert first[4] == "Logged in: g, mg, capsule, teaspoon, ml, cup"


def test_a_number_has_its_unit_spread_population_grade_sources_and_date() -> None:
    said = after(told("kratom"), "- Half-life of mitragynine in blood, after one cup of tea")
    assert said[0].endswith(": 45.3 h (from 31.9 to 50.2 h)")
    assert said[1] == "  Five healthy adults, 39 mg of mitragynine; the value is the median"
    assert said[2] == "  How long it stays in the blood, not how long it is felt."
    assert re.fullmatch(r"  \[\d+, \d+\] a trial in people, reviewed 2026-11-23", said[3])


def test_what_was_not_read_in_the_original_says_so_in_its_own_line() -> None:
    assert after(told("kratom"), "- Trials in chronic pain")[-1].endswith(f" · {MARK}")
    assert MARK not in "".join(after(told("kratom"), "- Half-life of mitragynine in blood, in regular users"))


@pytest.mark.parametrize("key", list(KNOWLEDGE.substances))
def test_every_number_of_a_source_leads_to_a_source_and_every_unread_fact_is_marked(key: str) -> None:
    text = told(key)
    cited = {number for group in re.findall(r"^  \[([\d, ]+)\]", text, re.M) for number in group.split(", ")}
    assert cited == set(re.findall(r"^\[(\d+)\] \S", text, re.M))
    pack = KNOWLEDGE.substances[key]
    unread = [fact for fact in pack.facts.values() if not fact.established] + [
        *([pack.refusal] if pack.refusal and not pack.refusal.established else []),
    ]
    assert text.count(f" · {MARK}") == len(unread)


def test_another_drug_is_refused_before_anything_is_told_of_it() -> None:
    text = told("7-OH tablets")
    assert text.index("No answer is given about it") < text.index("What is known")
    assert "Beside other substances it counts as: opioid" in text


def test_a_share_is_told_in_percent_and_a_guess_with_its_width() -> None:
    text = told("kratom")
    assert "Average over the first four hours, as a share of the peak: 80 % (90 %: 62 to 85 %)" in text
    assert "Mitragynine in a gram of powder: 16 mg/g (nine out of ten between 3.2 mg/g and 77 mg/g)" in text


def test_funding_of_an_interested_party_stands_with_the_source() -> None:
    assert "Paid for by Johnson Foods LLC" in told("kratom")
