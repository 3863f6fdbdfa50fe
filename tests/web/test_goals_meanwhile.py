"""Goals and plans that were changed elsewhere while a page lay open: what it did not show is not taken out by it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries, proposals
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary, record
from counterpoise.plans.proposal import Proposal
from counterpoise.web.today import saving
from tests.web.parsed import parsed
from tests.web.planned import AGREED, NEW, act, new_id, shown, today, undo, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(browser_of_alice: Client) -> m.Plan:
    write(browser_of_alice, goals="Walk\nCook")
    return m.Plan.objects.get()


def opened(client: Client, address: str) -> dict[str, Any]:
    """What the form at an address sends of goals."""
    page = client.get(address)
    (typed,) = (one for one in parsed(page.content.decode()).all("textarea") if one.attributes["name"] == "goals")
    return AGREED | {"id": new_id(), "goals": "".join(map(str, typed.inside)), "goals_shown": shown(page)}


def goals(person: m.Person) -> list[str]:
    return [goal.text for goal in diary(person).goals if goal.reached_on is None]


def add_elsewhere(person: m.Person, text: str = "Swim") -> None:
    entries.add(person, d.Goal(text=text), timezone.now())


@pytest.fixture(params=["corrected", "made", "accepted"])
def address(request: pytest.FixtureRequest, alice: m.Person, plan: m.Plan) -> str:
    """Every page with the form of a plan."""
    if request.param == "corrected":
        return f"/plan/{plan.pk}/"
    if request.param == "made":
        return NEW
    words = d.Plan(substance="kratom", direction="hold", from_=today(alice))
    said = Proposal(author="Dr Ng", role="doctor", said_at=timezone.now(), plan=words)
    return f"/share/said/{proposals.keep(alice, said, 'link', timezone.now()).pk}/accept/"


def test_a_goal_left_out_is_removed_and_comes_back_with_undo(
    browser_of_alice: Client, alice: m.Person, plan: m.Plan
) -> None:
    address = f"/plan/{plan.pk}/"
    answer = browser_of_alice.post(address, opened(browser_of_alice, address) | {"goals": "Walk"})
    assert goals(alice) == ["Walk"]
    undo(browser_of_alice, answer["Location"])
    assert goals(alice) == ["Walk", "Cook"]


def test_a_goal_that_the_page_did_not_show_stays(browser_of_alice: Client, alice: m.Person, address: str) -> None:
    old = opened(browser_of_alice, address)
    assert old["goals_shown"] == ["Walk", "Cook"]
    add_elsewhere(alice)
    assert browser_of_alice.post(address, old | {"goals": "Walk\nSleep"}).status_code == 302
    assert sorted(goals(alice)) == ["Sleep", "Swim", "Walk"]


def test_a_form_refused_meanwhile_has_still_not_shown_it(
    browser_of_alice: Client, alice: m.Person, address: str
) -> None:
    old = opened(browser_of_alice, address)
    add_elsewhere(alice)
    refused = browser_of_alice.post(address, old | {"goals": "Walk", "doses_per_day": "many"})
    assert refused.status_code == 422
    assert shown(refused) == ["Walk", "Cook"]
    browser_of_alice.post(address, old | {"goals": "Walk", "goals_shown": shown(refused)})
    assert sorted(goals(alice)) == ["Swim", "Walk"]


def test_a_goal_reached_or_taken_out_elsewhere_is_not_brought_back(
    browser_of_alice: Client, alice: m.Person, address: str
) -> None:
    old, now = opened(browser_of_alice, address), timezone.now()
    reached, out = (m.Goal.objects.get(text=text) for text in ("Walk", "Cook"))
    entries.change(reached, dataclasses.replace(record(reached), reached_on=today(alice)), now)
    entries.remove(out, now)
    assert browser_of_alice.post(address, old).status_code == 302
    assert goals(alice) == []
    assert [goal.text for goal in diary(alice).goals] == ["Walk"]  # reached, as it was said


def test_the_same_goal_from_two_pages_is_one(browser_of_alice: Client, alice: m.Person, address: str) -> None:
    old = opened(browser_of_alice, address)
    add_elsewhere(alice)
    browser_of_alice.post(address, old | {"goals": "Walk\nCook\nSwim"})
    assert sorted(goals(alice)) == ["Cook", "Swim", "Walk"]


def test_a_page_that_does_not_say_what_it_showed_takes_no_goal_out(
    browser_of_alice: Client, alice: m.Person, plan: m.Plan
) -> None:
    assert browser_of_alice.post(f"/plan/{plan.pk}/", AGREED | {"goals": ""}).status_code == 302
    assert goals(alice) == ["Walk", "Cook"]


def test_a_goal_of_two_lines_stays_until_one_of_them_is_left_out(
    browser_of_alice: Client, alice: m.Person, plan: m.Plan
) -> None:
    add_elsewhere(alice, "Swim\nin the lake")
    address = f"/plan/{plan.pk}/"
    browser_of_alice.post(address, opened(browser_of_alice, address))
    assert goals(alice) == ["Walk", "Cook", "Swim\nin the lake"]
    browser_of_alice.post(address, opened(browser_of_alice, address) | {"goals": "Walk\nCook\nSwim"})
    assert goals(alice) == ["Walk", "Cook", "Swim"]


def test_a_plan_that_goes_on_since_is_not_deleted_by_an_older_page(
    browser_of_alice: Client, alice: m.Person, plan: m.Plan
) -> None:
    entries.change(plan, dataclasses.replace(record(plan), from_=today(alice) - dt.timedelta(days=9)), timezone.now())
    act(browser_of_alice, plan.pk, "end")
    page = parsed(browser_of_alice.get("/plan/").content.decode())
    (button,) = (one for one in page.all("form") if one.attributes.get("action", "").endswith("/delete/"))
    old = {one.attributes["name"]: one.attributes["value"] for one in button.all("input")}
    act(browser_of_alice, plan.pk, "end", {"wanted": "goes_on"})
    answer = browser_of_alice.post(button.attributes["action"], old)
    assert answer["Location"].startswith("/plan/?done=behind")
    assert len(diary(alice).plans) == 1
    assert browser_of_alice.post(button.attributes["action"], {"seen": saving.seen([plan])}).status_code == 302
    assert diary(alice).plans == ()
