"""The top of every page on a phone: one row, even with a lock, in both languages and with all that may stand there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import app_lock
from counterpoise.journal import models as m
from counterpoise.web.look import COOKIE

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


def of_the_top(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(
        """() => {
          const box = (what) => document.querySelector(what).getBoundingClientRect();
          const [word, mark, brand, sos] = ['.brand span', '.mark', '.brand', '.sos'].map(box);
          const gap = parseFloat(getComputedStyle(document.querySelector('.brand')).columnGap);
          return {
            shown: word.top < brand.bottom && word.right <= brand.right + 1, sos: sos.right, rise: sos.top,
            mark: brand.top, wide: document.documentElement.scrollWidth, brand: brand.width,
            needed: mark.width + gap + word.width,
          };
        }"""
    )
    return found


@pytest.mark.parametrize("size", [None, "150"])
@pytest.mark.parametrize("path", ["/", "/flare/pain/"])
def test_the_name_of_the_program_gives_way_and_emergency_stays_at_the_right(
    enter: Open, alice: m.Person, live_server_address: str, path: str, size: str | None
) -> None:
    page = enter(alice, viewport={"width": 390, "height": 844}, locale="es-MX")
    if size:
        page.context.add_cookies([{"name": COOKIE, "value": f"text-{size}", "url": live_server_address}])
    page.goto(path)
    assert page.evaluate("document.documentElement.dataset.text") == size
    for width in (320, 390, 480, 700):
        page.set_viewport_size({"width": width, "height": 844})
        found = of_the_top(page)
        assert abs(found["sos"] - width) < 20, width
        assert abs(found["rise"] - found["mark"]) < 10, width  # in one row
        assert found["wide"] == width
        assert found["shown"] or found["brand"] < found["needed"], width
    assert found["shown"]  # where there is room it stands
    page.set_viewport_size({"width": 390, "height": 844})
    assert of_the_top(page)["shown"] == (path == "/flare/pain/" and size is None)


def test_a_bad_day_in_large_letters_fits_on_one_screen(
    enter: Open, alice: m.Person, live_server_address: str, small: Callable[[Page], list[str]]
) -> None:
    page = enter(alice, viewport={"width": 390, "height": 844}, locale="es-MX")
    page.context.add_cookies([{"name": COOKIE, "value": "text-150", "url": live_server_address}])
    page.goto("/flare/pain/")
    expect(page.get_by_role("button", name="10", exact=True)).to_be_in_viewport(ratio=1)
    assert small(page) == []
    low, high = (page.locator(".ends span").nth(i).bounding_box() for i in (0, 1))
    assert low is not None
    assert high is not None
    assert high["y"] >= low["y"] + low["height"] - 1  # one above the other


@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_word_of_the_bar_touches_the_next(enter: Open, alice: m.Person, width: int) -> None:
    page = enter(alice, viewport={"width": width, "height": 844}, locale="es-MX")
    page.goto("/timeline/")
    words = page.evaluate(
        """() => [...document.querySelectorAll('.menu a')].filter((a) => a.checkVisibility()).map((a) => {
          const range = document.createRange();
          range.selectNodeContents(a); range.setStartAfter(a.querySelector('svg'));
          const word = range.getBoundingClientRect(), box = a.getBoundingClientRect();
          return [a.textContent, word.left - box.left, box.right - word.right]; })"""
    )
    assert "Cronología" in [one[0].strip() for one in words]
    assert [one for one in words if min(one[1:]) < 0] == []


def gap(page: Page, above: str, below: str) -> float:
    boxes = [page.locator(one).first.bounding_box() for one in (above, below)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    return boxes[1]["y"] - boxes[0]["y"] - boxes[0]["height"]


def test_what_belongs_apart_stands_apart_and_pages_begin_at_the_top(
    enter: Open, alice: m.Person, complaints: list[str]
) -> None:
    page = enter(alice, viewport={"width": 390, "height": 844})
    page.goto("/")
    assert gap(page, ".since", "#dose h3") >= 10
    page.goto("/safety/")
    expect(page.locator(".columns .empty")).to_be_visible()
    assert gap(page, ".columns .empty", ".columns > :last-child > .card") >= 15
    page.goto("/checkin/settings/")
    line = page.locator("fieldset.group")
    end = line.bounding_box()
    assert end is not None
    last = line.locator("p").last.bounding_box()
    assert last is not None
    assert end["y"] + end["height"] - last["y"] - last["height"] >= 15
    page.goto("/no-such-page/")
    assert gap(page, ".top", "h1") < 40
    complaints.clear()  # of that page


def test_the_steps_of_a_first_run_begin_at_the_top(enter: Open) -> None:
    page = enter(None, viewport={"width": 390, "height": 844})
    page.goto("/start/diary/")
    assert gap(page, ".top", ".step-of") < 40
