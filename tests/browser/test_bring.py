"""A file brought in: looked at, its columns named, saved, and the same file again adds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from counterpoise.journal import models as m
from counterpoise.web.bring import holding

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
TABLE = b"when,pain,melatonin\n2026-05-01 08:00,6,1\n2026-05-01 20:00,3,1\n2026-05-02 08:00,70,0\n"


@pytest.fixture(autouse=True)
def _folder() -> Iterator[None]:
    yield
    holding.sweep(None)


def give(page: Page, name: str, data: bytes) -> None:
    page.goto("/bring/")
    page.locator("#file").set_input_files(FilePayload(name=name, mimeType="text/csv", buffer=data))
    page.get_by_role("button", name="Look at it").click()


def named(page: Page) -> None:
    """Say what the columns of the table mean."""
    page.wait_for_url("**/bring/columns")
    column = page.get_by_role("group", name="melatonin")
    column.get_by_label("This column is").select_option("taken")
    column.get_by_label("Substance").fill("melatonin")
    column.get_by_label("Once a day").check()
    column.get_by_label("It was taken when the cell says").fill("1")
    page.get_by_role("group", name="pain").get_by_label("Highest number").fill("10")
    page.get_by_role("button", name="Look at it").click()
    page.wait_for_url("**/bring/look")


def test_a_table_is_named_looked_at_brought_in_and_not_again(
    enter: Open, alice: m.Person, screen: dict[str, Any], look: Callable[[Page], list[str]]
) -> None:
    page = enter(alice, **screen)
    give(page, "log.csv", TABLE)
    page.wait_for_url("**/bring/columns")
    assert look(page) == []
    expect(page.get_by_role("group", name="melatonin").get_by_label("Unit")).to_be_hidden()
    named(page)
    assert look(page) == []
    expect(page.get_by_role("heading", name="3 new records")).to_be_visible()
    expect(page.get_by_text("Not understood")).to_be_visible()
    page.get_by_role("button", name="Bring it in").click()
    page.wait_for_url("**/bring/")
    expect(page.get_by_role("status").filter(has_text="Brought in:")).to_contain_text("2 ratings, 1 dose")
    assert look(page) == []

    give(page, "log.csv", TABLE)
    named(page)
    expect(page.get_by_role("heading", name="0 new")).to_be_visible()
    expect(page.get_by_role("button", name="Bring it in")).to_have_count(0)

    page.goto("/bring/")
    page.get_by_role("button", name="Undo log.csv").click()
    expect(page.get_by_text("taken out again")).to_be_visible()


def test_a_file_that_cannot_be_read_is_said_at_once(
    enter: Open, alice: m.Person, screen: dict[str, Any], complaints: list[str]
) -> None:
    page = enter(alice, **screen)
    give(page, "photo.csv", b"\x89PNG\r\n")
    expect(page.get_by_role("alert")).to_contain_text("photo.csv: a PNG file")
    complaints.clear()  # the browser notes the refusal


def test_it_works_without_javascript(enter: Open, alice: m.Person) -> None:
    page = enter(alice, java_script_enabled=False)
    give(page, "log.csv", TABLE)
    named(page)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("It can be undone below")).to_be_visible()
