"""A bad day: three large buttons in the lower two thirds, one tap and undo, and safety as everywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from counterpoise import diary as d
from counterpoise.journal import consents, entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.safety import made_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NAMES = ["How bad is it now", "I took something", "Get help"]


def test_three_large_targets_within_reach_of_a_thumb(
    enter: Open, alice: m.Person, look: Callable[[Page], list[str]]
) -> None:
    page = enter(alice, **PHONE)
    page.goto("/")
    page.get_by_role("link", name="Bad day", exact=True).click()
    expect(page.get_by_role("link", name=NAMES[0], exact=True)).to_be_visible()
    page.wait_for_load_state()  # with its style sheets
    for name in NAMES:
        box = page.get_by_role("link", name=name, exact=True).bounding_box()
        assert box is not None
        assert box["y"] >= 844 / 3 - 10
        assert box["y"] + box["height"] <= 844
        assert box["height"] >= 100
        assert box["width"] >= 300
    assert page.locator("nav.menu").count() == 0
    assert look(page) == []


def test_who_writes_for_somebody_has_the_three_in_sight_too(enter: Open, alice: m.Person) -> None:
    bob = m.Person.objects.create(name="Bob", time_zone="UTC")
    said = {"person_name": "Ruth", "carer_name": "Bob", "purpose": "sore hands", "scope": "log", "given": "code"}
    m.Consent.objects.create(person=alice, carer=bob, made_at=timezone.now(), **said)
    page = enter(bob, **PHONE)
    page.goto("/profiles/")
    page.get_by_role("button", name="Write for Ruth").click()
    expect(page.locator(".band")).to_be_visible()
    page.goto("/flare/")
    band = page.locator(".band").bounding_box()
    assert band is not None
    assert band["height"] <= 844 / 5
    for name in ("How bad is it for Ruth now", "Ruth took something", "Get help"):
        box = page.get_by_role("link", name=name, exact=True).bounding_box()
        assert box is not None
        assert box["y"] >= 844 / 3 - 10
        assert box["y"] + box["height"] <= 844
    page.get_by_role("link", name="Ruth took something").click()
    expect(page.get_by_role("heading", name="What did Ruth take?")).to_be_in_viewport()
    page.goto("/flare/pain/")
    expect(page.get_by_role("button", name="10", exact=True)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("by", ["the person", "a carer"])
def test_all_of_it_fits_with_what_was_saved_and_a_band_is_no_taller_than_its_words(
    enter: Open, alice: m.Person, by: str
) -> None:
    if by == "a carer":
        anna = m.Person.objects.create(name="Anna", time_zone="UTC")
        said = m.CareCode(person=alice, person_name="Ruth", scope="log", purpose="sore hands")
        assert consents.accept(consents.invite(said, timezone.now()), anna, "my Anna", timezone.now())
        page = enter(anna, **PHONE)
        page.goto("/profiles/")
        page.get_by_role("button", name="Write for Ruth", exact=True).click()
        expect(page.locator(".band")).to_be_visible()
        page.goto("/flare/taken/")
        short = page.locator(".band").evaluate(
            "(band) => band.offsetHeight - [...band.children].reduce((sum, one) => sum + one.offsetHeight, 0)"
        )
        assert short < 20
    else:
        page = enter(alice, **PHONE)
        page.goto("/flare/taken/")
    page.get_by_role("button", name="Kratom 2.5 g").click()
    expect(page.locator(".flare-saved")).to_contain_text("Saved: Kratom 2.5 g")
    asked = ("How bad is it for Ruth now", "Ruth took something", "Get help") if by == "a carer" else NAMES
    for name in asked:
        expect(page.get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
    for name in ("Undo", "Always open with this page"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollHeight") <= 844


def test_how_bad_is_one_tap_and_undo_instead_of_asking(
    enter: Open, alice: m.Person, look: Callable[[Page], list[str]]
) -> None:
    page = enter(alice, **PHONE)
    page.goto("/flare/")
    page.get_by_role("link", name="How bad is it now").click()
    smallest = page.locator(".pad button").evaluate_all(
        "(all) => Math.min(...all.map((one) => Math.min(one.offsetWidth, one.offsetHeight)))"
    )
    assert smallest >= 80
    before = m.Rating.objects.filter(deleted_at=None).count()
    page.get_by_role("button", name="8", exact=True).click()
    expect(page.get_by_role("link", name=NAMES[0])).to_be_visible()
    expect(page.locator(".flare-saved")).to_contain_text("Saved")
    assert m.Rating.objects.filter(deleted_at=None).count() == before + 1
    assert look(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".flare-saved")).to_contain_text("Undone")
    assert m.Rating.objects.filter(deleted_at=None).count() == before


def test_what_was_taken_is_a_record_of_it_and_nothing_is_asked_for(enter: Open, alice: m.Person) -> None:
    page = enter(alice, **PHONE)
    page.goto("/flare/")
    page.get_by_role("link", name="I took something").click()
    expect(page.get_by_text("Only what you have already taken")).to_be_visible()
    before = len(diary(alice).doses)
    page.get_by_role("button", name="Kratom 2.5 g").click()
    expect(page.locator(".flare-saved")).to_contain_text("Saved")
    doses = diary(alice).doses
    assert len(doses) == before + 1
    assert (doses[-1].amount, doses[-1].rating) == (2.5, None)


UNDER = """() => [...document.querySelectorAll('.flare-saved span, .flare-saved button, .flare-out a, #top p, #top a')]
  .filter((one) => one.checkVisibility()) // not what is folded
  .flatMap((one) => [...one.getClientRects()].map((box) => [one, box])).filter(([, box]) => box.bottom < innerHeight)
  .filter(([one, box]) => {
    const there = document.elementFromPoint(box.left + 4, (box.top + box.bottom) / 2);
    return !one.contains(there) && !there?.contains(one);
  }).map(([one]) => one.textContent)"""
"""What of the first screen lies under something else."""


def log_it_as_it_was(page: Page) -> None:
    page.get_by_role("button", name="Kratom 6 g").click()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    page.get_by_role("button", name="Log it as it was").click()
    expect(page.locator(".flare-saved")).to_contain_text("Saved: Kratom 6 g")


@pytest.fixture
def warned(alice: m.Person, monkeypatch: pytest.MonkeyPatch) -> m.Person:
    """Of whom several things are found with the next dose: one of a size made up, and after slow breathing."""
    made_up.put_in(monkeypatch)
    now = timezone.now()
    for hours in range(3):  # large enough for the made-up rule, and no longer new enough for it
        at = now - dt.timedelta(days=4, hours=hours)
        entries.add(alice, d.Dose(id=str(m.new_id()), at=at, substance="kratom", amount=6.0, unit="g"), now)
    began, ended = now - dt.timedelta(hours=2), now - dt.timedelta(hours=1)
    entries.add(alice, d.Effect(at=began, ended_at=ended, kind="slow_breathing"), now)
    return alice


def test_what_is_found_about_a_dose_is_read_first_here_too(
    enter: Open, warned: m.Person, look: Callable[[Page], list[str]]
) -> None:
    page = enter(warned, **PHONE)
    page.goto("/flare/taken/")
    log_it_as_it_was(page)
    for name in NAMES:  # however much is found, all three are there without scrolling
        expect(page.get_by_role("link", name=name, exact=True)).to_be_in_viewport(ratio=1)
    expect(page.locator("#top article")).to_have_count(1)  # the worst of it, folded
    expect(page.locator("#top")).to_contain_text("Slow or shallow breathing: to be looked at, even when it is over")
    expect(page.locator("#top > .notice")).to_have_count(0)  # not said a second time
    expect(page.locator("#found")).to_contain_text("A made-up finding")
    page.get_by_role("link", name="1 more below").click()
    expect(page.locator("#found article").first).to_be_in_viewport(ratio=1)
    assert page.url.split("?")[0].endswith("/flare/")
    assert look(page) == []


@pytest.mark.parametrize("size", ["100%", "150%", "200%"])
def test_what_was_saved_and_its_undo_come_first_and_nothing_lies_over_them(
    enter: Open, warned: m.Person, size: str
) -> None:
    page = enter(warned, **PHONE)
    page.goto("/flare/taken/")
    log_it_as_it_was(page)
    page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    assert page.evaluate("scrollY") == 0
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)
    assert page.evaluate(UNDER) == []
    parts = ".flare-saved, #top, .flare-three"
    tops = page.locator(parts).evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert (len(tops), tops) == (3, sorted(tops))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".flare-saved")).to_contain_text("Undone: Kratom 6 g")


def test_an_emergency_stands_above_the_three(enter: Open, alice: m.Person) -> None:
    now = timezone.now()
    entries.add(alice, d.Effect(at=now, kind="slow_breathing", severity=3), now)
    page = enter(alice, **PHONE)
    page.goto("/flare/")
    expect(page.get_by_role("alert")).to_contain_text("Call first. Then log.")
    expect(page.get_by_role("alert")).to_be_in_viewport(ratio=1)  # whom to call, and what to do until they come
    page.get_by_role("link", name="Get help").click()
    expect(page.get_by_role("heading", name="Call first. Log later.")).to_be_visible()


def test_a_browser_may_open_with_it_and_today_stays_in_reach(enter: Open, alice: m.Person) -> None:
    page = enter(alice, **PHONE)
    page.goto("/flare/")
    page.get_by_role("button", name="Always open with this page").click()
    expect(page.get_by_role("button", name="Open with Today again")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name=NAMES[0])).to_be_visible()
    page.get_by_role("link", name="Back to everything").click()
    expect(page.get_by_role("heading", name="Log a dose")).to_be_visible()
    page.locator("nav.menu").get_by_role("link", name="Safety").click()
    page.locator("nav.menu").get_by_role("link", name="Today").click()
    expect(page.get_by_role("heading", name="Log a dose")).to_be_visible()


def test_by_keys_and_without_scripts_in_order(enter: Open, alice: m.Person) -> None:
    page = enter(alice, **PHONE, java_script_enabled=False)
    page.goto("/flare/")
    page.get_by_role("link", name=NAMES[0]).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=NAMES[1])).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=NAMES[2])).to_be_focused()
    page.get_by_role("link", name=NAMES[0]).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="3", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".flare-saved")).to_contain_text("Saved")


LOOKS = ["theme-light", "theme-dark", "theme-light.contrast-more", "theme-dark.contrast-more", "text-150"]


@pytest.mark.parametrize("chosen", LOOKS)
def test_axe_finds_nothing_and_nothing_is_cut_off_in_any_look(
    enter: Open, alice: m.Person, live_server_address: str, look: Callable[..., list[str]], chosen: str
) -> None:
    page = enter(alice, **PHONE)
    page.context.add_cookies([{"name": "counterpoise_look", "value": chosen, "url": live_server_address}])
    wrong = []
    for path in (
        "/",
        "/flare/",
        "/flare/pain/",
        "/flare/taken/",
        "/where/",
        "/settings/look/",
        "/design/",
        "/timeline/",
    ):
        page.goto(path)
        wrong += [f"{path}: {found}" for found in look(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{path}: scrolls sideways")
    assert wrong == []
