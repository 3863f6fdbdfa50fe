"""A network that hangs is no network: what is written is kept after a while, arrives once; no page waits for ever."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.offline import installable
from tests.browser.lines import Line
from tests.browser.phones import UNTIL, fill_in_ibuprofen, let_in, says, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HASTY = "{ const wait = setTimeout; setTimeout = (work, time) => wait(work, time === 12000 ? 500 : time); }"
"""What hangs is waited for half a second: while a page is on its way to the next, its clock cannot be moved."""
SHELL = "No network. You can write here."


def stop_clock(page: Page) -> None:
    """From here on time goes on by `later` alone: on a busy machine an answer takes as long as it takes."""
    page.evaluate("sending")
    page.clock.pause_at(timezone.now() + dt.timedelta(seconds=30))


def later(page: Page) -> None:
    """It is said that something is sent; then nobody is waited for any longer, and the clock goes on by itself."""
    page.clock.fast_forward(1500)
    expect(page.locator("#toast")).to_have_text("Sending …")
    page.clock.fast_forward(15_000)
    page.clock.resume()


class Hanging:
    """What gets no answer, until the end of the test."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def all(self, route: Route) -> None:
        self.routes.append(route)

    def sent(self, route: Route) -> None:
        """What is sent hangs on its way; what is asked for is answered."""
        if route.request.method == "POST":
            self.routes.append(route)
        else:
            route.continue_()

    def arrived(self, route: Route) -> None:
        """The journal takes in what is sent, and nobody hears of it."""
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
        self.sent(route)

    def looked(self, route: Route) -> None:
        """The question before a form is sent hangs."""
        if route.request.method == "HEAD":
            self.routes.append(route)
        else:
            route.continue_()


@pytest.fixture
def hanging(phone: BrowserContext) -> Iterator[Hanging]:
    hanging = Hanging()
    yield hanging
    for route in hanging.routes:
        with suppress(Error):  # its page has gone
            route.abort()


@pytest.mark.parametrize("arrived", [True, False], ids=["arrived", "lost"])
def test_a_rating_that_hangs_is_kept_and_is_there_once(
    phone: BrowserContext, hanging: Hanging, alice: m.Person, arrived: bool
) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    before = len(diary(alice).ratings)
    page.route("**/rate/", hanging.arrived if arrived else hanging.all)
    stop_clock(page)
    with page.expect_request("**/rate/"):
        page.locator("#rate-pain\\.now-9").click()
    later(page)
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 9")
    says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [9.0]


@pytest.mark.parametrize("hangs", ["HEAD", "POST"])
def test_a_dose_of_the_plain_form_that_hangs_is_kept_and_is_there_once(
    phone: BrowserContext, hanging: Hanging, alice: m.Person, hangs: str
) -> None:
    phone.add_init_script(HASTY)
    page = let_in(phone, alice)
    page.goto("/dose/new/")
    before = len(diary(alice).doses)
    fill_in_ibuprofen(page)
    if hangs == "HEAD":
        page.route("**/outbox/", hanging.looked)
    else:
        page.route("**/dose/new/", hanging.arrived)
    with page.expect_request(lambda request: request.method == hangs):
        page.get_by_role("button", name="Save without the pain").click(no_wait_after=True)
    expect(page).to_have_url(re.compile("/offline/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("No network|The network is back"))
    page.unroute_all()
    page.evaluate("void sendWaiting()")
    says(page, "1 has arrived")
    assert [(one.substance, one.amount) for one in diary(alice).doses[before:]] == [("ibuprofen", 400.0)]


def test_a_usual_dose_that_hangs_as_it_is_tapped_asks_for_its_pain_all_the_same(
    phone: BrowserContext, hanging: Hanging, alice: m.Person
) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    stop_clock(page)
    page.route("**/dose/again/**", hanging.all)
    page.locator("#dose a", has_text="Kratom 2.5 g").click()
    later(page)
    expect(page.locator("#dose").get_by_role("heading", name="Kratom 2.5 g")).to_be_focused()


def test_undo_is_kept_at_once_while_sending_hangs(phone: BrowserContext, hanging: Hanging, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    page.evaluate("sending")
    before = m.Rating.objects.filter(deleted_at=None).count()
    page.route("**/rate/", lambda route: route.abort())
    page.route("**/outbox/", hanging.sent)
    with page.expect_request(lambda request: request.url.endswith("/outbox/") and request.method == "POST"):
        page.locator("#rate-pain\\.now-6").click()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("taken back there too")
    assert page.evaluate("outbox.all().then((ones) => ones.map((one) => one.back))") == [True]
    page.unroute_all()
    page.goto("/timeline/")  # and whoever leaves the page loses nothing of it
    page.evaluate(UNTIL.format("!(await outbox.count())"))
    assert m.Rating.objects.filter(deleted_at=None).count() == before


def test_what_was_not_sent_yet_is_taken_out_at_once_behind_one_that_hangs(
    phone: BrowserContext, hanging: Hanging, alice: m.Person
) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    page.evaluate("sending")
    page.route("**/rate/", lambda route: route.abort())
    page.route("**/outbox/", hanging.sent)
    page.evaluate("outbox.keep(pill.dataset.key, pill.dataset.for, 'rating', {measure: 'mood', value: '6'})")
    with page.expect_request(lambda request: request.url.endswith("/outbox/") and request.method == "POST"):
        page.evaluate("void sendWaiting()")
    said = "{measure: 'pain.now', value: '9'}"
    page.evaluate(f"""outbox.keep(pill.dataset.key, pill.dataset.for, 'rating', {said})
      .then((id) => sayKept({{ id, diary: pill.dataset.for, key: pill.dataset.key }}))""")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_have_text("Undone: nothing of it is kept.")
    assert waiting(page) == 1


def test_sending_that_hangs_is_tried_again(phone: BrowserContext, hanging: Hanging, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    before = len(diary(alice).ratings)
    page.route("**/outbox/", hanging.arrived)
    page.evaluate("outbox.keep(pill.dataset.key, pill.dataset.for, 'rating', {measure: 'mood', value: '6'})")
    stop_clock(page)
    with page.expect_request(lambda request: request.url.endswith("/outbox/") and request.method == "POST"):
        page.evaluate("void sendWaiting()")
    page.clock.fast_forward(16_000)
    page.clock.resume()
    says(page, "1 waits to be sent")
    page.unroute_all()
    page.evaluate("void sendWaiting()")
    says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [6.0]


def test_a_page_that_nobody_answers_is_the_page_to_write_on(
    far: BrowserContext, line: Line, alice: m.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installable, "PATIENCE", 200)
    page = let_in(far, alice)
    line.held = "/"  # everything
    page.goto("/timeline/")
    expect(page.get_by_role("heading", level=1)).to_have_text(SHELL)
    page.goto("/emergency/")
    expect(page.get_by_role("link", name="911")).to_be_visible()


def test_a_page_that_is_worked_on_is_waited_for(
    far: BrowserContext, line: Line, alice: m.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal answers a small question meanwhile."""
    monkeypatch.setattr(installable, "PATIENCE", 1500)
    page = let_in(far, alice)
    page.wait_for_load_state("networkidle")  # the picture of Today is drawn by the same process, in the way
    another = far.new_page()
    line.held = "/timeline/"
    line.asked.clear()
    page.evaluate("setTimeout(() => location.assign('/timeline/'))")
    for _ in range(600):
        if sum("style.css" in path for path in line.asked) == 2:
            break
        another.evaluate("new Promise((done) => setTimeout(done, 50))")  # the browser goes on meanwhile
    assert page.url.endswith("/"), "it was not waited for"
    line.go_on()
    page.wait_for_url("**/timeline/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Timeline")


def test_the_numbers_of_an_emergency_are_shown_as_they_come(far: BrowserContext, line: Line) -> None:
    line.stalled = "/emergency/"
    page = far.new_page()
    page.goto("/emergency/", wait_until="commit")
    expect(page.get_by_role("link", name="911")).to_be_visible()
    page.evaluate(UNTIL.format("performance.getEntriesByType('paint').length"))
    assert page.evaluate("document.readyState") == "loading"
