"""When to ask how it is after a dose: the times at which an answer tells most about how much it helps and how long.

What is asked about is q = (relief at the peak, log of the hours above half of it). Near one draw of a person, relief at
hours s is E(s; x) with x = (R, log EC, log t1/2, log absorption, logit slow fraction), believed with covariance C0, the
spread of the draws. Two ratings at s1 < s2, each less the one made with the dose, add the information J' V^-1 J, with
J = dE(s)/dx, as often as there are DOSES alike. V holds the unsteady hand and the wander of pain since the dose:

    V[i, j] = r (1 + [i = j]) + f (1 - e^(-si/l) - e^(-sj/l) + e^(-|si - sj|/l)),   r = sd^2 + 1/12,  f = sd_fast^2

    worth(s) = mean over draws of  1/2 log det(D C0 D') - 1/2 log det(D (C0^-1 + DOSES J' V^-1 J)^-1 D'),  D = dq/dx

the information on q in nats, and the pair of greatest worth is chosen: a D-optimal design for a part of the parameters,
averaged over what is believed of them (Chaloner & Verdinelli 1995, Stat Sci 10:273; for times after doses: Mentre,
Mallet & Baccar 1997, Biometrika 84:429). Before a record speaks the draws come from the priors, later from the person.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from counterpoise.science.pharmacology.exposure import LAG_H, Array
from counterpoise.science.pharmacology.response import Response
from counterpoise.science.priors import NAMES, Theta

DOSES = 20
"""So many doses, asked about alike, are what the times are chosen for: some days of a usual record."""
GRID_H = np.arange(0.5, 8.01, 0.25)
"""Hours after a dose that can be asked at: later the next one is often taken already."""
APART_H = 1.5
"""Nobody is asked twice within so many hours of one dose."""
MOST_DRAWS = 300
"""Draws over which the worth is averaged, drawn again in proportion to their weight."""
_MOVED = ("half_effect", "half_life_h", "absorption_beyond", "slow_fraction")
_STEP = 1e-4
_ROUNDING = 1 / 12
"""Variance of a whole number that stands for what is felt."""
Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Believed:
    """Draws of one person: theta, the tolerance reached and the relief R, each of shape (draws,), and their weight."""

    response: Response
    relief: Array
    weight: Array


def informative_times(believed: Believed, rng: np.random.Generator) -> tuple[float, float]:
    """The two times after a dose, in hours, that tell most about its greatest relief and how long it lasts."""
    pairs = _pairs(GRID_H.size)
    best = pairs[int(np.argmax(worth(believed, GRID_H, pairs, rng)))]
    return float(GRID_H[best[0]]), float(GRID_H[best[1]])


def worth(believed: Believed, hours: Array, pairs: Index, rng: np.random.Generator) -> Array:
    """Information on q in nats, for each pair of places (pairs, 2) in `hours` after a dose."""
    chosen = rng.choice(believed.weight.size, MOST_DRAWS, p=believed.weight)
    theta = Theta(believed.response.theta.values[chosen])
    response, relief = Response(theta, believed.response.tolerance[chosen]), believed.relief[chosen]
    before = _covariance(believed)
    precision = np.linalg.inv(before)
    slopes, wanted = _slopes(response, relief, hours), _wanted(response, relief)
    fast, length = theta["sd_fast"] ** 2, theta["length_fast_h"]
    hand = theta["rating_sd"] ** 2 + _ROUNDING
    told = np.linalg.slogdet(wanted @ before @ wanted.transpose(0, 2, 1))[1]
    gained = np.empty(len(pairs))
    for k, pair in enumerate(pairs):
        jacobian = slopes[:, pair, :]
        noise = _noise(hours[pair], hand, fast, length)
        added = DOSES * jacobian.transpose(0, 2, 1) @ np.linalg.solve(noise, jacobian)
        after = wanted @ np.linalg.solve(precision + added, wanted.transpose(0, 2, 1))
        gained[k] = np.mean(told - np.linalg.slogdet(after)[1]) / 2
    return gained


def relief_at(response: Response, relief: Array, hours: Array) -> Array:
    """E(s): points of relief at hours after one usual dose from zero exposure, shape (draws, hours)."""
    kinetics = response.theta.kinetics
    one = type(kinetics)(kinetics.rate[:, None], kinetics.absorption[:, None], kinetics.slow_fraction[:, None])
    acting = one.raw(hours[None, :] - LAG_H) / kinetics.peak_height()[:, None]
    return np.asarray(relief[:, None] * response.gain(acting))


def asked_about(response: Response, relief: Array) -> Array:
    """q: relief at the peak and log hours above half of it, shape (draws, 2)."""
    return np.column_stack([relief * response.peak(), np.log(response.duration_h())])


def _pairs(count: int) -> Index:
    first, second = np.triu_indices(count, 1)
    apart = GRID_H[second] - GRID_H[first] >= APART_H
    return np.column_stack([first, second])[apart]


def _noise(at: Array, hand: Array, fast: Array, length: Array) -> Array:
    """V for each draw, shape (draws, 2, 2)."""
    faded = np.exp(-at[None, :] / length[:, None])
    between = np.exp(-np.abs(at[:, None] - at[None, :])[None] / length[:, None, None])
    wander = 1 - faded[:, :, None] - faded[:, None, :] + between
    return np.asarray(hand[:, None, None] * (1 + np.eye(at.size)) + fast[:, None, None] * wander)


def _coordinates(theta: Theta) -> Array:
    values = [logit(theta[name]) if name == "slow_fraction" else np.log(theta[name]) for name in _MOVED]
    return np.column_stack(values)


def _covariance(believed: Believed) -> Array:
    """C0: the weighted spread of the draws, with a hair that keeps it positive."""
    x = np.column_stack([believed.relief, _coordinates(believed.response.theta)])
    off = x - believed.weight @ x
    spread = (believed.weight[:, None] * off).T @ off
    return np.asarray(spread + 1e-6 * np.eye(x.shape[1]))


def _moved(response: Response, name: str, step: float) -> Response:
    values = response.theta.values.copy()
    place = NAMES.index(name)
    if name == "slow_fraction":
        values[:, place] = expit(logit(values[:, place]) + step)
    else:
        values[:, place] *= np.exp(step)
    return replace(response, theta=Theta(values))


def _slopes(response: Response, relief: Array, hours: Array) -> Array:
    """J, by central differences, shape (draws, hours, parameters)."""
    by_relief = relief_at(response, np.ones_like(relief), hours)
    others = [
        (
            relief_at(_moved(response, name, _STEP), relief, hours)
            - relief_at(_moved(response, name, -_STEP), relief, hours)
        )
        / (2 * _STEP)
        for name in _MOVED
    ]
    return np.stack([by_relief, *others], axis=2)


def _wanted(response: Response, relief: Array) -> Array:
    """D, by central differences, shape (draws, 2, parameters)."""
    by_relief = np.column_stack([response.peak(), np.zeros_like(relief)])
    others = [
        (asked_about(_moved(response, name, _STEP), relief) - asked_about(_moved(response, name, -_STEP), relief))
        / (2 * _STEP)
        for name in _MOVED
    ]
    return np.stack([by_relief, *others], axis=2)
