"""What is no answer of the journal is no network: the word of a proxy, the login page of a network, a fault."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.headers import OURS
from tests.browser.lines import Line
from tests.browser.phones import fill_in_ibuprofen, let_in, says, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOGIN = "<!doctype html><html><body><h1>Sign in please</h1><form><input name=user></form></body></html>"
SHELL = "No network. You can write here."
WORDS = (500, 502, 503, 504, 401, 403, 200)
"""With these something on the way may answer: that nobody is there, or its login page."""


def says_instead(status: int, *, ours: bool = False) -> Callable[[Route], None]:
    headers = {OURS: "1"} if ours else {}
    return lambda route: route.fulfill(status=status, body=LOGIN, content_type="text/html", headers=headers)


def raw(status: str, *headers: str) -> str:
    head = (f"HTTP/1.1 {status}", "Content-Type: text/html", f"Content-Length: {len(LOGIN)}", *headers, "", LOGIN)
    return "\r\n".join(head)


def test_a_tap_that_only_a_proxy_answers_is_kept_and_the_scale_stays(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    before = len(diary(alice).ratings)
    page.route("**/outbox/", says_instead(502))
    for value, status in enumerate(WORDS):
        page.route("**/rate/", says_instead(status))
        page.locator(f"#rate-pain\\.now-{value}").click()
        expect(page.locator("#toast")).to_contain_text(f"Kept on this device: Pain now {value}.")
        expect(page.get_by_text("Sign in please")).to_have_count(0)
    assert waiting(page) == len(WORDS)
    page.unroute_all()
    page.evaluate("void sendWaiting()")
    says(page, f"{len(WORDS)} have arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [float(value) for value in range(len(WORDS))]


def test_a_tap_that_the_journal_saved_and_a_proxy_lost_is_there_once(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    before = len(diary(alice).ratings)

    def lose(route: Route) -> None:
        route.fetch()
        says_instead(504)(route)

    page.route("**/rate/", lose)
    page.locator("#rate-pain\\.now-9").click()
    says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [9.0]


def test_what_the_journal_could_not_save_is_kept_until_it_can(phone: BrowserContext, alice: m.Person) -> None:
    """As with a full disk there: its own word, and nothing was taken in."""
    page = let_in(phone, alice)
    page.goto("/")
    before = len(diary(alice).ratings)
    page.route("**/rate/", says_instead(503, ours=True))
    page.route(
        "**/outbox/",
        lambda route: says_instead(503, ours=True)(route) if route.request.method == "POST" else route.continue_(),
    )
    page.locator("#rate-pain\\.now-9").click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 9.")
    says(page, "1 waits to be sent")
    page.unroute_all()
    page.evaluate("void sendWaiting()")
    says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [9.0]


def test_a_usual_dose_that_only_a_proxy_answers_asks_for_its_pain_all_the_same(
    phone: BrowserContext, alice: m.Person
) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    page.route("**/dose/again/**", says_instead(200))
    page.locator("#dose a", has_text="Kratom 2.5 g").click()
    expect(page.locator("#dose").get_by_role("heading", name="Kratom 2.5 g")).to_be_focused()


def test_a_plain_form_before_which_a_login_page_stands_is_kept(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/dose/new/")
    before = len(diary(alice).doses)
    fill_in_ibuprofen(page)
    page.route("**/outbox/", says_instead(200))
    page.route("**/dose/new/", says_instead(200))
    page.get_by_role("button", name="Save without the pain").click(no_wait_after=True)
    expect(page).to_have_url(re.compile("/offline/$"))
    page.unroute_all()
    page.evaluate("void sendWaiting()")
    says(page, "1 has arrived")
    assert [(one.substance, one.amount) for one in diary(alice).doses[before:]] == [("ibuprofen", 400.0)]


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_before_the_numbers_of_an_emergency_comes_nothing_but_the_journals_own_page(
    far: BrowserContext, line: Line, alice: m.Person
) -> None:
    page = let_in(far, alice)
    elsewhere = raw("302 Found", "Location: /login/")
    words = (raw("503 Service Unavailable"), raw("500 Oh", f"{OURS}: 1"), raw("200 OK"), raw("403 No"), elsewhere)
    for line.instead in words:
        page.goto("/emergency/")
        expect(page.get_by_role("link", name="911")).to_be_visible()


def test_the_page_to_write_on_takes_the_place_of_a_proxys_word_that_nobody_is_there(
    far: BrowserContext, line: Line, alice: m.Person
) -> None:
    page = let_in(far, alice)
    for line.instead in (raw("503 Service Unavailable"), raw("500 Oh")):
        page.goto("/timeline/")
        assert heading(page) == SHELL
    for line.instead in (raw("200 OK"), raw("401 Who"), raw("500 Oh", f"{OURS}: 1")):  # whoever has to log in there can
        page.goto("/timeline/")
        assert heading(page) == "Sign in please"
