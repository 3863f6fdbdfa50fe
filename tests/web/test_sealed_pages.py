"""Giving a file, and bringing the answer: what is left out is not in it, and nothing takes effect by itself."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from tests.exchange.sealed.opening import answer, opened
from tests.web.conftest import Enter
from tests.web.sharing import let_in, link_of

CHOSEN = {"label": "Dr Vega", "sections": ["pain", "taken"], "first": "2026-01-01", "last": "2030-01-01"}


def given(client: Client, **more: Any) -> tuple[str, str]:
    """A file as it was saved, and its passphrase."""
    chosen = {**CHOSEN, "may_comment": "on", **more}
    page = client.post("/share/file/", chosen).content.decode()
    (words,) = re.findall(r"<code>([a-z0-9-]{19})</code>", page)
    saved = client.post("/share/file/save/", {**chosen, "passphrase": words})
    assert saved.status_code == 200
    assert saved["Content-Disposition"].startswith("attachment")
    return saved.content.decode(), words


def brought(client: Client, data: bytes) -> Any:
    return client.post("/share/file/answer/", {"file": SimpleUploadedFile("answer.json", data)})


def said(**fields: list[str]) -> str:
    return json.dumps({"said_at": "2026-11-01T10:00:00Z", "fields": {"author": ["Dr Vega"], **fields}})


def test_a_file_holds_what_was_chosen_and_nothing_else(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    entries.add(alice, d.Medicine(name="canary-zzmedicine"), usual_dose.recorded_at)
    html, words = given(browser_of_alice)
    inside = opened(html, words)
    assert "2.5 g" in inside["body"]
    assert "canary-zzmedicine" not in json.dumps(inside)
    assert "Dr Vega" not in html + json.dumps(inside)
    assert "Alice" not in html + json.dumps(inside)
    _with_medicines, other = given(browser_of_alice, sections=["pain", "taken", "medicines"])
    assert words != other
    assert "Write back" in inside["form"]
    assert "2.5 g" not in html


def test_the_passphrase_is_kept_nowhere(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    _html, words = given(browser_of_alice)
    (row,) = m.SealedFile.objects.all()
    kept = [str(getattr(row, field.name)) for field in row._meta.fields]
    assert words not in "".join(kept)
    assert words not in browser_of_alice.get("/share/file/").content.decode()


def test_a_passphrase_of_ones_own_makes_no_file(browser_of_alice: Client) -> None:
    answer_ = browser_of_alice.post("/share/file/save/", {**CHOSEN, "passphrase": "secret"})
    assert answer_.status_code == 422
    assert not m.SealedFile.objects.exists()


def test_nothing_chosen_makes_no_file(browser_of_alice: Client) -> None:
    answer_ = browser_of_alice.post("/share/file/", {**CHOSEN, "sections": []})
    assert answer_.status_code == 422
    assert "at least one part" in answer_.content.decode()


def test_a_comment_comes_back_and_waits(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    inside = opened(*given(browser_of_alice))
    reply = brought(browser_of_alice, answer(inside, said(comment=["Sleep first."], role=["doctor"])))
    (row,) = m.Proposal.objects.all()
    assert (reply.status_code, reply["Location"]) == (302, f"/share/said/{row.pk}/")
    assert (row.author, row.role, row.comment, row.plan, row.state) == (
        "Dr Vega",
        "doctor",
        "Sleep first.",
        None,
        "waiting",
    )
    brought(browser_of_alice, answer(inside, said(comment=["Sleep first."], role=["doctor"])))
    assert m.Proposal.objects.count() == 1, "brought twice, it is kept once"


def test_a_plan_comes_back_and_changes_nothing(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    inside = opened(*given(browser_of_alice))
    fields = {"direction": ["down"], "substance": ["Kratom"], "start": ["2.5 g"]}
    brought(browser_of_alice, answer(inside, said(role=["doctor"], **fields)))
    (row,) = m.Proposal.objects.all()
    assert row.plan is not None
    assert row.plan["direction"] == "down"
    assert row.plan["start"] == {"amount": 2.5, "unit": "g"}
    assert not m.Plan.objects.exists()


def test_a_plan_that_cannot_be_read_is_kept_in_words(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    inside = opened(*given(browser_of_alice))
    fields = {"direction": ["down"], "substance": ["Kratom"], "comment": ["Slowly."]}
    brought(browser_of_alice, answer(inside, said(role=["doctor"], **fields)))
    (row,) = m.Proposal.objects.all()
    assert row.plan is None
    assert row.comment is not None
    assert row.comment.startswith("Slowly.")
    assert "Which way?: down" in row.comment
    assert "From which amount does it go down?" in row.comment


@pytest.mark.parametrize("changed", [(b"Sleep", b"Dream"), (b'"file": "', b'"file": "0')])
def test_a_changed_answer_is_refused(
    browser_of_alice: Client, changed: tuple[bytes, bytes], usual_dose: m.Dose
) -> None:
    inside = opened(*given(browser_of_alice))
    reply = brought(browser_of_alice, answer(inside, said(comment=["Sleep first."])).replace(*changed))
    assert reply.status_code == 422
    assert "Nothing was kept" in reply.content.decode()
    assert not m.Proposal.objects.exists()


def test_bob_cannot_bring_or_close_what_is_alices(
    enter: Enter, bob: m.Person, browser_of_alice: Client, usual_dose: m.Dose
) -> None:
    inside = opened(*given(browser_of_alice))
    of_bob = enter(bob)
    assert "not to a file that you gave" in brought(of_bob, answer(inside, said(comment=["x"]))).content.decode()
    assert of_bob.post(f"/share/file/{inside['file']}/close/").status_code == 404
    assert not m.Proposal.objects.exists()


def test_a_closed_file_takes_no_answer(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    inside = opened(*given(browser_of_alice))
    assert browser_of_alice.post(f"/share/file/{inside['file']}/close/").status_code == 302
    reply = brought(browser_of_alice, answer(inside, said(comment=["x"])))
    assert "no answers to that file" in reply.content.decode()
    assert not m.Proposal.objects.exists()


def test_without_leave_to_write_there_is_no_form(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    chosen = dict(CHOSEN)
    page = browser_of_alice.post("/share/file/", chosen).content.decode()
    (words,) = re.findall(r"<code>([a-z0-9-]{19})</code>", page)
    saved = browser_of_alice.post("/share/file/save/", {**chosen, "passphrase": words}).content.decode()
    inside = opened(saved, words)
    assert inside["form"] == ""
    assert "no answers" in brought(browser_of_alice, answer(inside, said(comment=["x"]))).content.decode()


@pytest.mark.parametrize("said_at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "2026-11-01", "soon"])
def test_a_clock_that_is_wrong_by_centuries_is_refused_in_words(
    said_at: str, browser_of_alice: Client, usual_dose: m.Dose
) -> None:
    inside = opened(*given(browser_of_alice))
    words = json.dumps({"said_at": said_at, "fields": {"author": ["Dr Vega"], "role": ["doctor"], "comment": ["x"]}})
    reply = brought(browser_of_alice, answer(inside, words))
    assert reply.status_code == 422
    assert "does not say when it was written" in reply.content.decode()


@pytest.mark.parametrize("odd", ["a\x00b", "half \ud800"])
def test_signs_that_nothing_can_keep_are_refused_in_words(
    odd: str, browser_of_alice: Client, usual_dose: m.Dose
) -> None:
    inside = opened(*given(browser_of_alice))
    assert brought(browser_of_alice, answer(inside, said(role=["doctor"], comment=[odd]))).status_code == 422
    outside = json.loads(answer(inside, said(role=["doctor"], comment=["x"])))
    assert brought(browser_of_alice, json.dumps(outside | {"said": odd}).encode()).status_code == 422
    assert not m.Proposal.objects.exists()


def test_what_is_longer_than_a_comment_says_so(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    inside = opened(*given(browser_of_alice))
    brought(browser_of_alice, answer(inside, said(role=["doctor"], comment=["z" * 12_000])))
    (row,) = m.Proposal.objects.all()
    assert row.comment is not None
    assert row.comment.endswith("All of it stands in the file.]")
    assert len(row.comment) <= 10_000


def test_a_name_is_not_made_a_doctors_by_what_stands_in_it(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    inside = opened(*given(browser_of_alice))
    wish = {"direction": ["hold"], "substance": ["Kratom"], "start": ["9 g"], "role": ["other"]}
    words = json.dumps({"said_at": "2026-11-01T10:00:00Z", "fields": {**wish, "author": ["Bob (doctor)"]}})
    brought(browser_of_alice, answer(inside, words))
    (row,) = m.Proposal.objects.all()
    assert (row.author, row.plan["agreed_with"]) == ("Bob", "Bob")


def test_an_entry_off_its_scale_is_said_to_the_person_and_makes_no_file(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    off_the_scale(alice)
    chosen = {**CHOSEN, "may_comment": "on", "sections": ["pain", "benefit"]}
    refused = browser_of_alice.post("/share/file/save/", {**chosen, "passphrase": "abcd-efgh-jkmn-pqrs"})
    assert refused.status_code == 422
    assert "rating 15 is not on the scale from 0 to 10" in refused.content.decode()
    assert not m.SealedFile.objects.exists()
    guest = let_in(link_of(browser_of_alice, ["pain", "benefit"]))
    for address, status in (("/shared/report/", 409), ("/shared/report/picture.svg?of=pain-0", 404)):
        seen = guest.get(address)
        assert seen.status_code == status
        assert "rating 15" not in seen.content.decode()


def off_the_scale(person: m.Person) -> None:
    """Enough of a record to be answered from, with one rating that a file from elsewhere brought."""
    now = timezone.now()
    for place in range(60):
        at = now - dt.timedelta(hours=12 * place)
        entries.add(person, d.Rating(at=at, measure="pain.now", value=15.0 if place == 3 else 5.0), now)
        entries.add(person, d.Dose(at=at, substance="kratom", amount=2.0, unit="g"), now)
