"""The top of every page on a phone: one row, even with a lock, in both languages and with all that may stand there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from counterpoise import diary as d
from counterpoise.journal import app_lock, entries, outbox
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


@pytest.mark.parametrize("width", [390, 1280])
def test_what_stands_above_the_cards_of_today_touches_nothing(enter: Open, alice: m.Person, width: int) -> None:
    now = timezone.now()
    before = now - dt.timedelta(hours=1)
    entries.add(alice, d.Effect(at=before, ended_at=before, kind="slow_breathing"), now)
    said = {"what": "dose", "fields": {"like": "usual"}, "at": now.isoformat()}
    outbox.hold(alice, outbox.Sent(m.new_id(), "digest", now, said), "like", now)
    page = enter(alice, viewport={"width": width, "height": 844})
    page.goto("/")
    expect(page.locator("#top > .to-come")).to_be_visible()
    assert gap(page, "#top", "#by-phone") >= 10
    assert gap(page, "#by-phone", ".columns") >= 10


def test_the_steps_of_a_first_run_begin_at_the_top(enter: Open) -> None:
    page = enter(None, viewport={"width": 390, "height": 844})
    page.goto("/start/diary/")
    assert gap(page, ".top", ".step-of") < 40


@pytest.fixture
def large(enter: Open, alice: m.Person, live_server_address: str) -> Page:
    """A phone with letters of half as much again, in Spanish."""
    page = enter(alice, viewport={"width": 390, "height": 844}, locale="es-MX", has_touch=True, is_mobile=True)
    page.context.add_cookies([{"name": COOKIE, "value": "text-150", "url": live_server_address}])
    return page


COVERED = """() => {
  const said = document.querySelector('#toast .toast').getBoundingClientRect();
  return [...document.querySelectorAll('#pain-title ~ form .pad button')].map((one) => one.getBoundingClientRect())
    .filter((box) => box.bottom > said.top && box.top < said.bottom).length; }"""


@pytest.mark.parametrize("n", [0, 5, 10])
def test_what_says_that_it_was_saved_covers_no_number(large: Page, n: int) -> None:
    large.goto("/")
    button = large.locator(f"#rate-pain\\.now-{n}")
    large.evaluate("document.querySelector('main').style.paddingTop = '60vh'")  # such as below long notices
    button.evaluate("(one) => scrollBy(0, one.getBoundingClientRect().top - innerHeight + 250)")  # low on the screen
    button.click()
    expect(large.locator("#toast")).to_contain_text("Guardado")
    large.wait_for_function(f"() => ({COVERED})() === 0")
    expect(large.get_by_role("button", name="10", exact=True).first).to_be_in_viewport(ratio=1)


def test_the_bars_grow_with_the_letters(large: Page, enter: Open, alice: m.Person, live_server_address: str) -> None:
    sizes = """() => ['.sos', '.menu a']
      .map((one) => parseFloat(getComputedStyle(document.querySelector(one)).fontSize))"""
    plain = enter(alice, viewport={"width": 390, "height": 844}, locale="es-MX")
    plain.goto("/timeline/")
    large.goto("/timeline/")
    pairs = zip(large.evaluate(sizes), plain.evaluate(sizes), strict=True)
    assert all(grown >= 1.2 * usual for grown, usual in pairs)
    for width in (320, 360, 390):
        large.set_viewport_size({"width": width, "height": 844})
        assert large.evaluate("document.documentElement.scrollWidth") == width
        overlaps = large.evaluate(PARTS)
        assert all(one[1] <= next_[0] + 1 for one, next_ in pairwise(sorted(overlaps))), width


def test_no_name_to_choose_is_cut_off(large: Page) -> None:
    large.goto("/timeline/")
    short = large.locator(".choose select").evaluate_all(
        """(all) => all.filter((one) => {
          const style = getComputedStyle(one), pen = document.createElement('canvas').getContext('2d');
          pen.font = style.font;
          const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20;
          return pen.measureText(one.selectedOptions[0].text).width > room; }).length"""
    )
    assert short == 0


def test_a_day_of_the_table_and_a_source_that_stands_alone_are_large_targets(enter: Open, alice: m.Person) -> None:
    page = enter(alice, viewport={"width": 390, "height": 844})
    smallest = """(all) => Math.min(...all.map((one) => one.getBoundingClientRect())
      .flatMap((box) => [box.width, box.height]))"""
    page.goto("/timeline/")
    assert page.locator("th[scope=row] a").evaluate_all(smallest) >= 43.9
    page.goto("/emergency/?country=ES")
    assert page.locator(".told a").evaluate_all(smallest) >= 43.9
    over = page.locator(".number-line .call").evaluate_all(
        """(all) => all.filter((one) => { const box = one.getBoundingClientRect();
          const there = document.elementFromPoint(box.left + 5, box.bottom - 3)?.closest('a');
          return there !== one && box.bottom < innerHeight;
        }).length"""
    )
    assert over == 0  # and the numbers themselves stay whole
