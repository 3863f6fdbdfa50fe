"""A link in the hand: made, opened in another browser, answered there, and the answer accepted with a change."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal import proposals, sharing
from counterpoise.journal.diaries import diary
from counterpoise.web.share import limit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
Look = Callable[[Page], list[str]]


@pytest.fixture(autouse=True)
def fresh_door() -> None:
    limit.AT_THE_DOOR.forget()


def make_link(page: Page, look: Look, small: Look) -> str:
    page.goto("/share/")
    page.get_by_role("link", name="Make a link").click()
    page.get_by_label("For whom is it?").fill("Dr Ng")
    page.get_by_role("checkbox", name="Blood tests").uncheck()
    assert look(page) + small(page) == []
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", name="The link, shown once")).to_be_visible()
    assert look(page) + small(page) == []
    return page.get_by_label("For Dr Ng").input_value()


def write_back(his: Page, look: Look, small: Look) -> None:
    his.get_by_role("link", name="Write something").click()
    his.get_by_label("Your name").fill("Dr Ng")
    his.locator("label", has_text="a doctor").click()
    his.get_by_label("What do you want to say?").fill("Let us go down slowly.")
    his.get_by_text("Propose a plan").click()
    his.locator("label", has_text="going down").click()
    his.get_by_label("Amount of a dose at the start").fill("2.5 g")
    his.get_by_label("Size of one step").fill("10 %")
    his.locator("summary", has_text="More").click()
    assert look(his) + small(his) == []
    his.get_by_role("button", name="Pass it on").click()
    expect(his.get_by_role("heading", name="It was passed on")).to_be_visible()
    assert look(his) + small(his) == []


def accept_with_a_change(hers: Page, look: Look, small: Look) -> None:
    hers.goto("/")
    expect(hers.get_by_text("Dr Ng (doctor) wrote to you")).to_be_visible()
    hers.get_by_role("link", name="Read it").click()
    expect(hers.get_by_text("Let us go down slowly.")).to_be_visible()
    assert look(hers) + small(hers) == []
    hers.get_by_role("link", name="Look at it as a plan, and change it").click()
    expect(hers.get_by_label("Size of one step")).to_have_value("10 %")
    hers.get_by_label("Size of one step").fill("5 %")
    hers.locator("label", has=hers.locator("input[name=who][value=doctor]")).click()  # nobody is taken at their word
    assert look(hers) + small(hers) == []
    hers.get_by_role("button", name="Make it my plan").click()
    expect(hers.get_by_role("heading", name="Your plan")).to_be_visible()


def test_from_the_link_to_the_plan(  # noqa: PLR0917 - fixtures
    enter: Open,
    contexts: Callable[..., BrowserContext],
    alice: m.Person,
    screen: dict[str, Any],
    look: Look,
    small: Look,
    complaints: list[str],
) -> None:
    hers = enter(alice, **screen)
    link = make_link(hers, look, small)
    his = contexts(**screen).new_page()
    asked: list[Any] = []
    his.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - no builtin is taken
    his.goto(link)
    expect(his.get_by_role("heading", name="Report for a visit")).to_be_visible()
    secret = link.partition("#")[2]
    assert secret not in his.url
    assert [one.url for one in asked if secret in one.url.partition("#")[0]] == []
    assert not any(one.headers.get("referer") for one in asked)
    assert his.evaluate("document.cookie") == ""
    expect(his.locator("section", has=his.get_by_role("heading", name="Blood tests"))).to_contain_text("eft out")
    for picture in his.locator(".chart img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(image) => image.naturalWidth") > 200
    assert look(his) + small(his) == []
    assert not his.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    write_back(his, look, small)
    assert diary(alice).plans == ()
    accept_with_a_change(hers, look, small)
    (plan,) = diary(alice).plans
    assert (plan.step_percent, plan.agreed_with) == (5.0, "Dr Ng (doctor)")
    assert plan.start == d.Quantity(amount=2.5, unit="g")
    assert proposals.of(alice).get().state == "changed"

    hers.goto("/share/")
    assert look(hers) + small(hers) == []
    hers.get_by_role("link", name=re.compile("^Every use of it")).click()
    expect(hers.get_by_text("read the report").first).to_be_visible()
    assert look(hers) + small(hers) == []
    hers.get_by_role("button", name=re.compile("^Close this link")).click()
    expect(hers.get_by_text("No link works at the moment.")).to_be_visible()
    his.get_by_role("link", name="Back to the report").click()
    expect(his.get_by_role("heading", name="Nothing is open here")).to_be_visible()
    assert look(his) + small(his) == []
    complaints.clear()  # the browser notes the refusal


def test_without_scripts_the_link_is_pasted(  # noqa: PLR0917 - fixtures
    enter: Open,
    contexts: Callable[..., BrowserContext],
    alice: m.Person,
    look: Look,
    small: Look,
    complaints: list[str],
) -> None:
    link = make_link(enter(alice), look, small)
    his = contexts(java_script_enabled=False).new_page()
    his.goto(link)
    his.get_by_label("Link, or the part of it behind #").fill(link)
    his.get_by_role("button", name="Open it").click()
    expect(his.get_by_role("heading", name="Report for a visit")).to_be_visible()
    his.get_by_role("button", name="Close").click()
    expect(his.get_by_role("heading", name="Closed")).to_be_visible()
    his.go_back()
    expect(his.get_by_role("heading", name="Report for a visit")).to_have_count(0)
    assert [view.page for view in sharing.views(sharing.all_of(alice).get())][-1] == "opened"
    complaints.clear()
