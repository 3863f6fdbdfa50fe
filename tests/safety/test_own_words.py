"""Grave signs of a file in the person's own words reach the rules."""

import datetime as dt

import pytest

from counterpoise.diary import Diary, Effect, Person
from counterpoise.knowledge.load import load
from counterpoise.safety.review import review

NOW = dt.datetime(2026, 5, 20, 17, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        *(
            (said, "emergency")
            for said in ("suicidal ideation", "want to die", "convulsion", "chest pains", "overdose")
        ),
        *((said, "emergency") for said in ("unconscious", "passed out", "slow-breathing", "can't breathe")),
        *((said, "urgent") for said in ("dark pee", "yellow eyes")),
    ],
)
def test_a_sign_in_other_words_is_the_sign(said: str, severity: str) -> None:
    effect = Effect(id="e", at=NOW - dt.timedelta(hours=1), kind=said)
    diary = Diary(person=Person(time_zone="UTC"), doses=(), ratings=(), effects=(effect,))
    assert {one.severity for one in review(diary, load(), NOW)} >= {severity}


def test_words_that_deny_a_sign_raise_nothing() -> None:
    effect = Effect(id="e", at=NOW - dt.timedelta(hours=1), kind="no seizures")
    diary = Diary(person=Person(time_zone="UTC"), doses=(), ratings=(), effects=(effect,))
    assert review(diary, load(), NOW) == ()
