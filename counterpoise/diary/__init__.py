"""The shared vocabulary: all that one person recorded, as frozen values.

No database, no clock, no knowledge: a diary can be made from a file, from the journal's tables or by the simulator,
and everything else (science, safety, report) reads only this. `diary_file` gives its JSON form.
Ranges stand here and nowhere else: `diary_file.checked` holds any record against them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import Field

from counterpoise.diary.appointments import Appointment, Question, ToBring, upcoming
from counterpoise.diary.bags import Assay, Censored, Certificate, Kept, Lot, Price, Product, UnitWeight
from counterpoise.diary.bags import of_another_lot as of_another_lot
from counterpoise.diary.bags import own_assays as own_assays
from counterpoise.diary.bags import same_lot as same_lot
from counterpoise.diary.base import (
    Entry,
    Instant,
    Key,
    Name,
    NotNegative,
    PartialDate,
    Positive,
    Quantity,
    Record,
    RecordedBy,
    Unit,
    Zone,
    says,
    strict,
    tidy,
)

RATED_DOSE_BEFORE = dt.timedelta(minutes=15)
RATED_DOSE_AFTER = dt.timedelta(minutes=5)
"""A dose counts as rated when it names its rating, or a pain.now lies this close before or after it."""

PAIN_NOW = "pain.now"

Reason = Literal["pain", "withdrawal", "mood", "energy", "sleep", "habit", "plan", "other"]
Food = Literal["empty", "quarter", "half", "full", "very_full"]
Prompt = Literal["dose", "scheduled", "random", "self"]
Sex = Literal["female", "male", "other"]
Direction = Literal["up", "hold", "down"]
StepKind = Literal["up", "down", "back", "hold"]
Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

Rec = TypeVar("Rec", bound=Record)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Dose(Entry):
    """A substance taken."""

    substance: Annotated[Key, says("A key of a knowledge pack (kratom, ibuprofen …) or free text.")]
    written: Annotated[
        Key | None, says("What the person wrote, in one line, where it is not the substance's name: beer.")
    ] = None
    amount: Annotated[Positive | None, says("As the person gave it; null: taken, amount unknown.")] = None
    amount_sd: Annotated[NotNegative | None, says("Standard deviation of the amount, for an estimate.")] = None
    unit: Annotated[Unit | None, says("Unit of the amount.")] = None
    of: Annotated[Key | None, says("What the amount counts, when not the product: mitragynine.")] = None
    lot: Annotated[Key | None, says("The bag it came from: the id of a lot.")] = None
    reason: Annotated[Reason | None, says("Why it was taken; null: not given, which is unknown.")] = None
    food: Annotated[Food | None, says("How full the stomach was.")] = None
    route: Annotated[Key | None, says("How it was taken, when not swallowed.")] = None
    rating: Annotated[Key | None, says("The rating made with it: the id of a rating.")] = None

    def __post_init__(self) -> None:
        """However a word comes, from a form, a file or an older journal: it is a word in one line, or none."""
        if self.written is not None:
            object.__setattr__(self, "written", tidy(self.written) or None)


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(Entry):
    """One value of a measure at a moment."""

    measure: Annotated[Key, says("What was rated: pain.now, mood, sleep.quality … or a measure of the person's own.")]
    value: Annotated[float, says("The value, on the measure's range.")]
    prompt: Annotated[
        Prompt | None, says("What made the person rate: a dose, a fixed time, a random time, or self.")
    ] = None
    places: Annotated[
        Annotated[tuple[Key, ...], Field(min_length=1)] | None,
        says("Where it hurt: regions of the body map or free text; null: not said, which is not nowhere."),
    ] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Entry):
    """An unwanted or wanted effect."""

    kind: Annotated[Key, says("A key such as nausea or jaundice, or free text.")]
    severity: Annotated[Annotated[int, Field(ge=1, le=3)] | None, says("1 mild, 2 moderate, 3 severe.")] = None
    ended_at: Annotated[Instant | None, says("When it was over; null: not known to be over.")] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Lab(Entry):
    """One laboratory value of the person."""

    analyte: Annotated[Key, says("What was measured, such as ALT.")]
    value: Annotated[float, says("The result.")]
    unit: Annotated[Unit, says("Its unit, such as U/L.")]
    upper_limit: Annotated[Positive | None, says("The laboratory's upper limit of normal.")] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire(Entry):
    """The answers to one instrument, in its own order."""

    instrument: Annotated[Key, says("Which one, such as peg.")]
    answers: Annotated[
        Annotated[tuple[float | None, ...], Field(min_length=1)], says("One value per item; null: skipped.")
    ]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine(Record):
    """Another medicine the person takes."""

    name: Annotated[Name, says("As the person calls it.")]
    since: Annotated[PartialDate | None, says("Since when.")] = None
    until: Annotated[PartialDate | None, says("Until when; null: still, as far as is known.")] = None
    dose: Annotated[Name | None, says("As written: 0.5 mg.")] = None
    as_needed: Annotated[bool | None, says("Only when needed.")] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PastUse(Record):
    """Use before the record began."""

    substance: Annotated[Key, says("A key of a knowledge pack, or free text.")]
    since: Annotated[PartialDate | None, says("Since when.")] = None
    until: Annotated[PartialDate | None, says("Until when; null: up to the record.")] = None
    per_day: Annotated[NotNegative | None, says("Doses a day.")] = None
    amount: Annotated[Positive | None, says("Amount of one dose.")] = None
    unit: Annotated[Unit | None, says("Its unit.")] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Record):
    """What the person wants to be able to do."""

    text: Annotated[Name, says("In the person's words.")]
    since: Annotated[dt.date | None, says("Set on.")] = None
    reached_on: Annotated[dt.date | None, says("Reached on.")] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """A change of the amount that was agreed and made. None is ever made by the program."""

    on: Annotated[dt.date, says("The first day of the step.")]
    kind: Annotated[StepKind, says("up, down, back (to the amount before) or hold.")]
    amount: Annotated[Quantity | None, says("The amount of a dose from then on; null: as before.")] = None
    doses_per_day: Annotated[
        Annotated[int, Field(ge=0, le=48)] | None, says("Doses a day from then on, if changed.")
    ] = None
    agreed_with: Annotated[Name | None, says("With whom; null: by the person alone.")] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Record):
    """What person and clinician agreed; without `agreed_with`, what the person set alone."""

    substance: Annotated[Key, says("A key of a knowledge pack, or free text.")]
    direction: Annotated[Direction, says("up, hold or down.")]
    agreed_with: Annotated[Name | None, says("With whom.")] = None
    from_: Annotated[dt.date, Field(alias="from", description="First day.")]
    start: Annotated[Quantity | None, says("Amount of a dose at the start.")] = None
    step: Annotated[Quantity | None, says("Size of one step.")] = None
    step_percent: Annotated[
        Annotated[float, Field(gt=0, le=100)] | None, says("Size of one step, as percent of the amount before it.")
    ] = None
    steps: Annotated[tuple[PlanStep, ...], says("The steps made so far.")] = ()
    min_days_per_step: Annotated[Annotated[int, Field(ge=1, le=365)] | None, says("Days a step is kept at least.")] = (
        None
    )
    ceiling_per_dose: Annotated[Quantity | None, says("Not above this in one dose.")] = None
    ceiling_per_day: Annotated[Quantity | None, says("Not above this in one day.")] = None
    doses_per_day: Annotated[Annotated[int, Field(ge=0, le=48)] | None, says("At most so many doses a day.")] = None
    hours_between: Annotated[NotNegative | None, says("Hours between doses at least.")] = None
    dose_free_days: Annotated[tuple[Weekday, ...], says("Days of the week without a dose.")] = ()
    meaningful_change: Annotated[Positive | None, says("Points of change that matter to the person.")] = None
    meeting_on: Annotated[dt.date | None, says("The date with a professional; asked for first where it goes up.")] = (
        None
    )
    review_on: Annotated[dt.date | None, says("When it is looked at again.")] = None
    benefit_by: Annotated[dt.date | None, says("Without a benefit by then, the stop rules are shown.")] = None
    withdrawal_days: Annotated[
        tuple[Weekday, ...], says("Days on which withdrawal is rated before the first dose.")
    ] = ()
    hold_at: Annotated[
        Annotated[float, Field(ge=0, le=10)] | None, says("Withdrawal (0 to 10) from which no step down is made.")
    ] = None
    ended_on: Annotated[dt.date | None, says("The day it ended; null: it still holds.")] = None
    stop_if: Annotated[tuple[Name, ...], says("Reasons to stop, in words.")] = ()


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMeasure(Record):
    """A measure the person made up or brought from elsewhere."""

    key: Annotated[Key, says("What ratings call it.")]
    name: Annotated[Name, says("What pages call it.")]
    low: Annotated[float, says("Lowest value of the scale.")]
    high: Annotated[float, says("Highest value of the scale.")]
    step: Annotated[Positive, says("Smallest difference that can be given.")] = 1.0
    higher_is_better: Annotated[bool, says("Whether a higher value is the better one.")]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who the diary is about; everything but the time zone may be left out."""

    time_zone: Annotated[Zone, says("IANA time zone of home, such as America/Chicago.")]
    birth_year: Annotated[Annotated[int, Field(ge=1900, le=2200)] | None, says("Year of birth.")] = None
    sex: Annotated[Sex | None, says("female, male or other.")] = None
    weight_kg: Annotated[Annotated[float, Field(gt=0, le=700)] | None, says("Body weight in kilograms.")] = None
    conditions: Annotated[tuple[Name, ...], says("Illnesses: keys such as osteoarthritis, or free text.")] = ()
    medicines: Annotated[tuple[Medicine, ...], says("Other medicines.")] = ()
    history: Annotated[tuple[PastUse, ...], says("Use before the record began.")] = ()
    pregnant: Annotated[bool | None, says("Pregnant; null: not said.")] = None
    nursing: Annotated[bool | None, says("Breast-feeding; null: not said.")] = None
    surgery_on: Annotated[dt.date | None, says("A planned operation or anaesthesia.")] = None
    safety_critical: Annotated[
        bool | None, says("Drives or works where drowsiness endangers somebody; null: not said.")
    ] = None
    allergies: Annotated[tuple[Name, ...], says("Allergies, in words.")] = ()
    country: Annotated[Annotated[str, Field(pattern="^[A-Z]{2}$")] | None, says("Two letters, such as US.")] = None
    region: Annotated[
        Annotated[str, Field(min_length=1, max_length=64)] | None, says("State or region, such as TX.")
    ] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """All that one person recorded."""

    FORMAT: ClassVar[str] = "counterpoise-diary"
    VERSION: ClassVar[int] = 1

    person: Annotated[Person, says("Who it is about.")]
    products: Annotated[tuple[Product, ...], says("What was bought.")] = ()
    lots: Annotated[tuple[Lot, ...], says("The bags it came in.")] = ()
    measures: Annotated[tuple[OwnMeasure, ...], says("Measures of the person's own.")] = ()
    doses: Annotated[tuple[Dose, ...], says("What was taken.")]
    ratings: Annotated[tuple[Rating, ...], says("What was rated.")]
    effects: Annotated[tuple[Effect, ...], says("Wanted and unwanted effects.")] = ()
    labs: Annotated[tuple[Lab, ...], says("Laboratory values of the person.")] = ()
    questionnaires: Annotated[tuple[Questionnaire, ...], says("Filled-in questionnaires.")] = ()
    goals: Annotated[tuple[Goal, ...], says("What the person wants to be able to do.")] = ()
    plans: Annotated[tuple[Plan, ...], says("What was agreed.")] = ()
    appointments: Annotated[tuple[Appointment, ...], says("Visits to professionals, to come and past.")] = ()
    trials: Annotated[tuple[dict[str, Any], ...], says("Single-person trials; kept as they are.")] = ()
    extra: Annotated[dict[str, Any], says("Anything else; kept as it is.")] = field(default_factory=dict)

    def lot_finder(self) -> Callable[[Dose], Lot | None]:
        """A function that gives the lot a dose names."""
        find = finder(self.lots)
        return lambda dose: find(dose.lot, dose.source)

    def rating_finder(self) -> Callable[[Dose], Rating | None]:
        """A function that gives the rating a dose names."""
        find = finder(self.ratings)
        return lambda dose: find(dose.rating, dose.source)


def finder(records: tuple[Rec, ...]) -> Callable[[str | None, str | None], Rec | None]:
    """Look records up by id: of the same source first, since two sources may use one id; then the first of any."""
    exact = {(record.source, record.id): record for record in records}
    loose = {record.id: record for record in reversed(records)}
    return lambda id_, source: None if id_ is None else exact.get((source, id_), loose.get(id_))


ENTRY_LISTS = ("doses", "ratings", "effects", "labs", "questionnaires")
RECORD_LISTS = ("products", "lots", "measures", "goals", "plans", "appointments", *ENTRY_LISTS)

__all__ = [
    "ENTRY_LISTS",
    "PAIN_NOW",
    "RATED_DOSE_AFTER",
    "RATED_DOSE_BEFORE",
    "RECORD_LISTS",
    "Appointment",
    "Assay",
    "Censored",
    "Certificate",
    "Diary",
    "Direction",
    "Dose",
    "Effect",
    "Entry",
    "Food",
    "Goal",
    "Instant",
    "Kept",
    "Lab",
    "Lot",
    "Medicine",
    "OwnMeasure",
    "PastUse",
    "Person",
    "Plan",
    "PlanStep",
    "Price",
    "Product",
    "Prompt",
    "Quantity",
    "Question",
    "Questionnaire",
    "Rating",
    "Reason",
    "Record",
    "RecordedBy",
    "Sex",
    "StepKind",
    "ToBring",
    "UnitWeight",
    "Weekday",
    "finder",
    "upcoming",
]
