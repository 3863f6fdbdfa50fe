"""What every record is made of: types with their ranges, what a field says, and what all records have."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise ValueError("not an IANA time zone such as America/Chicago") from error
    return name


def _within_calendar(at: dt.datetime) -> dt.datetime:
    """Far dates are typing errors, and their neighbours must stay computable."""
    if not 1900 <= at.year <= 2200:
        raise ValueError("not a year from 1900 to 2200")
    return at


Id = Annotated[str, Field(max_length=64)]
Key = Annotated[str, Field(min_length=1, max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Note = Annotated[str, Field(max_length=10_000)]
Zone = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_known_zone)]
Instant = Annotated[AwareDatetime, AfterValidator(_within_calendar)]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Positive = Annotated[float, Field(gt=0, le=1_000_000)]
NotNegative = Annotated[float, Field(ge=0, le=1_000_000)]
Found = Annotated[float, Field(ge=0, le=1e12)]
"""What a laboratory finds: germs are counted in tens of millions in a gram."""

Unit = Annotated[str, Field(min_length=1, max_length=32)]
RecordedBy = Literal["carer", "locked_screen"]

R = TypeVar("R")

_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Signs that nobody sees, or that turn a line around. What joins or parts letters (U+200C, U+200D) is writing."""
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def tidy(word: str) -> str:
    """A word in one line: without signs that nobody sees or that turn a line around; nothing where that was all."""
    return _BLANKS.sub(" ", _UNSEEN.sub("", word)).strip(" \u200c\u200d")


def says(text: str) -> Any:
    """The meaning of a field, in one sentence: the published schema and docs/diary.md show it."""
    return Field(description=text)


def strict(cls: type[R]) -> type[R]:
    """A frozen part of a record: unknown keys, wrong types and infinite numbers are refused."""
    cls.__pydantic_config__ = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)  # type: ignore[attr-defined]
    return cls


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount and its unit."""

    amount: Annotated[Positive, says("How much.")]
    unit: Annotated[Unit, says("In what: g, mg, capsule, teaspoon, ml … or a word of the person's own.")]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every recorded thing has, whether or not it happened at a moment."""

    id: Annotated[Id, says("Its name within its source; without one it is known by its content.")] = ""
    source: Annotated[Key | None, says("Where it came from, such as psychonautwiki; none: recorded here.")] = None
    recorded_at: Annotated[Instant | None, says("When it was written down.")] = None
    recorded_by: Annotated[
        RecordedBy | None,
        says("Who wrote it down, if not the person: a carer, or somebody at the locked screen."),
    ] = None
    note: Annotated[Note | None, says("Free words.")] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Record):
    """A thing that happened at a moment. The offset written wins over the zone where the two disagree."""

    at: Annotated[Instant, says("When, with the UTC offset in force there: 2026-05-01T08:12:00-05:00.")]
    zone: Annotated[Zone | None, says("The IANA time zone the person was in, where known.")] = None
