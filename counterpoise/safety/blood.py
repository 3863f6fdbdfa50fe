"""Blood values of the person: the newest of each test, set beside the upper limit of its own laboratory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counterpoise.diary import Lab
from counterpoise.knowledge.records import BloodTest
from counterpoise.safety.case import Case
from counterpoise.text import _, plain


@dataclass(frozen=True)
class Value:
    """One value of a test that is known, in a unit that is known."""

    lab: Lab
    test: BloodTest
    plain: float
    """In the first unit of its test, so that values of two laboratories can be compared."""

    @property
    def times(self) -> float | None:
        """How many times the upper limit of its laboratory; None where that is not given."""
        limit = self.lab.upper_limit
        return None if limit is None else self.lab.value / limit


def unit_of(test: BloodTest, unit: str) -> str | None:
    """The unit of a test that this spelling means; None: not known, and nothing is guessed."""
    plain = _plain(unit)
    return next((known for known in test.units if _plain(known) == plain), None)


def value_of(lab: Lab, test: BloodTest) -> Value | None:
    """None where the unit is not known."""
    unit = unit_of(test, lab.unit)
    return None if unit is None else Value(lab, test, lab.value * test.units[unit])


def newest(case: Case, days: float) -> dict[str, Lab]:
    """The newest laboratory value of each known test, by its key, of the last so many days."""
    found: dict[str, Lab] = {}
    for lab in case.last(case.labs, dt.timedelta(days=days)):
        test = case.knowledge.blood_test(lab.analyte)
        if test is not None:
            found[test.key] = lab
    return found


def name_of(test: BloodTest) -> str:
    """What a page calls it."""
    return _(test.name)


def written(value: float, unit: str = "") -> str:
    """ "31 U/L", "0.66 µkat/L", "1.4", in the way of the language in use."""
    shown = plain(value)
    return f"{shown} {unit}".strip() if unit not in ("1", "INR", "ratio") else shown


def _plain(unit: str) -> str:
    """One spelling: micro has two signs, an international unit four, and laboratories write as they like."""
    plain = unit.casefold().replace("μ", "µ").replace(" ", "").replace("units/", "u/").replace("unit/", "u/")
    plain = plain.replace("ukat", "µkat").replace("umol", "µmol").replace("mcmol", "µmol").replace("microkat", "µkat")
    plain = plain.replace("litre", "l").replace("liter", "l").replace("mg%", "mg/dl").replace("/100ml", "/dl")
    return "iu" + plain[2:] if plain.startswith(("ui/", "ie/", "iu/")) else plain
