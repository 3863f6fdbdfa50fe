"""A check-in in a real browser: few taps, a call that says nothing, and nobody else asked before it was agreed to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from counterpoise import diary as d
from counterpoise.checkins.chosen import Chosen
from counterpoise.journal import checkins, entries
from counterpoise.journal import models as m
from counterpoise.web import checkins as room
from tests import never
from tests.browser.phones import UNTIL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
WORDS = "A moment for your diary"
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map((one) => [one.title, one.body, one.tag, one.data])"""
WORKER = Path(room.__file__).parent / "static" / "checkins" / "push.js"


@pytest.fixture
def asked(alice: m.Person) -> m.Person:
    """Alice, with a question after a dose that began some minutes ago, at any hour."""
    quiet = dt.time(0)
    checkins.choose(alice, timezone.now(), Chosen(at_random=False, instruments={}, quiet_from=quiet, quiet_to=quiet))
    checkins.learn(alice, (1.0, 4.0), timezone.now())
    now = timezone.now()
    for row in m.Dose.objects.filter(person=alice, at__gte=now - dt.timedelta(days=2)):
        entries.remove(row, now)  # late in a day they would have used up what is asked in one
    entries.add(alice, d.Dose(at=now - dt.timedelta(minutes=70), substance="kratom", amount=2.0, unit="g"), now)
    return alice


def test_a_check_in_from_today_takes_two_taps(
    enter: Open, asked: m.Person, screen: dict[str, Any], look: Callable[[Page], list[str]]
) -> None:
    page = enter(asked, **screen)
    page.goto("/")
    taps = 0
    assert look(page) == []
    page.get_by_role("link", name="How is it now?").click()
    taps += 1
    expect(page.get_by_role("heading", level=1)).to_have_text("How bad is your pain right now?")
    assert look(page) == []
    page.get_by_role("button", name="4", exact=True).click()
    taps += 1
    expect(page.get_by_text("Thank you. That is all for now.")).to_be_visible()
    assert taps <= 3
    row = m.Rating.objects.filter(person=asked).latest("recorded_at")
    assert (row.value, row.prompt) == (4.0, "scheduled")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="How is it now?")).to_be_visible()


def test_it_can_be_left_out_with_one_tap(enter: Open, asked: m.Person) -> None:
    page = enter(asked)
    page.goto("/")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_role("heading", name="Logged today")).to_be_visible()
    expect(page.get_by_role("heading", name="A short check-in, if you like")).to_have_count(0)
    assert not m.Rating.objects.filter(person=asked, prompt="scheduled").exists()


@pytest.fixture(scope="module")
def browser(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """The whole Chromium: its lean build shows no notices."""
    opened = launch_browser()
    yield opened
    opened.close()


def called(context: BrowserContext, page: Page, origin: str) -> None:
    """Deliver a call without content to the worker, as the browser's maker would."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    devtools = context.new_cdp_session(page)
    seen: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: seen.extend(one["registrationId"] for one in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    while not seen:
        page.wait_for_timeout(20)
    devtools.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": seen[0], "data": ""})


def test_a_call_shows_words_that_name_nothing(enter: Open, asked: m.Person, live_server_address: str) -> None:
    page = enter(asked, service_workers="allow")
    page.goto("/")
    page.context.grant_permissions(["notifications"], origin=live_server_address)
    called(page.context, page, live_server_address)
    page.evaluate(UNTIL.format(f"(await ({SHOWN})()).length > 0"))
    assert page.evaluate(SHOWN) == [[WORDS, "", "moment", None]]
    called(page.context, page, live_server_address)
    assert len(page.evaluate(SHOWN)) == 1


def test_the_words_of_the_worker_are_none_that_must_never_be_said() -> None:
    text = WORKER.read_text(encoding="utf-8")
    said = dict(re.findall(r'\b(en|es): "([^"]+)"', text))
    assert said["en"] == WORDS
    assert [never.offences(words, language) for language, words in said.items()] == [[], []]
    assert re.findall(r"kratom|pain|dose|dolor|dosis|counterpoise", " ".join(said.values()), re.I) == []


def test_nothing_is_asked_of_a_browsers_maker_before_the_button_is_pressed(
    contexts: Callable[..., BrowserContext], enter: Open, asked: m.Person, live_server_address: str
) -> None:
    page = enter(asked, service_workers="allow")
    page.context.grant_permissions(["notifications"], origin=live_server_address)
    page.add_init_script(
        """window.asked = 0; PushManager.prototype.subscribe = async (options) => {
          window.asked += 1;
          if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error("how");
          return { endpoint: "https://fcm.googleapis.com/fcm/send/made-up" };
        };"""
    )
    page.goto("/checkin/settings/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.asked") == 0
    page.locator("summary", has_text="Reminders by your browser").click()
    page.get_by_role("button", name="I agree: call me by Google").click()
    expect(page.locator("summary", has_text="On, in 1 browser")).to_be_visible()
    assert m.PushSubscription.objects.get(person=asked).carrier == "google"
    page.locator("summary", has_text="On, in 1 browser").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("A browser called by Google")).to_have_count(0)


def test_the_settings_are_saved_and_the_address_is_shown_once(
    enter: Open, asked: m.Person, screen: dict[str, Any], look: Callable[[Page], list[str]]
) -> None:
    page = enter(asked, **screen)
    page.goto("/checkin/settings/")
    rounds = page.locator("summary", has_text="Morning and evening")
    expect(rounds).to_contain_text("Morning: nothing")
    rounds.click()
    page.get_by_role("group", name="In the morning").get_by_label("Sleep").check()
    page.get_by_role("button", name="Save").click()
    expect(rounds).to_contain_text("Morning: 1 question at 08:30")
    rounds.click()
    expect(page.get_by_role("group", name="In the morning").get_by_label("Sleep")).to_be_checked()
    page.locator("summary", has_text="Reminders by your calendar").click()
    page.get_by_role("button", name="Make a secret address").click()
    expect(page.get_by_label("Address for your calendar")).to_have_value(re.compile(r"/calendar/[\w-]{43}\.ics$"))
    assert look(page) == []


def test_what_is_ticked_and_not_saved_yet_is_saved_with_the_address(enter: Open, asked: m.Person) -> None:
    page = enter(asked, java_script_enabled=False)
    page.goto("/checkin/settings/")
    page.get_by_label("Once a day at a random time").check()
    page.locator("summary", has_text="Reminders by your calendar").click()
    page.get_by_role("button", name="Make a secret address").click()
    expect(page.get_by_label("Address for your calendar")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_label("Once a day at a random time")).to_be_checked()
    page.get_by_label("Quiet from").evaluate("one => one.closest('details').open = true")
    page.get_by_label("Quiet from").fill("21:15")
    page.get_by_label("Quiet until").fill("07:00")
    page.get_by_label("Quiet until").press("Enter")
    expect(page.locator("summary", has_text="Quiet hours")).to_contain_text("21:15")
    assert m.CalendarFeed.objects.filter(person=asked).exists(), "Enter saves, and ends no address"
