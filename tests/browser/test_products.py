"""Bags as a person has them: written down with a thumb, a certificate dropped, a value put right, a dose from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
Look = Callable[[Page], list[str]]

SHEETS = Path(__file__).parents[1] / "supply" / "certificates"
POWDER = re.compile("^Powder$")
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach((part) => { part.open = true })"


@pytest.fixture
def wrong(look: Look, small: Look) -> Look:
    """What axe finds, targets that are too small, and whether the page scrolls sideways, with all unfolded."""

    def find(page: Page) -> list[str]:
        page.evaluate(OPEN_ALL)
        size = page.viewport_size
        found = [*small(page), *look(page), *(["scrolls sideways"] if page.evaluate(WIDER) else [])]
        if size is not None:
            page.set_viewport_size(size)
        return found

    return find


def headed(page: Page, name: str) -> None:
    """The page of this heading has come: looking sooner would look at the page that is being left."""
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def write_down(page: Page, name: str = "Red leaf") -> None:
    """Name, form, save: three touches and the name."""
    page.goto("/products/")
    page.get_by_role("link", name="Write down a bag").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.locator("label", has_text=POWDER).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def drop(page: Page, *names: str) -> None:
    page.get_by_role("link", name="Read a certificate").click()
    page.get_by_label("One file, or several").set_input_files([SHEETS / f"{name}.pdf" for name in names])
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/certificate/look/")


def test_a_bag_a_certificate_a_correction_and_a_dose_from_it(
    enter: Open, alice: m.Person, screen: dict[str, Any], wrong: Look
) -> None:
    page = enter(alice, **screen)
    write_down(page)
    assert wrong(page) == []
    drop(page, "larkspur-alkaloids")
    expect(page.get_by_role("heading", name="Look at what was read")).to_be_visible()
    line = page.locator("fieldset", has=page.get_by_text("Mitragynine", exact=True)).first
    line.get_by_role("link").click()
    box = page.locator(".sheet rect:target")
    expect(box).to_be_in_viewport()
    line.get_by_label("Result").fill("15.5")
    expect(line.get_by_text("Changed by you")).to_be_visible()
    expect(line.get_by_role("checkbox")).not_to_be_checked()
    line.get_by_role("checkbox").check()
    assert wrong(page) == []
    page.get_by_role("button", name="Save the ticked values and the file").click()
    expect(page.get_by_text("15.5 mg/g")).to_be_visible()
    assert wrong(page) == []
    lot = next(one for one in diary(alice).lots if one.certificates)
    assert next(one.value for one in lot.assays if one.analyte == "mitragynine") == 15.5
    page.get_by_role("link", name="Look at its pages").click()
    expect(page.get_by_role("img", name="Picture of page 1")).to_have_js_property("complete", True)
    assert wrong(page) == []
    page.go_back()
    page.get_by_role("link", name="Log a dose from it").click()
    assert page.get_by_label("How much", exact=True).input_value() == ""
    page.get_by_label("How much", exact=True).fill("2")
    page.get_by_role("button", name="5", exact=True).click()
    expect(page.get_by_text("Saved")).to_be_visible()
    assert diary(alice).doses[-1].lot == lot.id


def test_what_was_taken_over_is_taken_back_by_one_tap(enter: Open, alice: m.Person) -> None:
    page = enter(alice)
    write_down(page)
    drop(page, "larkspur-alkaloids")
    page.get_by_role("button", name="Save the ticked values and the file").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_visible()
    assert not any(one.certificates for one in diary(alice).lots)


def test_two_lots_a_value_that_is_not_sure_and_a_file_that_is_none(
    enter: Open, alice: m.Person, screen: dict[str, Any], wrong: Look, complaints: list[str]
) -> None:
    page = enter(alice, **screen, color_scheme="dark")
    write_down(page)
    drop(page, "tidewrack-two-lots", "mutation-missing-unit")
    page.get_by_role("link", name="lot MDW-0118").click()
    expect(page.get_by_role("link", name="lot MDW-0118")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Save the ticked values and the file").click()
    expect(page.get_by_text("mutation-missing-unit.pdf")).to_be_visible()
    expect(page.get_by_text("Please look:").first).to_be_visible()
    assert wrong(page) == []
    page.get_by_role("button", name="Do not take this file").click()
    page.get_by_role("link", name="Read a certificate").click()
    page.get_by_label("One file, or several").set_input_files(
        {"name": "note.pdf", "mimeType": "application/pdf", "buffer": b"a letter"}
    )
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    complaints[:] = [said for said in complaints if "422" not in said]
    assert wrong(page) == []
    page.get_by_role("link", name="Type a value").click()
    headed(page, "Type a value from a certificate")
    assert wrong(page) == []


def test_the_other_pages_of_a_bag(enter: Open, alice: m.Person, screen: dict[str, Any], wrong: Look) -> None:
    page = enter(alice, **screen)
    page.goto("/products/")
    page.get_by_role("link", name="Green powder").click()
    page.get_by_role("link", name="Weigh ten").click()
    headed(page, "Weigh ten, once")
    assert wrong(page) == []
    page.get_by_text("capsule", exact=True).click()
    page.get_by_label("What the scale shows, in grams").fill("0.5\n0.52\n0.48")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("0.5 g on average")).to_be_visible()
    page.get_by_role("link", name="Say how it is kept").click()
    headed(page, "How it is kept")
    assert wrong(page) == []
    page.get_by_text("airtight", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("As it should be.").first).to_be_visible()
    page.get_by_role("link", name="Correct", exact=True).first.click()
    headed(page, "Correct a bag")
    assert wrong(page) == []
    page.get_by_role("button", name="Delete this bag").click()
    expect(page.get_by_text("No bag is written down yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1, name="Green powder")).to_be_visible()


def test_it_works_without_javascript(enter: Open, alice: m.Person) -> None:
    page = enter(alice, java_script_enabled=False)
    write_down(page)
    drop(page, "larkspur-alkaloids")
    page.locator("a.crop").first.click()
    assert page.url.endswith("#box-0")
    page.get_by_role("button", name="Save the ticked values and the file").click()
    expect(page.get_by_role("link", name="Look at its pages")).to_be_visible()
