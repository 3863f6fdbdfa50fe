"""Levels in blood as sentences, with how far they differ between people: for the page and for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterpoise.knowledge.records import Plasma
from counterpoise.report import names
from counterpoise.text import _, ngettext

Json = Mapping[str, Any]


def significant(value: float) -> str:
    """Two digits that mean something: 0.88, 3.4, 32, 170."""
    return names.number(float(f"{value:.2g}"))


def spread(figure: Json, unit: str, *, people: bool = True) -> str:
    """ "32 ng/mL (90 % of people: 14 to 70)"; or that it could be read in nobody.

    people: whether the range is of people, or also of what is not known.
    """
    if figure["median"] is None:
        return _("could not be read in anybody")
    middle, low, high = (significant(figure[name]) for name in ("median", "p05", "p95"))
    size = f"{middle} {unit}".rstrip()
    said = _("{size} (90 % of people: {low} to {high})") if people else _("{size} (90 %: {low} to {high})")
    return said.format(size=size, low=low, high=high)


def in_moles(size: float, unit: str, molar_mass: float) -> str:
    """ "82 nmol/L" for 33 ng/mL of mitragynine, and the other way round: trials print the one or the other."""
    swapped = {"ng/mL": "nmol/L", "ng·h/mL": "nmol·h/L", "nmol/L": "ng/mL", "nmol h/L": "ng·h/mL"}[unit]
    times = 1000.0 / molar_mass if unit.startswith("ng") else molar_mass / 1000.0
    return f"{significant(size * times)} {swapped}"


def level(figure: Json, molar_mass: float, *, people: bool = True) -> str:
    """ "32 ng/mL (90 % of people: 14 to 70); 80 nmol/L": with the middle in moles as well."""
    said = spread(figure, "ng/mL", people=people)
    return said if figure["median"] is None else f"{said}; {in_moles(figure['median'], 'ng/mL', molar_mass)}"


def rows(figures: Json, doses: int, molar_mass: float) -> list[tuple[str, str]]:
    """What each figure of an analyte is, and how large; how much adds up only where there are several doses."""
    told = [
        (_("highest level"), level(figures["cmax_ng_ml"], molar_mass)),
        (_("reached after"), spread(figures["tmax_h"], "h")),
        (_("level over time, to the end (AUC)"), spread(figures["auc_ng_h_ml"], "ng·h/mL")),
        (_("half-life, as it would be read"), spread(figures["half_life_h"], "h")),
    ]
    if doses > 1:
        told.append((_("as much in the blood as after the first dose, times"), spread(figures["accumulation"], "")))
    return told


def in_words(  # noqa: PLR0917 - what was asked, in the order in which it is said
    told: Json, mg: float, every_h: float, doses: int, people: int, window_h: float, loq: float, held: Plasma
) -> str:
    """The figures of `assessment.body.kinetics` in plain words."""
    course = ngettext("{n} dose of {mg} mg of mitragynine", "{n} doses of {mg} mg of mitragynine", doses)
    said = course.format(n=doses, mg=names.number(mg))
    if doses > 1:
        said += _(", {hours} h apart; all figures after the last one").format(hours=names.number(every_h))
    lines = [_("{course}, in {people} simulated people.").format(course=said, people=people)]
    for analyte, mass in held.molar_mass.items():
        lines += ["", f"{analyte[:1].upper()}{analyte[1:]}:"]
        lines += [f"- {name}: {size}" for name, size in rows(told[analyte], doses, float(mass.value))]
    ratio = spread(told["ratio_7oh_to_mg_auc_molar"], "")
    per = _("7-hydroxymitragynine for each mitragynine after the last dose, by number of molecules: {ratio}")
    lines += ["", per.format(ratio=ratio), ""]
    read = _(
        "Half-lives are read from samples up to {window} h after the last dose and down to {loq} ng/mL. Where the slow "
        "part lies below that, a shorter one is read."
    )
    lines += [f"- {read.format(window=names.number(window_h), loq=names.number(loq))}"]
    lines += [f"- {caution}" for caution in cautions(mg, held)]
    return "\n".join(lines)


def cautions(mg: float, held: Plasma) -> list[str]:
    """What to bear in mind about the figures of a dose."""
    found = [
        _(
            "For plain leaf that is swallowed; extracts were not studied. The numbers rest on five adults and one cup "
            "of tea; they describe people, not you."
        ),
        _("What is in blood says little about what is felt, and nothing about how much to use."),
    ]
    most = float(held.most_given.value)
    if mg > most:
        beyond = _(
            "More than was given in any trial whose levels we have read ({most} mg): we know of nothing measured there."
        )
        found.insert(0, beyond.format(most=names.number(most)))
    return found
