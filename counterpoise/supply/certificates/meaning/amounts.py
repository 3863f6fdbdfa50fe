"""Units of one kind: how they convert, which fit a kind of test, and whether two amounts are one."""

from __future__ import annotations

from counterpoise.supply.certificates.meaning.analytes import analytes
from counterpoise.units import mg_per_gram

_FINE = {"ppb": 1e-6, "ng/g": 1e-6, "ug/kg": 1e-6}
"""Milligrams in a gram for one of these."""
COUNTS = ("CFU/g", "MPN/g", "CFU/mL")
PER_DAY = ("ug/day", "mg/day")
TOLERANCE = 0.06
"""Parts by which a result and the same in another unit may differ: both are rounded."""


def strength(value: float, unit: str | None) -> float | None:
    """Milligrams in a gram; None where the unit is not one of mass in mass."""
    if unit is None:
        return None
    return value * _FINE[unit] if unit in _FINE else mg_per_gram(value, unit)


def is_strength(unit: str | None) -> bool:
    return strength(1.0, unit) is not None


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether a number means the same in both: ppm, mg/kg and ug/g are one."""
    if one == other:
        return True
    a, b = strength(1.0, one), strength(1.0, other)
    return a is not None and b is not None and abs(a / b - 1) < 1e-9


def agree(value: float, unit: str | None, other: float, other_unit: str | None) -> bool:
    """Whether two results say the same; units that do not convert cannot disagree."""
    a, b = strength(value, unit), strength(other, other_unit)
    if a is None or b is None:
        return True
    return abs(a - b) <= TOLERANCE * max(a, b)


def fits(analyte: str, unit: str | None) -> bool:
    """Whether a test of this kind is ever printed in this unit."""
    known = analytes().get(analyte)
    if known is None or unit is None:
        return True
    if known.kind == "microbe":
        return unit in COUNTS or unit.startswith("in ")
    if unit in COUNTS or unit.startswith("in ") or unit in ("aw", "pH", "mg"):
        return False
    if known.kind == "metal":
        return unit not in ("%", "mg/g")
    return known.kind != "other" or unit in ("%", "mg/g", "ppm", "mg/kg")
