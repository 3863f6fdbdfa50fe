"""What every statement of a pack carries: who says so, whether we read it there, and when we last looked."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, PlainValidator, Strict, with_config

from counterpoise.knowledge.records.quantities import unit_is_known

Grade = Literal["human trial", "human observational", "animal", "in vitro", "convention", "unknown"]
Tag = Literal["V", "V2", "R", "D"]
ESTABLISHED: tuple[Tag, ...] = ("V", "D")
"""Tags of what may be shown plainly; anything else carries a mark."""

SHOWN = "shown to people"
THIS_PROJECT = "this project"
FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2099, 12, 31)


def _legible(text: str) -> str:
    """Without blanks at its ends. Nothing at all is refused, and a sign that nobody sees or that turns a line."""
    if not text.strip():
        raise ValueError("must not be empty")
    for sign in "" if text.isprintable() else text:
        if unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") and sign not in "\n\t":
            raise ValueError(f"holds a sign that cannot be seen (U+{ord(sign):04X})")
    return text.strip()


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"'{twice}' stands there twice")
    return names


def _number_or_words(given: object) -> float | str:
    if isinstance(given, str):
        return _legible(given)
    if isinstance(given, (int, float)) and not isinstance(given, bool) and abs(given) <= LARGEST:
        return float(given)
    raise ValueError("must be a number or a sentence")


LARGEST = 1e15
"""No number of the packs comes near it; what is not finite is beyond it."""
Words = Annotated[str, AfterValidator(_legible), SHOWN]
"""English text that a page shows, through gettext; `texts.texts` lists all of it."""

Name = Annotated[str, AfterValidator(_legible)]
Names = Annotated[tuple[Name, ...], AfterValidator(_each_once)]
Keys = Annotated[tuple[Name, ...], Field(min_length=1), AfterValidator(_each_once)]
Number = Annotated[float, Strict()]  # a number in quotes, a yes or a text for a date is a mistake, not to be guessed at
Value = Annotated[float | str, PlainValidator(_number_or_words), SHOWN]
Whole = Annotated[int, Strict()]
YesNo = Annotated[bool, Strict()]
Day = Annotated[dt.date, Strict(), Field(ge=FIRST_DAY, le=LAST_DAY)]

known = with_config(ConfigDict(extra="forbid", allow_inf_nan=False))
"""Decorates every record: an unknown key is a mistake in the pack, and refused."""


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One entry of bibliography.toml: where a fact was read, or where it can be checked."""

    key: Name
    title: Name
    year: Annotated[Whole, Field(ge=1900, le=2100)] | None = None
    authors: Name | None = None
    published_in: Name | None = None
    doi: Annotated[Name, Field(pattern=r"^10\.[0-9]{4,9}/[^\s\"]+$")] | None = None
    url: Annotated[Name, Field(pattern=r"^https://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s\"<>\\^`{|}]*)?$")] | None = None
    funding: Words | None = None

    def __post_init__(self) -> None:
        if self.doi is None and self.url is None and self.published_in is None:
            raise ValueError("a source needs a doi, a url or published_in, or nobody can look it up")

    @property
    def link(self) -> str | None:
        """Where a reader can look, the DOI first."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def own(self) -> bool:
        """Whether it is this project itself: then its title is ours, too, and is translated."""
        return self.published_in == THIS_PROJECT

    @property
    def cited(self) -> str:
        """Who wrote it and what it is called."""
        return f"{self.authors}: {self.title}" if self.authors else self.title


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """Something said about the world: who says so (keys of the bibliography), how we know, when we last looked."""

    sources: Keys
    tag: Tag
    reviewed: Day

    @property
    def established(self) -> bool:
        """Whether it may be shown plainly; otherwise a page adds 'not checked against the original'."""
        return self.tag in ESTABLISHED


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far a value varies: a range or interval (low to high), or a standard deviation."""

    kind: Literal["range", "90 % interval", "95 % interval", "sd"]
    low: Number | None = None
    high: Number | None = None
    sd: Annotated[Number, Field(gt=0)] | None = None

    def __post_init__(self) -> None:
        if self.kind == "sd":
            if self.sd is None or self.low is not None or self.high is not None:
                raise ValueError("a spread of kind 'sd' gives sd, and neither low nor high")
        elif self.sd is not None or self.low is None or self.high is None or self.low > self.high:
            raise ValueError(f"a spread of kind '{self.kind}' gives low and high (low first), and no sd")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Sourced):
    """One sourced statement: a number with its unit and spread, or a sentence."""

    label: Words
    value: Value
    grade: Grade
    unit: Name | None = None
    spread: Spread | None = None
    population: Words | None = None
    note: Words | None = None

    def __post_init__(self) -> None:
        if isinstance(self.value, str):
            return
        if self.unit is None or not unit_is_known(self.unit):
            given = "a number needs a unit" if self.unit is None else f"no such unit: '{self.unit}'"
            raise ValueError(f"{given} (records/quantities.py lists them; a share is of unit '1')")
        if self.unit == "1" and not 0 <= self.value <= 1:
            raise ValueError(f"a share lies between 0 and 1, not {self.value:g}: a ratio is of unit 'times'")
        low, high = (None, None) if self.spread is None else (self.spread.low, self.spread.high)
        if low is not None and high is not None and not low <= self.value <= high:
            raise ValueError(f"the value {self.value:g} lies outside its own spread, {low:g} to {high:g}")
