"""A diary taken along, put back beside itself, and erased with a proof, as somebody does it in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from counterpoise.journal import archive
from counterpoise.journal import models as m
from counterpoise.web.bring import holding

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def _folder() -> Iterator[None]:
    yield
    holding.sweep(None)


def test_take_along_put_back_and_erase(
    enter: Open,
    alice: m.Person,
    screen: dict[str, Any],
    look: Callable[[Page], list[str]],
    small: Callable[[Page], list[str]],
) -> None:
    page = enter(alice, **screen)
    page.goto("/settings/export/")
    assert (look(page), small(page)) == ([], [])
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the archive").click()
    file = download.value.path()

    page.get_by_role("link", name="Put an archive back").click()
    assert (look(page), small(page)) == ([], [])
    page.get_by_label("Archive").set_input_files(file)
    page.get_by_role("button", name="Check it and look").click()
    page.wait_for_url("**/put-back/look")
    expect(page.get_by_role("row", name="doses")).to_contain_text("28")
    assert (look(page), small(page)) == ([], [])
    page.get_by_label("What shall this diary be called here?").fill("Twin")
    page.get_by_role("button", name="Put it back").click()
    page.wait_for_url("**/put-back/done")
    expect(page.get_by_role("heading", name="It is back")).to_be_visible()
    assert (look(page), small(page)) == ([], [])
    twin = m.Person.objects.get(name="Twin")
    assert archive.diary_digest(twin) == archive.diary_digest(alice)

    page.goto("/settings/erase/")
    assert (look(page), small(page)) == ([], [])
    page.get_by_label("To make sure").fill("Alice")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", name="The diary is erased")).to_be_visible()
    expect(page.get_by_role("row", name="doses")).to_contain_text("28")
    assert (look(page), small(page)) == ([], [])
    assert list(m.Person.objects.values_list("name", flat=True)) == ["Twin"]
