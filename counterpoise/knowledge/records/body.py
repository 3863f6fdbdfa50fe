"""What is believed of a substance in the body: how it comes and goes in blood, what it binds to, what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from counterpoise.knowledge.records.sourced import Fact, Name, Number, Whole, YesNo, known
from counterpoise.knowledge.records.substances import Prior

Quantity = Literal[
    "peak",
    "peak time",
    "area",
    "half-life",
    "clearance",
    "volume",
    "steady state",
    "ratio of areas",
    "ratio of peaks",
]
Count = Annotated[Whole, Field(ge=1)]
Above = Annotated[Number, Field(gt=0)]

MEASURED_IN: dict[Quantity, tuple[str, ...]] = {
    "peak": ("nmol/L", "ng/mL"),
    "peak time": ("h",),
    "area": ("nmol h/L", "ng h/mL"),
    "half-life": ("h",),
    "clearance": ("L/h",),
    "volume": ("L", "L/kg"),
    "steady state": ("days",),
    "ratio of areas": ("times",),
    "ratio of peaks": ("times",),
}
"""The units that each published quantity may be given in."""

UNITS = {
    "absorption": "1/h",
    "clearance": "L/h",
    "central": "L",
    "exchange": "L/h",
    "peripheral": "L",
    "bioavailability": "1",
    "first_pass": "1",
    "systemic": "1",
    "metabolite_clearance": "L/h",
    "metabolite_central": "L",
    "metabolite_exchange": "L/h",
    "metabolite_peripheral": "L",
}
"""The parameters of plasma, each with the only unit it may be given in; in the order in which people are drawn."""


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Fact):
    """One published number to check the simulation against: what was given, when blood was drawn, what was found.

    row: its number in the list of checks (docs/mechanism.md); mg: of the alkaloid, in one dose; window_h: hours after
    the last dose to the last sample; fitted: whether the parameters were chosen to agree with it.
    """

    row: Count | None = None
    analyte: Name
    quantity: Quantity
    mg: Above | None = None
    doses: Count = 1
    every_h: Above | None = None
    window_h: Above | None = None
    fitted: YesNo

    def __post_init__(self) -> None:
        Fact.__post_init__(self)
        units = MEASURED_IN[self.quantity]
        if isinstance(self.value, str) or self.unit not in units:
            raise ValueError(f"a published {self.quantity} is a number, with its unit ({' or '.join(units)})")
        if (self.doses > 1) != (self.every_h is not None):
            raise ValueError("every_h is given where there are several doses, and only there")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Plasma:
    """How the alkaloid of a substance and what the body makes of it come and go in plasma, between people.

    The first twelve are priors, as docs/mechanism.md names them. molar_mass: g/mol of each of the two; limit: what a
    laboratory can still measure, ng/mL; most_given: mg given in a trial; most_hydroxymitragynine: percent of the
    alkaloid above which a product is no longer taken for leaf; published: numbers to check against.
    """

    absorption: Prior
    clearance: Prior
    central: Prior
    exchange: Prior
    peripheral: Prior
    bioavailability: Prior
    first_pass: Prior
    systemic: Prior
    metabolite_clearance: Prior
    metabolite_central: Prior
    metabolite_exchange: Prior
    metabolite_peripheral: Prior
    molar_mass: Annotated[Mapping[Name, Fact], Field(min_length=2, max_length=2)]
    limit: Fact
    most_given: Fact
    most_hydroxymitragynine: Fact
    published: Mapping[Name, Published]

    def __post_init__(self) -> None:
        for name, prior in self.people.items():
            if (prior.unit, prior.family) != (UNITS[name], "lognormal"):
                raise ValueError(f"'{prior.label}' must be lognormal, in {UNITS[name]}")
        needed = {"limit": "ng/mL", "most_given": "mg", "most_hydroxymitragynine": "%"}
        for name, unit in needed.items():
            _in(getattr(self, name), unit, name)
        for name, mass in self.molar_mass.items():
            _in(mass, "g/mol", f"molar_mass.{name}")

    @property
    def people(self) -> dict[str, Prior]:
        """The priors by name, in the order of UNITS."""
        return {name: getattr(self, name) for name in UNITS}


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Binder:
    """How much of one substance in blood reaches a receptor and fills it: three priors.

    unbound: share in plasma that is not bound to protein; brain: free in the brain for each free in plasma;
    affinity: the concentration that alone fills half of the receptors (Ki).
    """

    unbound: Prior
    brain: Prior
    affinity: Prior

    def __post_init__(self) -> None:
        for field, family, unit in (
            ("unbound", "logitnormal", "1"),
            ("brain", "lognormal", "1"),
            ("affinity", "lognormal", "nmol/L"),
        ):
            prior = getattr(self, field)
            if (prior.family, prior.unit) != (family, unit):
                raise ValueError(f"'{prior.label}' must be {family}, in {unit}")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Receptors:
    """From blood to receptors. binders: for the mu-opioid receptor, by substance; measured: published affinities there;
    others: other receptors; dopamine: what is and is not known; unknown: what the picture leaves out."""

    binders: Annotated[Mapping[Name, Binder], Field(min_length=1)]
    measured: Mapping[Name, Fact]
    others: Mapping[Name, Fact]
    dopamine: Mapping[Name, Fact]
    unknown: Mapping[Name, Fact]


def _in(fact: Fact, unit: str, name: str) -> None:
    if isinstance(fact.value, str) or fact.value <= 0 or fact.unit != unit:
        raise ValueError(f"{name} must be a number above 0, in {unit}")
