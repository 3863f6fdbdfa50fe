"""Choosing, reading and taking along the report, on a phone and a desktop."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m
from tests.report.people import person
from tests.web.diaries import brought

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def ruth(transactional_db: None) -> m.Person:
    """More and more of it, with medicines that must not meet it."""
    found = m.Person.objects.create(name="Ruth", time_zone="America/Chicago", country="US")
    brought(found, person("escalation"))
    return found


def test_a_report_is_chosen_read_and_taken_along(
    enter: Open,
    ruth: m.Person,
    screen: dict[str, Any],
    look_in_both: Callable[[Page], list[str]],
    small: Callable[[Page], list[str]],
) -> None:
    page = enter(ruth, **screen)
    page.goto("/report/")
    assert look_in_both(page) == []
    assert small(page) == []
    page.get_by_label("From").fill("2026-04-01")
    page.get_by_label("To", exact=True).fill("2026-06-30")
    page.get_by_label("Blood tests").uncheck()
    page.get_by_role("button", name="Show the report").click()
    report = page.locator("article.report")
    expect(report).to_be_visible(timeout=120_000)
    assert page.url.endswith("/report/shown/")
    expect(report).to_contain_text("Left out by the person.")
    expect(report).not_to_contain_text("190 U/L")
    for picture in report.locator("picture img").all():
        picture.scroll_into_view_if_needed()
    page.wait_for_function("() => [...document.querySelectorAll('.report img')].every((e) => e.naturalWidth > 100)")
    assert look_in_both(page) == []
    assert small(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as PDF").click()
    assert download.value.suggested_filename == "report-2026-06-30.pdf"
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Download as PDF")).not_to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Choose again").click()
    expect(page.get_by_label("Blood tests")).not_to_be_checked()


PICTURES = "() => [...document.querySelectorAll('.report picture img')].map((e) => e.currentSrc)"
DRAWN = "() => [...document.querySelectorAll('.report img')].every((e) => e.complete && e.naturalWidth > 100)"


def test_pictures_are_dark_in_the_dark_and_light_on_paper(enter: Open, ruth: m.Person) -> None:
    page = enter(ruth, color_scheme="dark")
    page.goto("/report/")
    page.get_by_label("From").fill("2026-04-01")
    page.get_by_label("To", exact=True).fill("2026-06-30")
    page.get_by_role("button", name="Show the report").click()
    expect(page.locator("article.report")).to_be_visible(timeout=120_000)
    page.wait_for_function(DRAWN)
    assert all("of=dark-" in one for one in page.evaluate(PICTURES))
    page.emulate_media(media="print")
    on_paper = page.locator(".report figure > img")
    for picture in on_paper.all():
        expect(picture).to_be_visible()
        expect(picture).to_have_attribute("src", re.compile("of=(?!dark)"))
    expect(page.locator(".report picture").first).not_to_be_visible()
    page.emulate_media(media="screen", color_scheme="light")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    scheme = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert scheme == "light", "paper is light, whatever was chosen for the screen"
