"""Where parts meet that were made apart, in a real browser: no network, the lock, a bad day, the body map, a carer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from counterpoise import diary as d
from counterpoise.journal import consents, entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from tests.browser.conftest import IN_SIGHT, STILL
from tests.browser.phones import UNTIL, let_in, lock, says, waiting, without_network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
WORDS = "seven wet umbrellas sing"


ARRIVED = UNTIL.format("typeof outbox !== 'undefined' && !(await outbox.count())")
"""Sent from this page, or from the one before as soon as there was a network again."""


def test_a_bad_day_and_where_it_hurts_are_kept_without_a_network(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    before = len(diary(alice).ratings)
    page.goto("/flare/pain/")
    without_network(phone)
    page.locator("button[value='8']").click()
    says(page, "1 waits to be sent")
    phone.set_offline(False)
    says(page, "1 has arrived")
    page.goto("/where/")
    page.locator(".place-list summary").first.click()
    for place in ("head", "neck"):
        page.locator(f"#place-{place}").check()
    without_network(phone)
    page.locator("button[name=value][value='5']").click()
    says(page, "1 waits to be sent")
    phone.set_offline(False)
    says(page, "1 has arrived")
    assert [(one.value, one.places) for one in diary(alice).ratings[before:]] == [(8.0, None), (5.0, ("head", "neck"))]


def test_pain_with_places_corrected_without_a_network(phone: BrowserContext, alice: m.Person) -> None:
    now = timezone.now()
    row = entries.add(alice, d.Rating(at=now, measure="pain.now", value=6, places=("head", "neck")), now)
    page = let_in(phone, alice)
    page.goto(f"/entry/rating/{row.pk}/")
    without_network(phone)
    page.get_by_label("Note").fill("worse on the stairs")
    page.get_by_role("button", name="Save the correction").click()
    says(page, "1 waits to be sent")
    phone.set_offline(False)
    says(page, "1 has arrived")
    kept = next(one for one in diary(alice).ratings if one.id == row.source_id)
    assert (kept.note, kept.places) == ("worse on the stairs", ("head", "neck"))


@pytest.mark.parametrize("path", ["/", "/flare/pain/"])
def test_what_is_tapped_on_a_page_that_was_left_open_when_the_lock_shut(
    phone: BrowserContext, alice: m.Person, path: str
) -> None:
    page = let_in(phone, alice)
    lock(page)
    page.goto(path)
    before = len(diary(alice).ratings)
    assert phone.request.get("/lock/left/").ok
    m.AppLock.objects.update(generation="another")
    page.locator(".pad button[value='9']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    says(page, "1 waits; open the journal to send it")
    assert len(diary(alice).ratings) == before
    page.get_by_label("Passphrase").fill(WORDS)
    page.get_by_role("button", name="Open", exact=True).click()
    says(page, "1 has arrived")
    assert [one.value for one in diary(alice).ratings[before:]] == [9.0]


THERE = "typeof outbox !== 'undefined'"
"""The page asked may be one that is still loading."""


def writing_for(phone: BrowserContext, person: m.Person) -> tuple[m.Consent, Page]:
    """Anna, who may write for Ruth, as this person is called there, and does so on her phone."""
    anna = m.Person.objects.create(name="Anna", time_zone="UTC")
    said = m.CareCode(person=person, person_name="Ruth", scope="log", purpose="sore hands")
    consent = consents.accept(consents.invite(said, timezone.now()), anna, "my Anna", timezone.now())
    assert consent is not None
    page = let_in(phone, anna)
    page.goto("/profiles/")
    page.get_by_role("button", name="Write for Ruth", exact=True).click()
    page.evaluate(UNTIL.format(f"{THERE} && (await outbox.remembered('theirs')) === 'Ruth'"))
    page.evaluate(IN_SIGHT)
    page.evaluate(STILL)  # what it asks for by itself is there, and cannot be refused later
    return consent, page


def test_who_writes_for_somebody_sees_so_without_a_network(phone: BrowserContext, alice: m.Person) -> None:
    consent, page = writing_for(phone, alice)
    band = page.locator("#for-them")
    without_network(phone)
    page.goto("/flare/")
    expect(band).to_have_text("You are writing for Ruth")
    expect(page).to_have_title(re.compile("^For Ruth · "))
    said = page.locator("#main").inner_text() + " ".join(
        part.get_attribute("aria-label") or "" for part in page.locator("#main [role=group]").all()
    )
    for words in ("Ruth took something", "How bad is Ruth’s pain right now?", "Log a dose for Ruth"):
        assert words in said
    assert "the worst pain Ruth can imagine" in said
    assert re.findall(r"\b(?:your|I (?:took|can imagine))\b|how are you", said, re.I) == []
    page.locator("form[data-with-measure='pain.now'] button[value='3']").click()
    says(page, "1 waits to be sent")
    phone.set_offline(False)
    page.goto("/profiles/")
    page.evaluate(ARRIVED)
    page.goto("/arrived/")
    expect(page.get_by_text("by my Anna, a carer")).to_be_visible()
    assert (diary(alice).ratings[-1].value, diary(alice).ratings[-1].recorded_by) == (3.0, "carer")
    page.get_by_role("button", name="Back to my own diary").first.click()
    expect(page.get_by_text("You are writing for Ruth")).to_have_count(0)
    page.evaluate(UNTIL.format(f"{THERE} && (await outbox.remembered('theirs')) === false"))
    without_network(phone)
    page.goto("/timeline/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No network. You can write here.")
    expect(band).to_be_hidden()
    expect(page.locator("#your-own")).to_be_visible()
    assert waiting(page) == 0
    assert not m.Rating.objects.filter(person=consent.carer).exists()


def test_who_also_writes_for_somebody_is_told_whose_diary_it_is_without_a_network(
    phone: BrowserContext, alice: m.Person
) -> None:
    consent, page = writing_for(phone, alice)
    before = len(diary(alice).ratings)
    page.goto("/")
    without_network(phone)
    page.locator("form[data-called='Pain now'] button[value='2']").click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 2, for Ruth’s diary.")
    page.goto("/timeline/")
    expect(page.locator("#your-own")).to_be_hidden()
    phone.set_offline(False)
    page.goto("/profiles/")
    page.evaluate(ARRIVED)
    page.get_by_role("button", name="Back to my own diary").first.click()
    page.get_by_role("link", name="For myself").click()
    expect(page.locator(".band")).to_contain_text("Your own diary")
    page.evaluate(UNTIL.format(f"{THERE} && (await outbox.remembered('theirs')) === false"))
    without_network(phone)
    pain = page.locator("form[data-called='Pain now'] button[value='3']")
    pain.click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 3, for your own diary.")
    page.goto("/")
    expect(page.locator("#your-own")).to_contain_text("What you write here is for your own diary.")
    pain.click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 3, for your own diary.")
    phone.set_offline(False)
    page.goto("/profiles/")
    page.evaluate(ARRIVED)
    assert [one.value for one in m.Rating.objects.filter(person=consent.carer)] == [3.0, 3.0]
    assert len(diary(alice).ratings) == before + 1


def test_who_writes_for_nobody_is_told_nothing_of_it_without_a_network(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    page.evaluate(UNTIL.format(f"{THERE} && (await outbox.remembered('theirs')) === ''"))
    without_network(phone)
    page.goto("/timeline/")
    page.locator("form[data-called='Pain now'] button[value='3']").click()
    expect(page.locator("#toast")).to_contain_text("Kept on this device: Pain now 3. It is sent when")
    expect(page.locator("#your-own")).to_be_hidden()


@pytest.mark.parametrize("and_back", [False, True])
def test_a_tap_on_a_page_of_the_diary_before_is_said_not_to_be_saved(
    phone: BrowserContext, alice: m.Person, complaints: list[str], *, and_back: bool
) -> None:
    consent, page = writing_for(phone, alice)
    page.goto("/")
    before = len(diary(alice).ratings)
    other = phone.new_page()
    other.goto("/profiles/")
    other.get_by_role("button", name="Back to my own diary").first.click()
    expect(other.get_by_text("You are writing for Ruth")).to_have_count(0)
    if and_back:
        other.goto("/profiles/")
        other.get_by_role("button", name="Write for Ruth", exact=True).click()
        expect(other.get_by_text("You are writing for Ruth").first).to_be_visible()
    page.locator(".pad button[value='3']").first.click()
    why = "This form was open for too long" if and_back else "Nothing was saved: another diary was opened meanwhile."
    expect(page.locator("#toast")).to_contain_text(why)  # a curve may be drawn at the same time
    expect(page.get_by_text("You are writing for Ruth")).to_have_count(1 if and_back else 0)
    assert len(diary(alice).ratings) == before
    assert not m.Rating.objects.filter(person=consent.carer).exists()
    page.reload()
    expect(page.locator("#toast")).to_be_empty()
    assert page.evaluate("sessionStorage.getItem('counterpoise-void')") is None
    complaints.clear()  # the tap was refused, and the browser says so


def test_a_tap_after_the_consent_ended_is_told_of_once(
    phone: BrowserContext, alice: m.Person, complaints: list[str]
) -> None:
    """The page says that nothing was saved: no word beside it that asks to send it again."""
    consent, page = writing_for(phone, alice)
    page.goto("/")
    before = len(diary(alice).ratings)
    consents.end(consent, timezone.now())
    page.locator(".pad button[value='3']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You do not write for them any more")
    page.wait_for_function("sessionStorage.getItem('counterpoise-void') === null")
    expect(page.locator("#toast")).to_be_empty()
    page.goto("/flare/")  # as often as the page is lost on its way
    page.get_by_role("button", name="Go to my own diary").click()
    expect(page).to_have_title("Today · Counterpoise")
    assert len(diary(alice).ratings) == before
    complaints.clear()  # the tap was refused, and the browser says so


@pytest.mark.parametrize("to", ["their own", "the other's"])
def test_no_part_of_another_diary_comes_into_a_page_that_lay_open(
    phone: BrowserContext, alice: m.Person, to: str, complaints: list[str]
) -> None:
    """Changed over in another tab: a dose offered there would be that of one under the name of the other."""
    consent, page = writing_for(phone, alice)
    anna = consent.carer
    assert anna is not None
    entries.add(anna, d.Dose(at=timezone.now(), substance="kratom", amount=3.0, unit="g"), timezone.now())
    before = [len(diary(one).doses) for one in (alice, anna)]
    tab = phone.new_page()
    tab.goto("/profiles/")
    if to == "the other's":
        tab.get_by_role("button", name="Back to my own diary").first.click()
        page.goto("/")
        tab.goto("/profiles/")
        tab.get_by_role("button", name="Write for Ruth", exact=True).click()
    else:
        page.goto("/")
        tab.get_by_role("button", name="Back to my own diary").first.click()
    tab.wait_for_load_state()
    page.locator("#dose a[data-like]").first.click()
    told = "You are writing for Ruth" if to == "the other's" else "Your own diary"
    expect(page.get_by_text(told).first).to_be_visible()  # the page came anew, as that of the diary that is open
    assert [len(diary(one).doses) for one in (alice, anna)] == before
    complaints.clear()  # the part was refused, and the browser says so


def test_the_phone_writes_for_nobody_once_the_end_is_told(phone: BrowserContext, alice: m.Person) -> None:
    consent, page = writing_for(phone, alice)
    consents.end(consent, timezone.now())
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You do not write for them any more")
    page.evaluate(UNTIL.format("!(await outbox.remembered('theirs'))"))
    without_network(phone)
    page.goto("/timeline/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No network. You can write here.")
    expect(page.get_by_text("You are writing for Ruth")).to_be_hidden()


def test_what_waits_for_a_diary_that_is_closed_to_one_can_be_let_go(phone: BrowserContext, alice: m.Person) -> None:
    """An agreement ended while an entry waited: it reaches nobody's diary, and does not stand there for ever unsaid."""
    consent, page = writing_for(phone, alice)
    before = len(diary(alice).ratings)
    without_network(phone)
    page.goto("/")
    page.locator("form[data-with-measure='pain.now'] button[value='3']").click()
    says(page, "1 waits to be sent")
    consents.end(consent, timezone.now())
    phone.set_offline(False)
    page.goto("/arrived/")
    expect(page.get_by_text("it cannot be sent any more")).to_be_visible()
    says(page, "1 for another diary")
    page.get_by_role("link", name="See what waits here").click()
    why = page.get_by_text("1 entry for Ruth cannot be sent: you do not write for Ruth any more.")
    expect(why).to_be_visible()
    expect(page.get_by_text("They will not be sent any more")).to_be_hidden()
    delete = page.get_by_role("button", name=re.compile("^Delete from this device"))
    delete.press("Enter")  # what is said may lie over it
    expect(page.locator("#toast")).to_contain_text("1 entry was deleted from this device.")
    expect(page.locator("#waiting")).to_be_hidden()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(why).to_be_visible()
    assert waiting(page) == 1
    delete.press("Enter")  # what is said may lie over it
    expect(page.locator("#waiting")).to_be_hidden()
    assert waiting(page) == 0
    assert len(diary(alice).ratings) == before
    assert not m.Rating.objects.filter(person=consent.carer).exists()


def test_an_own_diary_that_is_empty_says_whose_it_is_and_offers_no_dose_again_without_a_network(
    phone: BrowserContext, alice: m.Person
) -> None:
    """Ruth has a usual dose; Anna, who writes for her, has none in her own diary."""
    _consent, page = writing_for(phone, alice)
    page.goto("/")
    page.evaluate(UNTIL.format(f"{THERE} && (await outbox.remembered('again'))?.for === pill.dataset.for"))
    assert page.evaluate("outbox.remembered('again')")["offered"] == ["usual", "last"]
    page.get_by_role("button", name="Back to my own diary").first.click()
    expect(page.get_by_role("link", name="For myself")).to_be_visible()
    page.evaluate(UNTIL.format(f"{THERE} && (await outbox.remembered('again'))?.for === pill.dataset.for"))
    without_network(phone)
    page.goto("/offline/")
    own = page.locator("#main > .band.own")
    expect(own).to_have_text("Your own diary")
    first = page.locator("#main > *:visible").first
    expect(first).to_have_text("Your own diary")
    expect(page.get_by_text("Something else, or another amount")).to_be_visible()
    expect(page.get_by_text("The same as usual", exact=True)).to_be_hidden()
    expect(page.get_by_text("The same as the last one", exact=True)).to_be_hidden()
