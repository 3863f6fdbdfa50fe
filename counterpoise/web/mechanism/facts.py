"""Statements of the packs as the page shows them: words, figures, and who says so, how that is known, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from counterpoise.assessment import body
from counterpoise.knowledge.records import Fact, Prior, Published
from counterpoise.report import blood
from counterpoise.report import facts as figures
from counterpoise.web.sourced import told


@dataclass(frozen=True)
class Told:
    """One statement. `fact` carries what the part with the source asks for."""

    label: str
    text: str
    fact: dict[str, Any]
    population: str = ""
    note: str = ""
    mark: str = ""


def facts(found: Iterable[Fact]) -> list[Told]:
    """Facts, in their order."""
    return [
        Told(
            _(one.label),
            _both_units(one),
            told(one),
            _(one.population) if one.population else "",
            _(one.note) if one.note else "",
            _fitted(one),
        )
        for one in found
    ]


def priors(found: Iterable[Prior]) -> list[Told]:
    """What is assumed, each with the middle 90 % of it."""
    return [Told(_(one.label), figures.prior(one), told(one), note=_(one.note) if one.note else "") for one in found]


def _both_units(one: Fact) -> str:
    """The value; of a level in moles, what it is in weight as well, as the pictures tell it."""
    said, masses = figures.value(one), body.plasma().molar_mass
    if not isinstance(one, Published) or one.analyte not in masses or one.unit not in {"nmol/L", "nmol h/L"}:
        return said
    return f"{said}; {blood.in_moles(float(one.value), one.unit, float(masses[one.analyte].value))}"


def _fitted(one: Fact) -> str:
    if not isinstance(one, Published):
        return ""
    return _("the simulation was made to agree with it") if one.fitted else _("not used to make the simulation")
