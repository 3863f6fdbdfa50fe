"""What a laboratory finds in a product, and how much of it a day is held to be too much; and what it finds in blood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from counterpoise.knowledge.records.sourced import Fact, Grade, Name, Names, Number, Sourced, Words, YesNo, known
from counterpoise.knowledge.spelling import plain


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Sourced):
    """How much is held to be the most, by whom: in a day, in a gram, or none in a sample."""

    label: Words
    most: Annotated[Number, Field(ge=0)]
    unit: Literal["ug/day", "mg/g", "% of alkaloids", "CFU/g", "in 25 g", "in 10 g", "mg in one piece", "%"]
    by: Words
    grade: Grade
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    note: Words | None = None


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Analyte(Sourced):
    """One line of a lab certificate: its names and units there, what is known of it, its limits."""

    key: Name
    name: Words
    kind: Literal["alkaloid", "metal", "microbe", "other"]
    about: Words
    grade: Grade
    aliases: Names = ()
    units: Names
    limits: Mapping[str, Limit] = Field(default_factory=dict)
    facts: Mapping[str, Fact] = Field(default_factory=dict)

    def __post_init__(self) -> None:
        if nameless := [name for name in self.aliases if not plain(name)]:
            raise ValueError(f"the name '{nameless[0]}' holds no letter")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping(Sourced):
    """One thing about how a bag is kept. fine: what of `Kept` is as it should be; custom: nobody has tested it well."""

    key: Name
    name: Words
    says: Words
    fine: Names = ()
    custom: YesNo
    grade: Grade
    limits: Mapping[str, Fact] = Field(default_factory=dict)


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class BloodTest(Sourced):
    """A blood test of the person: its names, and its units, each with how many of the first one of it is."""

    key: Name
    name: Words
    about: Words
    aliases: Names = ()
    units: Annotated[Mapping[Name, Annotated[Number, Field(gt=0)]], Field(min_length=1)]
