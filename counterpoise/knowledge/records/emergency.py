"""What comes before everything else: signs, whom to call, naloxone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from counterpoise.knowledge.records.sourced import Fact, Grade, Names, Sourced, Words, YesNo, known

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Sourced):
    """A telephone number that helps, and who answers there. in_danger: false where it is not for danger to life."""

    name: Words
    number: Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ]*$")]
    note: Words | None = None
    in_danger: YesNo = True


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """Whom to call in one country; `None` is 'not known to us', never 'there is none'.

    help: who helps with cutting down, stopping and treatment, when nothing is urgent.
    """

    name: Words
    emergency: Line
    poison: Line | None = None
    crisis: Line | None = None
    help: Line | None = None


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Sourced):
    """A sign that help is needed at once; `effects` are the kinds of effect that record it."""

    text: Words
    grade: Grade
    effects: Names = ()


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """What comes before everything else: the signs, whom to call, and naloxone."""

    anywhere: Country
    signs: Mapping[str, Sign]
    naloxone: Mapping[str, Fact]
    countries: Mapping[CountryCode, Country]

    def country(self, code: str | None) -> Country:
        """The numbers of a country (ISO code), or those that work in most places."""
        return self.countries.get((code or "").upper(), self.anywhere)
