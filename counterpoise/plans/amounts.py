"""Amounts beside the amounts of a plan: in its unit, else not comparable, which is never zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from counterpoise import units
from counterpoise.diary import Dose, Lot, Quantity

FindLot = Callable[[Dose], Lot | None]
_CLOSE = 1e-9
"""Sums of decimal fractions miss by less than this."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What several doses come to: what is known of it in one unit, and how many are not known in that unit."""

    known: float
    unit: str
    counted: int
    unknown: int


def in_unit(dose: Dose, lot: Lot | None, unit: str) -> float | None:
    """The amount of a dose in a unit: itself, by mass, or by what one capsule or spoon of its bag weighs."""
    if dose.amount is None or dose.unit is None or dose.of is not None:
        return None
    same = units.converted(dose.amount, dose.unit, unit)
    if same is not None:
        return same
    mass, one = units.grams(dose.amount, dose.unit, lot), units.grams(1.0, unit, lot)
    return mass / one if mass is not None and one else None


def tally(doses: Iterable[Dose], lot_of: FindLot, unit: str, of_extract: Callable[[Dose], bool]) -> Tally:
    """The sum in a unit. Extract is added to no leaf: beside leaf its amount is one that is not known in this unit."""
    found = [(in_unit(dose, lot_of(dose), unit), of_extract(dose)) for dose in doses]
    only_extract = all(extract for _amount, extract in found)
    known = [amount for amount, extract in found if amount is not None and (only_extract or not extract)]
    return Tally(sum(known), unit, len(known), len(found) - len(known))


def above(amount: float, limit: float) -> bool:
    """Whether an amount is more than a limit, beyond what sums of fractions miss by."""
    return amount > limit * (1 + _CLOSE)


def reaches(amount: float, limit: float) -> bool:
    """Whether an amount is a limit or more."""
    return amount >= limit * (1 - _CLOSE)


def larger(one: Quantity | None, other: Quantity | None) -> Quantity | None:
    """The larger of two amounts; the first where they cannot be compared. None: no amount, so there is no most."""
    if one is None or other is None:
        return None
    size = units.converted(other.amount, other.unit, one.unit)
    return other if size is not None and above(size, one.amount) else one


def within(amount: Quantity | None, ceiling: Quantity | None) -> Quantity | None:
    """The amount; where it lies above the plan's own ceiling, the ceiling: no page shows more than was agreed."""
    if amount is None or ceiling is None:
        return amount
    most = units.converted(ceiling.amount, ceiling.unit, amount.unit)
    return replace(amount, amount=min(amount.amount, most)) if most else amount
