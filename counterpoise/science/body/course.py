"""What a course of equal doses comes to in simulated people: the figures that trials of blood levels report."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from counterpoise.science.body.curves import Curve, accumulation, half_life
from counterpoise.science.body.plasma import HYDROXY, MITRAGYNINE, People
from counterpoise.science.pharmacology.exposure import Array


@dataclass(frozen=True, slots=True)
class Course:
    """Plasma curves of simulated people, by analyte: of one dose, and from the last of the doses on, ng/mL.

    every_h: hours between doses; doses: how many. molar_mass: of mitragynine and of 7-hydroxymitragynine, g/mol.
    """

    one: Mapping[str, Curve]
    last: Mapping[str, Curve]
    every_h: float
    doses: int
    molar_mass: tuple[float, float]

    def figures(self, analyte: str, window_h: float, loq: float) -> dict[str, Array]:
        """What a trial would report after the last dose, each of shape (people,).

        analyte: MITRAGYNINE or HYDROXY; window_h: hours to the last sample; loq: limit of quantification, ng/mL.
        cmax_ng_ml, tmax_h: the peak; auc_ng_h_ml: area from the last dose to infinity, with what earlier doses left;
        half_life_h: as read inside the window, NaN where it cannot be read; accumulation: of area between doses.
        Raises ValueError as `half_life` does. Equations: `Curve`, `half_life`, `accumulation`.
        """
        after = self.last[analyte]
        hours, height = after.peak()
        return {
            "cmax_ng_ml": height,
            "tmax_h": hours,
            "auc_ng_h_ml": after.area(),
            "half_life_h": half_life(after, window_h, loq),
            "accumulation": accumulation(self.one[analyte], self.every_h, self.doses),
        }

    def molar_ratio(self, *, once: bool = False) -> Array:
        """7-hydroxymitragynine for each mitragynine in the areas after the last dose, in moles, shape (people,).

        once: after one dose in place of the last; after many it is less, because mitragynine adds up more.
        """
        curves = self.one if once else self.last
        areas = [curves[name].area() for name in (HYDROXY, MITRAGYNINE)]
        return np.asarray(areas[0] / areas[1] * self.molar_mass[0] / self.molar_mass[1])


def course(people: People, mg: Array | float, every_h: float, doses: int) -> Course:
    """The course of equal doses in simulated people.

    people: shape (people,); mg: mitragynine in one dose, a number or one for each person; every_h: hours between doses;
    doses: how many. Raises ValueError as `Curve.times` and `Curve.repeated` do. Equations: `plasma`, beside this.
    """
    one = {MITRAGYNINE: people.mitragynine().times(mg), HYDROXY: people.hydroxymitragynine().times(mg)}
    last = {name: curve.repeated(every_h, doses) for name, curve in one.items()}
    return Course(one, last, every_h, doses, people.molar_mass)
