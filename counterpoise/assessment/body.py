"""What the packs hold of a substance in the body, as the science's beliefs, and what a course of doses comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from counterpoise.knowledge.load import Knowledge, load
from counterpoise.knowledge.records import Plasma, Prior, Receptors

if TYPE_CHECKING:
    from counterpoise.science.body.beliefs import Belief
    from counterpoise.science.body.course import Course
    from counterpoise.science.body.plasma import Population
    from counterpoise.science.body.receptors import Binding
    from counterpoise.science.pharmacology.exposure import Array

WINDOW_H = 48.0
"""Hours after a dose in which blood is drawn for a half-life, unless told otherwise."""
LEAF = "kratom"
"""The only substance whose blood levels are simulated: of the others no levels in people were found."""


def plasma(knowledge: Knowledge | None = None) -> Plasma:
    """What is held of leaf in blood."""
    return (knowledge or load()).plasma[LEAF]


def receptors(knowledge: Knowledge | None = None) -> Receptors:
    """What is held of leaf at receptors."""
    return (knowledge or load()).receptors[LEAF]


def population(held: Plasma) -> Population:
    """The people whom the pack of a substance describes."""
    from counterpoise.science.body.plasma import Population

    return Population({name: _belief(prior) for name, prior in held.people.items()}, _masses(held))


def bindings(held: Receptors, masses: Plasma) -> dict[str, Binding]:
    """What binds to the mu-opioid receptor, by analyte."""
    from counterpoise.science.body.receptors import Binding

    return {
        name: Binding(
            _belief(one.unbound), _belief(one.brain), _belief(one.affinity), float(masses.molar_mass[name].value)
        )
        for name, one in held.binders.items()
    }


def kinetics(found: Course, window_h: float, loq: float) -> dict[str, Any]:
    """The figures of a course over its people: `{"mitragynine": {"cmax_ng_ml": {"median", "p05", "p95"}, …}, …}`.

    None where a figure could be read in nobody.
    """
    told: dict[str, Any] = {
        analyte: {name: over_people(values) for name, values in found.figures(analyte, window_h, loq).items()}
        for analyte in found.one
    }
    return {**told, "ratio_7oh_to_mg_auc_molar": over_people(found.molar_ratio())}


def over_people(values: Array) -> Mapping[str, float | None]:
    """Median and middle 90 % of those people in whom it could be read, to four digits: more would be pretence."""
    import numpy as np

    known = values[np.isfinite(values)]
    if not known.size:
        return dict.fromkeys(("median", "p05", "p95"))
    low, middle, high = np.quantile(known, [0.05, 0.5, 0.95])
    return {"median": float(f"{middle:.4g}"), "p05": float(f"{low:.4g}"), "p95": float(f"{high:.4g}")}


def _belief(prior: Prior) -> Belief:
    from counterpoise.science.body.beliefs import Belief

    return Belief(float(prior.centre), float(prior.sd), prior.family)


def _masses(held: Plasma) -> tuple[float, float]:
    from counterpoise.science.body.plasma import HYDROXY, MITRAGYNINE

    return float(held.molar_mass[MITRAGYNINE].value), float(held.molar_mass[HYDROXY].value)
