"""Without a network: a usual dose that is tapped, what a tap kept taken back, and a bad day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, ViewportSize, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.browser.phones import let_in, says, waiting, without_network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 390, "height": 844}


def test_a_usual_dose_tapped_without_a_network_asks_for_its_pain_and_is_kept(
    phone: BrowserContext, alice: m.Person, look: Callable[[Page], list[str]], small: Callable[[Page], list[str]]
) -> None:
    page = let_in(phone, alice)
    page.set_viewport_size(PHONE)
    page.goto("/")
    before = diary(alice)
    without_network(phone)
    dose, usual = page.locator("#dose"), page.locator("#dose a", has_text="Kratom 2.5 g")
    usual.focus()
    page.keyboard.press("Enter")
    expect(dose.get_by_role("heading", name="Kratom 2.5 g")).to_be_focused()
    expect(dose).to_contain_text("Without a network no dose is checked.")
    assert page.url.split("?")[0].endswith("/")
    assert small(page) == []
    assert look(page) == []
    dose.get_by_role("button", name="Cancel").click()
    expect(usual).to_be_focused()
    assert waiting(page) == 0
    usual.click()
    dose.locator("label", has_text="sleep").click()
    dose.get_by_role("button", name="4", exact=True).click()
    says(page, "1 waits to be sent")
    expect(usual).to_be_visible()
    expect(dose.locator(".pad")).to_have_count(0)  # nothing invites to tap the same again
    usual.click()
    dose.get_by_role("button", name="Keep it without the pain").click()
    says(page, "2 wait to be sent")
    phone.set_offline(False)
    says(page, "2 have arrived")
    after = diary(alice)
    new = after.doses[len(before.doses) :]
    assert [(one.substance, one.amount, one.lot, one.reason) for one in new] == [
        ("kratom", 2.5, before.doses[0].lot, "sleep"),
        ("kratom", 2.5, before.doses[0].lot, None),
    ]
    assert [one.value for one in after.ratings[len(before.ratings) :]] == [4.0]
    assert [one.rating for one in new] == [after.ratings[-1].id, None]


def test_a_dose_tapped_before_the_network_is_back_is_sent_as_any_other(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    before = len(diary(alice).doses)
    without_network(phone)
    page.locator("#dose a", has_text="Kratom 2.5 g").click()
    expect(page.locator("#dose .pad")).to_be_visible()
    phone.set_offline(False)
    page.locator("#dose").get_by_role("button", name="4", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Saved: Pain now 4, Kratom 2.5 g")
    expect(page.locator("#dose a", has_text="Kratom 2.5 g")).to_be_visible()
    assert waiting(page) == 0
    assert len(diary(alice).doses) == before + 1


def test_what_a_tap_kept_is_taken_back_by_one_more(
    phone: BrowserContext, alice: m.Person, small: Callable[[Page], list[str]]
) -> None:
    page = let_in(phone, alice)
    page.set_viewport_size(PHONE)
    page.goto("/")
    before = [one.value for one in diary(alice).ratings]
    without_network(phone)
    page.locator("#rate-pain\\.now-9").click()
    says(page, "1 waits to be sent")
    page.locator("#rate-pain\\.now-3").click()
    says(page, "2 wait to be sent")
    undo = page.locator("#toast").get_by_role("button", name="Undo")
    assert small(page) == []
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_have_text("Undone: nothing of it is kept.")
    expect(page.locator("#main")).to_be_focused()
    says(page, "1 waits to be sent")
    page.goto("/")
    page.locator("#offline-shell").get_by_role("button", name="7", exact=True).first.click()
    says(page, "2 wait to be sent")
    undo.click()
    says(page, "1 waits to be sent")
    phone.set_offline(False)
    says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings] == [*before, 9.0]


def test_what_may_have_arrived_is_taken_back_in_the_journal_too(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    before = m.Rating.objects.filter(deleted_at=None).count()
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            lost.append(route.fetch().text())  # taken in, and the phone never hears of it
        route.abort()

    page.route("**/outbox/", lose)
    page.route("**/rate/", lose)
    page.locator("#rate-pain\\.now-9").click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 9")
    assert m.Rating.objects.filter(deleted_at=None).count() == before + 1
    assert len(lost) == 1
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("taken back there too")
    says(page, "1 waits to be sent")
    page.unroute("**/outbox/")
    page.evaluate("void sendWaiting()")
    says(page, "1 has arrived")
    assert m.Rating.objects.filter(deleted_at=None).count() == before


def test_what_was_sent_meanwhile_is_taken_back_in_the_journal(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    page.evaluate("sending")  # else the page itself may find it first, count it, and tell of two that arrived
    before = m.Rating.objects.filter(deleted_at=None).count()
    meanwhile = """async () => {
      const id = await outbox.keep(pill.dataset.key, pill.dataset.for, "rating", { measure: "pain.now", value: "9" });
      await outbox.send();
      sayKept({ id, diary: pill.dataset.for, key: pill.dataset.key });
      document.querySelector("#toast button").click(); // before the toast hears that it has arrived
    }"""
    page.evaluate(meanwhile)
    assert m.Rating.objects.filter(deleted_at=None).count() == before + 1
    expect(page.locator("#toast")).to_contain_text("taken back there too")
    says(page, "1 has arrived")
    assert m.Rating.objects.filter(deleted_at=None).count() == before


def test_the_toast_goes_once_what_it_speaks_of_has_arrived(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    without_network(phone)
    page.locator("#rate-pain\\.now-9").click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 9")
    page.locator("#toast button").focus()  # whoever stands there is not thrown out of the page, and it does not run out
    phone.set_offline(False)
    says(page, "1 has arrived")
    expect(page.locator("#toast")).to_contain_text("Arrived: Pain now 9")  # and no word of taking it back
    expect(page.locator("#toast button")).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()


def test_the_pill_leads_to_what_waits(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.set_viewport_size(PHONE)
    without_network(phone)
    page.goto("/")
    page.locator("#offline-shell").get_by_role("button", name="7", exact=True).first.click()
    says(page, "1 waits to be sent")
    title = page.get_by_role("heading", name="On this device")
    expect(title).not_to_be_in_viewport()
    page.locator("#waiting").click()
    expect(title).to_be_in_viewport()
    expect(page.locator("#waits")).to_be_focused()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 7")  # it is the same page
    page.goto("/arrived/")
    expect(title).to_be_in_viewport()


def test_a_bad_day_without_a_network_begins_with_the_three(
    phone: BrowserContext, alice: m.Person, look: Callable[[Page], list[str]], small: Callable[[Page], list[str]]
) -> None:
    page = let_in(phone, alice)
    page.set_viewport_size(PHONE)
    page.goto("/flare/pain/")
    before = diary(alice)
    without_network(phone)
    page.get_by_role("button", name="8", exact=True).click()
    page.wait_for_url("**/flare/")
    for name in ("How bad is it now", "I took something", "Get help"):
        button = page.locator("#first-three").get_by_role("link", name=name, exact=True)
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate("(one) => one.offsetHeight") >= 100
    page.evaluate("showToast('Said once they stand there', document.querySelector('#toast button'))")
    assert page.evaluate("scrollY") == 0  # the numbers below them may well be covered
    page.locator("#toast").get_by_role("button", name="Undo").click()  # what the page before kept
    expect(page.locator("#waiting")).to_be_hidden()
    page.get_by_role("link", name="How bad is it now").click()
    number = page.locator("#now").get_by_role("button", name="6", exact=True)
    expect(number).to_be_in_viewport(ratio=1)
    assert number.evaluate("(one) => Math.min(one.offsetWidth, one.offsetHeight)") >= 80
    number.click()
    says(page, "1 waits to be sent")
    page.get_by_role("link", name="I took something").click()
    expect(page.get_by_role("heading", name="Log a dose")).to_be_in_viewport()
    page.get_by_text("The same as usual", exact=True).click()
    explained = page.get_by_text("The journal knows which dose that is, and fills it in later.")
    last = page.get_by_text("The same as the last one", exact=True)
    assert explained.evaluate("(one) => one.getBoundingClientRect().top") > last.evaluate(
        "(one) => one.getBoundingClientRect().top"
    )
    page.locator("form:has(input[value=usual])").get_by_role("button", name="5", exact=True).click()
    says(page, "2 wait to be sent")
    assert small(page) == []
    assert look(page) == []
    page.get_by_role("link", name="Get help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Call first. Log later.")
    page.goto("/timeline/")
    expect(page.locator("#offline-shell")).to_be_visible()
    expect(page.locator("#first-three")).to_be_hidden()
    phone.set_offline(False)
    says(page, "2 have arrived")
    after = diary(alice)
    assert [one.value for one in after.ratings[len(before.ratings) :]] == [6.0, 5.0]
    assert [one.amount for one in after.doses[len(before.doses) :]] == [2.5]
