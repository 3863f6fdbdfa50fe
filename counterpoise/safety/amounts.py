"""How much a dose is, in every way in which it can be held beside another."""

from __future__ import annotations

from counterpoise import units
from counterpoise.diary import Dose
from counterpoise.safety.case import Case


def amounts(case: Case, dose: Dose) -> dict[str, float]:
    """By way: milligrams of what is in it, grams, the person's own unit; {}: not known."""
    if dose.amount is None:
        return {}
    if dose.unit is None:
        return {"": dose.amount}
    lot = case.lot_of(dose)
    pack = case.knowledge.substances.get(case.substance(dose.substance))
    alkaloid = dose.of or (None if pack is None else pack.alkaloid)
    found: dict[str, float] = {}
    if alkaloid is not None and (held := units.milligrams_of(alkaloid, dose, lot)) is not None:
        found[f"mg of {alkaloid}"] = held
    if dose.of is None and (mass := units.grams(dose.amount, dose.unit, lot)) is not None:
        found["g"] = mass
    return found | {f"{units.canonical(dose.unit)} of {dose.of or ''}": dose.amount}
