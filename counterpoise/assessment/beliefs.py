"""What the packs know of how an effect comes and goes, as the science's priors."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from counterpoise.knowledge.records import Kinetics

if TYPE_CHECKING:
    from counterpoise.science.priors import Priors


def priors(kinetics: Kinetics | None, form: str | None = None) -> Priors:
    """The science's priors with the kinetic ones of a pack in place of its own, for a form of the substance."""
    from counterpoise.science.priors import NAMES, Priors

    plain = Priors()
    if kinetics is None:
        return plain
    centre, spread = list(plain.centre), list(plain.spread)
    for name, prior in kinetics.of_form(form).items():
        centre[NAMES.index(name)], spread[NAMES.index(name)] = float(prior.centre), float(prior.sd)
    return dataclasses.replace(plain, centre=tuple(centre), spread=tuple(spread))
