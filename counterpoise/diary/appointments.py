"""Visits to a professional: what is to be asked and brought, and what was agreed there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from counterpoise.diary.base import Key, Name, Note, Record, says, strict


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing the person wants to ask."""

    text: Annotated[Name, says("In the person's words.")]
    asked: Annotated[bool, says("Whether it was asked; false: not yet, as far as is known.")] = False
    answer: Annotated[Annotated[Note, Field(min_length=1)] | None, says("What was answered, in words.")] = None
    names: Annotated[
        tuple[Key, ...],
        says("Parts of the report that it can name, where the record gave rise to it; empty: the person's own words."),
    ] = ()


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class ToBring:
    """One thing to bring along."""

    text: Annotated[Name, says("What, in words.")]
    packed: Annotated[bool, says("Whether it is packed.")] = False


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(Record):
    """A visit to a professional, to come or past."""

    on: Annotated[dt.date | None, says("The day; null: there is no date yet, or it is not known.")] = None
    with_: Annotated[Name | None, Field(alias="with", description="With whom.")] = None
    profession: Annotated[
        Key | None, says("Who that is: family_physician, pharmacist, pain_clinic … or free words.")
    ] = None
    about: Annotated[Name | None, says("What it is about.")] = None
    goals: Annotated[tuple[Name, ...], says("What the person wants from the visit.")] = ()
    questions: Annotated[tuple[Question, ...], says("What to ask.")] = ()
    bring: Annotated[tuple[ToBring, ...], says("What to bring.")] = ()
    agreed: Annotated[
        Annotated[Note, Field(min_length=1)] | None, says("What was agreed, in words; no plan by itself.")
    ] = None
    next_on: Annotated[dt.date | None, says("The day of the next one, as agreed there.")] = None


def upcoming(visits: Iterable[Appointment], today: dt.date) -> Appointment | None:
    """The next visit: the first from today on; else one without a date, of which nothing was agreed yet."""
    visits = tuple(visits)
    dated = [one for one in visits if one.on is not None and one.on >= today]
    first = min(dated, key=lambda one: one.on or today, default=None)
    return first or next((one for one in visits if one.on is None and one.agreed is None), None)
