"""The balance appears by itself, and says how far it is while it is prepared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m
from counterpoise.science.people import simulate
from counterpoise.web import kernels
from tests.science.people import crowded
from tests.web.diaries import brought

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def carol(transactional_db: None) -> m.Person:
    """Seven weeks of a simulated person: long enough for figures."""
    end = timezone.now().replace(microsecond=0) - dt.timedelta(hours=1)
    rng = np.random.default_rng(3)
    person = m.Person.objects.create(name="Carol", time_zone="America/Chicago")
    brought(person, simulate.person(days=50, ratings_per_day=4, rng=rng, scenario="typical", end=end))
    return person


@pytest.fixture
def dora(transactional_db: None) -> m.Person:
    """Several doses a day, effects noted, another substance, doses without a rating or an amount."""
    person = m.Person.objects.create(name="Dora", time_zone="America/Chicago")
    brought(person, crowded(timezone.now().replace(microsecond=0) - dt.timedelta(hours=1)))
    return person


@pytest.fixture(params=["carol", "dora"])
def either(request: pytest.FixtureRequest) -> m.Person:
    """A plain record, and a crowded one."""
    person: m.Person = request.getfixturevalue(request.param)
    return person


def test_the_answer_appears_with_its_picture_and_its_numbers(
    enter: Open, carol: m.Person, screen: dict[str, Any]
) -> None:
    page = enter(carol, **screen)
    page.goto("/balance/")
    expect(page.locator(".verdict h2")).to_contain_text("record", timeout=120_000)
    picture = page.locator(".chart img")
    expect(picture).to_be_visible()
    page.wait_for_function("() => document.querySelector('.chart img').naturalWidth > 100")
    page.get_by_text("The same as numbers").click()
    expect(page.locator("table").first).to_contain_text("At its peak")
    page.get_by_text("Why no correlation is shown").click()
    expect(page.get_by_text("People take a dose because it hurts")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_once_the_answer_is_there(
    enter: Open, either: m.Person, screen: dict[str, Any], look_in_both: Callable[[Page], list[str]]
) -> None:
    page = enter(either, **screen)
    page.goto("/balance/")
    expect(page.locator(".verdict h2")).to_be_visible(timeout=120_000)
    for summary in page.locator("summary").all():
        summary.click()
    assert look_in_both(page) == []


def test_amounts_effects_and_cautions_fit_the_screen_and_the_hand(
    enter: Open, dora: m.Person, screen: dict[str, Any], small: Callable[[Page], list[str]]
) -> None:
    page = enter(dora, **screen)
    page.goto("/balance/")
    expect(page.locator(".surer")).to_be_visible(timeout=120_000)
    for title in ("What would make it clearer", "Amounts compared", "Effects noted in these days"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator("dt", has_text="Nausea").locator(".badge")).to_have_text("linked to doses")
    hidden = page.locator(".notice details li")
    expect(hidden.first).to_be_hidden()
    page.get_by_text("more things to bear in mind").click()
    expect(hidden.first).to_be_visible()
    assert small(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_while_it_is_prepared_the_page_says_how_far_and_goes_on_by_itself(
    enter: Open, alice: m.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernels, "state", lambda: kernels.Preparing(2, 4))
    page = enter(alice)
    page.goto("/balance/")
    expect(page.get_by_text("2 of 4 parts are ready")).to_be_visible()
    monkeypatch.setattr(kernels, "state", kernels.Ready)
    expect(page.locator(".verdict h2")).to_be_visible(timeout=120_000)


def test_without_javascript_the_answer_is_a_link_away(enter: Open, alice: m.Person, screen: dict[str, Any]) -> None:
    page = enter(alice, **screen, java_script_enabled=False)
    page.goto("/balance/")
    page.get_by_role("link", name="Show the answer").click()
    expect(page.locator(".verdict h2")).to_be_visible(timeout=120_000)
