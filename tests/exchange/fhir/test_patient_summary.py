"""The patient summary, held against the guide's rules one by one; each rule is shown to be able to fail."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from counterpoise import diary as d
from counterpoise.exchange.fhir import document
from counterpoise.knowledge.load import load
from tests.exchange.fhir import people
from tests.exchange.fhir.patient_summary import RULES, WHERE_TOLD, Json, has, sections

BROKEN_FROM = "free text"
"""It has an entry in every section, a name and a year of birth."""


@pytest.mark.parametrize("name", people.NAMES)
def test_every_summary_keeps_every_rule(name: str) -> None:
    made = people.made(name, "document")
    assert [key for key, rule in RULES.items() if not rule.holds(made)] == []


@pytest.mark.parametrize("key", [*RULES, *WHERE_TOLD])
def test_each_rule_is_broken_by_what_breaks_it(key: str) -> None:
    rule = (RULES | WHERE_TOLD)[key]
    made = copy.deepcopy(people.made(BROKEN_FROM, "document"))
    assert rule.holds(made)
    rule.breaks(made)
    assert not rule.holds(made)


def test_a_rule_names_where_it_was_read() -> None:
    assert all(": " in rule.source for rule in (RULES | WHERE_TOLD).values())


def test_name_and_year_of_birth_stand_there_only_where_they_were_given() -> None:
    made = people.made("typical", "document")
    assert not WHERE_TOLD["name"].holds(made)
    assert WHERE_TOLD["name"].holds(people.made("free text", "document"))
    assert not WHERE_TOLD["date of birth"].holds(people.made("empty", "document"))


def summary(person: d.Person) -> Json:
    return document(replace(people.empty(), person=person), load(), None, (), people.END)


@pytest.mark.parametrize(
    ("told", "absent"),
    [
        ({"conditions": ("osteoarthritis",)}, {"no-allergy-info", "no-medication-info"}),
        ({"allergies": ("penicillin",)}, {"no-problem-info", "no-medication-info"}),
        ({"medicines": (d.Medicine(id="m", name="sertraline"),)}, {"no-problem-info", "no-allergy-info"}),
        ({}, {"no-problem-info", "no-allergy-info", "no-medication-info"}),
    ],
)
def test_no_information_is_said_where_there_is_none_and_nowhere_else(told: Json, absent: set[str]) -> None:
    made = summary(d.Person(time_zone="UTC", **told))
    system = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
    concepts = [
        one["resource"].get("code") or one["resource"].get("medicationCodeableConcept") for one in made["entry"]
    ]
    found = {concept["coding"][0]["code"] for concept in concepts if isinstance(concept, dict) and has(concept, system)}
    assert found == absent
    assert [key for key, rule in RULES.items() if not rule.holds(made)] == []


def test_a_medicine_of_which_nobody_told_since_when_says_so() -> None:
    made = summary(d.Person(time_zone="UTC", medicines=(d.Medicine(id="m", name="sertraline"),)))
    (one,) = [e["resource"] for e in made["entry"] if e["resource"]["resourceType"] == "MedicationStatement"]
    assert one["effectivePeriod"]["extension"][0]["valueCode"] == "unknown"


def test_goals_have_a_section_of_their_own() -> None:
    made = people.made(BROKEN_FROM, "document")
    (goals,) = [one for one in sections(made) if one["title"] == "Goals"]
    assert len(goals["entry"]) == 2
    assert "Walk to the shop" in goals["text"]["div"]
