"""Records that no model expects: each gets an answer in whole numbers, none a crash."""

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from counterpoise.assessment import assess
from counterpoise.diary import Diary, Dose, OwnMeasure, PastUse, Rating
from tests.science.people import dose, person, rating


def ratings_of(diary: Diary) -> list[Rating]:
    return [r for r in diary.ratings if r.measure == "pain.now"]


def rated(change: Callable[[int, Rating], float]) -> Callable[[Diary], Diary]:
    """The diary with other values."""
    return lambda d: replace(
        d, ratings=tuple(replace(r, value=float(change(i, r))) for i, r in enumerate(ratings_of(d)))
    )


def dosed(change: Callable[[int, Dose], Dose]) -> Callable[[Diary], Diary]:
    """The diary with other doses."""
    return lambda d: replace(d, doses=tuple(change(i, x) for i, x in enumerate(d.doses)))


ODD: dict[str, Callable[[Diary], Diary]] = {
    "always the same pain": rated(lambda i, r: 5),
    "never any pain": rated(lambda i, r: 0),
    "always the worst pain": rated(lambda i, r: 10),
    "from end to end": rated(lambda i, r: 10 * (i % 2)),
    "between the steps": rated(lambda i, r: min(r.value + 0.37, 10)),
    "one dose a thousand times the others": dosed(lambda i, x: replace(x, amount=2000.0) if i == 5 else x),
    "no amount known": dosed(lambda i, x: replace(x, amount=None, unit=None)),
    "units that do not convert": dosed(lambda i, x: replace(x, unit=["g", "capsule", "sip"][i % 3], lot=None)),
    "no doses": lambda d: replace(d, doses=()),
    "no ratings": lambda d: replace(d, doses=tuple(replace(x, rating=None) for x in d.doses), ratings=()),
    "every entry twice": lambda d: replace(d, doses=d.doses * 2, ratings=d.ratings * 2),
    "all at one moment": lambda d: replace(
        d, doses=(dose(0),) * 30, ratings=(*(rating(0, 5),) * 50, rating(24 * 20, 4), *ratings_of(d))
    ),
    "a history of fifty doses a day": lambda d: replace(
        d, person=replace(d.person, history=(PastUse(substance="kratom", since="2019", per_day=50),))
    ),
    "a history of nothing": lambda d: replace(
        d, person=replace(d.person, history=(PastUse(substance="kratom", until="2020-02-30"[:7], per_day=0),))
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_records_are_answered(name: str) -> None:
    diary = ODD[name](person("typical", 5, 30))
    answers = assess(diary, np.random.default_rng(1)).to_json()
    assert json.loads(json.dumps(answers, allow_nan=False))["verdict"] in {
        "helps",
        "no_clear_help",
        "worse",
        "cannot_tell",
    }
    relief = answers["relief_4h"]
    if relief is not None:
        assert relief["interval_95"][0] < relief["mean"] < relief["interval_95"][1]
        assert abs(relief["mean"]) < 10


def test_a_scale_of_two_steps_and_one_of_a_million_are_answered() -> None:
    diary = person("typical", 5, 30)
    for high, step in ((1.0, 1.0), (1e6, 1.0)):
        own = OwnMeasure(key="odd", name="Odd", low=0, high=high, step=step, higher_is_better=False)
        values = [round(r.value / 10 * high) for r in ratings_of(diary)]
        ratings = tuple(
            replace(r, measure="odd", value=float(v)) for r, v in zip(ratings_of(diary), values, strict=True)
        )
        answers = assess(replace(diary, measures=(own,), ratings=ratings), np.random.default_rng(1), measure="odd")
        assert answers.relief_4h is not None
        assert np.isfinite(answers.relief_4h.mean)
