"""Two independent validators with R4's own definitions accept what goes out, of every kind of person."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from counterpoise.exchange.fhir.codes import UCUM, codes, ucum_codes
from tests.exchange.fhir import people, tools
from tests.exchange.fhir.false_alarms import FALSE_ALARMS

KINDS = ("collection", "document")
LOOKED_UP = ("http://loinc.org", "http://snomed.info/sct", "http://fdasis.nlm.nih.gov")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z))?)?)?")


def test_medplum_finds_no_error_in_anything() -> None:
    all_ = [
        one
        for name in people.NAMES
        for kind in KINDS
        for one in (people.made(name, kind), *people.resources(name, kind))
    ]
    assert len(all_) > 1000
    assert tools.medplum(all_) == []


def test_medplum_would_find_an_error() -> None:
    bad = [
        {"resourceType": "Observation", "code": {"text": "pain"}},
        {"resourceType": "MedicationAdministration", "status": "completed", "dosage": {"text": "some"}},
    ]
    assert {found["type"] for found in tools.medplum(bad)} == {"Observation", "MedicationAdministration"}


@pytest.mark.parametrize("name", people.NAMES)
def test_pyrofile_finds_nothing_but_its_known_false_alarms(name: str) -> None:
    found = [
        (issue.code, issue.path, issue.message)
        for kind in KINDS
        for one in people.resources(name, kind)
        if one["resourceType"] != "QuestionnaireResponse"  # with its form, below
        for issue in tools.pyrofile(one)
        if (issue.code, issue.path) not in FALSE_ALARMS
    ]
    assert found == []


def test_pyrofile_takes_the_responses_with_their_forms_and_the_bundle_around_them() -> None:
    whole = people.made("free text")
    kept = ("Patient", "Questionnaire", "QuestionnaireResponse")
    small = {**whole, "entry": [one for one in whole["entry"] if one["resource"]["resourceType"] in kept]}
    assert len(small["entry"]) > 9
    assert [issue.message for issue in tools.pyrofile(small)] == []


@pytest.mark.parametrize("alarm", FALSE_ALARMS, ids=lambda alarm: alarm[1])
def test_each_false_alarm_is_one(alarm: tuple[str, str]) -> None:
    least = FALSE_ALARMS[alarm]
    assert [(issue.code, issue.path) for issue in tools.pyrofile(least)] == [alarm]
    assert tools.medplum([least]) == []


def test_pyrofile_would_find_an_error() -> None:
    bad = {"resourceType": "MedicationAdministration", "status": "completed", "dosage": {"text": "some"}}
    assert any("mad-1" in issue.message or "mad-1" in issue.code for issue in tools.pyrofile(bad))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", people.NAMES)
def test_every_reference_leads_to_a_resource_of_the_bundle(name: str, kind: str) -> None:
    whole = people.made(name, kind)
    urls = [entry["fullUrl"] for entry in whole["entry"]]
    assert len(set(urls)) == len(urls)
    assert [url for url in urls if not url.startswith("urn:uuid:")] == []
    assert {entry["fullUrl"] for entry in whole["entry"]} == {
        f"urn:uuid:{entry['resource']['id']}" for entry in whole["entry"]
    }
    assert [one for one in _values(whole, "reference") if one.startswith("urn:") and one not in urls] == []
    form_urls = {one["url"] for one in people.resources(name, kind) if one["resourceType"] == "Questionnaire"}
    assert set(_values(whole, "questionnaire")) <= form_urls


@pytest.mark.parametrize("name", people.NAMES)
def test_codes_are_of_the_closed_list(name: str) -> None:
    allowed = {(code.system, code.code, code.display) for code in codes().values()}
    for one in (*people.resources(name), *people.resources(name, "document")):
        for coding in _objects(one):
            if coding.get("system") in LOOKED_UP:
                assert (coding["system"], coding["code"], coding["display"]) in allowed
            if coding.get("system") == UCUM:
                assert coding["code"] in ucum_codes()


def test_the_list_holds_only_what_was_checked_and_says_where() -> None:
    for code in codes().values():
        assert code.tag == "V"
        assert code.licence
        assert code.source
        assert code.system in LOOKED_UP


@pytest.mark.parametrize("name", people.NAMES)
def test_every_date_is_on_the_calendar(name: str) -> None:
    text = json.dumps(people.made(name))
    found = 0
    for match in re.finditer(r'"(?:effectiveDateTime|start|end|authored|date|expiry|expirationDate)": "([^"]+)"', text):
        assert _DATE.fullmatch(match[1]), match[1]
        year, month, day = (int(part) for part in (match[1][:10] + "-01-01")[:10].split("-"))
        assert day <= calendar.monthrange(year, month)[1]
        if "T" in match[1]:
            assert dt.datetime.fromisoformat(match[1]).tzinfo is not None
        found += 1
    assert found


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def _values(value: Any, key: str) -> list[str]:
    return [one[key] for one in _objects(value) if isinstance(one.get(key), str)]
