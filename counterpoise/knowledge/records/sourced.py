"""What every statement of a pack carries: who says so, whether we read it there, and when we last looked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, Strict, with_config

Grade = Literal["human trial", "human observational", "animal", "in vitro", "convention", "unknown"]
Tag = Literal["V", "V2", "R", "D"]
ESTABLISHED: tuple[Tag, ...] = ("V", "D")
"""Tags of what may be shown plainly; anything else carries a mark."""

SHOWN = "shown to people"
Words = Annotated[str, Field(min_length=1), SHOWN]
"""English text that a page shows, through gettext; `texts.texts` lists all of it."""

Name = Annotated[str, Field(min_length=1)]
Names = tuple[Name, ...]
Keys = Annotated[tuple[Name, ...], Field(min_length=1)]
Number = Annotated[float, Strict()]  # a number in quotes, a yes or a text for a date is a mistake, not to be guessed at
YesNo = Annotated[bool, Strict()]
Day = Annotated[dt.date, Strict()]

known = with_config(ConfigDict(extra="forbid", allow_inf_nan=False))
"""Decorates every record: an unknown key is a mistake in the pack, and refused."""


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One entry of bibliography.toml: where a fact was read, or where it can be checked."""

    key: Name
    title: Name
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    authors: str | None = None
    published_in: str | None = None
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None
    funding: Words | None = None

    def __post_init__(self) -> None:
        if self.doi is None and self.url is None and self.published_in is None:
            raise ValueError("a source needs a doi, a url or published_in, or nobody can look it up")

    @property
    def link(self) -> str | None:
        """Where a reader can look, the DOI first."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

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
    value: Number | Words
    grade: Grade
    unit: str | None = None
    spread: Spread | None = None
    population: Words | None = None
    note: Words | None = None
