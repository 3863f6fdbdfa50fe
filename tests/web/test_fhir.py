"""The diary as FHIR over HTTP: for the person alone."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from counterpoise.journal import models as m
from counterpoise.journal import sharing
from counterpoise.web import kernels
from tests.web.sharing import link_of

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


def kinds(answer: Any, type_: str) -> list[dict[str, Any]]:
    all_ = [entry["resource"] for entry in json.loads(answer.content)["entry"]]
    return [one for one in all_ if one["resourceType"] == type_]


@pytest.mark.parametrize("word", ["bundle", "document"])
def test_the_report_goes_along_where_it_is_asked_for(browser_of_alice: Client, usual_dose: m.Dose, word: str) -> None:
    assert not kinds(browser_of_alice.get(f"/api/fhir/{word}"), "Binary")
    answer = browser_of_alice.get(f"/api/fhir/{word}?report=yes")
    (held,), (about,) = kinds(answer, "Binary"), kinds(answer, "DocumentReference")
    pdf = pypdfium2.PdfDocument(base64.b64decode(held["data"]))
    assert "Pain and function" in "".join(page.get_textpage().get_text_range() for page in pdf)
    assert about["content"][0]["attachment"]["contentType"] == "application/pdf"
    if word == "document":
        (summary,) = kinds(answer, "Composition")
        assert {"reference": f"urn:uuid:{about['id']}"} in summary["section"][-1]["entry"]


def test_it_is_the_report_that_was_chosen_last_and_it_carries_no_name(
    browser_of_alice: Client, usual_dose: m.Dose
) -> None:
    today = timezone.now().date()
    chosen = {"first": (today - dt.timedelta(days=6)).isoformat(), "last": today.isoformat(), "name": "Alice Canary"}
    browser_of_alice.post("/report/", chosen | {"sections": ["taken"]})
    (held,) = kinds(browser_of_alice.get("/api/fhir/document?report=yes"), "Binary")
    data = base64.b64decode(held["data"])
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert "Left out by the person." in text
    assert "Canary" not in text


def test_where_no_report_can_be_drawn_nothing_goes_out_without_a_word(
    browser_of_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "state", lambda: kernels.Preparing(2, 4))
    answer = browser_of_alice.get("/api/fhir/document?report=yes")
    assert answer.status_code == 409
    assert b"still being prepared" in answer.content
    assert browser_of_alice.get("/api/fhir/document").status_code == 200


def test_what_others_were_given_is_said_and_opens_nothing(browser_of_alice: Client, alice: m.Person) -> None:
    links = [link_of(browser_of_alice, ("pain", "taken"), label="label-canary") for _ in range(2)]
    ended, open_ = sharing.all_of(alice)
    sharing.revoke(ended, timezone.now())
    days = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 1, 31), "made_at": timezone.now()}
    m.SealedFile.objects.create(person=alice, label="file-canary", sections=["labs"], public_key=b"key-canary", **days)
    answer = browser_of_alice.get("/api/fhir/bundle")
    found = kinds(answer, "Consent")
    assert sorted(one["status"] for one in found) == ["active", "active", "inactive"]
    first = next(one for one in found if one["status"] == "active" and "end" in one["provision"]["period"])
    assert [one["text"] for one in first["provision"]["code"]] == ["Pain and function", "What is taken"]
    text = answer.content.decode()
    secrets = [link.partition("#")[2] for link in links]
    held = [open_.digest, ended.digest, str(open_.pk), "canary", base64.b64encode(b"key-canary").decode()]
    assert [one for one in (*secrets, *held) if one in text] == []
    assert not kinds(browser_of_alice.get("/api/fhir/document"), "Consent")


def test_bobs_export_says_nothing_of_alices_links(browser_of_alice: Client, enter: Any, bob: m.Person) -> None:
    link_of(browser_of_alice)
    assert not kinds(enter(bob).get("/api/fhir/bundle"), "Consent")


def test_the_page_offers_both_with_the_report(browser_of_alice: Client) -> None:
    page = browser_of_alice.get("/settings/export/").content.decode()
    assert 'action="/api/fhir/document"' in page
    assert 'formaction="/api/fhir/bundle"' in page
    assert 'name="report" value="yes" checked' in page
