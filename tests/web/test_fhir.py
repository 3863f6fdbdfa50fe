"""The diary as FHIR over HTTP: for the person alone."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from counterpoise.journal import models as m

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("word", "type_"), [("bundle", "collection"), ("document", "document")])
def test_the_person_gets_the_diary(browser_of_alice: Client, usual_dose: m.Dose, word: str, type_: str) -> None:
    answer = browser_of_alice.get(f"/api/fhir/{word}")
    made = json.loads(answer.content)
    assert answer["Content-Type"] == "application/fhir+json"
    assert answer["Cache-Control"] == "no-store"
    assert made["type"] == type_
    assert "Alice" not in answer.content.decode()
    assert "MedicationStatement" in {entry["resource"]["resourceType"] for entry in made["entry"]}


@pytest.mark.parametrize("word", ["bundle", "document"])
def test_nobody_else_gets_it(word: str) -> None:
    answer = Client(headers={"host": "localhost"}).get(f"/api/fhir/{word}")
    assert answer.status_code == 403
    assert b"resourceType" not in answer.content


def test_it_is_read_only(browser_of_alice: Client) -> None:
    assert browser_of_alice.post("/api/fhir/bundle").status_code == 405


def test_the_key_of_the_person_does_not_stand_in_it(browser_of_alice: Client, alice: m.Person) -> None:
    first = json.loads(browser_of_alice.get("/api/fhir/bundle").content)
    assert str(alice.pk) not in json.dumps(first)
