"""The keyboard on every page: each stop in the order of the page, none skipped, in sight, and a way out at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from counterpoise.journal import models as m
from tests.browser.conftest import DESKTOP
from tests.browser.test_every_page import PAGES, QUARTERS, read

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]

MOST = 60
"""Stops that are walked on one page: a list of a hundred like ones says nothing new."""
STOPS = """() => {
  const asked = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const seen = [...document.querySelectorAll(asked)].filter((e) => !e.disabled && !e.closest('[inert]'))
    .filter((e) => e.checkVisibility({visibilityProperty: true}));
  const group = (e) => e.type === 'radio' ? e.name + '\\n' + [...document.forms].indexOf(e.form) : null;
  const first = new Map();
  for (const e of seen) if (group(e) && (!first.has(group(e)) || e.checked)) first.set(group(e), e);
  window.stops = seen.filter((e) => !group(e) || first.get(group(e)) === e);
  return window.stops.map((e) => e.outerHTML.slice(0, 90));
}"""
HERE = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, innerHeight / 2));
  const covered = box.width > 0 && middle && !at.contains(middle) && !middle.contains(at)
    && !middle.closest('label')?.contains(at) && ![...(at.labels ?? [])].some((label) => label.contains(middle));
  const parts = ['date', 'datetime-local', 'time'].includes(at.type); // day, month, year: a stop each
  return [window.stops.indexOf(at), at.outerHTML.slice(0, 90), Boolean(covered), parts];
}"""


def walked(page: Page) -> list[str]:
    """What is wrong with the way that the Tab key takes."""
    stops = page.evaluate(STOPS)
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
    wrong: list[str] = []
    for due in range(min(len(stops), MOST)):
        at, parts = due - 1, True
        for _press in range(8):
            if at == due - 1 and parts:
                page.keyboard.press("Tab")
                at, what, covered, parts = page.evaluate(HERE)
        if at != due:
            return [*wrong, f"stop {due} is {what} instead of {stops[due]}"]
        if covered:
            wrong.append(f"stop {due} is covered: {what}")
    return wrong


@pytest.mark.parametrize("quarter", range(QUARTERS))
def test_the_keyboard_reaches_everything_in_the_order_of_the_page(enter: Open, alice: m.Person, quarter: int) -> None:
    page = enter(alice, **DESKTOP)
    wrong, seen = [], 0
    for name, path in PAGES[quarter::QUARTERS]:
        if read(page, path):
            seen += 1
            wrong += [f"{name}: {one}" for one in walked(page)]
    assert wrong == []
    assert seen > 5


def test_a_stop_out_of_order_or_under_something_is_seen(contexts: Callable[..., Any]) -> None:
    page = contexts(**DESKTOP).new_page()
    page.set_content("<a href='#1'>one</a> <a href='#2' tabindex='5'>two</a> <a href='#3'>three</a>")
    assert walked(page) != []
    page.set_content("<a href='#1'>one</a><div style='position: fixed; inset: 0; background: white'></div>")
    assert walked(page) != []
    page.set_content("<a href='#1'>one</a> <button>two</button> <label><input type=radio name=a>three</label>")
    assert walked(page) == []
