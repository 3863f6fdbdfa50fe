"""Which doses a button offers to log again: those of habit, and nothing stronger than the leaf."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.web.lock import while_shut
from counterpoise.web.offline import taking
from counterpoise.web.offline.reading import said_by
from counterpoise.web.today import usual


def test_usual_doses_are_those_of_the_last_30_days_most_frequent_first(
    browser_of_alice: Client, alice: m.Person
) -> None:
    now = timezone.now()
    for amount, ages in ((2.0, (1, 2, 3, 4)), (3.0, (1, 2, 3)), (4.0, (1, 2)), (9.0, (31, 32, 33, 34))):
        for age in ages:
            taken = d.Dose(at=now - dt.timedelta(days=age), substance="kratom", amount=amount, unit="g")
            entries.add(alice, taken, now)
    page = browser_of_alice.get("/").content.decode()
    assert re.findall(r"Kratom \d g", page.split('class="usual"')[1])[:2] == ["Kratom 2 g", "Kratom 3 g"]
    assert "Kratom 9 g" not in page
    assert "Kratom 4 g" not in page.split('class="usual"')[1].split("</ul>")[0], "twice is no habit"


@pytest.mark.parametrize("drug", ["alcohol", "xanax", "oxycodone", "7-hydroxymitragynine", "gabapentin"])
def test_nothing_that_makes_drowsy_beside_the_leaf_is_offered_again_or_given_a_clock(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose, drug: str
) -> None:
    for minutes in (10, 20, 30, 40):
        at = timezone.now() - dt.timedelta(minutes=minutes)
        entries.add(alice, d.Dose(at=at, substance=drug, amount=20.0, unit="mg"), timezone.now())
        entries.add(alice, d.Dose(at=at, substance="ibuprofen", amount=400.0, unit="mg"), timezone.now())
    page = browser_of_alice.get("/").content.decode()
    offered = page.split('class="usual"')[1].split("</ul>")[0]
    assert offered.count("<li>") == 1
    assert "400 mg" in offered
    assert "<strong>2 h 0 min</strong> since kratom 2.5 g" in page


@pytest.mark.parametrize("by", ["what was counted", "its product", "a laboratory"])
def test_another_drug_that_was_logged_as_the_leaf_is_offered_by_no_button(
    browser_of_alice: Client, alice: m.Person, by: str
) -> None:
    now = timezone.now()
    named = "7-OH tablets" if by == "its product" else "Green"
    assays = (d.Assay(analyte="7-hydroxymitragynine", value=50.0, unit="mg/g"),) if by == "a laboratory" else ()
    entries.add(alice, d.Product(id="p", substance="kratom", name=named), now)
    entries.add(alice, d.Lot(id="l", product="p", assays=assays), now)
    of = "7-hydroxymitragynine" if by == "what was counted" else None
    for hours in (3, 7, 11, 15):
        at = now - dt.timedelta(hours=hours)
        entries.add(alice, d.Dose(at=at, substance="kratom", amount=15.0, unit="mg", of=of, lot="l"), now)
        leaf = d.Dose(at=at - dt.timedelta(hours=1), substance="kratom", amount=28.0, unit="mg", of="mitragynine")
        entries.add(alice, leaf, now)
    for page in ("/", "/flare/taken/"):
        text = browser_of_alice.get(page).content.decode()
        buttons = re.findall(r'(?:href|action)="/dose/again/[^>]*>(.*?)</(?:a|form)>', text, re.S)
        assert len(buttons) == 1, page
        assert "28 mg of mitragynine" in buttons[0]


def taken(person: m.Person, *doses: tuple[float, float]) -> None:
    """Kratom in grams, so many hours ago: (hours, amount)."""
    now = timezone.now()
    for hours, amount in doses:
        at = now - dt.timedelta(hours=hours)
        entries.add(person, d.Dose(at=at, substance="kratom", amount=amount, unit="g"), now)


def offered(person: m.Person) -> list[str]:
    often, once = usual.offered(person, timezone.now())
    return [one.title for one in (*often, *once)]


@pytest.mark.parametrize(
    "doses",
    [
        pytest.param([(1, 25)], id="the very first"),
        pytest.param([(9, 2.5), (1, 25)], id="ten times the only other"),
        pytest.param([(9, 25), (5, 2.5), (1, 25)], id="the same slip twice"),
        pytest.param([*((20 + n, 2.5) for n in range(6)), (1, 12)], id="far from what is usual"),
        pytest.param([(9, 60), (5, 60), (1, 60)], id="more than any reported, three times"),
        pytest.param([(9, 25), (1, 25)], id="a first slip, twice"),
        pytest.param([(9, 2.14), (1, 21.4)], id="ten times, where reckoning makes it a little less"),
        pytest.param([(9, 2.5), (1, 0.25)], id="a tenth of the only other"),
        pytest.param([(30, 2.5), (20, 0.25), (9, 2.5), (1, 0.25)], id="a tenth of what else was noted, twice"),
    ],
)
def test_an_amount_that_would_be_asked_about_is_offered_by_no_button(
    browser_of_alice: Client, alice: m.Person, doses: list[tuple[float, float]]
) -> None:
    """Recorded here as a phone without a network or a file brings it: nobody was asked, and nobody confirmed."""
    taken(alice, *doses)
    wrong = f"Kratom {doses[-1][1]:g} g"
    assert wrong not in offered(alice)
    for page in ("/", "/flare/taken/"):
        text = browser_of_alice.get(page).content.decode()
        buttons = re.findall(r'(?:href|action)="/dose/again/[^>]*>(.*?)</(?:a|form)>', text, re.S)
        assert not any(wrong in button for button in buttons), page
    said = said_by(m.new_id(), {"what": "dose", "fields": {"like": taking.LAST}, "at": timezone.now().isoformat()})
    assert taking._like(alice, said) is None, "nor an earlier one in its place: the person says what it was"


def test_a_slip_that_was_mended_and_what_is_taken_again_and_again_are_offered(alice: m.Person) -> None:
    taken(alice, (5, 2.5), (1, 25))
    assert offered(alice) == []
    entries.change(row := m.Dose.objects.get(amount=25), dataclasses.replace(record(row), amount=2.5), timezone.now())
    assert offered(alice) == ["Kratom 2.5 g"]
    taken(alice, *((10 + n, 20) for n in range(12)))
    assert "Kratom 20 g" in offered(alice), "what is much is no slip where it is usual"


def test_the_same_unit_as_one_or_several_is_one_button_and_a_slip_is_seen(alice: m.Person) -> None:
    now = timezone.now()
    for hours in range(5, 13):
        at = now - dt.timedelta(hours=hours)
        unit = "scoops" if hours % 2 else "Scoop"
        entries.add(alice, d.Dose(at=at, substance="kratom", amount=1, unit=unit), now)
    assert offered(alice) == ["Kratom 1 scoop"]
    for hours in (1, 2, 3):
        at = now - dt.timedelta(hours=hours)
        entries.add(alice, d.Dose(at=at, substance="kratom", amount=10, unit="scoops"), now)
    assert offered(alice) == ["Kratom 1 scoop"]


def test_one_amount_too_low_keeps_what_is_usual_from_no_button(browser_of_alice: Client, alice: m.Person) -> None:
    taken(alice, (40, 2.5), (30, 0.25), (20, 2.5), (10, 2.5))
    assert offered(alice) == ["Kratom 2.5 g"]
    said = {"substance": "Kratom", "amount": "2.5", "unit": "g"}
    assert browser_of_alice.post("/dose/new/", said).status_code == 302, "nor is it asked about"


def test_a_larger_dose_of_every_night_is_offered_and_not_asked_about(browser_of_alice: Client, alice: m.Person) -> None:
    taken(alice, *((24 * day + hour, 1) for day in range(10) for hour in (4, 7, 10, 13)))
    taken(alice, *((24 * day + 1, 4) for day in range(1, 5)))
    said = {"substance": "Kratom", "amount": "4", "unit": "g"}
    assert "Kratom 4 g" not in offered(alice)
    assert browser_of_alice.post("/dose/new/", said).status_code == 200, "asked about"
    taken(alice, (24 * 6, 4), (24 * 7, 4))
    assert "Kratom 4 g" in offered(alice)
    assert browser_of_alice.post("/dose/new/", said).status_code == 302


def test_at_the_locked_screen_no_slip_is_logged_again(alice: m.Person) -> None:
    taken(alice, *((30 + n, 2.5) for n in range(8)), *((1 + n, 25) for n in range(3)))
    about = {"id": str(m.new_id()), "at": timezone.now(), "zone": alice.time_zone}
    dose = while_shut._usual(alice, about)
    assert dose is not None
    assert dose.amount == 2.5
