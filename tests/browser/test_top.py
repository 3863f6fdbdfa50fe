"""The top of every page on a phone: one row, even with a lock, in both languages and with all that may stand there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import app_lock
from counterpoise.journal import models as m

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
WORDS = "seven wet umbrellas sing"
BOXES = """() => [...document.querySelectorAll('.top > *, .top button')].filter((e) => e.checkVisibility())
  .map((e) => e.getBoundingClientRect()).filter((box) => box.width > 0 && box.height > 0)
  .map((box) => [box.left, box.top, box.right, box.bottom])"""

PARTS = """() => [...document.querySelectorAll('.top > *')].filter((e) => e.checkVisibility())
  .map((e) => e.getBoundingClientRect()).filter((box) => box.width > 1).map((box) => [box.left, box.right])"""


@pytest.mark.parametrize("width", [360, 390, 1280])
@pytest.mark.parametrize(("locale", "lock"), [("en-US", "Lock now"), ("es-MX", "Bloquear ahora")])
def test_the_top_is_one_row_and_nothing_stands_over_another(
    *,
    enter: Open,
    alice: m.Person,
    complaints: list[str],
    small: Callable[[Page], list[str]],
    width: int,
    locale: str,
    lock: str,
) -> None:
    app_lock.set_passphrase(alice, WORDS)
    page = enter(alice, viewport={"width": width, "height": 844}, locale=locale)
    page.goto("/timeline/")
    page.locator("input[type=password]").first.fill(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline/")
    expect(page.get_by_role("button", name=lock)).to_be_visible()
    boxes = page.evaluate(BOXES)
    assert len(boxes) >= 4
    assert all(left >= 0 and right <= width for left, _top, right, _bottom in boxes)
    assert max(bottom for *_, bottom in boxes) - min(top for _, top, *_ in boxes) < 80
    whole = sorted(page.evaluate(PARTS))
    assert all(one[1] <= next_[0] + 1 for one, next_ in pairwise(whole))
    assert small(page) == []
    complaints.clear()
