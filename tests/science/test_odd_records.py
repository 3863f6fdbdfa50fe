"""Records that no model expects: each gets an answer in whole numbers, none a crash."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.assessment import assess
from counterpoise.diary import Diary, Dose, OwnMeasure, PastUse, Person, Rating
from counterpoise.science.answers import LEAST_DOSED_DAYS, LEAST_RATED_DAYS
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


def moved(years: int) -> Callable[[Diary], Diary]:
    """The same diary in another time."""
    later = dt.timedelta(days=365.25 * years)
    return lambda d: replace(
        d,
        doses=tuple(replace(x, at=x.at + later) for x in d.doses),
        ratings=tuple(replace(r, at=r.at + later) for r in ratings_of(d)),
    )


def hourly(doses_a_day: int) -> Callable[[Diary], Diary]:
    """So many doses a day, none of them rated."""
    hours = np.arange(0, 30 * 24, 24 / doses_a_day)
    return lambda d: replace(
        d, doses=tuple(replace(dose(float(h)), at=d.ratings[0].at + dt.timedelta(hours=float(h))) for h in hours)
    )


def after_months(d: Diary) -> Diary:
    """Half of the record, eight months of silence, the other half."""
    apart, half = dt.timedelta(days=240), d.ratings[len(d.ratings) // 2].at
    earlier = [
        replace(entry, at=entry.at - apart) if entry.at < half else entry for entry in (*d.doses, *ratings_of(d))
    ]
    return replace(
        d,
        doses=tuple(entry for entry in earlier if isinstance(entry, Dose)),
        ratings=tuple(entry for entry in earlier if isinstance(entry, Rating)),
    )


ODD: dict[str, Callable[[Diary], Diary]] = {
    "always the same pain": rated(lambda i, r: 5),
    "never any pain": rated(lambda i, r: 0),
    "always the worst pain": rated(lambda i, r: 10),
    "from end to end": rated(lambda i, r: 10 * (i % 2)),
    "between the steps": rated(lambda i, r: min(r.value + 0.37, 10)),
    "one dose a thousand times the others": dosed(lambda i, x: replace(x, amount=2000.0) if i == 5 else x),
    "no amount known": dosed(lambda i, x: replace(x, amount=None, unit=None)),
    "units that do not convert": dosed(lambda i, x: replace(x, unit=["g", "capsule", "sip"][i % 3], lot=None)),
    "one dose": lambda d: replace(d, doses=d.doses[:1]),
    "every dose at one moment": lambda d: replace(d, doses=tuple(replace(x, at=d.doses[0].at) for x in d.doses)),
    "forty doses a day": hourly(40),
    "a dose every second hour": hourly(12),
    "months of silence": after_months,
    "the year 1970": moved(-56),
    "the year 1905": moved(-121),
    "the year 2100": moved(74),
    "ratings below five left out": lambda d: replace(d, ratings=tuple(r for r in ratings_of(d) if r.value >= 5)),
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


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_record_of_the_least_length_crashes_the_answer(data: st.DataObject) -> None:
    """Any 14 days of 40 ratings and 10 doses, clustered and repeated as they may be."""
    minutes = st.integers(0, 20 * 1440)
    doses = [
        replace(
            dose(data.draw(minutes) / 60 + n * 1e-6, data.draw(st.sampled_from([None, 0.001, 1.0, 2.0, 500.0]))),
            reason=data.draw(st.sampled_from([None, "pain", "habit"])),
        )
        for n in range(data.draw(st.integers(10, 40)))
    ]
    values = data.draw(st.lists(st.integers(0, 10), min_size=40, max_size=80))
    ratings = [rating(0.0, 5), rating(20 * 24.0, 5)]
    ratings += [rating(data.draw(minutes) / 60 + n * 1e-6, float(value)) for n, value in enumerate(values)]
    diary = Diary(person=Person(time_zone="UTC"), doses=tuple(doses), ratings=tuple(ratings))
    answers = assess(diary, np.random.default_rng(1)).to_json()
    json.dumps(answers, allow_nan=False)
    enough = (
        len({r.at.date() for r in ratings}) >= LEAST_RATED_DAYS
        and len({d.at.date() for d in doses}) >= LEAST_DOSED_DAYS
    )
    assert (answers["relief_4h"] is not None) == enough
    if enough:
        assert answers["relief_4h"]["interval_95"][0] < answers["relief_4h"]["interval_95"][1]
