"""What a form is sent that nobody meant: said in words, never a failure, never a guess about an amount."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.access.links import mint
from counterpoise.web.moments import clock
from counterpoise.web.today import day
from counterpoise.web.today.exposure import today_of

DOSE = {"substance": "kratom", "amount": "2", "unit": "g"}


@pytest.fixture
def in_berlin(alice: m.Person) -> m.Person:
    m.Person.objects.filter(pk=alice.pk).update(time_zone="Europe/Berlin")
    alice.refresh_from_db()
    return alice


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-05-01T10:00+05:00"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_the_ends_of_the_calendar_and_other_offsets_are_refused(
    browser_of_alice: Client, alice: m.Person, at: str, zone: str
) -> None:
    m.Person.objects.filter(pk=alice.pk).update(time_zone=zone)
    assert browser_of_alice.post("/dose/new/", DOSE | {"at": at}).status_code == 422
    assert browser_of_alice.post("/effect/save/", {"own": "tired", "at": at}).status_code == 422
    assert browser_of_alice.post("/effect/save/", {"own": "tired", "until": at}).status_code == 422
    assert not m.Dose.objects.exists()


def test_an_effect_is_not_over_in_the_future(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/effect/save/", {"own": "tired", "until": "2190-01-01T00:00"})
    assert answer.status_code == 422
    assert "This lies in the future." in answer.content.decode()


@pytest.mark.parametrize("amount", ["1,000", "12,500", "1,000,000", "1_0"])
def test_a_comma_that_may_stand_before_thousands_is_asked_about(browser_of_alice: Client, amount: str) -> None:
    answer = browser_of_alice.post("/dose/new/", DOSE | {"amount": amount, "unit": "mg"})
    assert answer.status_code == 422
    assert not m.Dose.objects.exists()
    if amount == "1,000":
        assert "please write 1000 or 1.000" in answer.content.decode()


def test_a_comma_before_a_fraction_is_none(browser_of_alice: Client, alice: m.Person) -> None:
    for amount in ("0,125", "1,2", ",5"):
        browser_of_alice.post("/dose/new/", DOSE | {"amount": amount})
    assert [dose.amount for dose in diary(alice).doses] == [0.125, 1.2, 0.5]


def test_a_weight_may_have_a_comma(browser_of_alice: Client, alice: m.Person) -> None:
    said = {"name": "Alice", "time_zone": "America/New_York", "weight_kg": "70,5"}
    assert browser_of_alice.post("/settings/profile/", said).status_code == 302
    alice.refresh_from_db()
    assert alice.weight_kg == 70.5


def test_an_effect_has_no_null_character(browser_of_alice: Client) -> None:
    browser_of_alice.post("/effect/save/", {"own": "ti\0red"})
    assert m.Effect.objects.get().kind == "tired"


def test_a_choice_that_is_gone_is_said(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/dose/new/", DOSE | {"reason": "gone"})
    assert answer.status_code == 422
    assert "Select a valid choice" in answer.content.decode()


def test_a_table_of_a_hundred_columns_can_be_named(browser_of_alice: Client, alice: m.Person) -> None:
    names = ["date", "pain", *(f"x{i}" for i in range(100))]
    rows = [f"2026-05-{day:02d},{day % 10}," + ",".join("1" * 100) for day in range(1, 28)]
    file = SimpleUploadedFile("wide.csv", "\n".join([",".join(names), *rows]).encode())
    browser_of_alice.post("/bring/", {"file": file, "zone": "UTC"})
    page = browser_of_alice.get("/bring/columns").content.decode()
    said = dict.fromkeys(re.findall(r'name="(c\d+-\w+)"', page), "") | {"zone": "UTC", "time_of_day": "12:00"}
    said |= {"c0-role": "when", "c0-format": "iso", "c1-role": "rating", "c1-measure": "pain.now"}
    answer = browser_of_alice.post("/bring/columns", said | {"c1-low": "0,0", "c1-high": "10", "c1-better": "no"})
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/bring/look")


def test_too_much_at_once_is_called_so(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/dose/new/", DOSE | {"note": "x" * 3_000_000})
    assert answer.status_code == 400
    assert "larger than a form" in answer.content.decode()


def test_an_address_that_only_takes_forms_tells_its_true_length(browser_of_alice: Client) -> None:
    answer = browser_of_alice.get("/rate/")
    assert answer.status_code == 405
    assert int(answer["Content-Length"]) == len(answer.content) > 0


def test_a_link_that_a_browser_fetches_beforehand_is_not_used_up(alice: m.Person) -> None:
    link, client = f"/enter/{mint(alice, timezone.now())}", Client()
    assert client.get(link, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 503
    assert client.get(link).status_code == 302


def test_an_entry_from_a_journey_is_corrected_on_the_clock_that_the_page_shows(
    browser_of_alice: Client, alice: m.Person
) -> None:
    at = dt.datetime(2026, 5, 1, 10, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    row = entries.add(alice, d.Rating(at=at, zone="Asia/Tokyo", measure="pain.now", value=5.0), timezone.now())
    address = f"/entry/rating/{row.pk}/"
    shown = re.search(r'name="at" value="([^"]+)"', browser_of_alice.get(address).content.decode())
    assert shown
    assert shown[1] == "2026-04-30T21:00"
    browser_of_alice.post(address, {"at": shown[1], "value": "6"})
    assert diary(alice).ratings[0].at == at
    browser_of_alice.post(address, {"at": "2026-04-30T21:05", "value": "6"})
    assert diary(alice).ratings[0].at == at.replace(minute=5, second=0)


def test_the_hour_that_comes_twice_is_told_in_its_order(in_berlin: m.Person) -> None:
    first, second = (dt.datetime(2025, 10, 26, hour, minute, tzinfo=dt.UTC) for hour, minute in ((0, 30), (1, 10)))
    for at, value in ((first, 1.0), (second, 2.0)):
        entries.add(in_berlin, d.Rating(at=at, measure="pain.now", value=value), timezone.now())
    lines = day.lines(in_berlin, dt.date(2025, 10, 26))
    assert [(f"{line.at:%H:%M}", line.title[-1]) for line in lines] == [("02:10", "2"), ("02:30", "1")]


def test_an_effect_may_be_over_in_the_second_of_two_hours(browser_of_alice: Client, in_berlin: m.Person) -> None:
    began = {"own": "tired", "at": "2025-10-26T02:40", "which": "first"}
    assert browser_of_alice.post("/effect/save/", began | {"until": "2025-10-26T02:10"}).status_code == 302


@pytest.mark.parametrize(("day_", "hours"), [((2025, 10, 26), 25), ((2026, 3, 29), 23)])
def test_the_curve_of_a_day_of_a_clock_change_goes_on_evenly(
    in_berlin: m.Person, day_: tuple[int, int, int], hours: int
) -> None:
    now = dt.datetime(*day_, 12, tzinfo=dt.UTC)
    entries.add(in_berlin, d.Dose(at=now, substance="kratom", amount=2.0, unit="g"), now)
    curve = today_of(in_berlin, now)
    assert curve
    steps = {
        later.timestamp() - sooner.timestamp() for sooner, later in zip(curve.times, curve.times[1:], strict=False)
    }
    assert steps == {900.0}
    assert len(curve.times) == 4 * hours + 1
    assert clock(in_berlin, curve.times[0]).hour == 0


def test_the_bag_of_a_dose_stays_when_the_bag_is_gone(browser_of_alice: Client, alice: m.Person) -> None:
    now = timezone.now()
    entries.add(alice, d.Product(id="p", name="Green", substance="kratom"), now)
    lot = entries.add(alice, d.Lot(id="l", product="p"), now)
    dose = entries.add(alice, d.Dose(at=now, substance="kratom", amount=2.0, unit="g", lot="l"), now)
    entries.remove(lot, now)
    address = f"/entry/dose/{dose.pk}/"
    assert f'<option value="{lot.pk}" selected>' in browser_of_alice.get(address).content.decode()
    browser_of_alice.post(address, DOSE | {"lot": str(lot.pk), "note": "with food"})
    dose.refresh_from_db()
    assert isinstance(dose, m.Dose)
    assert (dose.lot_id, dose.note) == (lot.pk, "with food")


@pytest.mark.parametrize("address", ["/settings/people/", "/start/sample/", "/bring/"])
def test_a_full_disk_is_said_whatever_was_to_be_kept(
    browser_of_alice: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def full(*_: object, **_more: object) -> None:
        raise (OSError(28, "No space left on device") if address == "/bring/" else OperationalError("disk is full"))

    monkeypatch.setattr("counterpoise.web.settings.people.mint", full)
    monkeypatch.setattr("counterpoise.web.start.sample.enter", full)
    monkeypatch.setattr("counterpoise.web.bring.holding.hold", full)
    answer = browser_of_alice.post(address, {"for": "new", "file": SimpleUploadedFile("a.csv", b"date,pain\n")})
    assert answer.status_code == 503
    assert "The disk is full" in answer.content.decode()


@pytest.mark.parametrize("path", ["/claims/", "/learn/", "/learn/kratom/", "/learn/law/", "/mechanism/", "/emergency/"])
def test_asking_for_the_head_of_a_page_to_read_is_no_mistake(browser_of_alice: Client, path: str) -> None:
    answer = browser_of_alice.head(path)
    assert answer.status_code == 200
    assert answer.content == b""


@pytest.mark.parametrize("path", ["/learn/?q=", "/claims/?find="])
def test_what_is_looked_for_is_shown_without_signs_that_nobody_sees(browser_of_alice: Client, path: str) -> None:
    page = browser_of_alice.get(f"{path}liv%00er%e2%80%ae%20%20%07x").content.decode()
    assert 'value="liver x"' in page
    assert "\0" not in page


def test_a_mistaken_amount_is_not_repeated_at_length(browser_of_alice: Client) -> None:
    for amount in ("9" * 100_000, "2\0"):
        answer = browser_of_alice.post("/mechanism/", {"amount": amount, "what": "mg", "times": "1"})
        assert answer.status_code == 422
        assert "9" * 41 not in answer.content.decode()
        assert "\0" not in answer.content.decode()
