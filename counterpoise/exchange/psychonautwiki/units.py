"""Units of the person's own ("1 scoop is 2.3 ± 0.2 g"), and what so many of them weigh."""

from __future__ import annotations

import math
from dataclasses import dataclass

from counterpoise.exchange.part import Part
from counterpoise.exchange.understood import Gathering
from counterpoise.text import _

_KEYS = (
    *("id", "substanceName", "name", "creationDate", "administrationRoute", "dose", "estimatedDoseStandardDeviation"),
    *("isEstimate", "isArchived", "unit", "unitPlural", "originalUnit", "note"),
)


@dataclass(frozen=True, slots=True)
class CustomUnit:
    """One unit of the person's own; `dose` of it is in `original_unit`, None where it was never weighed."""

    name: str
    dose: float | None
    sd: float
    original_unit: str | None

    def amount(self, count: float, count_sd: float) -> tuple[float, float, str | None]:
        """So many of them: mean, standard deviation and unit.

        With independent errors, Var(nu) = n² Var(u) + u² Var(n) + Var(n) Var(u).
        """
        if self.dose is None:
            return count, count_sd, self.name
        terms = (count * self.sd, self.dose * count_sd, self.sd * count_sd)
        return count * self.dose, math.hypot(*terms), self.original_unit


def custom_units(journal: Part, gather: Gathering) -> dict[str, CustomUnit]:
    """The units of a journal by their id."""
    found = {}
    for part in journal.parts("customUnits", gather):
        part.mention_unknown(_KEYS, gather)
        with gather.puzzles():
            if id_ := part.id("id"):
                found[id_] = _unit(part)
    return found


def _unit(part: Part) -> CustomUnit:
    dose, sd = part.number("dose"), part.number("estimatedDoseStandardDeviation")
    if dose is not None and dose <= 0:
        raise part.puzzle("dose", _("a number above 0"))
    if sd is not None and sd < 0:
        raise part.puzzle("estimatedDoseStandardDeviation", _("a number from 0"))
    if part.flag("isEstimate") is False:
        sd = 0.0
    name = part.text("unit") or part.text("name") or _("piece")
    return CustomUnit(name[:32], dose, sd or 0.0, part.text("originalUnit"))
