"""Every page that links lead to, in one browser: its address, and what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

from tests.browser.test_every_page import PAGES

SCREENS = {"phone": (390, 844), "desktop": (1280, 900)}
Kind = tuple[Literal["phone", "desktop"], Literal["light", "dark"]]
KINDS: tuple[Kind, ...] = (("phone", "light"), ("phone", "dark"), ("desktop", "light"), ("desktop", "dark"))
ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d{2}-\d{2}|(?<=/)\d+(?=/)")
LOADED = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const shown = (image) => {  // the picture for this screen, and not yet the one before
    const sources = [...image.closest('picture')?.querySelectorAll('source') ?? []];
    const own = sources.find(({ media }) => !media || matchMedia(media).matches);
    return !own || image.currentSrc === new URL(own.srcset, location).href;
  };
  for (let tries = 0; tries < 600; tries += 1) {  // another screen asks for another picture, a moment later
    await frame();
    await frame();
    for (const image of document.images) { image.loading = 'eager'; }
    const there = [...document.images].map((image) => image.decode().then(() => shown(image), () => false));
    if ((await Promise.all(there)).every(Boolean)) { break; }
  }
  await document.fonts.ready; }"""
LINKS = "(all) => all.map((one) => new URL(one.getAttribute('href'), location).href)"
BELOW = "document.querySelectorAll('.menu').forEach((menu) => { if (innerWidth < 960) menu.style.position = 'static' })"
"""The menu stands at the end of a picture that is longer than the screen, and covers nothing."""
SCROLLED = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  scrollTo(0, document.documentElement.scrollHeight);
  await frame();
  await frame();
  scrollTo(0, 0); }"""
"""Some parts are fetched once they come into sight."""
AT_MOST = 5000
"""Longer pages are pictured so far down."""


@dataclass(frozen=True)
class Seen:
    """One page on one screen."""

    name: str
    path: str
    title: str
    screen: str
    scheme: str
    png: bytes


def walk(context: BrowserContext, only: str, kinds: Sequence[Kind]) -> Iterator[Seen]:
    """Every address without arguments, the main ones with arguments, and one of each kind that links lead to."""
    page = context.new_page()
    waiting = list(PAGES)
    known = {path for _name, path in waiting}
    while waiting:
        name, path = waiting.pop(0)
        if only and not re.search(only, name):
            continue
        answer = page.request.get(path, max_redirects=0)
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.evaluate(BELOW)
        page.evaluate(SCROLLED)
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
        for link in _links(page):
            shape = ONE_OF_MANY.sub("1", link)
            if shape not in known and shape != link:
                known.add(shape)
                waiting.append((_named(shape), link))
        yield from _pictured(page, name, path, kinds)


def _links(page: Page) -> list[str]:
    here = urlsplit(page.url).netloc
    found: list[str] = page.eval_on_selector_all(
        "a[href]:not([download])", "(all) => all.map((one) => new URL(one.getAttribute('href'), location).href)"
    )
    return [urlsplit(link).path for link in found if urlsplit(link).netloc == here and not urlsplit(link).query]


def _named(shape: str) -> str:
    return shape.strip("/").replace("/", "_")


def _pictured(page: Page, name: str, path: str, kinds: Sequence[Kind]) -> Iterator[Seen]:
    for screen, scheme in kinds:
        width, height = SCREENS[screen]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(LOADED)
        long = int(page.evaluate("document.documentElement.scrollHeight"))
        shown = max(height, min(long, AT_MOST))
        title = page.title().removesuffix(" · Counterpoise")
        png = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": shown})
        yield Seen(name, path, title, screen, scheme, png)
