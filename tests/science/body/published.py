"""The simulation of what a published number was measured in, in the unit in which it was published."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from counterpoise.knowledge.records import Plasma, Published
from counterpoise.science.body.course import Course, course
from counterpoise.science.body.curves import doses_to_steady_state, half_life
from counterpoise.science.body.plasma import HYDROXY, MITRAGYNINE, People
from counterpoise.science.pharmacology.exposure import Array

LIKE = 2.0
"""A median is like a published one within so many times of it."""


def simulated(row: Published, people: People, held: Plasma) -> Array | None:
    """The published quantity in each of the people; None for what is not simulated here (other substances, per kg)."""
    if row.analyte not in (MITRAGYNINE, HYDROXY) or row.mg is None or row.unit == "L/kg":
        return None
    found = course(people, float(row.mg), float(row.every_h or 24.0), row.doses)
    values = _quantity(row, found, float(held.limit.value))
    if row.unit in ("nmol/L", "nmol h/L"):
        return values * 1e3 / float(held.molar_mass[row.analyte].value)
    return values


def _quantity(row: Published, found: Course, loq: float) -> Array:
    after = found.last[row.analyte]
    clearance = 1e3 * float(row.mg or 0.0) / after.area()  # mg by ng h/mL, in L/h
    read = math.nan if row.window_h is None else half_life(after, float(row.window_h), loq)
    found_by: dict[str, Callable[[], Array]] = {
        "peak": lambda: after.peak()[1],
        "peak time": lambda: after.peak()[0],
        "area": after.area,
        "half-life": lambda: np.asarray(read),
        "clearance": lambda: clearance,
        "volume": lambda: clearance * read / math.log(2),
        "steady state": lambda: doses_to_steady_state(found.one[row.analyte], found.every_h) * found.every_h / 24.0,
    }
    return found_by[row.quantity]()


def ends(row: Published) -> tuple[float, float] | None:
    """Where the published values lay: their range, or one standard deviation either way."""
    spread, value = row.spread, float(row.value)
    if spread is None:
        return None
    if spread.sd is not None:
        return value - float(spread.sd), value + float(spread.sd)
    return float(spread.low or 0.0), float(spread.high or math.inf)


def median(values: Array) -> float:
    """Of those in whom it could be read."""
    return float(np.median(values[np.isfinite(values)]))


def agrees(row: Published, values: Array) -> tuple[bool | None, bool]:
    """Whether the median lies where the published values lay (None: no spread is given), and within LIKE times."""
    middle, between = median(values), ends(row)
    inside = None if between is None else between[0] <= middle <= between[1]
    return inside, 1 / LIKE <= middle / float(row.value) <= LIKE
