"""What stays as it was: whose diary the page to write on is for, the pages that are kept, and a tap on an open page."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.access.links import mint
from counterpoise.web.offline import installable, shell
from tests.browser.phones import UNTIL, let_in, says, waiting, without_network
from tests.browser.test_where_features_meet import writing_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "form[action$='/profiles/back/'] button"
RUTH = "form[action$='/switch/'] button"


def switch(page: Page, button: str) -> None:
    """Another diary is opened, and the phone knows it."""
    page.goto("/")
    before = page.evaluate("pill.dataset.for")
    page.locator(button).first.click()
    page.evaluate(UNTIL.format(f"typeof pill !== 'undefined' && ![{before!r}, ''].includes(pill.dataset.for)"))
    page.evaluate(UNTIL.format("await outbox.remembered('for') === pill.dataset.for"))


@pytest.mark.parametrize(("first", "then"), [(RUTH, OWN), (OWN, RUTH)], ids=["hers", "own"])
def test_the_page_to_write_on_is_for_whom_it_says_whatever_is_opened_elsewhere(
    phone: BrowserContext, alice: m.Person, first: str, then: str
) -> None:
    consent, page = writing_for(phone, alice)
    anna = consent.carer
    assert anna is not None
    if first == OWN:
        switch(page, OWN)
    other = phone.new_page()
    other.goto("/")
    before = [len(diary(one).ratings) for one in (alice, anna)]
    without_network(phone)
    page.goto("/")
    band = page.locator("#for-them")
    expect(band).to_be_visible(visible=first == RUTH)
    phone.set_offline(False)
    switch(other, then)
    without_network(phone)
    page.locator("#offline-shell").get_by_role("button", name="9", exact=True).first.click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 9")
    expect(band).to_be_visible(visible=first == RUTH)
    phone.set_offline(False)
    other.goto("/")
    says(other, "1 for another diary")
    switch(other, first)
    other.evaluate(UNTIL.format("!(await outbox.count())"))
    after = [len(diary(one).ratings) for one in (alice, anna)]
    came = [now - was for now, was in zip(after, before, strict=True)]
    assert came == ([1, 0] if first == RUTH else [0, 1])


UPDATED = """async () => {
  const has = async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname);
  const names = (await caches.keys()).filter((name) => name.startsWith('counterpoise-'));
  return [names, (await Promise.all(names.map(has))).flat()];
}"""
UPDATE = """async () => {
  const here = await navigator.serviceWorker.ready, was = here.active;
  const found = await here.update().catch(() => null);
  const worker = found && (found.installing || found.waiting);
  if (worker) await new Promise((done) => { worker.onstatechange = () => {
    if (['activated', 'redundant'].includes(worker.state)) done(); }; });
  return navigator.serviceWorker.ready.then((now) => now.active !== was);
}"""


def test_an_update_that_cannot_fetch_the_pages_for_offline_keeps_those_that_are_there(
    phone: BrowserContext, alice: m.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = let_in(phone, alice)
    page.goto("/learn/")
    [old], _paths = page.evaluate(UPDATED)
    monkeypatch.setattr(installable, "__version__", "the next")
    monkeypatch.setattr(shell, "MARK", "Not-Ours")  # as the page of a hotel's network
    assert page.evaluate(UPDATE)
    [new], paths = page.evaluate(UPDATED)
    assert new != old
    assert {"/offline/", "/offline/emergency/"} < set(paths)
    assert "/offline/for" not in paths
    without_network(phone)
    page.goto("/")
    page.locator("#offline-shell").get_by_role("button", name="7", exact=True).first.click()
    says(page, "1 waits to be sent")  # with the files that it needs
    page.goto("/emergency/")
    expect(page.get_by_role("link", name="911")).to_be_visible()
    phone.set_offline(False)
    page.goto("/")
    assert "/offline/for" not in page.evaluate(UPDATED)[1]
    monkeypatch.undo()
    monkeypatch.setattr(installable, "__version__", "the next")
    page.goto("/")  # and tried again at the next page
    page.evaluate(UNTIL.format("(await caches.match('/offline/for'))"))


def test_without_any_page_for_offline_nothing_counts_as_installed(
    phone: BrowserContext, alice: m.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = let_in(phone, alice)
    page.goto("/learn/")
    [old], _paths = page.evaluate(UPDATED)
    page.evaluate("name => caches.open(name).then((cache) => cache.delete('/offline/'))", old)
    with monkeypatch.context() as patch:
        patch.setattr(installable, "__version__", "the next")
        patch.setattr(shell, "MARK", "Not-Ours")
        assert not page.evaluate(UPDATE)
        assert old in page.evaluate(UPDATED)[0]
        patch.setattr(shell, "MARK", "Counterpoise-Offline")
        assert page.evaluate(UPDATE)
        assert page.evaluate(UPDATED)[0] != [old]


def test_a_part_that_is_refused_does_not_take_the_page_from_under_a_tap(phone: BrowserContext, alice: m.Person) -> None:
    """What the page asks for by itself is refused first, while what was tapped is on its way: that is kept."""
    page = let_in(phone, alice)
    page.goto("/")
    page.evaluate("sending")
    before = len(diary(alice).ratings)
    phone.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    with page.expect_response("**/outbox/") as looked:
        page.evaluate(
            """() => {
              document.addEventListener("htmx:beforeSend", ({ detail }) => {
                if (detail.requestConfig.verb !== "post") return;
                const { xhr } = detail, send = xhr.send.bind(xhr);
                xhr.send = (body) => {
                  window.goOn = () => send(body);
                  htmx.ajax("GET", "/since/", { source: document.querySelector("[hx-get*=since]"), swap: "none" });
                };
              });
              document.querySelector(".pad button[value='9']").click();
            }"""
        )
    assert looked.value.status == 403  # of the part: what was tapped is still on its way
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate("goOn()")
    expect(page.get_by_role("heading", level=1)).to_have_text("This journal is locked")
    says(page, "1 waits; open the journal to send it")
    assert len(diary(alice).ratings) == before


@pytest.mark.parametrize("path", ["/", "/flare/pain/"])
@pytest.mark.parametrize("gone", ["session", "all"])
def test_a_tap_on_an_open_page_whose_session_has_ended_is_kept(
    phone: BrowserContext, alice: m.Person, path: str, gone: str
) -> None:
    page = let_in(phone, alice)
    page.goto(path)
    page.evaluate("sending")
    before = len(diary(alice).ratings)
    phone.clear_cookies(name=settings.SESSION_COOKIE_NAME if gone == "session" else None)
    page.locator(".pad button[value='9']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This journal is locked")
    says(page, "1 waits; open the journal to send it")
    expect(page.locator("#toast")).to_contain_text("1 waits; open the journal to send it")
    expect(page.locator("#toast").get_by_role("button", name="Undo")).to_be_visible()
    assert waiting(page) == 1
    page.goto(f"/enter/{mint(alice, timezone.now())}")
    says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [9.0]


def test_what_cannot_be_kept_where_the_session_has_ended_is_said_not_to_be_saved(
    phone: BrowserContext, alice: m.Person
) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    page.evaluate("void (outbox.keep = () => Promise.reject(new Error('a full phone')))")
    phone.clear_cookies()
    page.locator(".pad button[value='9']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This journal is locked")
    expect(page.locator("#toast")).to_contain_text("nothing was saved")
