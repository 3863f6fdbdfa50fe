"""Signs typed in own words, by a clock that is fast, or long since and not called over: help is shown all the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary, profile
from counterpoise.web.moments import MINUTE, clock
from counterpoise.web.safety import cards
from counterpoise.web.safety.reviewing import reviewed

HX = {"hx-request": "true"}
UNKNOWN = "We do not know this word"


@pytest.mark.parametrize("said", ["severe chest pain", "my lips went blue", "couldn't wake up", "seizures x2"])
def test_a_sign_among_other_words_shows_whom_to_call(browser_of_alice: Client, alice: m.Person, said: str) -> None:
    page = browser_of_alice.post("/effect/", {"own": said}).content.decode()
    assert "Call first" in page
    assert UNKNOWN not in page
    saved = browser_of_alice.post("/effect/save/", {"own": said}, headers=HX).content.decode()
    assert "Call first" in saved
    assert [effect.kind for effect in diary(alice).effects] == [said]


def test_thoughts_of_suicide_in_own_words_show_a_crisis_line(browser_of_alice: Client) -> None:
    page = browser_of_alice.post("/effect/", {"own": "thinking of killing myself"}).content.decode()
    assert "tel:988" in page


@pytest.mark.parametrize("said", ["no chest pain", "breathing exercises", "chest workout"])
def test_words_that_are_no_sign_call_nobody(browser_of_alice: Client, said: str) -> None:
    page = browser_of_alice.post("/effect/", {"own": said}).content.decode()
    assert "Call first" not in page
    assert UNKNOWN in page


def test_an_emergency_by_a_fast_clock_is_seen_at_once(browser_of_alice: Client, alice: m.Person) -> None:
    ahead = clock(alice, timezone.now() + dt.timedelta(minutes=9)).strftime(MINUTE)
    sent = {"kind": "suicidal_thoughts", "severity": "3", "at": ahead}
    saved = browser_of_alice.post("/effect/save/", sent, headers=HX).content.decode()
    assert "tel:988" in saved
    assert "tel:988" in browser_of_alice.get("/").content.decode()
    assert "tel:988" in browser_of_alice.get("/safety/").content.decode()


def felt(person: m.Person, kind: str, days: int, source: str | None = None) -> None:
    now = timezone.now()
    at = now - dt.timedelta(days=days)
    entries.add(person, d.Effect(id=str(m.new_id()), source=source, at=at, kind=kind), now)


def test_a_grave_sign_can_be_called_over_for_as_long_as_it_counts(browser_of_alice: Client, alice: m.Person) -> None:
    felt(alice, "jaundice", 15)
    assert "it is over" in browser_of_alice.get("/").content.decode()
    assert "signs.liver_sign" in [one.rule for one in reviewed(alice, timezone.now())[0]]
    row = m.Effect.objects.get()
    browser_of_alice.post(f"/entry/effect/{row.pk}/over/")
    assert "it is over" not in browser_of_alice.get("/").content.decode().casefold()


def test_an_ordinary_effect_or_one_from_elsewhere_is_not_open_for_weeks(
    browser_of_alice: Client, alice: m.Person
) -> None:
    felt(alice, "nausea", 15)
    felt(alice, "jaundice", 15, source="a-csv")
    assert "it is over" not in browser_of_alice.get("/").content.decode().casefold()
    assert reviewed(alice, timezone.now())[0] == ()


@pytest.mark.parametrize(
    ("first", "then", "rule"),
    [
        ("migraine", "kidney failure on dialysis", "groups.not_covered"),
        ("in recovery", "opioid use disorder", "groups.substance_use"),
        ("asthma", "respiratory failure, home oxygen", "groups.breathing_disease"),
    ],
)
def test_setting_an_illness_aside_hides_no_new_one(
    browser_of_alice: Client, alice: m.Person, first: str, then: str, rule: str
) -> None:
    def have(*conditions: str) -> list[str]:
        entries.change_profile(alice, replace(profile(alice), conditions=conditions), timezone.now())
        return [one.rule for one in reviewed(alice, timezone.now())[0]]

    now = timezone.now()
    entries.add(alice, d.Dose(at=now, substance="kratom", amount=2, unit="g"), now)
    assert rule in have(first)
    (found,) = (one for one in reviewed(alice, timezone.now())[0] if one.rule == rule)
    browser_of_alice.post("/safety/aside/", {"mark": cards.mark(found)})
    assert rule not in have(first)
    assert have(first, then).count(rule) == 1


SAY = ' <a href="/settings/profile/#id_country">Not right? Say your country</a>'


@pytest.mark.parametrize("kind", ["chest_pain", "suicidal_thoughts", "slow_breathing", "jaundice"])
@pytest.mark.parametrize("country", ["US", "DE", ""])
def test_without_a_network_a_sign_says_whom_to_call_as_with_one(
    browser_of_alice: Client, alice: m.Person, country: str, kind: str
) -> None:
    m.Person.objects.filter(pk=alice.pk).update(country=country)

    def box(page: str, begin: str) -> list[str]:
        part = page[page.index(begin) :]
        part = part[part.index('<div class="notice alarm"') : part.index("</div>")]
        return part.replace(SAY, "").split()  # the form for it needs the network

    online = box(browser_of_alice.post("/effect/", {"kind": kind}, headers=HX).content.decode(), "<div")
    kept = browser_of_alice.get("/offline/").content.decode()
    assert box(kept, f'<template id="call-{kind}"') == online
    assert f'value="{kind}" data-call="call-{kind}"' in kept
    assert kind == "jaundice" or any("tel:" in word for word in online)
