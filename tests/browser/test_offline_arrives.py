"""What was written without a network arrives: the page that stands open says it by name and is not old; and what still
waits can be taken out again, by its time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.browser.phones import let_in, says, waiting, without_network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE: ViewportSize = {"width": 390, "height": 844}
USUAL = "form:has(input[value=usual])"


def test_what_arrives_stands_on_today_at_once_and_is_named(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.set_viewport_size(PHONE)
    page.goto("/")
    expect(page.locator("#since")).to_contain_text("3 h 0 min since kratom 2.5 g")
    without_network(phone)
    page.locator("#dose a", has_text="Kratom 2.5 g").click()
    page.locator("#dose").get_by_role("button", name="4", exact=True).click()
    says(page, "1 waits to be sent")
    page.evaluate("window.same = true")
    phone.set_offline(False)
    says(page, "1 has arrived")
    expect(page.locator("#toast")).to_contain_text(re.compile(r"Arrived: Kratom 2.5 g, pain 4, \d\d:\d\d"))
    newest = page.locator("#log .log:not(.open) li").first
    expect(newest).to_contain_text("Kratom 2.5 g")
    expect(newest).to_contain_text("pain 4")
    expect(page.locator("#since")).not_to_contain_text("3 h")
    assert page.evaluate("window.same"), "what somebody writes on the page stays"


def test_another_page_that_stands_open_is_not_old_either(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    other = phone.new_page()
    other.goto("/learn/")
    other.evaluate("outbox.keep(pill.dataset.key, pill.dataset.for, 'rating', {measure: 'mood', value: '6'})")
    other.evaluate("void sendWaiting()")
    says(other, "1 has arrived")
    expect(page.locator("#toast")).to_contain_text("Arrived: Mood 6")
    expect(page.locator("#log")).to_contain_text("Mood 6")


def test_what_needs_a_look_is_said_on_today_at_once(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    without_network(phone)
    page.evaluate("outbox.keep(pill.dataset.key, pill.dataset.for, 'rating', {measure: 'pain.now', value: '11'})")
    page.evaluate("tellWaiting()")
    says(page, "1 waits to be sent")
    phone.set_offline(False)
    says(page, "1 has arrived and needs a look")
    expect(page.locator("#by-phone")).to_contain_text("1 entry needs a look.")


def test_a_page_of_the_record_comes_anew_and_says_what_arrived(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    today = timezone.now().astimezone(diary(alice).ratings[-1].at.tzinfo).date().isoformat()
    page.goto(f"/day/{today}/")
    without_network(phone)
    page.evaluate("outbox.keep(pill.dataset.key, pill.dataset.for, 'rating', {measure: 'mood', value: '6'})")
    page.evaluate("tellWaiting()")
    says(page, "1 waits to be sent")
    phone.set_offline(False)
    expect(page.locator("#toast")).to_contain_text("Arrived: Mood 6")
    expect(page.locator(".day")).to_contain_text("Mood 6")
    assert page.evaluate("sessionStorage.getItem('counterpoise-arrived')") is None


def test_a_page_on_which_something_is_written_stays(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/plan/")
    page.evaluate("""() => { window.same = true;
      document.getElementById("main").insertAdjacentHTML("beforeend", "<textarea id='typed'></textarea>"); }""")
    page.locator("#typed").fill("half a sentence")
    without_network(phone)
    page.evaluate("outbox.keep(pill.dataset.key, pill.dataset.for, 'rating', {measure: 'mood', value: '6'})")
    phone.set_offline(False)
    page.evaluate("void sendWaiting()")
    expect(page.locator("#toast")).to_contain_text("Arrived: Mood 6")
    assert page.evaluate("window.same")


def test_what_waits_is_listed_by_its_time_and_each_can_be_deleted(
    phone: BrowserContext, alice: m.Person, look: Callable[[Page], list[str]], small: Callable[[Page], list[str]]
) -> None:
    page = let_in(phone, alice)
    page.set_viewport_size(PHONE)
    without_network(phone)
    page.goto("/")
    shell = page.locator("#offline-shell")
    shell.get_by_role("button", name="7", exact=True).first.click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 7.")
    panel = page.locator(f"details:has(> {USUAL})")
    panel.locator("summary").first.click()
    panel.get_by_role("button", name="4", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: The same as usual, pain 4.")
    expect(panel).not_to_have_attribute("open", "")  # nothing invites to tap the same again
    expect(panel.locator("summary").first).to_be_focused()
    lines = page.locator("#waits-list li")
    expect(lines).to_have_count(2)
    expect(lines.first).to_have_text(re.compile(r"^\d\d:\d\dDelete: \d\d:\d\d$"))
    assert small(page) == []
    assert look(page) == []
    lines.first.get_by_role("button").click()
    expect(page.locator("#toast")).to_contain_text("Deleted")
    expect(lines).to_have_count(1)
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(lines).to_have_count(2)
    lines.last.get_by_role("button").click()
    says(page, "1 waits to be sent")
    before = diary(alice)
    phone.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")  # which a page that was looked at does not hear
    says(page, "1 has arrived")
    after = diary(alice)
    assert [one.value for one in after.ratings[len(before.ratings) :]] == [7.0]
    assert len(after.doses) == len(before.doses)


def test_what_may_have_arrived_is_deleted_there_too(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    without_network(phone)
    page.goto("/")
    page.evaluate("""outbox.keep(pill.dataset.key, "", "rating", {}, null, true).then(() => tellWaiting())""")
    page.locator("#waits-list").get_by_role("button", name="Delete").click()
    expect(page.locator("#toast")).to_contain_text("taken back there too")
    expect(page.locator("#waits-list li")).to_contain_text("takes something back")
    expect(page.locator("#waits-list").get_by_role("button")).to_have_count(0)
    assert waiting(page) == 1


def test_as_usual_is_offered_where_there_is_such_a_dose(phone: BrowserContext, alice: m.Person) -> None:
    m.Dose.objects.filter(person=alice).delete()
    page = let_in(phone, alice)
    page.goto("/")
    without_network(phone)
    page.goto("/timeline/")
    expect(page.get_by_text("“The same as usual” appears here once")).to_be_visible()
    for name in ("usual", "last"):
        expect(page.locator(f"[data-again={name}]")).to_be_hidden()
    page.get_by_text("Something else, or another amount").click()
    form = page.locator("form:has([name=substance])")
    form.get_by_label("What", exact=True).fill("Kratom")
    form.get_by_role("button", name="Keep it without the pain").click()
    expect(page.locator("[data-again=last]")).to_be_visible()
    expect(page.locator("[data-again=usual]")).to_be_hidden()


def test_the_page_for_offline_looks_as_it_was_chosen(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/settings/look/")
    page.locator("label:has([value=dark])").click()
    page.locator("label:has([value='150'])").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.evaluate("""async () => {
      const kept = async () => (await caches.match("/offline/"))?.text();
      while (!(await kept())?.includes('data-theme="dark"')) await new Promise(requestAnimationFrame);
    }""")
    without_network(phone)
    page.goto("/")
    expect(page.locator("#offline-shell")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-text", "150")


def test_on_a_bad_day_what_is_said_covers_no_number(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.set_viewport_size(PHONE)
    without_network(phone)
    page.goto("/flare/")
    page.get_by_role("link", name="How bad is it now").click()
    page.locator("#now").get_by_role("button", name="9", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Pain now 9")
    for name in ("How bad is it now", "I took something", "Get help"):
        expect(page.locator("#first-three").get_by_role("link", name=name, exact=True)).to_be_in_viewport(ratio=1)
    covered = """(one) => { const box = one.getBoundingClientRect();
      return document.elementFromPoint(box.x + box.width / 2, box.bottom - 4).closest("#toast") !== null; }"""
    for part in page.locator("#first-three a").all():
        assert not part.evaluate(covered)
    page.get_by_role("link", name="How bad is it now").click()
    expect(page.locator("#toast")).to_contain_text("Pain now 9")  # still there
    for part in page.locator("#now .pad button").all():
        assert not part.evaluate(covered)


def test_a_slip_of_ten_is_asked_about_on_today_once_it_has_arrived(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.goto("/")
    ibuprofen = {"substance": "Ibuprofen", "unit": "mg"}
    keeps = "said => outbox.keep(pill.dataset.key, pill.dataset.for, 'dose', said).then(() => sendWaiting())"
    page.evaluate(keeps, ibuprofen | {"amount": "500"})
    says(page, "1 has arrived")
    expect(page.locator("#log")).to_contain_text("Ibuprofen 500 mg")
    expect(page.locator("#by-phone")).to_have_text("")
    without_network(phone)
    page.evaluate(keeps, ibuprofen | {"amount": "5000"})
    says(page, "1 waits to be sent")
    phone.set_offline(False)
    asked = page.locator("#by-phone")
    expect(asked.get_by_role("heading", name="Is this right? 5000 mg")).to_be_visible()
    expect(asked.get_by_role("link", name="Correct the amount")).to_be_visible()
    page.goto("/arrived/")
    expect(page.get_by_role("heading", name="Is this right? 5000 mg")).to_be_visible()
    page.goto("/")
    asked.get_by_role("button", name="It is right").click()
    expect(page).to_have_url(re.compile("/$"))
    expect(asked).to_have_text("")
