"""Mitragynine and 7-hydroxymitragynine in the blood plasma of simulated people.

Mitragynine: taken up at a rate ka into a central compartment (Vc), from which it is cleared (CL) and exchanged (Q) with
a peripheral one (Vp). 7-hydroxymitragynine: two compartments of its own (CL7, V7, Q7, W7), formed in two ways: a share
of the dose on first pass, while it is taken up, and a share of what is cleared later. For a dose of 1 mg at t = 0:

    dG/dt = -ka G                                       G(0) = 1           still to be taken up
    dA/dt = f ka G - (CL + Q)/Vc A + Q/Vp P             C  = A / Vc        mitragynine
    dP/dt = Q/Vc A - Q/Vp P
    dM/dt = m (first ka G + later CL/Vc A)
            - (CL7 + Q7)/V7 M + Q7/W7 N                 C7 = M / V7        7-hydroxymitragynine
    dN/dt = Q7/V7 M - Q7/W7 N

f: how much of the dose gets through, relative to the person in the middle; m: the ratio of the molar masses. Clearances
and volumes are apparent, that is, divided by the unknown part that gets through in the person in the middle; all of
them vary together in one person because f does. The equations are linear, so the answer is a sum of exponentials, and
doses add up. Two compartments: Tanna 2022, doi 10.3390/pharmaceutics14030620; the closed form: Gibaldi and Perrier,
Pharmacokinetics, 2nd edition 1982.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from counterpoise.science.body.beliefs import Belief
from counterpoise.science.body.curves import Curve
from counterpoise.science.pharmacology.exposure import Array

PARAMETERS = (
    "absorption",
    "clearance",
    "central",
    "exchange",
    "peripheral",
    "bioavailability",
    "first_pass",
    "systemic",
    "metabolite_clearance",
    "metabolite_central",
    "metabolite_exchange",
    "metabolite_peripheral",
)
"""ka in 1/h; CL, Vc, Q, Vp; f; the two shares (molar); CL7, V7, Q7, W7. Clearances and flows in L/h, volumes in L."""
APART = 1e-4
"""Rates closer to each other than this share are moved apart: what that changes is less than can be seen."""


MITRAGYNINE, HYDROXY = "mitragynine", "7-hydroxymitragynine"


@dataclass(frozen=True, slots=True)
class People:
    """Simulated people: for each name of PARAMETERS an array of shape (people,) in the units given there.

    molar_mass: of mitragynine and of 7-hydroxymitragynine, g/mol.
    Raises ValueError where a parameter is missing, unknown, not above 0, or of another length than the others.
    """

    values: Mapping[str, Array]
    molar_mass: tuple[float, float]

    def __post_init__(self) -> None:
        if self.values.keys() != set(PARAMETERS):
            raise ValueError(f"parameters {sorted(self.values)}: not allowed; exactly {', '.join(PARAMETERS)}")
        shapes = {np.shape(value) for value in self.values.values()}
        if len(shapes) != 1 or len(next(iter(shapes))) != 1:
            raise ValueError(f"shapes {sorted(map(str, shapes))}: not allowed; one array of shape (people,) for each")
        for name, value in self.values.items():
            if not np.all((value > 0) & np.isfinite(value)):
                raise ValueError(f"{name}: not allowed; above 0 in everybody")

    def mitragynine(self) -> Curve:
        """Plasma mitragynine after 1 mg, ng/mL, for each person.

        C(t) = (f ka / Vc) sum over r of (k21 - r) / prod(r' - r) e^(-r t),  r and r' over ka, alpha, beta;
        alpha + beta = CL/Vc + Q/Vc + Q/Vp and alpha beta = (CL/Vc) (Q/Vp) (Gibaldi and Perrier 1982).
        """
        rate, weight = self._mitragynine()
        return Curve(weight * 1e3, rate)

    def hydroxymitragynine(self) -> Curve:
        """Plasma 7-hydroxymitragynine after 1 mg of mitragynine, ng/mL, for each person.

        What enters is itself a sum of exponentials, sum of b e^(-r t), and so is what is left at t of 1 mg that entered
        at 0, sum of w e^(-s t) / V7. Together: C7(t) = sum over r and s of b w / (V7 (s - r)) (e^(-r t) - e^(-s t)).
        Source: Gibaldi and Perrier 1982 (what enters, convolved with what is left of it).
        """
        own = self.values
        rate, weight = self._mitragynine()
        share = self.molar_mass[1] / self.molar_mass[0]
        enters = share * (own["systemic"] * own["clearance"])[:, None] * weight
        enters[:, 0] += share * own["first_pass"] * rate[:, 0]
        out, back = _apart(self._rates("metabolite_"), rate), own["metabolite_exchange"] / own["metabolite_peripheral"]
        left = np.column_stack([back - out[:, 0], out[:, 1] - back]) / (out[:, 1] - out[:, 0])[:, None]
        parts = enters[:, :, None] * left[:, None, :] / (out[:, None, :] - rate[:, :, None])
        both = np.column_stack([parts.sum(axis=2), -parts.sum(axis=1)]) / own["metabolite_central"][:, None]
        return Curve(1e3 * both, np.column_stack([rate, out]))

    def _mitragynine(self) -> tuple[Array, Array]:
        """Rates (ka, alpha, beta; 1/h) and weights (mg/L for 1 mg), both of shape (people, 3)."""
        own = self.values
        slower = self._rates("")
        uptake = _apart(own["absorption"][:, None], slower)
        rate = np.column_stack([uptake, slower])
        back = own["exchange"] / own["peripheral"]
        weight = np.empty_like(rate)
        for i in range(3):
            other = [rate[:, j] - rate[:, i] for j in range(3) if j != i]
            weight[:, i] = (back - rate[:, i]) / (other[0] * other[1])
        return rate, weight * (own["bioavailability"] / own["central"])[:, None] * uptake

    def _rates(self, of: str) -> Array:
        """The two rates of a central compartment and its peripheral one, the faster first, 1/h, shape (people, 2)."""
        own = self.values
        out = own[f"{of}clearance"] / own[f"{of}central"]
        back = own[f"{of}exchange"] / own[f"{of}peripheral"]
        total = out + own[f"{of}exchange"] / own[f"{of}central"] + back
        fast = (total + np.sqrt(total**2 - 4 * out * back)) / 2
        return np.column_stack([fast, out * back / fast])  # by the product: the difference would lose digits


@dataclass(frozen=True, slots=True)
class Population:
    """What is believed of people: one Belief for each name of PARAMETERS, and the two molar masses in g/mol."""

    beliefs: Mapping[str, Belief]
    molar_mass: tuple[float, float]

    def draw(self, people: int, rng: np.random.Generator) -> People:
        """So many people, drawn at random; people: how many, which gives arrays of shape (people,).

        log of a parameter ~ normal, independently, but for f: with the same f in CL/f, Vc/f, Q/f and Vp/f, the
        apparent clearance and volumes of one person correlate by var(log f) / (var(log f) + their own).
        Raises ValueError for fewer than one person and for beliefs that are not one for each parameter.
        """
        if people < 1:
            raise ValueError(f"people {people}: not allowed; from 1")
        z = rng.standard_normal((people, len(PARAMETERS)))
        values = {name: belief.at(z[:, _place(name)]) for name, belief in self.beliefs.items()}
        return People(values, self.molar_mass)

    def middle(self) -> People:
        """One person who is at the median in everything; shape (1,)."""
        return People({name: np.array([one.centre]) for name, one in self.beliefs.items()}, self.molar_mass)


def _place(name: str) -> int:
    if name not in PARAMETERS:
        raise ValueError(f"{name}: not a parameter; allowed: {', '.join(PARAMETERS)}")
    return PARAMETERS.index(name)


def _apart(rates: Array, others: Array) -> Array:
    """Rates (people, n), each moved up where it lies closer than APART to one of others (people, k); all 1/h."""
    moved = rates
    for _once in range(others.shape[1]):
        close = np.any(np.abs(moved[:, :, None] - others[:, None, :]) < APART * moved[:, :, None], axis=2)
        moved = np.where(close, moved * (1 + 3 * APART), moved)
    return np.asarray(moved)
