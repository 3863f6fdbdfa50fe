"""What was taken, as numbers that can be compared: milligrams of the alkaloid where known for all, else one unit."""

import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from counterpoise import units
from counterpoise.diary import Dose, Lot

USUAL_DAYS = 30
"""The usual dose is the median single dose of so many last days that held one."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """One number for each dose, in the order given; None: unknown, or in a unit that does not convert.

    size: what counts for the exposure; shown: in `unit`, as people gave it. Both are the same list unless the
    milligrams of an alkaloid are known for every dose.
    """

    size: tuple[float | None, ...]
    shown: tuple[float | None, ...]
    unit: str | None
    of: str | None

    @property
    def unknown(self) -> int:
        """Doses that have to be taken for a usual one."""
        return sum(size is None for size in self.size)


def amounts(doses: Sequence[Dose], lot_of: Callable[[Dose], Lot | None], alkaloid: str | None) -> Amounts:
    """Amounts of doses of one substance in one unit: the one given most often, of the product or of its alkaloid."""
    kinds = Counter((units.canonical(d.unit), d.of) for d in doses if d.amount is not None and d.unit)
    if not kinds:
        return Amounts((None,) * len(doses), (None,) * len(doses), None, None)
    (unit, of), _count = kinds.most_common(1)[0]
    shown = tuple(_in_unit(dose, lot_of(dose), unit, of) for dose in doses)
    if alkaloid is not None:
        mg = [units.milligrams_of(alkaloid, dose, lot_of(dose)) for dose in doses]
        if all(m is not None for m, dose in zip(mg, doses, strict=True) if dose.amount is not None):
            return Amounts(tuple(mg), shown, unit, of)
    return Amounts(shown, shown, unit, of)


def _in_unit(dose: Dose, lot: Lot | None, unit: str, of: str | None) -> float | None:
    if dose.amount is None or dose.unit is None or dose.of != of:
        return None
    direct = units.converted(dose.amount, dose.unit, unit)
    if direct is not None:
        return direct
    mass = units.grams(dose.amount, dose.unit, lot)
    return None if mass is None else units.converted(mass, "g", unit)


def usual(doses: Sequence[Dose], sizes: Sequence[float | None]) -> float | None:
    """`median_low` of the known sizes over the last USUAL_DAYS days that held one: an amount really taken."""
    known = [(dose.at.date(), size) for dose, size in zip(doses, sizes, strict=True) if size is not None]
    days = sorted({day for day, _size in known})[-USUAL_DAYS:]
    recent = [size for day, size in known if day in set(days)]
    return statistics.median_low(recent) if recent else None
