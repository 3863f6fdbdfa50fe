"""What else bears on a rating beside the substance asked about: other treatments, and how the night before was.

Each becomes a column of the likelihood with a coefficient of its own, so that the substance is not credited with it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.diary import Dose, Rating
from counterpoise.science.pharmacology.amounts import Amounts
from counterpoise.science.pharmacology.exposure import Array, Kinetics, curve

LEAST_VALUES = 10
"""Values of a covariate below which it is left aside."""
TREATMENT_SD, COVARIATE_SD = 2.0, 1.0
"""Points of relief of a usual dose of a treatment, and by which one standard deviation of a covariate moves the rating:
sd of what is believed beforehand, around 0."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """Another substance or treatment: its doses, sorted, their amounts, how it comes and goes (arrays of one)."""

    name: str
    doses: Sequence[Dose]
    amounts: Amounts
    kinetics: Kinetics


@dataclass(frozen=True, slots=True)
class Covariate:
    """A measure of a day, such as the sleep of the night before: its ratings, and the days after which they speak."""

    measure: str
    ratings: Sequence[Rating]
    days_later: int


def columns(
    treatments: Sequence[Treatment],
    covariates: Sequence[Covariate],
    at: Sequence[dt.datetime],
) -> tuple[Array, Array]:
    """Columns at the instants `at`, shape (instants, n), and the prior sd of each coefficient, shape (n,).

    A treatment: minus its gain 2 c / (1 + c), which is 1 at the peak of its usual dose, so that the coefficient is
    its relief. A covariate: how far it lies from its mean, in its own sd; 0, its mean, where that day has none.
    """
    stamps = np.array([instant.timestamp() / 3600 for instant in at])
    found, sds = [], []
    for treatment in treatments:
        dose_h = np.array([dose.at.timestamp() / 3600 for dose in treatment.doses])
        acting = curve(dose_h, treatment.amounts.size, stamps, treatment.kinetics)[0]
        found.append(-2 * acting / (1 + acting))
        sds.append(TREATMENT_SD)
    for covariate in covariates:
        column = _daily(covariate, at)
        if column is not None:
            found.append(column)
            sds.append(COVARIATE_SD)
    return np.array(found).reshape(len(found), len(at)).T, np.array(sds)


def _daily(covariate: Covariate, at: Sequence[dt.datetime]) -> Array | None:
    by_day = {rating.at.date() + dt.timedelta(days=covariate.days_later): rating.value for rating in covariate.ratings}
    values = [by_day.get(instant.date()) for instant in at]
    known = np.array([value for value in values if value is not None])
    if len(by_day) < LEAST_VALUES or known.size < LEAST_VALUES or np.std(known) == 0:
        return None
    middle, spread = float(np.mean(known)), float(np.std(known))
    return np.array([0.0 if value is None else (value - middle) / spread for value in values])
