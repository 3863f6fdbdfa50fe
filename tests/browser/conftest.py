"""A real Chromium at the size of a phone and of a desktop, in the diary of somebody with two weeks of entries."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.bring import bring
from counterpoise.web.access.links import mint
from tests.browser.lines import Line, line_to

Open = Callable[..., Page]
expect.set_options(timeout=30_000)  # on a busy machine; what is there is seen at once all the same

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = """async (rules) => {
  const { violations } = await axe.run({ runOnly: rules, resultTypes: ["violations"], preload: false });
  return violations.flatMap(({ id, nodes }) => nodes.map((one) => `${id}: ${one.target} ${one.failureSummary ?? ""}`));
}"""
"""Style sheets are not fetched anew (`preload`): only a rule beside these, on the turning of the screen, wants them."""
ZONE = "America/New_York"
TARGETS = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary, label:has(input)')]
  .filter((e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter((e) => !(e.tagName === 'A' && getComputedStyle(e).display === 'inline'))
  .filter((e) => !e.matches('.skip:not(:focus), .tick input'))
  .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 43.9 || box.height < 43.9))
  .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""
STILL = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  do {
    await frame();
    await frame();
    const pictures = [...document.images].map((image) => { image.loading = 'eager'; return image.decode(); });
    await Promise.allSettled(pictures);
  } while (document.querySelector('.htmx-request')); }"""
"""Every part and every picture is there: waiting for half a second of silence would take minutes."""
IN_SIGHT = "document.querySelectorAll('[hx-trigger*=intersect]').forEach((part) => htmx.trigger(part, 'intersect'))"
"""What is fetched once it comes into sight is fetched."""


@pytest.fixture(scope="session")
def live_server_address(live_server: LiveServer) -> str:
    """By name: cookies and links are for localhost."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def browser(launch_browser: Callable[..., Browser]) -> Iterator[Browser]:
    """Chromium's lean build where there is one: the same pages for a third of the processor.

    What it cannot do (install, show a notice) is tried in the whole one, by the tests that are about it.
    """
    lean = shutil.which("chromium-headless-shell")
    opened = launch_browser(executable_path=lean) if lean else launch_browser()
    yield opened
    opened.close()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def screen(request: pytest.FixtureRequest) -> dict[str, Any]:
    size: dict[str, Any] = request.param
    return size


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of; a test that provokes it clears it."""
    return []


@pytest.fixture
def contexts(
    browser: Browser, live_server_address: str, complaints: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Browser windows that are closed afterwards; nothing may go wrong in them unnoticed.

    Without the worker, which fetches every page it keeps for later: the tests that are about it allow it.
    """
    opened: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        usual = {"base_url": live_server_address, "reduced_motion": "reduce", "service_workers": "block"}
        context = browser.new_context(**usual | options)
        context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def enter(contexts: Callable[..., BrowserContext], transactional_db: None) -> Open:
    """An empty page of a browser that was let in by a one-time link, and knows nothing but that."""

    def enter(person: m.Person | None, **options: Any) -> Page:
        page = contexts(**options).new_page()
        answer = page.request.get(f"/enter/{mint(person, timezone.now())}", max_redirects=0)
        assert answer.status == 302
        return page

    return enter


@pytest.fixture
def phone(browser: Browser, live_server_address: str, transactional_db: None) -> Iterator[BrowserContext]:
    """A browser with its worker, in which nothing was before. It keeps all in memory; `on_disk` does not."""
    context = browser.new_context(base_url=live_server_address, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def on_disk(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    live_server_address: str,
    tmp_path: Path,
    transactional_db: None,
) -> Iterator[BrowserContext]:
    """The whole Chromium with a profile of its own on the disk, as people have it."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile", base_url=live_server_address, **browser_type_launch_args
    )
    yield context
    context.close()


@pytest.fixture
def line(live_server: LiveServer) -> Iterator[Line]:
    with line_to(int(live_server.url.rsplit(":", 1)[1])) as line:
        yield line


@pytest.fixture
def far(browser: Browser, line: Line, alice: m.Person) -> Iterator[BrowserContext]:
    """A browser that reaches the server by that line, on which something may stand in the way."""
    context = browser.new_context(base_url=line.address, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def alice(transactional_db: None) -> m.Person:
    """Two weeks of ratings, doses twice a day, and an effect that goes on."""
    person = m.Person.objects.create(name="Alice", time_zone=ZONE, country="US")
    now = timezone.now().astimezone(ZoneInfo(ZONE))
    hours = [dt.timedelta(days=i / 2, hours=3) for i in range(28)]
    ratings = tuple(
        d.Rating(id=f"r{i}", at=now - h, zone=ZONE, measure="pain.now", value=i % 11) for i, h in enumerate(hours)
    )
    doses = tuple(
        d.Dose(id=f"d{i}", at=now - h, zone=ZONE, substance="kratom", amount=2.5, unit="g", rating=f"r{i}", lot="l1")
        for i, h in enumerate(hours)
    )
    products = (d.Product(id="p1", substance="kratom", name="Green powder", form="powder"),)
    lots = (d.Lot(id="l1", product="p1", lot_number="A17"),)
    effects = (d.Effect(id="e1", at=now - dt.timedelta(hours=5), zone=ZONE, kind="nausea", severity=1),)
    about = d.Person(time_zone=ZONE)
    brought = d.Diary(person=about, products=products, lots=lots, doses=doses, ratings=ratings, effects=effects)
    bring(person, brought, m.Import(at=timezone.now(), format="counterpoise", file_name="diary.json"))
    return person


def findings(page: Page, only: list[str] | None = None) -> list[str]:
    """What axe finds, by all rules or by `only` these, each with the elements it is about.

    On a screen as long as the page, with what is fetched once it comes into sight: the menu covers nothing.
    """
    for _ in range(3):
        size, long = page.viewport_size, int(page.evaluate("document.documentElement.scrollHeight"))
        if size is None or size["height"] == long:
            break
        page.set_viewport_size({"width": size["width"], "height": long})
        page.evaluate(STILL)
    if page.evaluate("typeof axe === 'undefined'"):  # it goes with the page, and weighs half a megabyte
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE, only or RULES)
    return found


@pytest.fixture
def look() -> Callable[..., list[str]]:
    return findings


@pytest.fixture
def look_in_both(look: Callable[..., list[str]]) -> Callable[[Page], list[str]]:
    """What axe finds in light, and by the colours, which alone are others, in dark."""

    def find(page: Page) -> list[str]:
        page.emulate_media(color_scheme="light")
        found = look(page)
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in look(page, only=["color-contrast"])]
        page.emulate_media(color_scheme="light")
        return found

    return find


@pytest.fixture
def small() -> Callable[[Page], list[str]]:
    """Targets that a stiff hand would miss."""

    def find(page: Page) -> list[str]:
        found: list[str] = page.evaluate(TARGETS)
        return found

    return find
