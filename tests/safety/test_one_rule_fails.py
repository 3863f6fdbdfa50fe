"""One group of rules that fails keeps none of the others from looking, and its failing is told without a value."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

import pytest

from counterpoise.diary import Diary, Effect, Person
from counterpoise.knowledge.load import load
from counterpoise.safety import not_looked, review
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding

NOW = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
SECRET = "tramadol 50 mg"
SIGN = Diary(person=Person(time_zone="UTC"), doses=(), ratings=(), effects=(Effect(id="e", at=NOW, kind="seizure"),))


def broken(case: Case) -> Iterator[Finding]:
    yield case.found("signs.fall", case.effects)
    raise ValueError(SECRET)


@pytest.mark.parametrize("place", range(len(review.RULES)))
def test_the_others_look_and_the_failing_is_told(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = list(review.RULES)
    topic = rules[place].__module__.rpartition(".")[2]
    monkeypatch.setattr(broken, "__module__", rules[place].__module__)
    rules[place] = broken
    monkeypatch.setattr(review, "RULES", tuple(rules))
    found = {one.rule: one for one in review.review(SIGN, load(), NOW)}
    assert ("signs.emergency_body" in found) == (topic != "signs")
    assert found[not_looked.NAME].cause == f"rules.not_looked:{topic}"
    assert found[not_looked.NAME].title.startswith("Not looked at: ")
    assert "signs.fall" not in found, "half a look is none"


def test_what_is_logged_names_the_place_and_no_value(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(review, "RULES", (broken,))
    with caplog.at_level(logging.ERROR):
        review.review(SIGN, load(), NOW)
    assert "ValueError at test_one_rule_fails.py:" in caplog.text
    assert SECRET not in caplog.text


def test_its_source_is_in_the_bibliography() -> None:
    assert set(not_looked.RULE.sources) <= set(load().bibliography)
