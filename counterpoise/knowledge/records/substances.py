"""Substances: their names, forms and units, and what is believed of them before a person's own record speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from counterpoise.knowledge.records.safety import MedicineClass
from counterpoise.knowledge.records.sourced import Fact, Grade, Name, Names, Number, Sourced, Words, known
from counterpoise.knowledge.spelling import plain

SHORTEST = 3
"""Letters of a name by which a refused substance is found inside another: any less stands in everything."""
WIDEST = 5.0
"""The largest sd of a prior: nine out of ten then lie within a factor of 3700, which is to know nothing."""
KineticName = Literal["half_effect", "half_life_h", "tolerance", "absorption_beyond", "slow_fraction"]

KINETIC_UNITS: dict[KineticName, str] = {
    "half_effect": "1",
    "half_life_h": "h",
    "tolerance": "1",
    "absorption_beyond": "1/h",
    "slow_fraction": "1",
}
"""Each prior of kinetics with the only unit it may be given in."""
POTENCY_UNIT = "mg/g"


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Prior(Sourced):
    """What is assumed before a person's own record speaks: `centre` is the median on the natural scale,
    `sd` the standard deviation of its log (lognormal) or of its logit (logitnormal, for shares)."""

    label: Words
    family: Literal["lognormal", "logitnormal"]
    centre: Annotated[Number, Field(gt=0, le=1e9)]
    sd: Annotated[Number, Field(gt=0, le=WIDEST)]
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
                if (prior.family, prior.unit) != (family, KINETIC_UNITS[name]):
                    raise ValueError(f"'{prior.label}' must be {family}, in {KINETIC_UNITS[name]}")

    def of_form(self, form: str | None) -> dict[KineticName, Prior]:
        """The priors by name; those of a form of the substance where it has its own."""
        general = {name: getattr(self, name) for name in get_args(KineticName)}
        return {**general, **self.forms.get(form or "", {})}


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Sourced):
    """Why no question about dose and effect is answered for a substance."""

    reason: Words
    grade: Grade


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Facts that stand together on a page, by their keys."""

    title: Words
    facts: Annotated[Names, Field(min_length=1)]


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """One folder of substances/: its names, its forms and units, and what is known before the first dose.

    beside: words that stand beside its names and change nothing (forms, colours); strains: words that name it together
    with one of those. inside: names by which safety knows that it is in something, whatever else the words say; no
    answer counts a dose by them. classes: what it is when something else is taken beside it. chapters: its facts in the
    order in which a page tells them, what matters most first; without any, the facts stand in their own order.
    """

    key: Name
    name: Words
    summary: Words
    aliases: Names = ()
    beside: Names = ()
    strains: Names = ()
    inside: Names = ()
    classes: tuple[MedicineClass, ...] = ()
    forms: Mapping[str, Words] = Field(default_factory=dict)
    units: Names = ()
    default_unit: Name
    alkaloid: Name | None = None
    refusal: Refusal | None = None
    potency: Mapping[str, Prior] = Field(default_factory=dict)
    kinetics: Kinetics | None = None
    facts: Mapping[str, Fact] = Field(default_factory=dict)
    chapters: Mapping[Name, Chapter] = Field(default_factory=dict)

    def __post_init__(self) -> None:
        told = [fact for chapter in self.chapters.values() for fact in chapter.facts]
        if self.chapters and sorted(told) != sorted(self.facts):
            wrong = sorted(set(told) ^ set(self.facts)) or sorted(fact for fact in told if told.count(fact) > 1)
            raise ValueError(f"chapters name every fact once; not so: {wrong[0]}")
        for name in (self.key, self.name, *self.aliases):
            if len(plain(name)) < (SHORTEST if self.refusal else 1):
                raise ValueError(f"the name '{name}' holds too few letters to tell the substance by")
        if self.default_unit not in self.units:
            raise ValueError(f"default_unit '{self.default_unit}' is not among units")
        if stray := sorted(set(self.potency) - set(self.forms)):
            raise ValueError(f"potency names a form that is not among forms: {stray[0]}")
        if astray := sorted(form for form, prior in self.potency.items() if prior.unit != POTENCY_UNIT):
            raise ValueError(f"potency.{astray[0]} must be in {POTENCY_UNIT}")
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
