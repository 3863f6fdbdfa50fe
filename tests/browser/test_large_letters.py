"""Letters of twice the size, as a browser or a phone is set: what matters stays in sight, and nothing lies over it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from tests.browser.phones import lock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
TWICE = "document.documentElement.style.fontSize = '200%'"
LARGE = {"the app's": "document.documentElement.dataset.text = '150'", "the browser's": TWICE}
BROKEN = """() => {
  const found = [], range = document.createRange();
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    const parent = text.parentElement;
    if (parent.closest(".out-of-sight, option, textarea, template") || !parent.checkVisibility()) continue;
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}.,:]+/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = [...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top));
      if (new Set(lines).size > 1) found.push(word[0]);
    }
  }
  return found; }"""
"""The words in sight that stand on more than one line."""
PARTED = """() => {
  const found = [], range = document.createRange();
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    const parent = text.parentElement;
    if (parent.closest(".out-of-sight, option, template") || !parent.checkVisibility()) continue;
    for (const amount of text.data.matchAll(/[\\d.,]+\\s(g|mg|h|min)(?!\\w)/g)) {
      range.setStart(text, amount.index);
      range.setEnd(text, amount.index + amount[0].length);
      const lines = [...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top));
      found.push([amount[0].replace(/\\s/, " "), new Set(lines).size]);
    }
  }
  return found; }"""
"""The amounts and spans in sight, and on how many lines each stands."""
SPILLS = """() => [...document.querySelectorAll("main :is(button, .button)")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent)"""
"""The buttons that are narrower than their words."""
OPEN_ALL = "(all) => all.forEach((one) => { one.open = true; })"


@pytest.fixture
def page(enter: Open, alice: m.Person) -> Page:
    """A phone, with an app lock on, so that all that may stand at the top does."""
    page = enter(alice, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    lock(page)
    return page


@pytest.fixture
def spanish(page: Page, alice: m.Person) -> Page:
    """The same phone in Spanish, whose words are longer, in a country whose numbers are."""
    m.Person.objects.filter(pk=alice.pk).update(country="ES")
    page.goto("/settings/")
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    return page


def test_the_number_to_call_is_on_the_first_screen_and_sources_stand_below_the_numbers(
    page: Page, look: Callable[[Page], list[str]], small: Callable[[Page], list[str]]
) -> None:
    page.goto("/emergency/")
    page.evaluate(TWICE)
    call = page.get_by_role("link", name="911").first
    expect(call).to_be_in_viewport(ratio=1)
    assert call.evaluate(
        """(one) => { const box = one.getBoundingClientRect();
          return one.contains(document.elementFromPoint(box.left + 9, box.bottom - 9)); }"""
    )
    rows = page.locator(".brand, .sos").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert max(rows) - min(rows) < 20  # in one row
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    sources = page.locator(".numbers ~ details")
    expect(sources.get_by_text("reviewed").first).to_be_hidden()
    sources.locator("summary").click()
    expect(sources.get_by_text("reviewed").first).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert small(page) == []
    assert look(page) == []


def test_the_top_takes_two_rows_at_most_and_no_name_to_choose_is_cut_off(page: Page) -> None:
    page.goto("/timeline/")
    page.evaluate(TWICE)
    rows = page.locator(".brand, .flare-way, .lock-now, .sos").evaluate_all(
        "(all) => new Set(all.map((one) => Math.round(one.offsetTop / 20))).size"
    )
    assert rows <= 2
    lefts = page.locator(".choose label").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
    assert len(lefts) == 2
    assert lefts[0] == lefts[1]  # one below the other


def test_no_heading_breaks_inside_a_word(page: Page) -> None:
    page.goto("/settings/")
    page.evaluate(TWICE)
    heading = page.get_by_role("heading", name="questionnaires")
    lines = heading.evaluate(
        """(one) => {
          const text = one.firstChild, range = document.createRange(), at = text.data.indexOf('questionnaires');
          range.setStart(text, at); range.setEnd(text, at + 14);
          return new Set([...range.getClientRects()].map((box) => box.top)).size; }"""
    )
    assert lines == 1


@pytest.mark.parametrize("letters", LARGE.values(), ids=LARGE)
def test_no_word_of_a_log_or_of_a_scale_breaks_while_there_is_room_below(
    page: Page, alice: m.Person, letters: str
) -> None:
    now = timezone.now()
    for name in ("acetaminophen", "ibuprofen"):
        entries.add(alice, d.Dose(id=name, at=now, substance=name, amount=500, unit="mg"), now)
    for kind in ("constipation", "concentration problems"):
        entries.add(alice, d.Effect(id=kind, at=now, kind=kind, severity=3), now)
    for address in ("/", "/flare/", "/timeline/", "/report/", "/checkin/"):
        page.goto(address)
        page.evaluate(letters)
        page.locator("main details").evaluate_all(OPEN_ALL)
        assert page.evaluate(BROKEN) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_word_longer_than_the_line_breaks_and_pushes_nothing_aside(page: Page, alice: m.Person) -> None:
    now, word = timezone.now(), "unaussprechlichkeitsmedikament"
    entries.add(alice, d.Dose(id="long", at=now, substance=word, amount=5, unit="mg"), now)
    page.goto("/")
    page.evaluate(TWICE)
    assert set(page.evaluate(BROKEN)) == {word}
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("letters", LARGE.values(), ids=LARGE)
def test_the_figure_leaves_room_for_the_words_that_tell_left_from_right(page: Page, letters: str) -> None:
    page.goto("/where/")
    page.evaluate(letters)
    words = page.locator(".side-front .whose span").evaluate_all(
        """(all) => all.map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          return range.getBoundingClientRect().toJSON(); })"""
    )
    shapes = page.locator(".side-front path").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().toJSON())"
    )
    covered = [
        (word, shape)
        for word in words
        for shape in shapes
        if shape["left"] < word["right"] and word["left"] < shape["right"]
        if shape["top"] < word["bottom"] and word["top"] < shape["bottom"]
    ]
    assert len(words) == 2
    assert covered == []


@pytest.mark.parametrize("letters", ["125", "150"])
def test_the_top_takes_one_row_with_a_lock_on_in_letters_that_were_chosen_here(spanish: Page, letters: str) -> None:
    spanish.goto("/")
    spanish.evaluate(f"document.documentElement.dataset.text = '{letters}'")
    parts = spanish.locator(":is(.brand, .flare-way, .lock-now button, .sos):visible").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().toJSON())"
    )
    assert len(parts) == 4
    assert max(part["top"] for part in parts) - min(part["top"] for part in parts) < 20
    assert min(min(part["width"], part["height"]) for part in parts) >= 44
    assert all(one["right"] <= other["left"] for one, other in pairwise(parts))
    assert spanish.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("letters", LARGE.values(), ids=LARGE)
def test_a_bag_says_what_is_left_below_its_label_where_beside_it_is_no_room(
    spanish: Page, alice: m.Person, letters: str
) -> None:
    m.Lot.objects.filter(person=alice).update(size={"amount": 250, "unit": "g"})
    spanish.goto("/products/")
    spanish.get_by_role("link", name="Green powder").first.click()
    spanish.wait_for_url("**/products/*-*/")
    facts = spanish.locator("dl.facts").filter(has_text="250").last
    lefts = "(one) => [...one.children].map((part) => Math.round(part.getBoundingClientRect().left))"
    assert len(set(facts.evaluate(lefts))) == 2  # beside it where there is
    spanish.evaluate(letters)
    assert len(set(facts.evaluate(lefts))) == 1
    assert spanish.evaluate(BROKEN) == []


@pytest.mark.parametrize("letters", LARGE.values(), ids=LARGE)
def test_no_button_is_narrower_than_its_words(spanish: Page, letters: str) -> None:
    for address in ("/", "/offline/"):
        spanish.goto(address)
        spanish.evaluate(letters)
        spanish.locator("main details").evaluate_all(OPEN_ALL)
        assert spanish.evaluate(SPILLS) == [], address
        assert spanish.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("letters", LARGE.values(), ids=LARGE)
def test_a_number_to_call_stands_in_one_line(spanish: Page, letters: str) -> None:
    lines = """(all) => all.map((one) => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size; })"""
    for country in ("ES", "CA", "PH"):  # ten figures, and the longest that we know
        spanish.goto(f"/emergency/?country={country}")
        spanish.evaluate(letters)
        assert set(spanish.locator("a.call").evaluate_all(lines)) == {1}, country
        assert spanish.evaluate("document.documentElement.scrollWidth") == 390


def test_an_amount_and_its_unit_stand_in_one_line_however_wide_it_is(page: Page, alice: m.Person) -> None:
    m.Lot.objects.filter(person=alice).update(size={"amount": 250, "unit": "g"})
    page.goto("/products/")
    page.get_by_role("link", name="Green powder").first.click()
    page.wait_for_url("**/products/*-*/")
    for address in (page.url, "/flare/taken/", "/"):
        page.goto(address)
        page.evaluate("document.documentElement.dataset.text = '150'")
        seen = set()
        for width in range(300, 400, 9):
            page.set_viewport_size({"width": width, "height": 844})
            told = page.evaluate(PARTED)
            assert [amount for amount, lines in told if lines > 1] == [], (address, width)
            seen |= {amount for amount, _lines in told}
        assert seen & {"2.5 g", "250 g"}, address
