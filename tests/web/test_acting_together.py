"""One red line on the pages of today while things that make sleepy act together, and none once they do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise.journal import models as m
from counterpoise.web.safety import cards, reviewing
from tests.web.test_findings_around_logging import HX, logged
from tests.web.test_profiles import let, switch

LINE = "Things that make you sleepy are acting together now. Do not stay alone."


def stack(person: m.Person, hours: float) -> None:
    """Xanax, leaf and 7-OH within an hour, the last so many hours ago."""
    for substance, before in (("xanax", 60), ("kratom", 30), ("7-OH", 0)):
        logged(person, substance, hours * 60 + before, 2, "mg")


@pytest.mark.parametrize("page", ["/", "/flare/", "/arrived/"])
def test_it_stays_at_every_load_with_whom_to_call(browser_of_alice: Client, alice: m.Person, page: str) -> None:
    stack(alice, 1)
    for _load in range(2):
        text = browser_of_alice.get(page).content.decode()
        assert text.count(LINE) == 1
        line = text[text.index(LINE) :].split("</div>")[0]
        assert 'href="/emergency/">Whom to call</a>' in line
        assert 'class="notice alarm"' in text[: text.index(LINE)][-60:]
    waits = "Safety: 3 things to talk to someone about today, 2 to bring up soon"
    assert waits in browser_of_alice.get("/").content.decode()


def test_it_ends_when_they_act_together_no_more(browser_of_alice: Client, alice: m.Person) -> None:
    stack(alice, 12.1)
    text = browser_of_alice.get("/").content.decode()
    assert "to talk to someone about today" in text, "it is told for a day"
    assert LINE not in text


def test_a_page_that_stands_open_learns_of_it_within_a_minute(browser_of_alice: Client, alice: m.Person) -> None:
    assert LINE not in browser_of_alice.get("/since/", headers=HX).content.decode()
    stack(alice, 1)
    text = browser_of_alice.get("/since/", headers=HX).content.decode()
    assert '<div id="together" hx-swap-oob="innerHTML"><div class="notice alarm">' in text
    m.Dose.objects.all().delete()
    gone = browser_of_alice.get("/since/", headers=HX).content.decode()
    assert '<div id="together" hx-swap-oob="innerHTML">' in gone, "and takes it away"


def test_what_was_set_aside_is_no_line_until_something_more_is_taken(browser_of_alice: Client, alice: m.Person) -> None:
    stack(alice, 1)
    urgent = [one for one in reviewing.standing(alice, timezone.now()).found if one.severity == "urgent"]
    for one in urgent:
        assert LINE in browser_of_alice.get("/").content.decode()
        browser_of_alice.post("/safety/aside/", {"mark": cards.mark(one)})
    assert LINE not in browser_of_alice.get("/").content.decode()
    logged(alice, "xanax", 0, 0.5, "mg")
    assert LINE in browser_of_alice.get("/").content.decode()


def test_beside_an_emergency_it_says_nothing_more(browser_of_alice: Client, alice: m.Person) -> None:
    stack(alice, 1)
    browser_of_alice.post("/effect/save/", {"kind": "slow_breathing"}, headers=HX)
    text = browser_of_alice.get("/").content.decode()
    assert "Call first. Then log." in text
    assert LINE not in text


def test_it_speaks_of_the_person_to_whoever_writes_for_them(
    enter: Callable[..., Client], alice: m.Person, bob: m.Person
) -> None:
    stack(alice, 1)
    client = enter(bob)
    consent = let(alice, bob)
    switch(client, consent)
    text, name = client.get("/").content.decode(), consent.person_name
    assert f"Things that make {name} sleepy are acting together now. {name} should not stay alone." in text
    assert LINE not in text


def test_rules_that_fail_leave_the_page(
    browser_of_alice: Client, alice: m.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(reviewing, "together_now", broken)
    assert browser_of_alice.get("/").status_code == 200
    assert browser_of_alice.get("/since/", headers=HX).status_code == 200


def test_how_the_line_is_counted_stands_only_where_it_is_unfolded(browser_of_alice: Client, alice: m.Person) -> None:
    stack(alice, 1)
    page = browser_of_alice.get("/safety/").content.decode()
    said = "We count from three kinds on. Pairs of them that should not meet are told beside it."
    before = page[: page.index(said)]
    assert page.count(said) == 1
    assert before.rindex("Who says so, and where the line is") > before.rindex("together they can slow the breathing")
