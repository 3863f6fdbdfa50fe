"""Pages to read: plain sentences, each section with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from counterpoise.knowledge.records.sourced import SHOWN, Grade, Name, Names, Sourced, Whole, Words, known

Way = Literal[
    "today",
    "balance",
    "balance_method",
    "emergency",
    "export",
    "learn_analytes",
    "learn_instruments",
    "learn_law",
]
"""Pages of the program that a section may lead on to, by the names of their views."""
WAYS: tuple[Way, ...] = get_args(Way)
TAKEN = ("grades", "instruments", "analytes", "law", "substances")
"""Addresses beside those of pages to read: a page of this name could not be reached."""
Paragraphs = Annotated[tuple[Words, ...], Field(min_length=1), SHOWN]


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Sourced):
    """A few paragraphs about one thing; `points`: a list after them; `facts`: facts of the packs shown after it, each
    as "substance/fact"; `see`: other pages, each one of WAYS or "learn/page"."""

    title: Words
    text: Paragraphs
    grade: Grade
    points: Annotated[tuple[Words, ...], SHOWN] = ()
    facts: Names = ()
    see: Names = ()


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page to read. order: its place among the others."""

    key: Name
    title: Words
    summary: Words
    order: Annotated[Whole, Field(ge=0, le=9999)]
    sections: Annotated[Mapping[Name, Section], Field(min_length=1)]
