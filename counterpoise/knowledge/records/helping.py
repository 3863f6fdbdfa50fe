"""Finding help when nothing is urgent: which professional is for what, and what to say. No company, no product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counterpoise.knowledge.records.emergency import CountryCode
from counterpoise.knowledge.records.sourced import Fact, Grade, Name, Sourced, Words, known


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Profession(Sourced):
    """One kind of professional, and what for."""

    name: Words
    does: Words
    grade: Grade


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Way(Sourced):
    """How somebody gets to that kind of professional in one country."""

    text: Words
    grade: Grade


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Professions in the order in which pages show them; why to tell; first words; ways by country and profession.

    A country or a profession that is missing under `countries` is not known to us, never "there is none".
    """

    professions: Mapping[Name, Profession]
    why: Mapping[Name, Fact]
    first_words: Mapping[Name, Fact]
    countries: Mapping[CountryCode, Mapping[Name, Way]]

    def ways(self, code: str | None) -> Mapping[str, Way]:
        """What is known of a country (ISO code), by profession."""
        return self.countries.get((code or "").upper(), {})
