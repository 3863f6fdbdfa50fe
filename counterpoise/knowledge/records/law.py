"""What was read of the law, where and when. Laws change: never that something is legal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from counterpoise.knowledge.records.sourced import Day, Grade, Name, Sourced, Words, known

Standing = Literal["banned", "restricted", "no ban read of", "sources conflict", "not known to us"]


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling(Sourced):
    """How one substance stood in one place on a day, as far as it was read."""

    standing: Standing
    text: Words
    as_of: Day
    grade: Grade


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A country or a part of one (ISO 3166: `US`, `US-TX`), by substance."""

    key: Name
    name: Words
    substances: Mapping[Name, Ruling]
