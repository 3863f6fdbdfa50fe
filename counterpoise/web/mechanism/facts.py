"""Statements of the packs as the page shows them: words, figures, and who says so, how that is known, and when."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Fact, Prior, Published, Sourced
from counterpoise.report import blood, names


@dataclass(frozen=True)
class Told:
    """One statement. `fact` carries what the part with the source asks for."""

    label: str
    text: str
    fact: dict[str, Any]
    grade: str = ""
    population: str = ""
    note: str = ""
    mark: str = ""


def facts(found: Iterable[Fact]) -> list[Told]:
    """Facts, in their order."""
    return [
        Told(
            _(one.label),
            _value(one),
            sourced(one),
            grade(one.grade),
            _(one.population) if one.population else "",
            _(one.note) if one.note else "",
            _fitted(one),
        )
        for one in found
    ]


def priors(found: Iterable[Prior]) -> list[Told]:
    """What is assumed, each with the middle 90 % of it."""
    return [
        Told(_(one.label), _range(one), sourced(one), grade(one.grade), note=_(one.note) if one.note else "")
        for one in found
    ]


def sourced(part: Sourced) -> dict[str, Any]:
    """Sources, date and whether it was read where it was published."""
    return {
        "sources": [load().bibliography[key] for key in part.sources],
        "reviewed": part.reviewed,
        "established": part.established,
    }


def grade(key: str) -> str:
    """What kind of evidence a grade is."""
    return {
        "human trial": _("a trial in people"),
        "human observational": _("seen in people, without a trial"),
        "animal": _("in animals only"),
        "in vitro": _("in a laboratory, not in a body"),
        "convention": _("a choice, not a measurement"),
        "unknown": _("nothing was found"),
    }[key]


def _value(one: Fact) -> str:
    if isinstance(one.value, str):
        return _(one.value)
    size = f"{names.number(float(one.value))} {'' if one.unit == '1' else one.unit or ''}".rstrip()
    if one.spread is None:
        return size
    if one.spread.sd is not None:
        return _("{size} (give or take {sd})").format(size=size, sd=names.number(one.spread.sd))
    low, high = (names.number(end) for end in (one.spread.low or 0.0, one.spread.high or 0.0))
    return _("{size} ({low} to {high})").format(size=size, low=low, high=high)


def _range(one: Prior) -> str:
    """The median with the middle 90 % of a prior."""
    reach = 1.6448536269514722 * float(one.sd)
    centre = float(one.centre)
    if one.family == "logitnormal":
        ends = [1 / (1 + (1 - centre) / centre * math.exp(-by)) for by in (-reach, reach)]
    else:
        ends = [centre * math.exp(by) for by in (-reach, reach)]
    unit = "" if one.unit == "1" else one.unit
    middle, low, high = (blood.significant(value) for value in (centre, *ends))
    return _("{size} (90 %: {low} to {high})").format(size=f"{middle} {unit}".rstrip(), low=low, high=high)


def _fitted(one: Fact) -> str:
    if not isinstance(one, Published):
        return ""
    return _("the simulation was made to agree with it") if one.fitted else _("not used to make the simulation")
