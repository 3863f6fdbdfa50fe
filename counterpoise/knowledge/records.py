"""What the packs hold, as frozen values. The field names are the keys of the TOML files; docs/knowledge.md lists them.

Everything said about the world is `Sourced`: who says so, whether we read it there, and when we last looked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field, Strict, with_config

Grade = Literal["human trial", "human observational", "animal", "in vitro", "convention", "unknown"]
Tag = Literal["V", "V2", "R", "D"]
Urgency = Literal["emergency", "same day", "record"]
Period = Literal["now", "last 24 hours", "last night"]

SHOWN = "shown to people"
Words = Annotated[str, Field(min_length=1), SHOWN]
"""English text that a page shows, through gettext; `texts.texts` lists all of it."""

Name = Annotated[str, Field(min_length=1)]
KineticName = Literal["half_effect", "half_life_h", "tolerance", "absorption_beyond", "slow_fraction"]
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
        return self.tag in ("V", "D")


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


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Prior(Sourced):
    """What is assumed before a person's own record speaks: `centre` is the median on the natural scale,
    `sd` the standard deviation of its log (lognormal) or of its logit (logitnormal, for shares)."""

    label: Words
    family: Literal["lognormal", "logitnormal"]
    centre: Annotated[Number, Field(gt=0)]
    sd: Annotated[Number, Field(gt=0)]
    unit: Name
    grade: Grade
    note: Words | None = None

    def __post_init__(self) -> None:
        if self.family == "logitnormal" and self.centre >= 1.0:
            raise ValueError("the centre of a logitnormal lies between 0 and 1")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Kinetics:
    """Priors of the exposure that acts, by the names that docs/science.md gives them; `implied`: what they amount to;
    `forms`: those that a form of the substance has in place of the general ones.

    They describe how relief comes and goes, not what is in the blood.
    """

    half_effect: Prior
    half_life_h: Prior
    tolerance: Prior
    absorption_beyond: Prior
    slow_fraction: Prior
    implied: Mapping[str, Fact]
    forms: Mapping[str, Mapping[KineticName, Prior]] = Field(default_factory=dict)

    def __post_init__(self) -> None:
        for form in (None, *self.forms):
            for name, prior in self.of_form(form).items():
                family = "logitnormal" if name == "slow_fraction" else "lognormal"
                if prior.family != family:
                    raise ValueError(f"'{prior.label}' must be {family}")

    def of_form(self, form: str | None) -> dict[str, Prior]:
        """The priors by name; those of a form of the substance where it has its own."""
        plain = {name: getattr(self, name) for name in get_args(KineticName)}
        return {**plain, **self.forms.get(form or "", {})}


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Sourced):
    """Why no question about dose and effect is answered for a substance."""

    reason: Words
    grade: Grade


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """One folder of substances/: its names, its forms and units, and what is known before the first dose."""

    key: Name
    name: Words
    summary: Words
    aliases: Names = ()
    forms: Mapping[str, Words] = Field(default_factory=dict)
    units: Names = ()
    default_unit: Name
    alkaloid: Name | None = None
    refusal: Refusal | None = None
    potency: Mapping[str, Prior] = Field(default_factory=dict)
    kinetics: Kinetics | None = None
    facts: Mapping[str, Fact] = Field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.default_unit not in self.units:
            raise ValueError(f"default_unit '{self.default_unit}' is not among units")
        if stray := sorted(set(self.potency) - set(self.forms)):
            raise ValueError(f"potency names a form that is not among forms: {stray[0]}")
        if self.potency and self.alkaloid is None:
            raise ValueError("potency is the content of an alkaloid: name it in alkaloid")
        if self.kinetics and (stray := sorted(set(self.kinetics.forms) - set(self.forms))):
            raise ValueError(f"kinetics names a form that is not among forms: {stray[0]}")
        if self.refusal and (self.kinetics or self.potency):
            raise ValueError("a substance whose answers are refused has neither kinetics nor potency")

    @property
    def assessable(self) -> bool:
        """Whether answers may be given; if not, `refusal` says why."""
        return self.refusal is None


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Sourced):
    """One thing that can be rated, from `low` to `high` in steps, with words for both ends."""

    key: Name
    name: Words
    question: Words
    period: Period
    low: Number
    high: Number
    step: Annotated[Number, Field(gt=0)]
    higher_is_better: YesNo
    low_words: Words
    high_words: Words
    loinc: Annotated[str, Field(pattern=r"^\d{1,7}-\d$")] | None = None
    grade: Grade

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"low ({self.low:g}) must be below high ({self.high:g})")
        if ((self.high - self.low) / self.step) % 1 != 0:
            raise ValueError(f"steps of {self.step:g} do not lead from {self.low:g} to {self.high:g}")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class EffectKind:
    """A name for something noticed after a dose. A name, not a claim that a substance causes it;
    what calls for help at once or the same day says who says so."""

    key: Name
    name: Words
    urgency: Urgency = "record"
    wanted: YesNo = False
    action: Sourced | None = None

    def __post_init__(self) -> None:
        if (self.urgency == "record") != (self.action is None):
            raise ValueError("an effect that is urgent gives its sources in action, one that is only recorded does not")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Sourced):
    """A telephone number that helps, and who answers there."""

    name: Words
    number: Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ]*$")]
    note: Words | None = None


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """Whom to call in one country; `None` is 'not known to us', never 'there is none'."""

    name: Words
    emergency: Line
    poison: Line | None = None
    crisis: Line | None = None


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
    countries: Mapping[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], Country]

    def country(self, code: str | None) -> Country:
        """The numbers of a country (ISO code), or those that work in most places."""
        return self.countries.get((code or "").upper(), self.anywhere)
