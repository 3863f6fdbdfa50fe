"""What was read of the law, where and when. Laws change: never that something is legal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from counterpoise.knowledge.records.sourced import Day, Grade, Name, Sourced, Words, known

Place = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
Standing = Literal["banned", "restricted", "no ban read of", "sources conflict", "not known to us"]


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling(Sourced):
    """How one substance stood in one place on a day, as far as it was read."""

    standing: Standing
    text: Words
    as_of: Day
    grade: Grade

    def __post_init__(self) -> None:
        if self.as_of > self.reviewed:
            raise ValueError(f"as_of ({self.as_of}) lies after the day somebody last looked ({self.reviewed})")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A country or a part of one (ISO 3166: `US`, `US-TX`), by substance."""

    key: Place
    name: Words
    substances: Mapping[Name, Ruling]
