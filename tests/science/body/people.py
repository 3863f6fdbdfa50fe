"""Simulated people for these tests, and the slow way to what they have in their blood."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from counterpoise.assessment import body
from counterpoise.science.body.plasma import PARAMETERS, People, Population
from counterpoise.science.pharmacology.exposure import Array

MASSES = (398.5, 414.5)
SEED = 20261128


def population() -> Population:
    """The people whom the pack describes."""
    return body.population(body.plasma())


def drawn(people: int, seed: int = SEED) -> People:
    return population().draw(people, np.random.default_rng(seed))


def anybody() -> st.SearchStrategy[People]:
    """One person, as far from the middle as may be."""
    middle = population().beliefs
    factors = st.tuples(*(st.floats(0.2, 5.0) for _name in PARAMETERS))
    return factors.map(
        lambda by: People(
            {name: np.array([middle[name].centre * f]) for name, f in zip(PARAMETERS, by, strict=True)}, MASSES
        )
    )


def integrated(people: People, dose_h: Array, mg: Array, at_h: Array) -> tuple[Array, Array]:
    """The differential equations of plasma.py, step by step, for the first of the people: mitragynine and
    7-hydroxymitragynine in ng/mL at at_h, with doses of mg at dose_h. Starts anew at each dose."""
    own = {name: float(value[0]) for name, value in people.values.items()}
    share = people.molar_mass[1] / people.molar_mass[0]

    def flow(_t: float, y: Array) -> list[float]:
        gut, central, rest, made, made_rest = y
        uptake = own["absorption"] * gut
        out = own["clearance"] * central / own["central"]
        to, back = own["exchange"] * central / own["central"], own["exchange"] * rest / own["peripheral"]
        made_to = own["metabolite_exchange"] * made / own["metabolite_central"]
        made_back = own["metabolite_exchange"] * made_rest / own["metabolite_peripheral"]
        made_out = own["metabolite_clearance"] * made / own["metabolite_central"]
        return [
            -uptake,
            own["bioavailability"] * uptake - out - to + back,
            to - back,
            share * (own["first_pass"] * uptake + own["systemic"] * out) - made_out - made_to + made_back,
            made_to - made_back,
        ]

    state, found = np.zeros(5), np.zeros((2, at_h.size))
    ends = [*dose_h[1:], max(at_h.max(), dose_h[-1]) + 1.0]
    for start, end, amount in zip(dose_h, ends, mg, strict=True):
        state[0] += amount
        within = (at_h >= start) & (at_h < end)
        times = np.unique([start, *at_h[within], end])
        solved = solve_ivp(flow, (start, end), state, t_eval=times, method="LSODA", rtol=1e-10, atol=1e-12)
        for row, volume in ((1, "central"), (3, "metabolite_central")):
            values = np.interp(at_h[within], solved.t, solved.y[row])  # t_eval holds them all
            found[0 if row == 1 else 1, within] = 1e3 * values / own[volume]
        state = solved.y[:, -1].copy()
    return found[0], found[1]
