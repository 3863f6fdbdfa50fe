"""Moving through time: by buttons, mouse, touch and keys; every point read out; without JavaScript too."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def shown_days(page: Page) -> int:
    """Whole days between the edges that the address names."""
    found = re.search(r"from=(\S+?)&to=(\S+?)&", page.url + "&")
    assert found, page.url
    return int(page.evaluate("([a, b]) => (new Date(b) - new Date(a)) / 86400000 + 1", list(found.groups())))


def loads(page: Page) -> int:
    return int(page.locator("#timeline").get_attribute("data-ready") or 0)


def ready(page: Page, after: int = 0) -> None:
    """Wait until figures that were asked for after the given load are drawn."""
    page.wait_for_function("(n) => Number(document.getElementById('timeline')?.dataset.ready || 0) > n", arg=after)


@pytest.fixture
def timeline(enter: Open, alice: m.Person) -> Callable[..., Page]:
    def open_(**options: Any) -> Page:
        page = enter(alice, **options)
        page.goto("/timeline/")
        ready(page)
        return page

    return open_


def test_buttons_show_a_day_to_years_earlier_and_later(timeline: Callable[..., Page], screen: dict[str, Any]) -> None:
    page = timeline(**screen)
    for name, days in (("Day", 1), ("Week", 7), ("Month", 30), ("Year", 365)):
        before = loads(page)
        page.get_by_role("link", name=name, exact=True).click()
        ready(page, before)
        assert shown_days(page) == days, name
    page.get_by_role("link", name="Week", exact=True).click()
    page.wait_for_url(re.compile("from="))
    week = page.url
    before = loads(page)
    page.get_by_role("link", name="Earlier").click()
    ready(page, before)
    assert page.url != week
    expect(page.locator("#table h2")).to_contain_text("–")


def test_a_point_is_read_out_by_keys(timeline: Callable[..., Page], screen: dict[str, Any]) -> None:
    page = timeline(**screen)
    page.locator("#timeline").focus()
    output = page.locator(".picks output")
    page.keyboard.press("ArrowRight")
    expect(output).to_contain_text(re.compile(r"\d\d:\d\d: (Pain now \d+ of 10|Kratom 2.5 g|Nausea, mild)"))
    first = output.text_content()
    page.keyboard.press("ArrowRight")
    expect(output).not_to_have_text(first or "")
    page.keyboard.press("ArrowLeft")
    expect(output).to_have_text(first or "")
    before = loads(page)
    page.keyboard.press("+")
    ready(page, before)
    assert shown_days(page) < 7
    before = loads(page)
    page.keyboard.press("PageUp")
    ready(page, before)


def test_the_wheel_zooms_and_a_drag_moves(timeline: Callable[..., Page]) -> None:
    page = timeline(**DESKTOP)
    box = page.locator("#timeline .ratings").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 60
    page.mouse.move(x, y)
    before = loads(page)
    page.mouse.wheel(0, 400)
    ready(page, before)
    wide = shown_days(page)
    assert wide > 7
    before, left = loads(page), page.url
    page.mouse.down()
    page.mouse.move(x + 200, y, steps=5)
    page.mouse.up()
    ready(page, before)
    assert page.url != left
    assert abs(shown_days(page) - wide) <= 1


def test_hovering_reads_a_point(timeline: Callable[..., Page]) -> None:
    page = timeline(**DESKTOP)
    box = page.locator("#timeline .ratings").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 60)
    expect(page.locator(".picks output")).to_contain_text(re.compile(r"\d\d:\d\d: "))


def hand(page: Page) -> Callable[[str, list[tuple[float, float]]], None]:
    """Fingers on the screen, as the device would report them."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, points: list[tuple[float, float]]) -> None:
        touches = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    return touch


def test_two_fingers_zoom_one_moves_and_a_tap_reads(timeline: Callable[..., Page]) -> None:
    page = timeline(**PHONE)
    chart = page.locator("#timeline .ratings")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 40

    touch = hand(page)
    before = loads(page)
    touch("touchStart", [(x - 20, y), (x + 20, y)])
    for step in range(1, 7):
        touch("touchMove", [(x - 20 - 18 * step, y), (x + 20 + 18 * step, y)])
    touch("touchEnd", [])
    ready(page, before)
    near = shown_days(page)
    assert near < 7

    before, left = loads(page), page.url
    touch("touchStart", [(x, y)])
    for step in range(1, 7):
        touch("touchMove", [(x + 20 * step, y)])
    touch("touchEnd", [])
    ready(page, before)
    assert page.url != left

    page.touchscreen.tap(x, y)
    expect(page.locator(".picks output")).to_contain_text(re.compile(r"\d\d:\d\d: "))


def test_another_measure_or_theme_is_drawn_without_complaint(enter: Open, alice: m.Person) -> None:
    page = enter(alice, **DESKTOP, color_scheme="dark")
    page.goto("/timeline/")
    ready(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 600, "height": 900})
    expect(page.locator("#timeline canvas")).to_have_count(2)


def test_without_javascript_there_is_a_picture_and_a_table(
    enter: Open, alice: m.Person, screen: dict[str, Any]
) -> None:
    page = enter(alice, **screen, java_script_enabled=False)
    page.goto("/timeline/")
    picture = page.locator("noscript + * img, .chart img")
    expect(picture).to_be_visible()
    expect(page.locator("#table tbody tr").first).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Month", exact=True).click()
    assert shown_days(page) == 30
    expect(page.locator("#timeline")).to_be_hidden()
