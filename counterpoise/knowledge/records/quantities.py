"""Units that numbers of the packs come in: a closed list, so that a misspelt one is found."""

from __future__ import annotations

import re

_SIGNS = (
    *("1", "%", "‰", "kcal", "°C", "mmHg", "bpm", "ms", "kg/m2", "s", "min", "h", "d", "1/h", "1/d"),
    *("kg", "g", "mg", "ug", "µg", "ng", "g/mol", "L", "mL", "L/h", "mL/min", "L/kg", "ug/day", "mg/day", "g/day"),
    *("mg/g", "mg/kg", "ug/g", "ug/kg", "ng/g", "mg/mL", "ug/mL", "ng/mL", "mg/L", "ug/L", "mg/dL", "g/dL", "g/L"),
    *("nmol/L", "umol/L", "mmol/L", "nmol h/L", "ng h/mL", "U/L", "IU/L", "IU", "CFU/g"),
)
_IN_WORDS = (
    *("times", "standard errors", "points", "ratings", "in 25 g", "in 10 g"),
    *("minutes", "hours", "days", "nights", "weeks", "months", "years"),
    *("people", "adults", "deaths", "cases", "reports", "calls", "visits", "products", "samples", "studies", "trials"),
    *("doses", "cups", "drinks", "tablets", "capsules", "pieces", "gaps", "signs", "steps", "sites", "states", "kinds"),
)
KNOWN = frozenset(_SIGNS + _IN_WORDS)
_ON_A_SCALE = re.compile(r"(points )?of [1-9][0-9]*")
_OF_WHAT = re.compile(r"(?P<unit>.+?)( of | a | in | for each )[a-z].*")


def unit_is_known(unit: str) -> bool:
    """Whether it is one of the list, with or without what it is of: "%", "% of people who use it", "points of 64"."""
    of = _OF_WHAT.fullmatch(unit)
    return unit in KNOWN or _ON_A_SCALE.fullmatch(unit) is not None or (of is not None and of["unit"] in KNOWN)


def is_in_words(unit: str) -> bool:
    """Whether a language has words of its own for it: "nights", "points of 64", and not "mg" or "%"."""
    return unit not in _SIGNS
