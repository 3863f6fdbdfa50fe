"""The commonest things take as few taps as the documentation says, on a phone. Seconds are measured, never asserted."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from counterpoise import diary as d
from counterpoise.checkins.chosen import Chosen, Round
from counterpoise.journal import checkins, entries
from counterpoise.journal import models as m
from tests.browser import taps
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
MIDNIGHT = dt.time(0)
QUIET = Chosen(after_dose=False, at_random=False, instruments={}, quiet_from=MIDNIGHT, quiet_to=MIDNIGHT)


@pytest.fixture
def early(alice: m.Person) -> m.Person:
    """Alice, where it is now past nine in the morning: what is asked depends on the clock. Nothing is asked of her."""
    ahead = (9 - timezone.now().hour + 12) % 24 - 12
    alice.time_zone = f"Etc/GMT{-ahead:+d}"  # the names of these zones have the sign the other way round
    alice.save()
    checkins.choose(alice, timezone.now(), QUIET)
    return alice


def prepared(person: m.Person, key: str) -> None:
    """What has to be asked of her, or to stand in her diary, before this can be done."""
    now = timezone.now()
    if key == "check-in":
        checkins.choose(person, now, dataclasses.replace(QUIET, after_dose=True))
        checkins.learn(person, (1.0, 4.0), now)
        entries.add(person, d.Dose(at=now - dt.timedelta(minutes=70), substance="kratom", amount=2.0, unit="g"), now)
    elif key == "morning":
        asked = Round(dt.time(8, 30), ("sleep.quality", "mood"))
        checkins.choose(person, now, dataclasses.replace(QUIET, morning=asked))
    elif key == "peg":
        checkins.choose(person, now, dataclasses.replace(QUIET, instruments={"peg": 7}))


def entries_of(person: m.Person) -> set[tuple[str, str, object]]:
    """Everything that stands in the diary, by kind, id and value."""
    kinds = (m.Dose, m.Rating, m.Effect, m.Questionnaire)
    rows = [row for kind in kinds for row in kind.objects.filter(person=person, deleted_at=None)]
    return {(type(row).__name__, str(row.pk), getattr(row, "value", None)) for row in rows}


UNCHANGED = {"helps", "report", "undo"}
"""What only reads, and what takes back an entry made after the first look."""


@pytest.mark.parametrize("task", taps.TASKS, ids=lambda task: task.key)
def test_it_takes_the_taps_that_are_told(
    enter: Open, early: m.Person, task: taps.Task, record_property: Callable[[str, Any], None]
) -> None:
    prepared(early, task.key)
    page = enter(early, **PHONE)
    before = entries_of(early)
    found = taps.measure(task, page)
    record_property(taps.PROPERTY, [task.key, *dataclasses.astuple(found)])
    changed = entries_of(early) != before
    assert changed == (task.key not in UNCHANGED)
    assert found.taps <= task.budget
    told = taps.told().get(task.name, "")
    run = "run: .venv/bin/python -m tests.browser.taps"
    assert told, run
    assert told == taps.row(task, dataclasses.replace(found, seconds=float(told.split(" | ")[4]))), run


def test_the_page_tells_these_tasks_in_their_order_and_nothing_else() -> None:
    rows = [line for line in taps.PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert [line.split(" | ")[0][2:] for line in rows[2:]] == [task.name for task in taps.TASKS]
