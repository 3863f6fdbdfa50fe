"""To which key, and for whom, what is written without a network is kept: after a backup was put back, on a full phone,
behind a lock; and what this journal cannot open, or not take, does not stand there unsaid or hold up the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from counterpoise import place
from counterpoise.journal import app_lock
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.access.links import mint
from counterpoise.web.offline import shell
from tests.browser.phones import READY, UNTIL, let_in, says, waiting, without_network
from tests.browser.test_where_features_meet import writing_for
from tests.web.locking import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CANNOT = "1 cannot be opened by this journal"
SHELL_KEY = '(await (await caches.match(\'/offline/\')).text()).match(/data-key="([^"]+)"/)[1]'
Exchange = Callable[[str], None]


@pytest.fixture
def exchange(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    """Put another secret in its place, as a backup that is put back or a new data folder does."""

    def exchange(secret: str) -> None:
        settings.SECRET_KEY = secret
        monkeypatch.setattr(place, "secret_key", lambda: secret)

    return exchange


def come_back(page: Page, person: m.Person) -> None:
    """Every session is over with the secret."""
    page.goto(f"/enter/{mint(person, timezone.now())}")
    page.evaluate(READY)
    page.evaluate("begin()")  # until what it knows of the diary is remembered


def write(page: Page, value: str) -> None:
    page.locator("#offline-shell").get_by_role("button", name=value, exact=True).first.click()


def test_nothing_is_locked_with_the_key_of_a_journal_before(
    phone: BrowserContext, alice: m.Person, exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    before = len(diary(alice).ratings)
    old = page.evaluate("pill.dataset.key")
    page.evaluate(UNTIL.format("(await caches.match('/offline/for'))"))
    exchange("of the backup that was put back")
    with monkeypatch.context() as patch:
        patch.setattr(shell, "MARK", "Not-Ours")  # the page to write on cannot be fetched anew, and is that of before
        come_back(page, alice)
        assert page.evaluate("pill.dataset.key") != old
        without_network(phone)
        page.goto("/")
        assert page.evaluate("pill.dataset.key") == old
        write(page, "9")
        says(page, "1 waits to be sent")
        phone.set_offline(False)
        says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [9.0]
    page.goto("/learn/")
    page.evaluate(UNTIL.format(f"{SHELL_KEY} === pill.dataset.key"))  # and now it is of this one


def test_what_waited_when_the_secret_was_exchanged_is_said_and_sent_once_it_is_back(
    phone: BrowserContext, alice: m.Person, exchange: Exchange
) -> None:
    exchange("the first")
    page = let_in(phone, alice)
    before = len(diary(alice).ratings)
    without_network(phone)
    page.goto("/")
    write(page, "6")
    says(page, "1 waits to be sent")
    page.evaluate("outbox.all().then(([one]) => outbox.putBack([{ ...one, tried: true }]))")  # it may have arrived
    exchange("the second")
    phone.set_offline(False)
    come_back(page, alice)
    says(page, CANNOT)
    page.goto("/offline/")
    expect(page.locator("#unreadable")).to_be_visible()
    expect(page.locator("#elsewhere")).to_be_hidden()
    expect(page.locator("#waits-count")).to_have_text(CANNOT)
    row = page.locator("#waits-list li")
    expect(row).to_contain_text("cannot be opened by this journal")
    row.get_by_role("button", name=re.compile("^Delete")).press("Enter")
    expect(row).to_have_count(0)  # nothing is sealed for a journal that is not here
    page.locator("#toast").get_by_role("button", name="Undo").press("Enter")
    expect(row).to_have_count(1)
    page.goto("/")
    page.locator("#waiting").click()
    card = page.get_by_role("region", name="What this journal cannot open")
    expect(card).to_contain_text("1 entry was locked on this device for another installation")
    expect(page.locator("#for-others")).to_be_hidden()
    card.get_by_text("Delete what cannot be opened").click()
    card.get_by_role("button", name=re.compile("^Delete from this device")).press("Enter")
    expect(card).to_be_hidden()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(card).to_be_visible()
    exchange("the first")
    come_back(page, alice)
    says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [6.0]


FULL = """{
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...said) {
    const asked = put.apply(this, said);
    if (localStorage.getItem("full")) this.transaction.abort();
    return asked;
  };
}"""
"""A phone that takes nothing new: what was asked for is given up, as where the storage is full."""


def test_on_a_full_phone_nothing_is_kept_for_the_diary_before(phone: BrowserContext, alice: m.Person) -> None:
    phone.add_init_script(FULL)
    consent, page = writing_for(phone, alice)
    page.goto("/profiles/")
    page.get_by_role("button", name="Back to my own diary").first.click()
    page.evaluate(UNTIL.format("typeof outbox !== 'undefined' && (await outbox.remembered('theirs')) === false"))
    page.goto("/profiles/")
    page.evaluate("localStorage.setItem('full', 'yes')")
    page.get_by_role("button", name="Write for Ruth", exact=True).click()
    expect(page.get_by_text("You are writing for Ruth").first).to_be_visible()
    page.evaluate("begin().catch(() => {})")
    page.evaluate("localStorage.removeItem('full')")
    without_network(phone)
    page.goto("/timeline/")
    write(page, "10")
    expect(page.locator("#toast")).to_contain_text("Not kept: open your diary on this device once with a network")
    assert waiting(page) == 0
    phone.set_offline(False)
    page.goto("/")  # there is room again
    page.evaluate("begin()")
    without_network(phone)
    page.goto("/timeline/")
    expect(page.locator("#for-them")).to_have_text("You are writing for Ruth")
    write(page, "9")
    phone.set_offline(False)
    page.evaluate(UNTIL.format("!(await outbox.count())"))
    assert diary(alice).ratings[-1].value == 9.0
    assert not m.Rating.objects.filter(person=consent.carer).exists()


def test_a_full_phone_that_knows_the_diary_already_goes_on_knowing_it(phone: BrowserContext, alice: m.Person) -> None:
    phone.add_init_script(FULL)
    page = let_in(phone, alice)
    page.evaluate("begin()")
    page.evaluate("localStorage.setItem('full', 'yes')")
    page.goto("/learn/")
    page.evaluate("begin()")
    assert page.evaluate("outbox.remembered('for')") == page.evaluate("pill.dataset.for")


def test_the_page_to_write_on_does_not_name_anybody_once_a_lock_is_shut(phone: BrowserContext, alice: m.Person) -> None:
    consent, page = writing_for(phone, alice)
    assert consent.carer is not None
    app_lock.set_passphrase(consent.carer, WORDS)  # in another browser
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    page.evaluate("begin()")
    page.goto("/offline/")
    expect(page.locator("#theirs")).to_be_visible()
    expect(page.locator("#for-them")).to_be_hidden()
    assert "Ruth" not in page.title() + page.locator("body").inner_text()
    write(page, "8")
    says(page, "1 waits; open the journal to send it")
    page.goto("/")
    page.get_by_label("Passphrase").fill(WORDS)
    page.get_by_role("button", name="Open", exact=True).click()
    page.evaluate(UNTIL.format("typeof outbox !== 'undefined' && !(await outbox.count())"))
    assert diary(alice).ratings[-1].value == 8.0


SPOILED = """async ({ size, flip }) => {
  const [one] = await outbox.all(), base = await new Promise((done) => {
    indexedDB.open("counterpoise", 1).onsuccess = (event) => done(event.target.result); });
  const sealed = new Uint8Array(size || one.sealed.length);
  sealed.set(one.sealed);
  if (flip) sealed[200] ^= 1;
  await new Promise((done) => {
    const change = base.transaction("waiting", "readwrite");
    change.objectStore("waiting").put({ ...one, sealed });
    change.oncomplete = done;
  });
  base.close();
}"""


@pytest.mark.parametrize("how", [{"flip": True}, {"size": 200_000}, {"size": 3_000_000}], ids=["flip", "much", "more"])
def test_what_the_journal_cannot_open_holds_nothing_up(
    phone: BrowserContext, alice: m.Person, how: dict[str, object]
) -> None:
    page = let_in(phone, alice)
    before = len(diary(alice).ratings)
    without_network(phone)
    page.goto("/")
    write(page, "2")
    says(page, "1 waits to be sent")
    page.evaluate(SPOILED, how)
    write(page, "3")
    says(page, "2 wait to be sent")
    phone.set_offline(False)
    says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [3.0]
    page.goto("/arrived/")
    says(page, CANNOT)
    expect(page.get_by_role("region", name="What this journal cannot open")).to_contain_text("damaged here")


def test_what_a_network_on_the_way_does_not_let_through_holds_nothing_up_and_waits(
    phone: BrowserContext, alice: m.Person
) -> None:
    page = let_in(phone, alice)
    before = len(diary(alice).ratings)
    without_network(phone)
    page.goto("/")
    for value in ("2", "3"):
        write(page, value)
    says(page, "2 wait to be sent")
    stopped: list[str] = []

    def too_large(route: Route) -> None:
        if route.request.method == "POST" and not stopped:
            stopped.append(route.request.url)
            route.fulfill(status=413, body="")
        else:
            route.continue_()

    page.route("**/outbox/", too_large)
    phone.set_offline(False)
    page.evaluate(UNTIL.format("(await outbox.count()) === 1"))
    assert [one.value for one in diary(alice).ratings[before:]] == [3.0]
    page.evaluate("sendWaiting()")
    says(page, "2 have arrived")
