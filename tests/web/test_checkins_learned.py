"""The hours after a dose follow the person's own record: once it carries an answer, and once a week at the most."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import pytest

from counterpoise import assessment
from counterpoise import diary as d
from counterpoise.journal import checkins
from counterpoise.journal import models as m
from counterpoise.web.checkins import learning, reading

NOW = dt.datetime(2026, 5, 6, 16, 0, tzinfo=dt.UTC)
EMPTY = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=())


def told(**changes: Any) -> Any:
    return cast("Any", SimpleNamespace(**{"measure": "pain.now", "substance": "kratom", "relief_peak": 1.0} | changes))


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float]]:
    """What the posterior says, one after the other; what is asked for is taken out."""
    left = [(1.5, 6.0), (2.0, 7.0)]
    monkeypatch.setattr(assessment, "times_by_record", lambda *_given, **_named: left.pop(0))
    return left


def test_they_are_learned_and_used(alice: m.Person, times: list[tuple[float, float]]) -> None:
    learning.learn(alice, EMPTY, told(), NOW)
    row = checkins.kept(alice)
    assert reading.whose(alice, row, NOW).after_h == (1.5, 6.0)
    learning.learn(alice, EMPTY, told(), NOW + dt.timedelta(days=6))
    assert len(times) == 1
    learning.learn(alice, EMPTY, told(), NOW + dt.timedelta(days=7))
    assert reading.whose(alice, checkins.kept(alice), NOW).after_h == (2.0, 7.0)


@pytest.mark.parametrize("changes", [{"measure": "mood"}, {"substance": "caffeine"}, {"relief_peak": None}])
def test_without_an_answer_about_pain_and_leaf_nothing_is_learned(
    alice: m.Person, times: list[tuple[float, float]], changes: dict[str, Any]
) -> None:
    learning.learn(alice, EMPTY, told(**changes), NOW)
    assert len(times) == 2
    assert checkins.kept(alice) is None


def test_what_was_chosen_stays_when_times_are_learned(alice: m.Person, times: list[tuple[float, float]]) -> None:
    before = checkins.choose(alice, NOW, checkins.chosen(None)).chosen
    learning.learn(alice, EMPTY, told(), NOW)
    row = checkins.kept(alice)
    assert row is not None
    assert row.chosen == before
