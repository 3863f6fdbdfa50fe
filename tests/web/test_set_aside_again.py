"""What was set aside is seen again with a correction of what it rests on, and with a dose that adds to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.web.profiles import caring
from counterpoise.web.safety import cards
from counterpoise.web.safety.reviewing import standing
from tests.web.test_every_address import Enter, allowed

pytestmark = pytest.mark.django_db


def hours_ago(hours: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=hours)


def mark_of(person: m.Person, cause: str) -> str:
    return next(cards.mark(one) for one in standing(person, timezone.now()).found if one.cause == cause)


def page(client: Client) -> str:
    return client.get("/safety/").content.decode()


def test_a_corrected_blood_value_brings_back_what_was_set_aside(browser_of_alice: Client, alice: m.Person) -> None:
    lab = d.Lab(id=str(m.new_id()), at=hours_ago(50), analyte="ALT", value=150.0, unit="U/L", upper_limit=40.0)
    row = entries.add(alice, lab, timezone.now())
    cause = next(one.cause for one in standing(alice, timezone.now()).found if one.rule == "labs.liver")
    browser_of_alice.post("/safety/aside/", {"mark": mark_of(alice, cause)})
    assert "1 thing set aside" in page(browser_of_alice)
    entries.change(row, replace(lab, value=170.0), timezone.now())
    assert "thing set aside" not in page(browser_of_alice)


def test_a_far_larger_dose_brings_back_what_was_set_aside_and_a_usual_one_does_not(
    browser_of_alice: Client, alice: m.Person
) -> None:
    entries.add(alice, d.Medicine(id=str(m.new_id()), name="tramadol"), timezone.now())

    def taken(amount: float, unit: str) -> None:
        dose = d.Dose(id=str(m.new_id()), at=timezone.now(), substance="kratom", amount=amount, unit=unit)
        entries.add(alice, dose, timezone.now())

    taken(2, "g")
    (cause,) = (one.cause for one in standing(alice, timezone.now()).found if one.rule == "interaction.opioid")
    browser_of_alice.post("/safety/aside/", {"mark": mark_of(alice, cause)})
    taken(2000, "mg")
    assert "1 thing set aside" in page(browser_of_alice)
    taken(30000, "mg")
    assert "thing set aside" not in page(browser_of_alice)


def test_whoever_helps_sets_nothing_aside_and_a_new_dose_brings_back_what_the_person_did(
    alice: m.Person, bob: m.Person, enter: Enter
) -> None:
    def taken(substance: str, amount: float, unit: str) -> None:
        dose = d.Dose(id=str(m.new_id()), at=timezone.now(), substance=substance, amount=amount, unit=unit)
        entries.add(alice, dose, timezone.now())

    taken("kratom", 2, "g")
    taken("oxycodone", 10, "mg")
    (cause,) = (one.cause for one in standing(alice, timezone.now()).found if one.rule == "interaction.opioid")
    for scope in (caring.LOG, caring.WHOLE):
        consent, carer = allowed(alice, bob, scope), enter(bob)
        carer.post(reverse("profile_switch", kwargs={"key": consent.pk}))
        shown = page(carer)
        assert "oxycodone together with Kratom" in shown
        assert "/safety/aside/" not in shown
        assert "Only Alice can set something aside." in shown
        assert carer.post("/safety/aside/", {"mark": mark_of(alice, cause)}).status_code == 403
        assert not m.SetAside.objects.exists()
    own = enter(alice)
    assert "Only Alice" not in page(own)
    own.post("/safety/aside/", {"mark": mark_of(alice, cause)})
    assert "1 thing set aside" in page(own)
    taken("oxycodone", 10, "mg")
    assert "thing set aside" not in page(own)
