"""What was taken, as numbers that can be compared, and how far their strength is known.

A dose counts as size x strength. Size is the best single figure, in usual doses; log strength = latent @ unknowns with
standard normal unknowns: one for each bag whose content is not known exactly, for each unit that does not convert, and
for the doses whose amount was not noted. All doses of one bag share its unknown, so that a single bag cancels.
"""

import math
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from counterpoise import units
from counterpoise.diary import Dose, Lot
from counterpoise.science.pharmacology.exposure import Array

USUAL_DAYS = 30
"""The usual dose is the median single dose of so many last days that held one."""
LARGEST = 20.0
"""Usual doses in one: above it an amount is held for a slip of the pen (2500 for 2.5), and not for known."""
UNIT_SD = 0.5
"""Sd of the log of what one of another unit holds, where the usual amounts in both are taken to be alike."""
NOT_NOTED_SD = 0.2
"""Sd of the log of amounts not noted, at the least."""
MOST_UNKNOWNS = 12
"""Strengths beyond those that matter most count at their best figure."""

Potency = Callable[[Dose, Lot | None], tuple[float, float] | None]
"""Milligrams of the alkaloid in a gram of the bag of a dose: median and sd of the log; None where nothing is known."""
Class = tuple[str, ...]
"""What doses of one strength share: ("bag", source, id), ("unit", name), ("not noted",) or ("exact",)."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """One number for each dose, in the order given.

    size: in usual doses; shown: in `unit`, as people gave it, None where unknown or not convertible; strength: row of
    latent (strengths, unknowns). usual: the usual dose in `unit`, None where no amount is known. unknown, slips,
    converted: doses whose amount was not noted, too large to be true, or in a unit that does not convert.
    """

    size: Array
    shown: tuple[float | None, ...]
    strength: npt.NDArray[np.int64]
    latent: Array
    unit: str | None
    usual: float | None
    unknown: npt.NDArray[np.bool_]
    slips: npt.NDArray[np.bool_]
    converted: npt.NDArray[np.bool_]


def amounts(
    doses: Sequence[Dose], lot_of: Callable[[Dose], Lot | None], alkaloid: str | None, potency: Potency
) -> Amounts:
    """Doses of one substance, sorted by time. alkaloid: by which its bags differ in strength, if any."""
    kinds = Counter((units.canonical(d.unit), d.of) for d in doses if d.amount is not None and d.unit)
    (unit, of), _count = kinds.most_common(1)[0] if kinds else ((None, None), 0)
    lots = [lot_of(dose) for dose in doses]
    shown = [_in_unit(dose, lot, unit, of) for dose, lot in zip(doses, lots, strict=True)]
    middle, elsewhere = usual(doses, shown), _usual_by_kind(doses)
    slips = np.array([_slip(d, a, middle, elsewhere) for d, a in zip(doses, shown, strict=True)], dtype=bool)
    kept = [None if slip else a for a, slip in zip(shown, slips, strict=True)]
    found = None
    if alkaloid is not None and of in (None, alkaloid):
        found = _by_strength(doses, lots, kept, alkaloid, potency)
    if found is None:
        found = [None if a is None else (a, ("exact",), 0.0) for a in kept]
    known = [None if slip else one for one, slip in zip(found, slips, strict=True)]
    sizes = [None if k is None else k[0] for k in known]
    one = usual(doses, sizes) or 1.0
    logs = [math.log(size / one) for size in sizes if size is not None]
    placed, classes = np.empty(len(doses)), []
    for i, (dose, held) in enumerate(zip(doses, known, strict=True)):
        if held is not None:
            placed[i] = held[0] / one
            classes.append(held[1:])
        elif dose.amount is not None and dose.unit and not slips[i]:
            kind = _kind(dose)
            placed[i] = dose.amount / elsewhere[kind]
            classes.append((("unit", *kind), UNIT_SD))
        else:
            placed[i] = math.exp(statistics.fmean(logs)) if logs else 1.0
            classes.append((("not noted",), max(statistics.pstdev(logs), NOT_NOTED_SD) if logs else 0.0))
    at_one = [i for i, size in enumerate(sizes) if size == one]
    strength, latent = _strengths(classes, at_one[-1] if at_one else 0)
    unknown = np.array([dose.amount is None or not dose.unit for dose in doses], dtype=bool)
    converted = np.array([held is None for held in known], dtype=bool) & ~unknown & ~slips
    return Amounts(placed, tuple(shown), strength, latent, unit, middle, unknown, slips, converted)


def usual(doses: Sequence[Dose], sizes: Sequence[float | None]) -> float | None:
    """`median_low` of the known sizes over the last USUAL_DAYS days that held one: an amount really taken."""
    known = [(dose.at.date(), size) for dose, size in zip(doses, sizes, strict=True) if size is not None]
    days = set(sorted({day for day, _size in known})[-USUAL_DAYS:])
    recent = [size for day, size in known if day in days]
    return statistics.median_low(recent) if recent else None


def _in_unit(dose: Dose, lot: Lot | None, unit: str | None, of: str | None) -> float | None:
    if dose.amount is None or dose.unit is None or unit is None or dose.of != of:
        return None
    direct = units.converted(dose.amount, dose.unit, unit)
    if direct is not None:
        return direct
    mass = units.grams(dose.amount, dose.unit, lot)
    return None if mass is None else units.converted(mass, "g", unit)


def _by_strength(
    doses: Sequence[Dose],
    lots: Sequence[Lot | None],
    shown: Sequence[float | None],
    alkaloid: str,
    potency: Potency,
) -> list[tuple[float, Class, float] | None] | None:
    """Milligrams of the alkaloid, the class of strength and its sd for each dose; None for all where a bag's strength
    is quite unknown, so that only amounts can be compared.

    Amounts in a unit whose weight is not known count as that many grams: what one weighs cancels.
    """
    masses = [
        units.grams(dose.amount, dose.unit, lot) if dose.amount is not None and dose.unit and dose.of is None else None
        for dose, lot in zip(doses, lots, strict=True)
    ]
    weighed = all(mass is not None for mass, a, dose in zip(masses, shown, doses, strict=True) if a and dose.of is None)
    found: list[tuple[float, Class, float] | None] = []
    for dose, lot, mass, amount in zip(doses, lots, masses, shown, strict=True):
        if dose.of == alkaloid and dose.unit and dose.amount is not None:
            exact = units.converted(dose.amount, dose.unit, "mg")
            found.append(None if exact is None else (exact, ("exact",), 0.0))
            continue
        counted = mass if weighed else amount
        if counted is None or dose.of is not None:
            found.append(None)
            continue
        strength = potency(dose, lot)
        if strength is None:
            return None
        bag = ("bag",) if lot is None else ("bag", lot.source or "", lot.id)
        found.append((counted * strength[0], bag, strength[1]))
    return found


def _kind(dose: Dose) -> Class:
    return (units.canonical(dose.unit or ""), dose.of or "")


def _usual_by_kind(doses: Sequence[Dose]) -> dict[Class, float]:
    """The usual amount in each unit, and of each thing that is counted."""
    told = [dose for dose in doses if dose.amount is not None and dose.unit]
    same = {kind: [dose for dose in told if _kind(dose) == kind] for kind in {_kind(dose) for dose in told}}
    return {kind: usual(group, [dose.amount for dose in group]) or 1.0 for kind, group in same.items()}


def _slip(dose: Dose, shown: float | None, middle: float | None, elsewhere: dict[Class, float]) -> bool:
    """Whether an amount is too large to be true: beside the usual one, or beside those of its own unit."""
    if shown is not None and middle is not None:
        return shown > LARGEST * middle
    return dose.amount is not None and bool(dose.unit) and dose.amount > LARGEST * elsewhere[_kind(dose)]


def _strengths(classes: Sequence[tuple[Class, float]], reference: int) -> tuple[npt.NDArray[np.int64], Array]:
    """Row of each dose, and the rows: what is not known of a class, less what is not known of the usual dose's."""
    if not classes:
        return np.zeros(0, dtype=np.int64), np.zeros((1, 0))
    sds = dict(classes)
    times = Counter(name for name, _sd in classes)
    weight = {name: times[name] * sd for name, sd in sds.items() if sd > 0}
    home = classes[reference][0]
    columns = sorted(weight, key=lambda name: (name != home, -weight[name], name))[:MOST_UNKNOWNS]
    names = list(sds)
    latent = np.array([[sds[name] * (name == column) for column in columns] for name in names]).reshape(len(names), -1)
    latent = latent - latent[names.index(home)]
    rows = np.array([names.index(name) for name, _sd in classes], dtype=np.int64)
    return rows, latent[:, np.any(latent != 0, axis=0)]
