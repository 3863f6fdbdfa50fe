"""What a form shows and nobody touched stays what it is: the moment, and the figures that are not shown."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary, record
from tests.web.test_outbox import entry, send, state

THIRD = 10 / 3
PARTS = re.compile(
    r"<input(?P<input>[^>]*)>|<textarea(?P<area>[^>]*)>\s?(?P<text>[^<]*)|<select(?P<select>.*?)</select>", re.S
)


def fields(client: Client, address: str, has: str) -> dict[str, str]:
    """The form on a page that has this field, as a browser sends it when nobody touches it."""
    page = client.get(address).content.decode()
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if f'name="{has}"' in one)
    found: dict[str, str] = {}
    for part in PARTS.finditer(form):
        said = part["input"] or part["area"] or part["select"]
        name, value = re.search(r'name="([^"]*)"', said), re.search(r'value="([^"]*)"', said)
        if not name or (re.search(r'type="(radio|checkbox)"', said) and " checked" not in said):
            continue
        if part["select"]:
            value = re.search(r'value="([^"]*)"\s+selected', said)
        text = part["text"].replace("\n", "\r\n") if part["area"] else value[1] if value else ""
        found[name[1]] = html.unescape(text)
    return found


def brought(person: m.Person, new: Any) -> m.Row:
    return entries.add(person, new, timezone.now())


def at() -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=5)


LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])


@LANGUAGES
@pytest.mark.parametrize("amount", [7 / 3, 1e-05, 0.000123456789123, 1_000_000.0, 1234.56789012345])
def test_a_note_leaves_the_amount_its_uncertainty_and_the_pain(
    alice: m.Person, browser_of_alice: Client, language: str, amount: float
) -> None:
    when = at()
    pain = d.Rating(id="r", source="other", at=when, measure="pain.now", value=THIRD, prompt="dose")
    dose = d.Dose(
        id="d",
        source="other",
        at=when,
        substance="Kratom",
        amount=amount,
        amount_sd=0.2,
        unit="g",
        rating="r",
        note="a\nb",
    )
    brought(alice, pain)
    row = brought(alice, dose)
    browser_of_alice.cookies["counterpoise_language"] = language
    shown = fields(browser_of_alice, f"/entry/dose/{row.pk}/", "amount")
    assert "e" not in shown["amount"]
    assert browser_of_alice.post(f"/entry/dose/{row.pk}/", {**shown, "food": "full"}).status_code == 302
    (now,) = diary(alice).doses
    told = (now.amount, now.amount_sd, now.unit, now.substance, now.note, now.food, now.at)
    assert told == (amount, 0.2, "g", "Kratom", "a\nb", "full", when)
    assert [one.value for one in diary(alice).ratings] == [THIRD]
    assert [change.kind for change in m.Change.objects.all()] == ["dose"]


@LANGUAGES
@pytest.mark.parametrize("value", [THIRD, 1e-05, 11.0])
def test_a_note_leaves_the_value_of_a_rating(
    alice: m.Person, browser_of_alice: Client, language: str, value: float
) -> None:
    row = brought(alice, d.Rating(id="r", source="other", at=at(), measure="pain.now", value=value))
    browser_of_alice.cookies["counterpoise_language"] = language
    shown = fields(browser_of_alice, f"/entry/rating/{row.pk}/", "value")
    assert browser_of_alice.post(f"/entry/rating/{row.pk}/", {**shown, "note": "only a note"}).status_code == 302
    assert [(one.value, one.note) for one in diary(alice).ratings] == [(value, "only a note")]


def test_another_amount_is_another_amount(alice: m.Person, browser_of_alice: Client) -> None:
    row = brought(alice, d.Dose(at=at(), substance="kratom", amount=7 / 3, amount_sd=0.2, unit="g"))
    shown = fields(browser_of_alice, f"/entry/dose/{row.pk}/", "amount")
    browser_of_alice.post(f"/entry/dose/{row.pk}/", {**shown, "amount": "2.33"})
    assert [(one.amount, one.amount_sd) for one in diary(alice).doses] == [(2.33, None)]


@pytest.mark.parametrize("amount", [1e-05, 7 / 3])
def test_the_same_as_the_last_one_is_the_same(alice: m.Person, browser_of_alice: Client, amount: float) -> None:
    brought(alice, d.Dose(at=at(), substance="kratom", amount=amount, amount_sd=amount / 10, unit="g"))
    assert state(send(browser_of_alice, entry(alice, "dose", like="last"))) == "saved"
    assert [(one.amount, one.amount_sd) for one in diary(alice).doses] == [(amount, amount / 10)] * 2


def test_a_small_amount_can_be_corrected(alice: m.Person, browser_of_alice: Client) -> None:
    said = {"substance": "Kratom", "amount": "0.00001", "unit": "g"}
    browser_of_alice.post("/dose/new/", said)
    row = m.Dose.objects.get()
    shown = fields(browser_of_alice, f"/entry/dose/{row.pk}/", "amount")
    assert shown["amount"] == "0.00001"
    assert browser_of_alice.post(f"/entry/dose/{row.pk}/", {**shown, "amount": "0.00002"}).status_code == 302
    assert [one.amount for one in diary(alice).doses] == [0.00002]


@pytest.mark.parametrize("kind", ["dose", "rating", "effect"])
@pytest.mark.parametrize("by_phone", [False, True])
def test_a_time_that_nobody_touched_stays_after_a_change_of_time_zone(
    alice: m.Person, browser_of_alice: Client, kind: str, *, by_phone: bool
) -> None:
    when = dt.datetime(2026, 7, 1, 10, 0, 17, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    m.Person.objects.filter(pk=alice.pk).update(time_zone="Europe/Berlin")
    told: dict[str, Any] = {"at": when, "zone": "Europe/Berlin"}
    ended = when + dt.timedelta(hours=1)
    made: dict[str, Any] = {
        "dose": d.Dose(substance="kratom", amount=2.0, unit="g", **told),
        "rating": d.Rating(measure="pain.now", value=4.0, **told),
        "effect": d.Effect(kind="nausea", ended_at=ended, **told),
    }
    row = brought(alice, made[kind])
    shown = fields(browser_of_alice, f"/entry/{kind}/{row.pk}/", "at")
    assert shown["at"] == "2026-07-01T10:00"
    m.Person.objects.filter(pk=alice.pk).update(time_zone="America/New_York")
    if by_phone:
        corrected: dict[str, Any] = {**shown, "entry": f"{kind}/{row.pk}", "note": "only a note"}
        assert state(send(browser_of_alice, entry(alice, "edit", **corrected))) == "saved"
    else:
        sent = browser_of_alice.post(f"/entry/{kind}/{row.pk}/", {**shown, "note": "only a note"})
        assert sent.status_code == 302
    row.refresh_from_db()
    now = record(row)
    assert (now.at, now.at.utcoffset(), now.zone, now.note) == (when, when.utcoffset(), "Europe/Berlin", "only a note")
    if kind == "effect":
        assert now.ended_at == ended


def test_a_new_time_is_read_on_the_clock_of_the_page_that_asked_for_it(
    alice: m.Person, browser_of_alice: Client, usual_dose: m.Dose
) -> None:
    m.Person.objects.filter(pk=alice.pk).update(time_zone="Europe/Berlin")
    shown = fields(browser_of_alice, f"/entry/dose/{usual_dose.pk}/", "at")
    m.Person.objects.filter(pk=alice.pk).update(time_zone="America/New_York")
    wrong = browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/", {**shown, "at": "2026-07-01T09:30", "unit": ""})
    assert 'name="shown_in" value="Europe/Berlin"' in wrong.content.decode()  # also where it is asked for again
    browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/", {**shown, "at": "2026-07-01T09:30"})
    (now,) = diary(alice).doses
    assert (now.at.isoformat(), now.zone) == ("2026-07-01T09:30:00+02:00", "Europe/Berlin")


MADE_UP = ["", "Nowhere/At_all", "../../etc/passwd", "x" * 5000]
OF_THIS_MACHINE = ["localtime", "Factory", "right/UTC", "posix/UTC", "posixrules"]
"""Another one may not know them, and could not read a diary that names them."""


@pytest.mark.parametrize("said", [*MADE_UP, *OF_THIS_MACHINE])
def test_a_clock_that_is_none_is_that_of_the_person(
    alice: m.Person, browser_of_alice: Client, usual_dose: m.Dose, said: str
) -> None:
    shown = fields(browser_of_alice, f"/entry/dose/{usual_dose.pk}/", "at")
    sent = {**shown, "shown_in": said, "at": "2026-07-01T09:30"}
    assert browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/", sent).status_code == 302
    (now,) = diary(alice).doses
    assert (now.at.isoformat(), now.zone) == ("2026-07-01T09:30:00-04:00", "America/New_York")


@LANGUAGES
def test_a_bag_keeps_its_figures(alice: m.Person, browser_of_alice: Client, language: str) -> None:
    strength = d.Quantity(amount=THIRD, unit="mg/g")
    brought(alice, d.Product(id="p", substance="kratom", name="Green", form="powder", labelled=strength))
    assays = (
        d.Assay(analyte="Mitragynine", value=THIRD, unit="mg/g", lod=0.1, limit=1e12),
        d.Assay(analyte="lead", censored="below_loq", loq=THIRD, unit="ppm", limit=1e-05),
        d.Assay(analyte="yeast", value=1e12, unit="CFU/g"),
    )
    lot = d.Lot(
        id="l",
        product="p",
        size=d.Quantity(amount=1e-05, unit="kg"),
        price=d.Price(amount=THIRD, currency="USD"),
        assays=assays,
    )
    row = brought(alice, lot)
    browser_of_alice.cookies["counterpoise_language"] = language
    shown = fields(browser_of_alice, f"/products/{row.pk}/edit/", "size")
    assert browser_of_alice.post(f"/products/{row.pk}/edit/", {**shown, "note": "a note"}).status_code == 302
    for n in range(len(assays)):
        address = f"/products/{row.pk}/values/"
        shown = fields(browser_of_alice, f"{address}?n={n}", "result")
        assert browser_of_alice.post(address, {**shown, "method": "HPLC"}).status_code == 302
    (product,), (now,) = diary(alice).products, diary(alice).lots
    assert (product.labelled, now.size, now.price, now.note) == (strength, lot.size, lot.price, "a note")
    kept = [(one.analyte, one.value, one.loq, one.lod, one.limit, one.method) for one in now.assays]
    assert kept == [(one.analyte, one.value, one.loq, one.lod, one.limit, "HPLC") for one in assays]


def test_blood_and_weight_and_a_plan_keep_their_figures(alice: m.Person, browser_of_alice: Client) -> None:
    test = d.Lab(at=at(), analyte="alt", value=100 / 3, unit="U/L", upper_limit=1e-05)
    row = brought(alice, test)
    shown = fields(browser_of_alice, f"/settings/labs/{row.pk}/", "value")
    assert browser_of_alice.post(f"/settings/labs/{row.pk}/", {**shown, "upper_limit": "40"}).status_code == 302
    assert [(one.value, one.upper_limit) for one in diary(alice).labs] == [(100 / 3, 40.0)]
    m.Person.objects.filter(pk=alice.pk).update(weight_kg=200 / 3)
    shown = fields(browser_of_alice, "/settings/profile/", "weight_kg")
    assert browser_of_alice.post("/settings/profile/", {**shown, "region": "Ohio"}).status_code == 302
    assert (diary(alice).person.weight_kg, diary(alice).person.region) == (200 / 3, "Ohio")
    start = d.Quantity(amount=7 / 3, unit="g")
    today = timezone.now().date()
    told: dict[str, Any] = {"start": start, "hours_between": THIRD, "agreed_with": "Dr Ng"}
    plan = brought(alice, d.Plan(direction="hold", substance="kratom", from_=today, **told))
    shown = fields(browser_of_alice, f"/plan/{plan.pk}/", "start")
    answer = browser_of_alice.post(f"/plan/{plan.pk}/", {**shown, "note": "a note"})
    assert answer.status_code == 302, re.findall(r'class="problem"[^>]*>[^<]*', answer.content.decode())
    (kept,) = diary(alice).plans
    assert (kept.start, kept.hours_between, kept.note) == (start, THIRD, "a note")
