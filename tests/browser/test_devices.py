"""A phone in the hand: the real program over TLS, paired in Chromium with a phone's screen, and ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, findings
from tests.browser.phones import READY, says, without_network
from tests.web import served
from tests.web.served import Served

pytestmark = pytest.mark.browser
Small = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("phone") / "data"
    served.prepared(folder, "Ruth", "Bob")
    started = served.serve(folder, served.free_port(), "--lan", "127.0.0.1")
    yield started
    started.stop()


@pytest.fixture
def opened(browser: Browser, running: Served) -> Iterator[Callable[..., BrowserContext]]:
    """Windows of the computer and of the phone. The phone takes the certificate as it is: Chromium has no list of its
    own to put an authority on, and test_network.py trusts it properly."""
    contexts: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        context = browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(60_000)  # a process of its own, with everything to load
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def computer(opened: Callable[..., BrowserContext], running: Served) -> Page:
    page = opened(base_url=running.here, **DESKTOP).new_page()
    page.goto(served.fresh_link(running, "Ruth"))
    return page


def fine(page: Page, small: Small) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    assert findings(page) + small(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def make_link(computer: Page, small: Small) -> str:
    computer.goto("/devices/")
    fine(computer, small)
    computer.get_by_role("button", name="Pair a phone").click()
    expect(computer.get_by_role("img", name=re.compile("opens the page that pairs"))).to_be_visible()
    fine(computer, small)
    return computer.get_by_label("The same as a link").input_value()


def knock(phone: Page, link: str, small: Small) -> str:
    """Scan the link; gives the number that the phone shows."""
    phone.goto(link)
    expect(phone).to_have_url(re.compile("/pair/$"))  # the secret is gone from the address
    fine(phone, small)
    phone.get_by_label("Name of this device").fill("Fold")
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("heading", name="Is it the same number?")).to_be_visible()
    fine(phone, small)
    return phone.locator(".code").inner_text()


def test_paired_by_a_number_and_ended_in_the_middle(
    computer: Page, opened: Callable[..., BrowserContext], running: Served, small: Small
) -> None:
    asked: list[str] = []
    phone = opened(base_url=running.there, ignore_https_errors=True, **PHONE).new_page()
    phone.on("request", lambda request: asked.append(request.url))
    link = make_link(computer, small)
    assert link.startswith(f"{running.there}/pair/#")
    number = knock(phone, link, small)
    assert [one for one in asked if link.partition("#")[2] in one.partition("#")[0]] == []
    expect(computer.locator("#waiting .code")).to_have_text(number)  # by itself
    fine(computer, small)
    computer.get_by_role("button", name=re.compile("^Yes, it is the same")).click()
    expect(computer.locator(".toast")).to_contain_text("Paired")
    expect(phone.get_by_role("heading", name="Log a dose")).to_be_visible()  # by itself, too
    assert phone.evaluate("document.cookie") == ""

    phone.goto("/devices/")
    expect(phone.get_by_text("(this one)")).to_be_visible()
    fine(phone, small)
    phone.goto("/settings/people/")
    expect(phone.get_by_role("heading", name="This is done at your computer")).to_be_visible()
    fine(phone, small)
    phone.goto("/")
    computer.goto("/devices/")
    fine(computer, small)
    computer.reload()
    end = computer.locator("button", has_text="End it")
    expect(end).to_have_count(1)
    expect(end).to_be_hidden()  # no phone is ended by one tap that slipped
    computer.locator("summary", has_text="End this pairing").click()
    expect(computer.get_by_text("Entries that wait unsent on it are lost with it.")).to_be_visible()
    end.click()
    expect(computer.locator(".toast")).to_contain_text("Ended")
    phone.get_by_role("button", name="7", exact=True).first.click()
    expect(phone.get_by_role("heading", name="This device is paired no more")).to_be_visible()
    fine(phone, small)
    assert served.database(running, "SELECT count(*) FROM journal_rating") == [[0]]
    phone.goto(link)
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("heading", name="This link is over")).to_be_visible()
    fine(phone, small)


def test_an_open_page_says_that_its_pairing_was_ended_while_it_sent(
    launch_browser: Callable[..., Browser], computer: Page, running: Served, small: Small
) -> None:
    browser = launch_browser(args=["--ignore-certificate-errors"])  # the worker, too, takes the certificate as it is
    phone = browser.new_context(base_url=running.there, ignore_https_errors=True, reduced_motion="reduce", **PHONE)
    phone.set_default_timeout(60_000)
    page = phone.new_page()
    knock(page, make_link(computer, small), small)
    computer.get_by_role("button", name=re.compile("^Yes, it is the same")).click()
    expect(page.get_by_role("heading", name="Log a dose")).to_be_visible()
    page.evaluate(READY)
    without_network(phone)
    page.goto("/timeline/")
    pad = page.locator("#offline-shell form").first
    pad.get_by_role("button", name="7", exact=True).click()
    says(page, "1 waits to be sent")
    computer.goto("/devices/")
    computer.locator("summary", has_text="End this pairing").click()
    computer.locator("button", has_text="End it").click()
    expect(computer.locator(".toast")).to_contain_text("Ended")
    phone.set_offline(False)
    says(page, "paired no more")
    expect(page.locator("#toast")).to_contain_text("what waited to be sent was deleted with the pairing")
    expect(page.locator("#waits-count")).to_have_text("Nothing is waiting on this device.")
    assert findings(page) + small(page) == []
    pad.get_by_role("button", name="3", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Nothing is kept here now")
    assert page.evaluate("outbox.count()") == 0
    page.locator("#waiting").click()
    expect(page.get_by_role("heading", name="This device is paired no more")).to_be_visible()
    browser.close()


def test_no_is_seen_on_the_phone(
    computer: Page, opened: Callable[..., BrowserContext], running: Served, small: Small
) -> None:
    phone = opened(base_url=running.there, ignore_https_errors=True, **PHONE).new_page()
    knock(phone, make_link(computer, small), small)
    computer.get_by_role("button", name=re.compile("^No")).click()
    expect(phone.get_by_role("heading", name="This device was not paired")).to_be_visible()
    fine(phone, small)


def test_without_scripts_it_is_done_by_hand(
    opened: Callable[..., BrowserContext], computer: Page, running: Served, small: Small
) -> None:
    link = make_link(computer, small)
    phone = opened(base_url=running.there, ignore_https_errors=True, java_script_enabled=False, **PHONE).new_page()
    phone.goto("/pair/")
    phone.get_by_label("The link, if you did not scan it").fill(link)
    phone.get_by_role("button", name="Go on").click()
    number = phone.locator(".code").inner_text()
    assert served.devices(running, "--person", "Ruth", "--pair", number).returncode == 0
    phone.get_by_role("link", name="I said yes on the computer").click()
    expect(phone.get_by_role("heading", name="Log a dose")).to_be_visible()


def test_a_browser_refuses_it_as_long_as_it_was_told_nothing(
    opened: Callable[..., BrowserContext], running: Served
) -> None:
    phone = opened(base_url=running.there, **PHONE).new_page()
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        phone.goto("/pair/")
