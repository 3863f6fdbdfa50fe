"""What every page owes everybody: axe is silent, targets are large, nothing is cut off, and the keyboard is enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from playwright.sync_api import Page, expect

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.web.moments import clock
from tests.browser.conftest import IN_SIGHT, STILL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]

PARTS = {"devices_waiting", "since", "dose_usual", "timeline_table", "balance_answer"}
"""Addresses of parts that other pages load."""
WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
  [...document.querySelectorAll('main *')].filter((e) => !e.closest('.out-of-sight, .table, svg'))
  .filter((e) => { const text = document.createRange(); text.selectNodeContents(e);
    return text.getBoundingClientRect().right > innerWidth + 1; })
  .map((e) => e.outerHTML.slice(0, 90)).slice(-4)"""


def named(resolver: URLResolver | None = None, prefix: str = "/") -> list[tuple[str, str]]:
    """Name and path of every address without arguments."""
    found: list[tuple[str, str]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            found += named(entry, path)
        elif isinstance(entry, URLPattern) and not entry.pattern.converters and entry.name:
            found.append((entry.name, path))
    return found


def read(page: Page, path: str) -> bool:
    """Open the address with all its parts; False where it is not for reading."""
    answer = page.request.get(path, max_redirects=0)
    if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
        return False
    page.goto(path)
    page.evaluate(IN_SIGHT)
    page.evaluate(STILL)
    return True


LEARN = [
    ("learn_page", "/learn/withdrawal/"),
    ("learn_substance", "/learn/substances/7-hydroxymitragynine/"),
    ("learn_found", "/learn/?q=kratom"),
    ("check_fill", "/check/use.self_check/"),
    ("check_fill_numbers", "/check/peg/"),
    ("learn_law_read", "/learn/law/?understood=yes"),
]
"""Pages whose addresses have something to fill in."""
PAGES = [*((name, path) for name, path in named() if name not in PARTS), *LEARN]


QUARTERS = 4
"""The pages are seen in so many tests, so that two processes share them."""
WIDER = """async () => {
  const wider = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  for (let frame = 0; wider() > 0 && frame < 100; frame++) await new Promise(requestAnimationFrame);
  return wider(); }"""
"""A chart follows the width of its page a moment later."""
LETTERS = ("150%", "200%")
LARGE = "(size) => { document.documentElement.style.fontSize = size }"
"""Letters alone are larger, as somebody has set them: the screen stays a phone's."""
BROKEN = """() => [...document.querySelectorAll('main label, main button, main legend')]
  .filter((e) => e.checkVisibility() && !e.closest('.out-of-sight, svg')).flatMap((e) => {
    const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), found = [], part = document.createRange();
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (text.parentElement.closest('.out-of-sight')) continue;
      for (const word of text.data.matchAll(/[\\p{L}\\d]{2,}/gu)) {
        if (word[0].length > 12) continue;
        part.setStart(text, word.index); part.setEnd(text, word.index + word[0].length);
        if (part.getClientRects().length > 1) found.push(word[0]);
      }
    }
    return found; })"""
"""Words of labels that go on in the next line; a very long one may."""
OPEN_ALL = "document.querySelectorAll('details').forEach((part) => { part.open = true })"


@pytest.mark.parametrize("quarter", range(QUARTERS))
def test_every_page_is_for_everybody(
    *,
    enter: Open,
    alice: m.Person,
    screen: dict[str, Any],
    quarter: int,
    look_in_both: Callable[[Page], list[str]],
    small: Callable[[Page], list[str]],
    live_server_address: str,
) -> None:
    page = enter(alice, **screen)
    asked: list[Any] = []

    def note(request: Any) -> None:
        asked.append(request)

    page.on("requestfinished", note)
    row = m.Dose.objects.first()
    assert row is not None
    more = [("entry", f"/entry/dose/{row.pk}/"), ("dose_again", f"/dose/again/{row.pk}/")]
    seen, wrong = 0, []
    for name, path in [*PAGES, *more][quarter::QUARTERS]:
        asked.clear()
        page.set_viewport_size(screen["viewport"])
        if not read(page, path):
            continue
        seen += 1
        found = weighed(asked, live_server_address)
        found += [f"{over} px too wide" for over in [page.evaluate(WIDER)] if over > 0]
        found += look_in_both(page)
        page.evaluate(OPEN_ALL)
        found += small(page)
        page.set_viewport_size({"width": 320, "height": 256})  # 1280 x 1024 at 400 %
        found += [f"{over} px too wide at 400 %" for over in [page.evaluate(WIDER)] if over > 0]
        page.set_viewport_size({"width": 390, "height": 844})
        for letters in LETTERS:
            page.evaluate(LARGE, letters)
            found += [f"{over} px too wide with letters of {letters}" for over in [page.evaluate(WIDER)] if over > 0]
            found += [f"{one} breaks inside a word with letters of {letters}" for one in page.evaluate(BROKEN)]
        wrong += [f"{name}: {finding}" for finding in found]
    assert wrong == []
    assert seen > 5


def weighed(asked: list[Any], here: str) -> list[str]:
    """What the page asked for from elsewhere, and whether it is too much for a slow line."""
    elsewhere = [f"asks for {request.url}" for request in asked if not request.url.startswith(here)]
    weight = sum(request.sizes()["responseBodySize"] for request in asked)
    return [*elsewhere, *([f"{weight} bytes over the line"] if weight >= 150_000 else [])]


def test_axe_finds_nothing_where_nobody_is_let_in(
    contexts: Callable[..., Any], screen: dict[str, Any], look: Callable[[Page], list[str]], transactional_db: None
) -> None:
    page = contexts(**screen).new_page()
    for path in ("/emergency/", "/about/", "/claims/"):
        page.goto(path)
        assert look(page) == []


def test_what_happens_after_a_dose_is_drawn_for_the_amount_asked_about(
    enter: Open, alice: m.Person, screen: dict[str, Any], look: Callable[[Page], list[str]]
) -> None:
    page = enter(alice, **screen)
    read(page, "/mechanism/")
    page.get_by_text("Show another amount").click()
    page.get_by_label("How much").fill("20")
    page.get_by_label("Of what").select_option("mg")
    page.get_by_role("button", name="Show it").click()
    page.wait_for_url("**/mechanism/")
    for picture in page.locator(".chart img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(image) => image.naturalWidth") > 200
    expect(page.get_by_text("about 20 mg of mitragynine each time")).to_be_visible()
    assert look(page) == []


def test_a_long_word_of_ones_own_does_not_push_the_page_aside(enter: Open, alice: m.Person) -> None:
    now = timezone.now()
    long = "x" * 64
    entries.add(alice, d.Effect(at=now, kind=long), now)
    entries.add(alice, d.Dose(at=now, substance=long, amount=2.0, unit="y" * 32), now)
    entries.add(alice, d.OwnMeasure(key=long, name=long, low=0, high=10, higher_is_better=True), now)
    page = enter(alice, viewport={"width": 320, "height": 640})
    for path in ("/", f"/day/{clock(alice, now):%Y-%m-%d}/", "/timeline/", "/balance/?wait=1", "/dose/new/"):
        read(page, path)
        wide = page.evaluate(WIDE)
        assert wide == [], path
