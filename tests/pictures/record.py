"""The two diaries that are pictured: one of a simulated person with everything filled in, and one that begins today."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.bring import bring
from counterpoise.science.people import simulate

ZONE = "America/Chicago"
MOMENT = dt.datetime(2026, 11, 24, 14, 40, tzinfo=ZoneInfo(ZONE))
"""The clock of the pictures: it stands still, so that two runs show the same."""
TODAY = MOMENT.date()
KIND = "kratom"


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def rich() -> d.Diary:
    """Ninety days of a simulated person, and what somebody careful writes down beside them."""
    made = simulate.person(
        days=90, ratings_per_day=4, rng=np.random.default_rng(1), scenario="typical", end=MOMENT.astimezone(dt.UTC)
    )
    bag = max(made.lots, key=lambda lot: lot.opened_on or lot.bought_on or ago(0))
    bags = tuple(_filled(lot) if lot is bag else lot for lot in made.lots)
    goals = (d.Goal(id="g1", text="Walk to the lake and back", since=ago(60)),)
    return replace(
        made,
        person=_about(made.person),
        lots=bags,
        ratings=(*made.ratings, *_other_ratings()),
        effects=(*made.effects, d.Effect(id="e-now", at=MOMENT - dt.timedelta(hours=3), zone=ZONE, kind="dry_mouth")),
        labs=(d.Lab(id="l1", at=_at(20), zone=ZONE, analyte="ALT", value=31, unit="U/L", upper_limit=40),),
        questionnaires=tuple(
            d.Questionnaire(id=f"q{n}", at=_at(days), zone=ZONE, instrument="peg", answers=answers)
            for n, (days, answers) in enumerate(((80, (7, 7, 8)), (45, (6, 7, 6)), (10, (6, 5, 6))))
        ),
        goals=goals,
        plans=(_plan(),),
        appointments=_visits(),
    )


def _at(days: int) -> dt.datetime:
    return MOMENT - dt.timedelta(days=days, hours=4)


def _about(person: d.Person) -> d.Person:
    medicines = (
        d.Medicine(name="gabapentin", since="2024", dose="300 mg"),
        d.Medicine(name="ibuprofen", as_needed=True),
    )
    return replace(
        person,
        time_zone=ZONE,
        birth_year=1968,
        sex="female",
        conditions=("osteoarthritis",),
        medicines=medicines,
        country="US",
        region="TX",
    )


def _filled(lot: d.Lot) -> d.Lot:
    found = d.Assay(analyte="mitragynine", value=14.2, unit="mg/g", date=ago(90), lab="Larkspur")
    return replace(
        lot,
        lot_number="A17",
        bought_on=ago(40),
        size=d.Quantity(amount=250, unit="g"),
        price=d.Price(amount=30, currency="USD"),
        assays=(found,),
    )


def _other_ratings() -> tuple[d.Rating, ...]:
    """Sleep and mood of the last four weeks; some days are missing."""
    rng = np.random.default_rng(2)
    return tuple(
        d.Rating(id=f"o-{measure}-{day}", at=_at(day), zone=ZONE, measure=measure, value=int(rng.integers(3, 8)))
        for day in range(1, 29)
        for measure in ("sleep.quality", "mood")
        if rng.random() < 0.8
    )


def _plan() -> d.Plan:
    return d.Plan(
        id="p1",
        substance=KIND,
        direction="hold",
        agreed_with="Dr. Okafor",
        from_=ago(21),
        meaningful_change=2.0,
        review_on=ago(-14),
    )


def _visits() -> tuple[d.Appointment, ...]:
    asked = (d.Question(text="Does gabapentin go with it?"), d.Question(text="How often a blood test?"))
    ahead = d.Appointment(
        id="v1",
        on=ago(-9),
        with_="Dr. Okafor",
        profession="family_physician",
        about="Knee and sleep",
        goals=("Sleep through the night",),
        questions=asked,
        bring=(d.ToBring(text="The bag"), d.ToBring(text="The report", packed=True)),
    )
    past = d.Appointment(id="v0", on=ago(21), with_="Dr. Okafor", agreed="Stay as it is, look again in December.")
    return (ahead, past)


def written() -> tuple[m.Person, m.Person]:
    """Both diaries in the open journal: the rich one, and one that was begun a moment ago."""
    person = m.Person.objects.create(name="Ruth", time_zone=ZONE, country="US")
    bring(person, rich(), m.Import(at=MOMENT, format="counterpoise", file_name="diary.json"))
    return person, m.Person.objects.create(name="Ana", time_zone=ZONE, country="US")
