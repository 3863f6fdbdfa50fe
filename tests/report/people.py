"""Six simulated people as a clinician may meet them, with what a life brings beside doses and ratings. Others use them.

thin: few entries. benefit: it helps. none: it does nothing. escalation: more and more, with medicines that must not
meet it, an extract, another drug made from kratom, and raised liver values. taper: going down by a plan. rich: ten
years of nearly everything that a diary can hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from counterpoise import diary as d
from counterpoise.diary.appointments import Appointment, Question
from counterpoise.science.people import simulate

NOW = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
MUST_NOT_MEET = (
    d.Medicine(name="alprazolam", dose="0.5 mg", since="2025-01", as_needed=True),
    d.Medicine(name="sertraline", dose="100 mg", since="2024"),
    d.Medicine(name="gabapentin", dose="300 mg three times a day"),
    d.Medicine(name="a herbal mixture"),
)
MARKUP = '#panic() *not* $markup$ @label <tag> \\ `raw` [content] // "quoted"'
"""A note that must stay text wherever it is shown."""


def person(name: str) -> d.Diary:
    """One of the six, by name."""
    return PEOPLE[name]()


@cache
def thin() -> d.Diary:
    """Two weeks in which little was written down; nothing is told of the person."""
    made = _simulated("sparse", days=120, seed=4, per_day=1.0)
    return replace(
        made,
        person=d.Person(time_zone=made.person.time_zone),
        products=(),
        lots=(),
        doses=tuple(replace(dose, lot=None, reason=None) for dose in made.doses),
        effects=(),
    )


@cache
def benefit() -> d.Diary:
    """Clear help, a plan that was agreed, a tested bag, goals, questionnaires, healthy liver values."""
    made = _simulated("clock", days=120, seed=11, per_day=4.0)
    made = replace(
        made,
        person=replace(made.person, conditions=("osteoarthritis",), sex="female", weight_kg=70.0, pregnant=False),
        goals=(d.Goal(id="g1", text="walk to the market"), d.Goal(id="g2", text="sleep through the night")),
        plans=(
            d.Plan(
                id="pl1",
                substance="kratom",
                direction="hold",
                agreed_with="Dr Ng (doctor)",
                from_=dt.date(2026, 5, 1),
                start=d.Quantity(amount=_usual(made), unit="g"),
                doses_per_day=3,
                min_days_per_step=14,
                review_on=dt.date(2026, 7, 10),
                meaningful_change=2.0,
            ),
        ),
        labs=(
            _lab("ALT", 24, 40, 150),
            _lab("ALT", 28, 40, 20),
            _lab("ALP", 70, 120, 20),
            _lab("bilirubin", 0.6, 1.2, 20, "mg/dL"),
        ),
        questionnaires=_peg([(7, 6, 7), (6, 5, 6), (5, 5, 5), (5, 4, 4)]),
    )
    return _with_days(made, sleep=6, mood=6)


@cache
def none() -> d.Diary:
    """Doses that do nothing, and some that are unwanted."""
    made = _simulated("null", days=90, seed=3, per_day=4.0)
    return replace(
        made,
        person=replace(made.person, conditions=("fibromyalgia",), sex="male"),
        questionnaires=_peg([(6, 6, 6), (6, 7, 6)]),
    )


@cache
def escalation() -> d.Diary:
    """More and more of it, an extract and another drug beside the leaf, medicines that must not meet it."""
    made = _simulated("wearing_off", days=150, seed=8, per_day=3.0)
    extract = d.Product(id="p2", substance="kratom", name="Gold extract", vendor="Shop", form="extract")
    tablets = d.Product(id="p3", substance="7-hydroxymitragynine", name="7-OH tablets", form="other")
    lots = (d.Lot(id="x1", product="p2"), d.Lot(id="x2", product="p3", lot_number="T9"))
    beside = [_dose(f"x-{n}", n, 20, "kratom", 0.3, "g", "x1", "habit") for n in range(1, 40, 2)]
    beside += [_dose(f"o-{n}", n, 23, "7-hydroxymitragynine", 10, "mg", "x2", "withdrawal") for n in range(1, 20, 2)]
    grown = tuple(
        replace(dose, amount=round(dose.amount * (1 + 0.008 * max(0, 150 - (NOW - dose.at).days)), 1))
        if dose.amount
        else dose
        for dose in made.doses
    )
    made = replace(
        made,
        person=replace(
            made.person,
            conditions=("low_back_pain", "anxiety"),
            sex="female",
            safety_critical=True,
            medicines=MUST_NOT_MEET,
        ),
        products=(*made.products, extract, tablets),
        lots=(*made.lots, *lots),
        doses=tuple(sorted((*grown, *beside), key=lambda dose: dose.at.timestamp())),
        effects=(
            *made.effects,
            _effect("e-1", 12, "sedation", 2),
            _effect("e-2", 9, "sedation", 3, MARKUP),
            _effect("e-3", 4, "nausea", None),
        ),
        labs=(
            _lab("ALT", 38, 40, 140),
            _lab("ALT", 190, 40, 6),
            _lab("ALP", 100, 120, 6),
            _lab("bilirubin", 0.9, 1.2, 6, "mg/dL"),
        ),
        questionnaires=(
            *_peg([(6, 6, 5), (7, 7, 7)]),
            d.Questionnaire(
                id="sc", at=_at(10, 12), instrument="use.self_check", answers=(1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1)
            ),
        ),
        appointments=_visits(),
        plans=(
            d.Plan(
                id="pl",
                substance="kratom",
                direction="up",
                from_=dt.date(2026, 5, 20),
                start=d.Quantity(amount=2, unit="g"),
                ceiling_per_dose=d.Quantity(amount=3, unit="g"),
                ceiling_per_day=d.Quantity(amount=6, unit="g"),
                doses_per_day=2,
            ),
        ),
    )
    return _with_days(made, sleep=4, mood=3)


@cache
def taper() -> d.Diary:
    """Going down by an agreed plan, with withdrawal rated in the morning."""
    made = _simulated("several_daily", days=120, seed=5, per_day=3.0)
    first, amount = dt.date(2026, 4, 10), _usual(made)
    steps = tuple(
        d.PlanStep(
            on=first + dt.timedelta(days=14 * n),
            kind="down",
            amount=d.Quantity(amount=round(amount * 0.9**n, 2), unit="g"),
            agreed_with="Dr Ng (doctor)",
        )
        for n in (1, 2, 3, 4)
    )
    down = {step.on: step.amount for step in steps}

    def lowered(dose: d.Dose) -> d.Dose:
        last = max((day for day in down if day <= dose.at.date()), default=None)
        size = down[last] if last is not None else None
        return dose if size is None or dose.amount is None else replace(dose, amount=size.amount)

    return replace(
        made,
        person=replace(
            made.person,
            conditions=("chronic_pain",),
            sex="male",
            medicines=(d.Medicine(name="ibuprofen", dose="400 mg", as_needed=True),),
        ),
        doses=tuple(lowered(dose) for dose in made.doses),
        plans=(
            d.Plan(
                id="pl2",
                substance="kratom",
                direction="down",
                agreed_with="Dr Ng (doctor)",
                from_=first,
                start=d.Quantity(amount=amount, unit="g"),
                step_percent=10.0,
                steps=steps,
                min_days_per_step=14,
                hold_at=4.0,
                review_on=dt.date(2026, 7, 3),
            ),
        ),
        questionnaires=(
            *_peg([(5, 5, 5), (5, 5, 4), (5, 4, 5)]),
            d.Questionnaire(id="sw1", at=_at(60, 9), instrument="sows", answers=(1.0,) * 16),
            d.Questionnaire(id="sw2", at=_at(5, 9), instrument="sows", answers=(1.0,) * 8 + (0.0,) * 8),
        ),
    )


@cache
def rich() -> d.Diary:
    """Ten years."""
    made = _simulated("typical", days=3650, seed=21, per_day=3.0)
    made = replace(
        made,
        person=replace(
            made.person,
            conditions=("rheumatoid_arthritis", "depression"),
            sex="female",
            weight_kg=82.0,
            pregnant=False,
            allergies=("penicillin",),
            medicines=(
                d.Medicine(name="methotrexate", dose="15 mg a week", since="2019-05"),
                d.Medicine(name="duloxetine", dose="60 mg", since="2021"),
                d.Medicine(name="folic acid", dose="5 mg a week"),
            ),
        ),
        goals=(
            d.Goal(id="g1", text="work half days", reached_on=dt.date(2024, 3, 1)),
            d.Goal(id="g2", text="garden again"),
        ),
        labs=tuple(_lab("ALT", 25 + n % 7, 40, 90 * n + 5) for n in range(39))
        + tuple(_lab("ALP", 75 + n % 9, 120, 90 * n + 5) for n in range(39)),
        questionnaires=_peg([(7 - n % 3, 6 - n % 2, 6 - n % 3) for n in range(120)], every=30),
    )
    return _with_days(made, sleep=5, mood=6)


PEOPLE: dict[str, Callable[[], d.Diary]] = {
    "thin": thin,
    "benefit": benefit,
    "none": none,
    "escalation": escalation,
    "taper": taper,
    "rich": rich,
}


def _visits() -> tuple[Appointment, ...]:
    """One that is over, and the next."""
    return (
        Appointment(id="v1", on=dt.date(2026, 6, 1), questions=(Question(text="An old one?"),)),
        Appointment(
            id="v2",
            on=dt.date(2026, 7, 2),
            with_="Dr Ng",
            goals=("less fog",),
            questions=(Question(text="Is my liver well?"), Question(text="Asked before?", asked=True)),
        ),
    )


def _simulated(scenario: str, *, days: int, seed: int, per_day: float) -> d.Diary:
    return simulate.person(
        days=days, ratings_per_day=per_day, rng=np.random.default_rng(seed), scenario=scenario, end=NOW
    )


def _usual(diary: d.Diary) -> float:
    sizes = sorted(dose.amount for dose in diary.doses if dose.amount)
    return sizes[len(sizes) // 2]


def _at(days_ago: int, hour: int) -> dt.datetime:
    return (NOW - dt.timedelta(days=days_ago)).replace(hour=hour, minute=5)


def _lab(analyte: str, value: float, limit: float, days_ago: int, unit: str = "U/L") -> d.Lab:
    return d.Lab(
        id=f"{analyte}{days_ago}",
        at=_at(days_ago, 15),
        analyte=analyte,
        value=float(value),
        unit=unit,
        upper_limit=float(limit),
    )


def _dose(  # noqa: PLR0917 - a dose, column by column
    id_: str, days_ago: int, hour: int, substance: str, amount: float, unit: str, lot: str, reason: d.Reason
) -> d.Dose:
    return d.Dose(
        id=id_, at=_at(days_ago, hour), substance=substance, amount=float(amount), unit=unit, lot=lot, reason=reason
    )


def _effect(id_: str, days_ago: int, kind: str, severity: int | None, note: str | None = None) -> d.Effect:
    return d.Effect(id=id_, at=_at(days_ago, 21), kind=kind, severity=severity, note=note)


def _peg(answers: list[tuple[int, int, int]], every: int = 28) -> tuple[d.Questionnaire, ...]:
    """The newest two days ago, the others before it."""
    last = len(answers) - 1
    return tuple(
        d.Questionnaire(
            id=f"peg{n}", at=_at(2 + every * (last - n), 10), instrument="peg", answers=tuple(map(float, one))
        )
        for n, one in enumerate(answers)
    )


def _with_days(diary: d.Diary, *, sleep: int, mood: int) -> d.Diary:
    """Sleep, mood and the worst pain rated every third day, going up and down a little."""
    days = (NOW - min(dose.at for dose in diary.doses)).days
    found = []
    for n in range(1, days, 3):
        for measure, value in (
            ("sleep.quality", sleep + n % 3 - 1),
            ("mood", mood + n % 2),
            ("pain.worst", 7 + n % 4 - 1),
        ):
            found.append(d.Rating(id=f"{measure}{n}", at=_at(n, 8), measure=measure, value=float(min(10, value))))
    ratings = sorted((*diary.ratings, *found), key=lambda one: one.at.timestamp())
    return replace(diary, ratings=tuple(ratings))
