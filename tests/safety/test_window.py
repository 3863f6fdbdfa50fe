"""The rules find in the diary of late what they find in the whole of it, in whatever order it is written."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from counterpoise.diary import (
    Diary,
    Dose,
    Effect,
    Lab,
    Lot,
    Medicine,
    PastUse,
    Person,
    Plan,
    PlanStep,
    Product,
    Quantity,
    Questionnaire,
    Rating,
)
from counterpoise.knowledge.load import load
from counterpoise.safety.finding import Finding
from counterpoise.safety.review import review
from counterpoise.safety.tell import what_to_tell
from counterpoise.safety.window import before_plans, window

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TAKEN = ("kratom", "Kratom", "xanax", "wine", "7-OH", "tramadol", "weed")
NAMES = ("xanax", "oxycodone", "fluoxetine", "wine", "diazepam")
KINDS = ("nausea", "itching", "dark_urine", "fall", "jaundice", "constipation", "seizure")


def of_late(diary: Diary, now: dt.datetime = NOW) -> Diary:
    """As little of a diary as the rules say they need."""
    since = now - window(load())
    firsts: dict[tuple[str, str | None], Dose] = {}
    for dose in sorted(diary.doses, key=lambda one: one.at):
        firsts.setdefault((dose.substance, dose.lot), dose)
    days = before_plans(diary, load())

    def needed(dose: Dose) -> bool:
        told = any(first - DAY <= dose.at.date() <= last + DAY for first, last in days)
        return dose.at >= since or told or dose is firsts[dose.substance, dose.lot]

    def lately(entries: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(entry for entry in entries if entry.at >= since)

    doses = tuple(filter(needed, diary.doses))
    return replace(diary, doses=doses, ratings=lately(diary.ratings), effects=lately(diary.effects))


def made_up(seed: int) -> Diary:
    """Somebody who writes for years, with breaks and changes, as it comes."""
    by = random.Random(seed)
    places: list[float] = []
    for _ in range(by.randint(1, 6)):
        start, length = by.uniform(0, 1400), by.uniform(1, 200)
        places += [start + by.uniform(0, length) for _ in range(by.randint(1, 150))]

    def at(ago: float | None = None) -> dt.datetime:
        hours = by.choice((-5, 0, 2))
        return (NOW - DAY * (by.choice(places) if ago is None else ago)).astimezone(dt.timezone(hours * DAY / 24))

    usual, bags = by.choice(TAKEN[:2]), [None, *(f"l{n}" for n in range(3))]
    doses = [
        Dose(
            id=f"d{n}", at=at(ago), substance=by.choice((usual, usual, *TAKEN)), lot=by.choice(bags),
            amount=by.choice((None, 2.0, 3.0, 8.0)), unit="g", reason=by.choice((None, "withdrawal")),
        )
        for n, ago in enumerate(places)
    ]  # fmt: skip
    from_ = NOW.date() - DAY * by.randint(0, 900)
    if by.random() < 0.5:
        before = [(NOW.date() - from_).days + n for n in range(60)]
        doses += [Dose(id=f"p{n}", at=at(n), substance="kratom", amount=4.0, unit="g") for n in before]
    lots = [Lot(id=f"l{n}", product="p", expires_on=NOW.date() - DAY * by.randint(-9, 900)) for n in range(4)]
    steps = tuple(
        PlanStep(on=from_ + DAY * by.randint(1, 400), kind="down", amount=Quantity(amount=by.uniform(1, 4), unit="g"))
        for _ in range(by.randint(0, 3))
    )
    plan = Plan(
        id="plan", substance="kratom", direction="down", from_=from_, steps=steps, start=by.choice((None, _g(4))),
        agreed_with="Dr Ng", doses_per_day=by.choice((None, 2)),
    )  # fmt: skip
    past = PastUse(substance="kratom", since=by.choice((None, "2020")), per_day=by.choice((None, 3.0)))
    person = Person(
        time_zone="America/Chicago",
        medicines=tuple(Medicine(name=name) for name in by.sample(NAMES, by.randint(0, 3))),
        history=(past,) * by.randint(0, 1),
    )
    analytes = ("ALT", "bilirubin", "creatinine", "INR")
    return Diary(
        person=person,
        products=(Product(id="p", substance="kratom", name="Green"),),
        lots=tuple(lots),
        doses=tuple(doses),
        ratings=tuple(Rating(id=f"r{n}", at=at(), measure="withdrawal", value=by.randint(0, 10)) for n in range(90)),
        effects=tuple(
            Effect(id=f"e{n}", at=at(by.choice((None, by.uniform(0, 50)))), kind=by.choice(KINDS))
            for n in range(by.randint(0, 30))
        ),
        labs=tuple(
            Lab(id=f"b{n}", at=at(), analyte=by.choice(analytes), value=by.uniform(1, 200), unit="U/L", upper_limit=40)
            for n in range(by.randint(0, 20))
        ),
        questionnaires=tuple(
            Questionnaire(id=f"q{n}", at=at(), instrument="use.self_check", answers=(1.0,) * 11) for n in range(2)
        ),
        plans=(plan,) * by.randint(0, 1),
    )


def _g(amount: float) -> Quantity:
    return Quantity(amount=amount, unit="g")


def found(diary: Diary, now: dt.datetime) -> tuple[Finding, ...]:
    return review(diary, load(), now)


@pytest.mark.parametrize("seed", range(60))
def test_the_diary_of_late_and_the_whole_diary_say_the_same(seed: int) -> None:
    diary = made_up(seed)
    for ago in (0, 35, 440):
        now = NOW - DAY * ago
        late = of_late(diary, now)
        assert found(late, now) == found(diary, now)
        assert what_to_tell(late, load(), now) == what_to_tell(diary, load(), now)


@pytest.mark.parametrize("seed", range(20))
def test_in_whatever_order_it_is_written_it_says_the_same(seed: int) -> None:
    diary, by = made_up(seed), random.Random(seed)
    lists = ("doses", "ratings", "effects", "labs", "questionnaires")
    mixed: dict[str, Any] = {name: tuple(by.sample(all_ := getattr(diary, name), len(all_))) for name in lists}
    assert found(replace(diary, **mixed), NOW) == found(diary, NOW)


def test_made_up_diaries_hold_what_matters() -> None:
    """Else the tests above would hold of nothing."""
    diaries = [made_up(seed) for seed in range(60)]
    assert sum(len(of_late(diary).doses) < len(diary.doses) for diary in diaries) > 40
    rules = {one.rule.partition(".")[0] for diary in diaries for one in found(diary, NOW)}
    assert {"plan", "labs", "signs", "interaction", "products", "use"} <= rules


@pytest.mark.parametrize("ago", [40, 380, 440, 800])
def test_a_dose_in_the_record_ends_use_before_the_record_however_long_ago(ago: int) -> None:
    person = Person(
        time_zone="America/Chicago",
        medicines=(Medicine(name="Xanax"),),
        history=(PastUse(substance="kratom", since="2020"),),
    )
    diary = Diary(person=person, doses=(Dose(id="d", at=NOW - DAY * ago, substance="kratom"),), ratings=())
    assert found(of_late(diary), NOW) == found(diary, NOW) == ()
    assert found(replace(diary, doses=()), NOW)
