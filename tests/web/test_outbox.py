"""What a phone kept for later: taken in once, answered the same each time, never lost, never for another diary."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries, outbox_key
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.journal.erase import erase_entry
from counterpoise.web.offline import taking
from counterpoise.web.offline.device import for_device, mark_of
from counterpoise.web.offline.reading import LARGEST

Enter = Callable[..., Client]
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def sealed(content: bytes, key: bytes | None = None) -> bytes:
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key or outbox_key.public_key())
    return bytes(SUITE.encrypt(content, theirs, outbox_key.INFO))


def entry(
    person: m.Person,
    what: str,
    *,
    id_: str = "",
    made_at: dt.datetime | None = None,
    under: m.Consent | None = None,
    **fields: Any,
) -> bytes:
    made = (made_at or timezone.now()).isoformat()
    said = {"v": 1, "id": id_ or str(m.new_id()), "salt": "00", "for": mark_of(person, under), "what": what}
    return json.dumps(said | {"fields": fields, "made": made, "at": None}).encode()


def send(client: Client, content: bytes, clock: dt.datetime | None = None) -> HttpResponse:
    shown = (clock or timezone.now()).isoformat()
    answer = client.post(
        "/outbox/", sealed(content), content_type="application/octet-stream", headers={"Counterpoise-Clock": shown}
    )
    assert isinstance(answer, HttpResponse)
    return answer


def state(answer: HttpResponse) -> str:
    return str(json.loads(answer.content)["state"])


def test_each_kind_of_entry_reaches_the_diary(alice: m.Person, browser_of_alice: Client) -> None:
    at = timezone.now() - dt.timedelta(hours=3)
    sent = [
        entry(alice, "rating", made_at=at, measure="pain.now", value="0"),
        entry(alice, "dose", made_at=at, substance="Kratom", amount="2,5", unit="g", reason="pain", pain="6"),
        entry(alice, "dose", made_at=at, substance="Ibuprofen", unknown="on"),
        entry(alice, "effect", made_at=at, kind="nausea", severity="2"),
        entry(alice, "effect", made_at=at, own="pins and needles"),
    ]
    for content in sent:
        answer = send(browser_of_alice, content)
        assert (answer.status_code, state(answer)) == (200, "saved")
    kept = diary(alice)
    assert [(one.measure, one.value) for one in kept.ratings] == [("pain.now", 0.0), ("pain.now", 6.0)]
    assert [(one.substance, one.amount, one.unit) for one in kept.doses] == [
        ("kratom", 2.5, "g"),
        ("ibuprofen", None, None),
    ]
    assert kept.doses[0].rating == kept.ratings[1].id
    assert [one.kind for one in kept.effects] == ["nausea", "pins and needles"]
    assert {one.at for one in (*kept.doses, *kept.ratings, *kept.effects)} == {at}


def test_the_same_as_usual_is_looked_up_as_of_the_tap(alice: m.Person, browser_of_alice: Client) -> None:
    now = timezone.now()
    for hours in (30, 40, 50):
        dose = d.Dose(at=now - dt.timedelta(hours=hours), substance="kratom", amount=2.0, unit="g")
        entries.add(alice, dose, now)
    drowsy = d.Dose(at=now - dt.timedelta(hours=20), substance="alprazolam", amount=0.5, unit="mg")
    entries.add(alice, drowsy, now)
    entries.add(alice, d.Dose(at=now - dt.timedelta(hours=1), substance="kratom", amount=3.0, unit="g"), now)
    for like in ("usual", "last"):
        assert (
            state(send(browser_of_alice, entry(alice, "dose", made_at=now - dt.timedelta(hours=2), like=like)))
            == "saved"
        )
    new = [one for one in diary(alice).doses if one.at == now - dt.timedelta(hours=2)]
    assert [(one.substance, one.amount) for one in new] == [("kratom", 2.0), ("kratom", 2.0)]


def test_sent_again_it_gets_the_same_answer_and_is_there_once(alice: m.Person, browser_of_alice: Client) -> None:
    content = entry(alice, "dose", substance="Kratom", amount="2", unit="g", pain="4")
    answers = [send(browser_of_alice, content).content for _time in range(3)]
    assert len(set(answers)) == 1
    assert (m.Dose.objects.count(), m.Rating.objects.count(), m.Receipt.objects.count()) == (1, 1, 1)


def test_the_same_id_with_another_content_keeps_both(alice: m.Person, browser_of_alice: Client) -> None:
    id_ = str(m.new_id())
    send(browser_of_alice, entry(alice, "rating", id_=id_, measure="pain.now", value="3"))
    other = entry(alice, "rating", id_=id_, measure="pain.now", value="8")
    answers = [send(browser_of_alice, other) for _time in range(2)]
    assert [(one.status_code, state(one)) for one in answers] == [(409, "both"), (409, "both")]
    assert [one.value for one in diary(alice).ratings] == [3.0]
    held = m.Held.objects.get()
    assert "Pain now" in browser_of_alice.get(f"/arrived/{held.pk}/").content.decode()
    assert browser_of_alice.post(f"/arrived/{held.pk}/", {"how": "beside"}).status_code == 302
    assert sorted(one.value for one in diary(alice).ratings) == [3.0, 8.0]


@pytest.mark.parametrize(
    ("sent", "wrong", "right"),
    [
        (("rating", {"measure": "pain.now", "value": "11"}), "Allowed is", {"value": "1"}),
        (("dose", {"substance": "Kratom", "amount": "2"}), "In what", {"substance": "K", "amount": "2", "unit": "g"}),
        (("dose", {"like": "usual"}), "This field is required", {"substance": "Kratom", "amount": "2", "unit": "g"}),
        (("effect", {"kind": "nausea", "severity": "9"}), "Select a valid choice", {"severity": "1"}),
    ],
)
def test_what_cannot_be_saved_waits_and_is_put_right(
    alice: m.Person, browser_of_alice: Client, sent: tuple[str, dict[str, Any]], wrong: str, right: dict[str, str]
) -> None:
    what, fields = sent
    answer = send(browser_of_alice, entry(alice, what, **fields))
    assert (answer.status_code, state(answer)) == (202, "kept")
    assert "1 entry needs a look" in browser_of_alice.get("/").content.decode()
    held = m.Held.objects.get()
    where = f"/arrived/{held.pk}/"
    shown = browser_of_alice.get(where).content.decode()
    assert wrong in shown
    assert 'value="drop" formnovalidate' in shown, "it can be left out as it is: the browser asks for nothing first"
    again = browser_of_alice.post(where, fields | {"how": "save"})
    assert (again.status_code, m.Held.objects.filter(settled_at=None).count()) == (422, 1)
    assert browser_of_alice.post(where, right | {"how": "save"}).status_code == 302
    assert m.Held.objects.filter(settled_at=None).count() == 0
    kept = diary(alice)
    assert len([*kept.doses, *kept.ratings, *kept.effects]) == 1
    assert browser_of_alice.get(where).status_code == 404


def test_an_entry_that_trips_over_a_fault_of_ours_does_not_hold_up_the_others(
    alice: m.Person, browser_of_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(taking, "form_of", lambda *_all: 1 / 0)
        assert state(send(browser_of_alice, entry(alice, "rating", measure="pain.now", value="6"))) == "kept"
    assert state(send(browser_of_alice, entry(alice, "rating", measure="pain.now", value="5"))) == "saved"
    assert [one.value for one in diary(alice).ratings] == [5.0]
    assert m.Held.objects.get().said["fields"]["value"] == "6"


def test_an_entry_corrected_on_two_devices_is_kept_in_both_versions(alice: m.Person, browser_of_alice: Client) -> None:
    send(browser_of_alice, entry(alice, "rating", measure="pain.now", value="3"))
    row = m.Rating.objects.get()
    one, other = (
        entry(alice, "edit", entry=f"rating/{row.pk}", seen="0", value=value, at="", note="") for value in ("5", "7")
    )
    assert state(send(browser_of_alice, one)) == "saved"
    came = browser_of_alice.get("/arrived/").content.decode()
    assert came.count("<strong>Pain now 5</strong>") == 1, "and not once more for what it was corrected from"
    assert came.count(">corrected<") == 1
    assert state(send(browser_of_alice, other)) == "kept"
    assert diary(alice).ratings[0].value == 5.0
    held = m.Held.objects.get()
    shown = browser_of_alice.get(f"/arrived/{held.pk}/").content.decode()
    assert "corrected elsewhere" in shown
    assert "Pain now 5" in shown
    browser_of_alice.post(f"/arrived/{held.pk}/", {"how": "take"})
    assert diary(alice).ratings[0].value == 7.0
    assert [change.before["value"] for change in entries.history(row)] == [5.0, 3.0]


def test_a_correction_of_what_was_deleted_elsewhere_brings_nothing_back_unasked(
    alice: m.Person, browser_of_alice: Client
) -> None:
    send(browser_of_alice, entry(alice, "rating", measure="pain.now", value="3"))
    row = m.Rating.objects.get()
    entries.remove(row, timezone.now())
    assert state(send(browser_of_alice, entry(alice, "edit", entry=f"rating/{row.pk}", seen="0", value="5"))) == "kept"
    assert diary(alice).ratings == ()
    browser_of_alice.post(f"/arrived/{m.Held.objects.get().pk}/", {"how": "take"})
    assert diary(alice).ratings[0].value == 5.0


@pytest.mark.parametrize("how", ["correct", "right"])
def test_a_wrong_clock_is_said_and_the_person_says_which_time_is_right(
    alice: m.Person, browser_of_alice: Client, how: str
) -> None:
    now, late = timezone.now(), dt.timedelta(hours=2)
    content = entry(alice, "dose", made_at=now - late, substance="Kratom", amount="2", unit="g", pain="4")
    assert state(send(browser_of_alice, content, clock=now - late)) == "saved"
    assert diary(alice).doses[0].at == now - late
    assert "needs a look" in browser_of_alice.get("/").content.decode()
    assert "The clock of the phone was wrong" in browser_of_alice.get("/arrived/").content.decode()
    browser_of_alice.post(f"/arrived/clock/{m.Receipt.objects.get().pk}/", {"how": how})
    kept = diary(alice)
    off = abs(kept.doses[0].at - (now if how == "correct" else now - late))
    assert off < dt.timedelta(seconds=5)
    assert kept.doses[0].at == kept.ratings[0].at
    assert "The clock of the phone was wrong" not in browser_of_alice.get("/arrived/").content.decode()


def test_a_clock_that_runs_years_ahead_puts_nothing_into_the_future(alice: m.Person, browser_of_alice: Client) -> None:
    ahead = timezone.now() + dt.timedelta(days=1000)
    answer = send(browser_of_alice, entry(alice, "rating", made_at=ahead, measure="pain.now", value="3"), clock=ahead)
    assert state(answer) == "kept"
    page = browser_of_alice.get(f"/arrived/{m.Held.objects.get().pk}/").content.decode()
    assert f"{timezone.now().astimezone(dt.UTC):%Y-}" in page.split('name="at"')[1][:200]


def test_what_was_erased_does_not_come_back(alice: m.Person, browser_of_alice: Client) -> None:
    content = entry(alice, "rating", measure="pain.now", value="3")
    send(browser_of_alice, content)
    send(browser_of_alice, content.replace(b'"3"', b'"4"'))
    erase_entry(m.Rating.objects.get())
    assert (m.Receipt.objects.count(), m.Held.objects.count()) == (0, 0)
    assert state(send(browser_of_alice, content)) == "erased"
    assert (diary(alice).ratings, m.Held.objects.count()) == ((), 0)


def test_what_is_for_another_diary_is_not_taken(alice: m.Person, bob: m.Person, browser_of_alice: Client) -> None:
    answer = send(browser_of_alice, entry(bob, "rating", measure="pain.now", value="3"))
    assert answer.status_code == 403
    assert (m.Rating.objects.count(), m.Receipt.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"x", b"\x04" + bytes(200), b"{}"])
def test_what_cannot_be_opened_is_refused_plainly(alice: m.Person, browser_of_alice: Client, content: bytes) -> None:
    raw = browser_of_alice.post("/outbox/", content, content_type="application/octet-stream")
    assert (raw.status_code, json.loads(raw.content)) == (400, {"state": "unreadable"})
    whole = browser_of_alice.post("/outbox/", sealed(content), content_type="application/octet-stream")
    assert (whole.status_code, json.loads(whole.content)) == (400, {"state": "unreadable"})


@pytest.mark.parametrize("size", [LARGEST + 1, 3_000_000])
def test_what_is_larger_than_any_entry_is_refused_for_good(browser_of_alice: Client, size: int) -> None:
    answer = browser_of_alice.post("/outbox/", bytes(size), content_type="application/octet-stream")
    assert (answer.status_code, json.loads(answer.content)) == (400, {"state": "unreadable"})


def test_it_takes_a_page_of_ours_to_send(alice: m.Person, enter: Enter) -> None:
    client = enter(alice, check_csrf=True)
    content = sealed(entry(alice, "rating", measure="pain.now", value="3"))
    assert client.post("/outbox/", content, content_type="application/octet-stream").status_code == 403
    token = client.get("/outbox/").json()["token"]
    sent = client.post("/outbox/", content, content_type="application/octet-stream", headers={"X-CSRFToken": token})
    assert sent.status_code == 200


@pytest.mark.parametrize("typed", ["0026-11-27T08:00:00.000-05:00", "12026-11-27T08:00:00.000-05:00", "yesterday"])
def test_a_mistyped_year_is_put_right_and_loses_nothing(typed: str, alice: m.Person, browser_of_alice: Client) -> None:
    told = json.loads(entry(alice, "dose", substance="Kratom", amount="2", unit="g", note="after lunch"))
    answer = send(browser_of_alice, json.dumps(told | {"at": typed}).encode())
    assert (answer.status_code, state(answer)) == (202, "kept")
    page = browser_of_alice.get(f"/arrived/{m.Held.objects.get().pk}/").content.decode()
    assert "after lunch" in page


@pytest.mark.parametrize("content", ['{"v":1,"a":' + "[" * 90_000, '{"v":1}', "[]", "7"])
def test_what_is_no_entry_is_answered_in_words(content: str, browser_of_alice: Client) -> None:
    assert state(send(browser_of_alice, content.encode())) == "unreadable"


def test_half_a_character_is_no_reason_to_lose_a_note(alice: m.Person, browser_of_alice: Client) -> None:
    send(browser_of_alice, entry(alice, "rating", measure="pain.now", value="99", note="before \ud800 after"))
    page = browser_of_alice.get(f"/arrived/{m.Held.objects.get().pk}/").content.decode()
    assert "before ? after" in page


def test_nor_to_lose_what_has_it_in_its_time(alice: m.Person, browser_of_alice: Client) -> None:
    told = json.loads(entry(alice, "rating", measure="pain.now", value="5", note="after lunch"))
    assert state(send(browser_of_alice, json.dumps(told | {"at": "\ud800"}).encode())) == "kept"
    where = f"/arrived/{m.Held.objects.get().pk}/"
    assert "after lunch" in browser_of_alice.get(where).content.decode()
    assert browser_of_alice.post(where, {"how": "save", "value": "5", "at": ""}).status_code == 302
    assert [one.value for one in diary(alice).ratings] == [5.0]


@pytest.mark.parametrize("said", ["localtime", "Factory", "right/UTC", "posix/UTC"])
def test_a_clock_that_only_this_machine_knows_is_the_persons(
    alice: m.Person, browser_of_alice: Client, said: str
) -> None:
    told = entry(alice, "rating", measure="pain.now", value="5", at="2026-07-01T09:30", shown_in=said)
    assert state(send(browser_of_alice, told)) == "saved"
    (kept,) = diary(alice).ratings
    assert (kept.at.isoformat(), kept.zone) == ("2026-07-01T09:30:00-04:00", "America/New_York")


def test_nobody_else_settles_what_is_held(alice: m.Person, bob: m.Person, enter: Enter) -> None:
    send(enter(alice), entry(alice, "rating", measure="pain.now", value="99"))
    held = m.Held.objects.get()
    browser_of_bob = enter(bob)
    assert browser_of_bob.get(f"/arrived/{held.pk}/").status_code == 404
    assert browser_of_bob.post(f"/arrived/{held.pk}/", {"how": "drop"}).status_code == 404


def test_the_key_is_derived_as_the_rfc_says() -> None:
    """RFC 9180, appendix A.3.1: ikmR and skRm."""
    material = bytes.fromhex("668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550")
    private = outbox_key.derived(material).private_numbers().private_value
    assert f"{private:x}" == "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2"


def test_a_device_is_told_no_secret_and_not_whose_diary_it_is(alice: m.Person) -> None:
    told = for_device(alice)
    assert base64.b64decode(told.key) == outbox_key.public_key()
    assert str(alice.pk) not in str(told)
    assert alice.pk.hex not in str(told)
    assert told.mark != for_device(m.Person(id=uuid.uuid4(), name="x", time_zone="UTC")).mark


def test_the_pages_kept_for_offline_hold_nothing_of_the_diary(alice: m.Person, browser_of_alice: Client) -> None:
    entries.add(alice, d.OwnMeasure(key="canary", name="canary", low=0, high=5, higher_is_better=True), timezone.now())
    entries.add(alice, d.Dose(at=timezone.now(), substance="canary", amount=7.77, unit="canary"), timezone.now())
    for path in ("/offline/", "/offline/emergency/", "/sw.js", "/manifest.webmanifest"):
        answer = browser_of_alice.get(path)
        assert answer.status_code == 200
        assert not any(word in answer.content.decode() for word in ("canary", "7.77", "Alice", mark_of(alice))), path


def test_what_was_half_an_hour_ago_when_it_was_written_without_a_network(
    alice: m.Person, browser_of_alice: Client
) -> None:
    made = timezone.now() - dt.timedelta(hours=3)
    said: dict[str, Any] = {"substance": "Kratom", "unit": "g", "ago": "30", "at": ""}
    content = entry(alice, "dose", made_at=made, amount="2", **said)
    assert state(send(browser_of_alice, content)) == "saved"
    assert diary(alice).doses[0].at == made - dt.timedelta(minutes=30)
    assert state(send(browser_of_alice, entry(alice, "dose", made_at=made, amount="much", **said))) == "kept"
    shown = browser_of_alice.get(f"/arrived/{m.Held.objects.get().pk}/").content.decode()
    assert "<dt>How long ago</dt><dd>30 min</dd>" in shown
    at = (made - dt.timedelta(minutes=30)).astimezone(ZoneInfo(alice.time_zone))
    assert f'value="{at:%Y-%m-%dT%H:%M}"' in shown
