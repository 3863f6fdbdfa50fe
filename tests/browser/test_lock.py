"""The app lock and writing for somebody in a real browser: a passkey of a virtual authenticator, what is on screen."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from counterpoise.journal import app_lock, archive, consents
from counterpoise.journal import models as m
from counterpoise.web.lock import state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
WORDS = "seven wet umbrellas sing"


def authenticator(page: Page) -> Callable[[bool], None]:
    """A finger on this device, which may be the right one or not."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    key = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return lambda right: cdp.send(  # type: ignore[return-value]
        "WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": right}
    )


def test_a_passkey_is_added_locks_and_opens(
    enter: Open, alice: m.Person, screen: dict[str, Any], complaints: list[str]
) -> None:
    page = enter(alice, **screen)
    finger = authenticator(page)
    page.goto("/lock/")
    page.get_by_label("A name for it (if you like)").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Your recovery code, shown once")).to_be_visible()
    key = m.Passkey.objects.get()
    assert (key.person, key.label, key.rp_id) == (alice, "My phone", "localhost")
    before = archive.diary_digest(alice), archive.history_digest(alice)

    page.goto("/timeline/")
    page.get_by_role("button", name="Lock now").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert "Alice" not in page.content()
    expect(page.get_by_role("navigation")).to_have_count(0)
    finger(False)
    page.get_by_role("button", name="Open with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    finger(True)
    page.get_by_role("button", name="Open with a passkey").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_attached()
    assert (archive.diary_digest(alice), archive.history_digest(alice)) == before
    assert m.Passkey.objects.get().used_at is not None

    page.goto("/lock/")
    expect(page.get_by_role("button", name="Take the lock off")).to_have_count(0)
    finger(False)
    page.get_by_role("button", name="Go on with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    finger(True)
    page.get_by_role("button", name="Go on with a passkey").click()
    page.get_by_role("button", name="Take the lock off").click()
    expect(page.get_by_text("The lock is off.")).to_be_visible()
    assert (archive.diary_digest(alice), archive.history_digest(alice)) == before
    complaints[:] = [one for one in complaints if "403" not in one]  # the locked page says that it is closed


def test_a_passkey_is_asked_before_somebody_is_let_in(
    enter: Open, alice: m.Person, screen: dict[str, Any], small: Callable[[Page], list[str]]
) -> None:
    page = enter(alice, **screen)
    authenticator(page)
    page.goto("/lock/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Your recovery code, shown once")).to_be_visible()
    page.goto("/profiles/invite/")
    expect(page.get_by_role("heading", name="Let somebody write for me")).to_be_visible()
    expect(page.get_by_role("button", name="I agree")).to_have_count(0)
    assert small(page) == []
    page.get_by_role("button", name="Go on with a passkey").click()
    expect(page.get_by_role("button", name="I agree")).to_be_visible()


def test_a_slow_page_of_another_tab_does_not_open_what_was_locked(
    enter: Open, alice: m.Person, monkeypatch: pytest.MonkeyPatch, complaints: list[str]
) -> None:
    shut, begun, note = threading.Event(), threading.Event(), state.note_use

    def slowly(request: Any, *more: Any) -> None:
        note(request, *more)
        if request.path == "/timeline/":
            begun.set()
            assert shut.wait(60)

    app_lock.set_passphrase(alice, WORDS)
    page = enter(alice)
    page.goto("/")
    page.get_by_label("Passphrase").fill(WORDS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_attached()
    other = page.context.new_page()
    other.goto("/settings/")
    monkeypatch.setattr(state, "NOTED_EVERY", dt.timedelta())
    monkeypatch.setattr(state, "note_use", slowly)
    other.evaluate("setTimeout(() => { location.href = '/timeline/' }, 0)")
    assert begun.wait(60)
    page.get_by_role("button", name="Lock now").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    shut.set()
    expect(other.get_by_role("heading", name="Locked")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    complaints.clear()


def test_a_passphrase_by_keyboard_alone_and_back_where_one_was(
    enter: Open, alice: m.Person, complaints: list[str]
) -> None:
    app_lock.set_passphrase(alice, WORDS)
    page = enter(alice)
    page.goto("/timeline/")
    page.get_by_label("Passphrase").focus()
    page.keyboard.type("seven wet umbrellas")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is not the passphrase.")).to_be_visible()
    page.get_by_label("Passphrase").focus()
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline/")
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()
    complaints.clear()


def test_what_is_typed_is_shown_by_one_button_and_hidden_again(
    enter: Open, alice: m.Person, screen: dict[str, Any], small: Callable[[Page], list[str]], complaints: list[str]
) -> None:
    page = enter(alice, **screen)
    page.goto("/lock/")
    new, again = page.get_by_label("New passphrase"), page.get_by_label("Once more")
    show = page.get_by_role("button", name="Show what I type")
    expect(show).to_have_attribute("aria-pressed", "false")
    assert small(page) == []
    new.fill(WORDS)
    page.keyboard.press("Tab")
    expect(show).to_be_focused()
    page.keyboard.press("Space")
    expect(show).to_have_attribute("aria-pressed", "true")
    assert [one.get_attribute("type") for one in (new, again)] == ["text", "text"]
    assert [one.get_attribute("spellcheck") for one in (new, again)] == ["false", "false"]  # sent to nobody
    page.keyboard.press("Enter")
    expect(show).to_have_attribute("aria-pressed", "false")
    assert [one.get_attribute("type") for one in (new, again)] == ["password", "password"]
    expect(new).to_have_value(WORDS)
    show.click()
    again.fill(WORDS)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your recovery code, shown once")).to_be_visible()
    page.get_by_role("button", name="Lock now").first.click()
    opens = page.get_by_label("Passphrase")
    opens.fill(WORDS)
    page.get_by_role("button", name="Show what I type").click()
    expect(opens).to_have_attribute("type", "text")
    assert small(page) == []
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0)
    complaints[:] = [one for one in complaints if "403" not in one]  # the locked page says that it is closed


def test_without_scripts_there_is_no_button_that_does_nothing(enter: Open, alice: m.Person) -> None:
    page = enter(alice, java_script_enabled=False)
    page.goto("/lock/")
    expect(page.get_by_label("New passphrase")).to_be_visible()
    expect(page.get_by_role("button", name="Show what I type")).to_have_count(0)


def test_a_page_that_nobody_uses_goes_by_itself(
    enter: Open, alice: m.Person, monkeypatch: pytest.MonkeyPatch, complaints: list[str]
) -> None:
    app_lock.set_passphrase(alice, WORDS)
    m.AppLock.objects.update(minutes=5)
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    page = enter(alice)
    page.goto("/timeline/")
    page.get_by_label("Passphrase").fill(WORDS)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()
    page.wait_for_load_state("networkidle")  # nothing that the page still fetches finds the lock first
    now += dt.timedelta(minutes=6)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when it is looked at again
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert "Timeline" not in page.content()
    complaints.clear()


@pytest.fixture
def wrong(look_in_both: Callable[[Page], list[str]], small: Callable[[Page], list[str]]) -> Callable[[Page], list[str]]:
    """What axe finds and which targets are too small, in light and in dark."""

    def find(page: Page) -> list[str]:
        found = [*small(page), *look_in_both(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("scrolls sideways")
        return found

    return find


def test_where_one_writes_for_another_it_is_in_sight(
    enter: Open, alice: m.Person, screen: dict[str, Any], wrong: Callable[[Page], list[str]]
) -> None:
    anna = m.Person.objects.create(name="Anna", time_zone="UTC")
    said = m.CareCode(person=alice, person_name="Ruth", scope="whole", purpose="sore hands")
    consent = consents.accept(consents.invite(said, timezone.now()), anna, "my Anna", timezone.now())
    assert consent is not None
    page = enter(anna, **screen)
    page.goto("/profiles/")
    page.get_by_role("button", name="Write for Ruth", exact=True).click()
    band = page.get_by_text("You are writing for Ruth")
    for path in ("/", "/settings/", "/products/"):
        page.goto(path)
        expect(band).to_be_in_viewport()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(band).to_be_in_viewport()
        assert page.title().startswith("For Ruth · ")
        assert wrong(page) == [], path
    page.get_by_role("button", name="Back to my own diary").click()
    expect(band).to_have_count(0)


def test_the_locked_page_is_for_everybody(
    enter: Open,
    alice: m.Person,
    screen: dict[str, Any],
    wrong: Callable[[Page], list[str]],
    complaints: list[str],
) -> None:
    app_lock.set_passphrase(alice, WORDS)
    m.AppLock.objects.update(log_while_locked=True)
    before = m.Rating.objects.count()
    page = enter(alice, **screen)
    page.goto("/")
    assert wrong(page) == []
    page.get_by_role("button", name="7", exact=True).click()
    expect(page.get_by_text("Written down.")).to_be_visible()
    assert m.Rating.objects.count() == before + 1
    page.goto("/lock/open/code/")
    assert wrong(page) == []
    page.goto("/lock/open/")
    page.get_by_label("Passphrase").fill(WORDS)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()
    page.goto("/lock/")
    expect(page.get_by_label("Your present passphrase")).to_be_visible()
    assert wrong(page) == []
    page.get_by_label("Your present passphrase").fill(WORDS)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("button", name="Take the lock off")).to_be_visible()
    assert wrong(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    complaints.clear()
