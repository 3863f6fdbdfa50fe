"""Diaries that the export is held against: simulated people, and the edges of what a diary may say."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.exchange.fhir import Shared, bundle, document
from counterpoise.knowledge.load import load
from counterpoise.safety.review import review
from counterpoise.science.people import simulate

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
SCENARIOS = tuple(simulate.scenarios())[:10]
PDF = b"%PDF-1.7\n%%EOF\n"


@cache
def simulated(scenario: str, days: int = 14) -> d.Diary:
    """A simulated person; the same one each time."""
    rng = np.random.default_rng(SCENARIOS.index(scenario))
    return simulate.person(days=days, ratings_per_day=4, rng=rng, scenario=scenario, end=END)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def empty() -> d.Diary:
    return d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=())


def unknown_amounts() -> d.Diary:
    """Amounts that nobody knows, in spoons, of an alkaloid, guessed, very small; by odd routes."""
    said: list[dict[str, Any]] = [
        {"amount": None},
        {"amount": None, "unit": "g", "route": "sublingual", "note": "more than usual?"},
        {"amount": 1.5, "unit": "teaspoon", "amount_sd": 0.4, "route": "oral"},
        {"amount": 28.0, "unit": "mg", "of": "mitragynine"},
        {"amount": 3.0, "unit": "capsule", "food": "full", "reason": "withdrawal"},
        {"amount": 1e-05, "unit": "g"},
        {"amount": 0.1 + 0.2, "unit": "Grams"},
        {"amount": 2.0},
    ]
    doses = tuple(
        d.Dose(id=f"u{n}", at=at(f"2026-05-0{n + 1}T08:00:00-05:00"), substance="kratom", **one)
        for n, one in enumerate(said)
    )
    return d.Diary(person=d.Person(time_zone="America/Chicago"), doses=doses, ratings=())


def censored_assays() -> d.Diary:
    """A bag whose certificate says "below", "not detected", "absent", nothing, failed; and one with no number."""
    named: list[dict[str, Any]] = [
        {"analyte": "mitragynine", "value": 14.2, "unit": "mg/g", "lab": "A lab", "method": "HPLC", "confirmed": True},
        {"analyte": "7-hydroxymitragynine", "unit": "%", "censored": "below_loq", "loq": 0.01},
        {"analyte": "lead", "unit": "ppm", "censored": "not_detected", "lod": 0.02, "loq": 0.05},
        {"analyte": "cadmium", "unit": "ppm", "censored": "not_detected", "loq": 0.05},
        {"analyte": "arsenic", "unit": "ppm", "censored": "below_loq"},
        {"analyte": "mercury", "unit": "ppm", "censored": "not_detected"},
        {"analyte": "salmonella", "unit": "in 25 g", "censored": "absent", "passed": True},
        {"analyte": "yeast-and-mould", "value": 120_000.0, "unit": "CFU/g", "limit": 100_000.0, "passed": False},
        {"analyte": "nickel", "unit": "ppm"},
        {"analyte": "nickel", "value": 0.0, "unit": "ppm", "confirmed": False},
    ]
    assays = tuple(d.Assay(date=dt.date(2026, 4, 1), **one) for one in named)
    product = d.Product(id="p1", substance="kratom", name="Green powder", form="powder", vendor="Somebody")
    lot = d.Lot(
        id="l1",
        product="p1",
        lot_number="A17",
        expires_on=dt.date(2027, 5, 1),
        size=d.Quantity(amount=250.0, unit="g"),
        assays=assays,
    )
    bare = d.Lot(id="l2", product="p1")
    doses = (
        d.Dose(id="d1", at=at("2026-05-01T08:00:00+02:00"), substance="kratom", lot="l1", amount=2.0, unit="g"),
        d.Dose(id="d2", at=at("2026-05-01T08:00:00+02:00"), substance="kratom", lot="l2", amount=2.0, unit="g"),
        d.Dose(id="d3", at=at("2026-05-01T08:00:00+02:00"), substance="ibuprofen", amount=400.0, unit="mg"),
    )
    person = d.Person(time_zone="Europe/Berlin")
    return d.Diary(person=person, products=(product,), lots=(lot, bare), doses=doses, ratings=())


def clock_changes() -> d.Diary:
    """Half past one twice in one night; odd offsets; the first and the last minute of a year; an offset in seconds."""
    moments = (
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T01:30:00-05:00",
        "2026-03-29T03:00:00+02:00",
        "2026-01-01T00:00:00+05:45",
        "2025-12-31T23:59:59.999999-09:30",
        "2026-02-28T12:00:00+14:00",
        "2026-02-28T12:00:00+00:53:28",
        "1900-01-01T00:00:00+00:00",
    )
    doses = tuple(
        d.Dose(
            id=f"c{n}", at=at(text), substance="kratom", amount=2.0, unit="g", zone="America/New_York", rating=f"r{n}"
        )
        for n, text in enumerate(moments)
    )
    ratings = tuple(
        d.Rating(id=f"r{n}", at=at(text), measure="pain.now", value=n % 11, prompt="dose")
        for n, text in enumerate(moments)
    )
    return d.Diary(person=d.Person(time_zone="America/New_York"), doses=doses, ratings=ratings)


ODD = "Ünïcode <b>&\"' \u2028 line\nbreak\ttab \x07bell 漢字 🙂 codes: [score] {x} http://loinc.org|72514-3"


def free_text() -> d.Diary:
    """Everything a person can put in their own words, put in words that are no key of anything."""
    moment, day = at("2026-06-29T08:00:00-05:00"), dt.date(2026, 5, 1)
    word = ODD[:60]
    person = d.Person(
        time_zone="America/Chicago",
        birth_year=1975,
        sex="other",
        weight_kg=70.5,
        pregnant=False,
        nursing=True,
        conditions=("osteoarthritis", "liver_disease", ODD, "plan"),
        allergies=(ODD, "penicillin"),
        medicines=(
            d.Medicine(id="m1", name=ODD, dose=ODD, since="2025", until="2026-05", as_needed=True, note=ODD),
            d.Medicine(id="m2", name="alprazolam", since="2026-05-01", until="2025"),
            d.Medicine(id="m3", name="sertraline", since="2025-01-31", dose="50 mg"),
        ),
        history=(d.PastUse(id="h1", substance=word, since="2023-04", per_day=3.0, amount=2.0, unit="g"),),
    )
    own = d.OwnMeasure(key="section/plan", name=ODD, low=0.0, high=5.0, higher_is_better=True)
    return d.Diary(
        person=person,
        measures=(own,),
        products=(d.Product(id="p", source="a source", substance=word, name=ODD, form="brick", note=ODD),),
        lots=(d.Lot(id="l", source="a source", product="p", lot_number=ODD, storage=ODD, note=ODD),),
        doses=(
            d.Dose(id=word, source="else | where", at=moment, substance=word, amount=2.0, unit="Löffel", note=ODD),
            d.Dose(id="x2", at=moment, substance="heat", amount=20.0, unit="min", reason="pain", note=ODD),
            d.Dose(id="x3", at=moment, substance="exercise"),
            d.Dose(id="x4", at=moment, substance="7-hydroxymitragynine", amount=1.0, unit="tablet"),
            d.Dose(id="x5", source="a source", at=moment, substance=word, lot="l", amount=1.0, unit="g", note=" "),
        ),
        ratings=(
            d.Rating(id="r1", at=moment, measure="section/plan", value=2.5, note=ODD, prompt="random"),
            d.Rating(id="r2", at=moment, measure="sleep.quality", value=7.0, zone="America/Chicago"),
        ),
        effects=(
            d.Effect(id="e1", at=moment, kind=word, severity=3, note=ODD),
            d.Effect(id="e2", at=moment, kind="nausea", ended_at=at("2026-06-29T09:00:00-05:00")),
            d.Effect(id="e3", at=moment, kind="jaundice", severity=2, ended_at=at("2026-06-29T07:00:00-05:00")),
            d.Effect(id="e4", at=moment, kind="calm", severity=3),
        ),
        labs=(
            d.Lab(id="b1", at=moment, analyte="ALT", value=31.0, unit="U/L", upper_limit=40.0),
            d.Lab(id="b2", at=moment, analyte=word, value=0.0, unit="µkat/L", note=ODD),
            d.Lab(id="b3", at=moment, analyte="INR", value=1.1, unit="ratio"),
        ),
        questionnaires=_questionnaires(moment, word),
        goals=(
            d.Goal(id="g1", text=ODD, since=day, note=ODD, recorded_at=moment),
            d.Goal(id="g2", text="Walk to the shop", since=day, reached_on=dt.date(2026, 6, 1)),
        ),
        plans=_plans(day, word),
        appointments=_visits(),
    )


def _questionnaires(moment: dt.datetime, word: str) -> tuple[d.Questionnaire, ...]:
    return (
        d.Questionnaire(id="q1", at=moment, instrument="peg", answers=(7.0, 6.0, 5.5), note=ODD),
        d.Questionnaire(id="q2", at=moment, instrument="peg", answers=(7.0, None, 5.0)),
        d.Questionnaire(id="q3", at=moment, instrument="phq-4", answers=(0.0, 1.0, 2.0, 3.0)),
        d.Questionnaire(id="q4", at=moment, instrument="gcps-r", answers=(1.0, None)),
        d.Questionnaire(id="q5", at=moment, instrument=word, answers=(None,)),
    )


def _plans(day: dt.date, word: str) -> tuple[d.Plan, ...]:
    return (
        d.Plan(
            id="pl",
            substance="kratom",
            direction="down",
            agreed_with=ODD,
            from_=day,
            start=d.Quantity(amount=2.0, unit="g"),
            step_percent=10.0,
            steps=(d.PlanStep(on=day, kind="down", amount=d.Quantity(amount=1.8, unit="g")),),
            min_days_per_step=7,
            ceiling_per_day=d.Quantity(amount=6.0, unit="g"),
            doses_per_day=3,
            hours_between=6.0,
            dose_free_days=("Sun",),
            review_on=dt.date(2026, 6, 1),
            ended_on=dt.date(2026, 4, 1),
            stop_if=(ODD,),
        ),
        d.Plan(id="p2", substance=word, direction="hold", from_=day),
        d.Plan(
            id="p3",
            source="a source",
            substance="kratom",
            direction="hold",
            from_=dt.date(2026, 8, 1),
            step=d.Quantity(amount=0.5, unit="g"),
            ceiling_per_dose=d.Quantity(amount=2.0, unit="g"),
            meaningful_change=1.5,
            meeting_on=dt.date(2026, 7, 30),
            benefit_by=dt.date(2026, 9, 1),
            withdrawal_days=("Mon",),
            hold_at=4.0,
            note=ODD,
            recorded_at=at("2026-06-29T08:00:00-05:00"),
        ),
    )


def _visits() -> tuple[d.Appointment, ...]:
    asked = (d.Question(text=ODD), d.Question(text="And now?", asked=True, answer=ODD))
    return (
        d.Appointment(id="v1", on=dt.date(2026, 7, 30), with_=ODD, profession="pain_clinic", about=ODD, goals=(ODD,)),
        d.Appointment(
            id="v2",
            source="a source",
            on=dt.date(2026, 6, 1),
            questions=asked,
            bring=(d.ToBring(text=ODD), d.ToBring(text="The bag", packed=True)),
            agreed=ODD,
            next_on=dt.date(2026, 7, 30),
            note=ODD,
        ),
        d.Appointment(id="v3", on=dt.date(2026, 6, 2), with_="Dr Ng"),
        d.Appointment(id="v4"),
        d.Appointment(id="v5", agreed="Looked at again in a month."),
    )


EDGES = {
    "empty": empty,
    "unknown amounts": unknown_amounts,
    "censored assays": censored_assays,
    "clock changes": clock_changes,
    "free text": free_text,
}
NAMES = (*SCENARIOS, *EDGES)


@cache
def diary(name: str) -> d.Diary:
    """One of the above, held against every range that a diary file is held against."""
    return simulated(name) if name in SCENARIOS else diary_file.accepted(EDGES[name]())


def shared() -> tuple[Shared, ...]:
    """A link that is open, one that was ended, and a file that nobody can take back."""
    given, days = END - dt.timedelta(days=2), (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    return (
        Shared("s1", "link", ("Pain and function", ODD), *days, given, END + dt.timedelta(days=5)),
        Shared("s2", "link", ("Pain and function",), *days, given, END - dt.timedelta(days=1)),
        Shared("s3", "file", (), *days, given, None),
    )


@cache
def made(name: str, kind: str = "collection") -> dict[str, Any]:
    """Its export, with what the safety rules find and a PDF."""
    whole, packs = diary(name), load()
    named = "Jo Doe" if name == "free text" else None
    if kind == "document":
        return document(whole, packs, None, review(whole, packs, END), END, name=named, pdf=PDF)
    return bundle(whole, packs, None, review(whole, packs, END), END, name=named, pdf=PDF, shared=shared())


def resources(name: str, kind: str = "collection") -> list[dict[str, Any]]:
    return [entry["resource"] for entry in made(name, kind)["entry"]]
