"""A proposed plan that says less than the one before it: what falls away is shown, and the person decides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries, proposals
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.plans import words
from counterpoise.plans.proposal import Proposal
from tests.web.parsed import parsed
from tests.web.planned import g, today

pytestmark = pytest.mark.django_db
DOWN = {"direction": "down", "substance": "Kratom", "start": "2 g", "agreed_with": "Dr Ng", "who": "doctor"}


@pytest.fixture
def before(alice: m.Person) -> d.Plan:
    """All that a plan can say, and a step since."""
    day = today(alice)
    plan = d.Plan(
        id="old",
        substance="kratom",
        direction="hold",
        agreed_with="Dr Old (doctor)",
        from_=day - dt.timedelta(days=30),
        start=g(3),
        step_percent=10.0,
        steps=(d.PlanStep(on=day - dt.timedelta(days=3), kind="down", amount=g(2.5), doses_per_day=3),),
        min_days_per_step=14,
        ceiling_per_dose=g(3),
        ceiling_per_day=g(8),
        doses_per_day=4,
        hours_between=4.0,
        dose_free_days=("Sun",),
        meaningful_change=2.0,
        review_on=day + dt.timedelta(days=20),
        benefit_by=day - dt.timedelta(days=1),
        withdrawal_days=("Mon", "Thu"),
        hold_at=5.0,
        stop_if=("Yellow eyes", "No better by summer"),
        note="old-note",
    )
    entries.add(alice, plan, timezone.now())
    return plan


def proposed(alice: m.Person, via: proposals.Via = "link", **more: Any) -> str:
    usual: dict[str, Any] = {"substance": "kratom", "direction": "down", "from_": today(alice), "start": g(2)}
    plan = d.Plan(**(usual | more))
    words = Proposal(author="Dr Ng", role="doctor", said_at=timezone.now(), plan=plan)
    return f"/share/said/{proposals.keep(alice, words, via, timezone.now()).pk}/accept/"


def boxes(answer: Any) -> dict[str, bool]:
    """What would fall away, and whether it is ticked to be kept."""
    found = [one.attributes for one in parsed(answer.content.decode()).all()]
    return {one["value"]: "checked" in one for one in found if one.get("name") == "keep"}


def weighed(answer: Any, *keep: str, **more: Any) -> dict[str, Any]:
    return DOWN | {"weighed": list(boxes(answer)), "keep": list(keep)} | more


@pytest.mark.parametrize("via", ["link", "file"])
def test_field_by_field_what_would_fall_away_is_shown_and_the_safer_is_ticked(
    browser_of_alice: Client, alice: m.Person, before: d.Plan, via: proposals.Via
) -> None:
    answer = browser_of_alice.get(proposed(alice, via))
    limits = ("ceiling_per_dose", "ceiling_per_day", "doses_per_day", "hours_between", "dose_free_days", "hold_at")
    more = ("step", "min_days_per_step", "meaningful_change", "withdrawal_days", "note", "review_on")
    assert boxes(answer) == dict.fromkeys(("stop_if", *limits), True) | dict.fromkeys(more, False)
    text = " ".join(parsed(answer.content.decode()).text.split())
    assert "Day of the review: 20" not in text, "a day stands in words"
    for said in ("Yellow eyes; No better by summer", "least: 4", "dose: Sunday", "at most: 3", "Monday, Thursday"):
        assert said in text, said


def test_what_is_ticked_stays_and_what_is_not_falls_away(
    browser_of_alice: Client, alice: m.Person, before: d.Plan
) -> None:
    path = proposed(alice, stop_if=("Falls",))
    form = browser_of_alice.get(path)
    sent = weighed(form, "stop_if", "ceiling_per_day", "hours_between", "dose_free_days", stop_if="Falls")
    assert browser_of_alice.post(path, sent)["Location"].startswith("/plan/?done=saved")
    (_old, new) = diary(alice).plans
    assert new.stop_if == ("Falls", "Yellow eyes", "No better by summer")
    assert (new.ceiling_per_day, new.hours_between, new.dose_free_days) == (g(8), 4.0, ("Sun",))
    assert (new.ceiling_per_dose, new.doses_per_day, new.hold_at, new.note) == (None, None, None, None)
    assert m.Proposal.objects.get(person=alice).state == "changed"


def test_nothing_falls_away_that_was_not_shown(browser_of_alice: Client, alice: m.Person, before: d.Plan) -> None:
    path = proposed(alice, hours_between=6.0)
    form = browser_of_alice.get(path)
    assert "hours_between" not in boxes(form)
    answer = browser_of_alice.post(path, weighed(form))  # the hours were cleared on the way
    assert answer.status_code == 422
    assert boxes(answer)["hours_between"] is True
    assert boxes(answer)["stop_if"] is False, "what was decided stays decided"
    assert "would fall away, and save again" in answer.content.decode()
    assert len(diary(alice).plans) == 1
    browser_of_alice.post(path, weighed(answer))
    assert diary(alice).plans[-1].hours_between is None


def test_a_form_that_was_never_shown_is_asked_first(browser_of_alice: Client, alice: m.Person, before: d.Plan) -> None:
    answer = browser_of_alice.post(proposed(alice), DOWN)
    assert answer.status_code == 422
    assert len(boxes(answer)) == 13
    assert len(diary(alice).plans) == 1


def test_what_was_kept_does_not_hide_what_it_does_not_fit(
    browser_of_alice: Client, alice: m.Person, before: d.Plan
) -> None:
    """A start above the most that is kept is refused, and the kept amount then stands in its field."""
    path = proposed(alice)
    answer = browser_of_alice.post(path, weighed(browser_of_alice.get(path), "ceiling_per_dose", start="5 g"))
    assert answer.status_code == 422
    assert "5 g is more than 3 g" in answer.content.decode()
    assert "ceiling_per_dose" not in boxes(answer)
    assert 'value="3 g"' in answer.content.decode()


def test_without_a_plan_before_nothing_is_asked(browser_of_alice: Client, alice: m.Person) -> None:
    path = proposed(alice)
    assert boxes(browser_of_alice.get(path)) == {}
    assert browser_of_alice.post(path, DOWN)["Location"].startswith("/plan/?done=saved")


def test_a_plan_for_something_else_takes_the_place_of_none(
    browser_of_alice: Client, alice: m.Person, before: d.Plan
) -> None:
    assert boxes(browser_of_alice.get(proposed(alice, substance="ibuprofen"))) == {}


def test_one_that_stays_as_it_is_keeps_the_amount_in_force(
    browser_of_alice: Client, alice: m.Person, before: d.Plan
) -> None:
    answer = browser_of_alice.get(proposed(alice, direction="hold", start=None))
    assert boxes(answer)["start"] is True
    assert "2.5 g" in answer.content.decode()


def test_a_plan_that_begins_in_between_is_the_one_that_would_fall_away(
    browser_of_alice: Client, alice: m.Person, before: d.Plan
) -> None:
    day = today(alice)
    entries.add(
        alice,
        d.Plan(
            id="next",
            substance="kratom",
            direction="hold",
            agreed_with="Dr Old (doctor)",
            from_=day + dt.timedelta(days=10),
            start=g(2.5),
            ceiling_per_day=g(7),
            stop_if=("Falls",),
        ),
        timezone.now(),
    )
    later = browser_of_alice.get(proposed(alice, from_=day + dt.timedelta(days=20)))
    assert boxes(later) == {"stop_if": True, "ceiling_per_day": True}
    text = " ".join(parsed(later.content.decode()).text.split())
    assert "Falls" in text
    assert "Saving this ends the plan in force: staying as it is, agreed with Dr Old (doctor)." in text
    assert f"Saving this ends the plan that begins on {words.day(day + dt.timedelta(days=10))}: " in text
    at_once = browser_of_alice.get(proposed(alice))
    text = parsed(at_once.content.decode()).text
    assert "Yellow eyes" in text
    assert "the plan that begins on" not in text
