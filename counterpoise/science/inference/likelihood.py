"""How well a set of parameters explains the diary: one pass over its entries for each set.

State x = (u, s, level, cos, sin, R_1 .. R_G, beside_1 .. beside_n, take): pain that wanders within hours (u) and
within weeks (s), both Ornstein-Uhlenbeck; the rest stands still. Pain is
    f = level + rhythm + u + s - sum_g R_g gain_g + sum_i beside_i x_i,
and a rating y = clip(round(f + noise), low, high). Three things are worked in, by matching the moments of the state:
    a rating: the interval that y stands for;
    a dose, or a moment at which none was taken: probability Phi(take + slope (y + felt (f - y) - 5)), with f + noise in
    the place of y where nothing was rated; where times that passed stand in for moments without a dose, each of them
    and each dose is such a moment with probability dosing_share;
    where ratings are made only of a pain above `cut`, a usual time with or without one: rating_share if y > cut.
G is 1, or the number of reasons for which the effect is told apart: each group has its share of one common, saturating
gain.
"""

from dataclasses import dataclass, fields

import numpy as np

from counterpoise.science.inference.filter import RELIEF, explain_block
from counterpoise.science.inference.gains import LANES
from counterpoise.science.inference.track import Track
from counterpoise.science.pharmacology.exposure import POOL_RATE, SLOW_RATE, Array
from counterpoise.science.pharmacology.response import DOSES_A_DAY_AT_ONE
from counterpoise.science.priors import Priors, Theta

BLOCK = 4 * LANES
"""Draws whose exponentials are held at once: few enough for the processor's cache."""


@dataclass(frozen=True, slots=True)
class Explained:
    """For each set of parameters: log likelihood (draws,), mean (draws, G) and covariance (draws, G, G) of R given
    the parameters, tolerance M at the start and at the end of the record, exposure at a typical dose (draws,)."""

    log_likelihood: Array
    relief_mean: Array
    relief_cov: Array
    tolerance_start: Array
    tolerance_end: Array
    typical_exposure: Array


def explain(theta: Theta, track: Track, priors: Priors) -> Explained:
    """Run the filter over the record for every draw of theta; the work is draws times entries."""
    draws, groups = theta.values.shape[0], track.groups
    filled = -(-draws // LANES) * LANES
    result = Explained(
        np.empty(filled), np.empty((filled, groups)), np.empty((filled, groups, groups)), *np.empty((3, filled))
    )
    # The last draw is repeated until the lanes are full.
    theta = Theta(theta.values[np.minimum(np.arange(filled), draws - 1)])
    start, moments = _start(track, priors), track.moments
    entries = track.group, track.amount, track.strength, track.typical, track.gap_h, track.first
    ratings = moments.held, moments.low, moments.high, moments.value, moments.taken, moments.answered
    known = (*ratings, moments.cos, moments.sin, moments.beside, moments.cut, moments.step**2 / 12, moments.since_h)
    for begin in range(0, filled, BLOCK):
        part = slice(begin, min(begin + BLOCK, filled))
        block = Theta(theta.values[part])
        explain_block(
            _rows(block, track),
            start,
            (*entries, np.exp(track.latent @ block.unknowns.T)),
            known,
            tuple(getattr(result, kind.name)[part] for kind in fields(result)),
        )
    return Explained(*(getattr(result, kind.name)[:draws] for kind in fields(result)))


def _start(track: Track, priors: Priors) -> Array:
    """Mean and variance of the state before the first moment; of u and s they depend on theta."""
    mean = np.zeros(RELIEF + track.groups + track.moments.beside_sd.size + 1)
    sd = np.zeros_like(mean)
    mean[2], sd[2:5] = priors.level_mean, (priors.level_sd, priors.rhythm_sd, priors.rhythm_sd)
    sd[RELIEF : RELIEF + track.groups] = priors.relief_sd
    sd[RELIEF + track.groups : -1] = track.moments.beside_sd
    sd[-1] = priors.take_sd
    return np.stack([mean, sd**2])


def _rows(theta: Theta, track: Track) -> Array:
    """What the filter needs of each draw, one row a quantity, in the order in which it unpacks them."""
    kinetics, half, tau = theta.kinetics, theta["half_effect"], theta["tolerance"]
    slow, peak = kinetics.slow_fraction, kinetics.peak_height()
    return np.array(
        [
            half,
            half * tau,
            (half * (1 + tau) + 1) / peak,
            1 / peak,
            slow,
            # Through the tolerance pool, of rate m, each e^(-r s) becomes m / (m - r) (e^(-r s) - e^(-m s)).
            (1 - slow) * POOL_RATE / (POOL_RATE - kinetics.rate),
            slow * POOL_RATE / (POOL_RATE - SLOW_RATE),
            POOL_RATE / (POOL_RATE - kinetics.absorption),
            24 / DOSES_A_DAY_AT_ONE / kinetics.raw_area(),
            track.tolerance_brought(theta["start"]),
            theta["sd_fast"] ** 2,
            theta["sd_slow"] ** 2,
            theta["rating_sd"] ** 2,
            theta["dosing_slope"],
            theta["felt"],
            theta["rating_share"],
            theta["dosing_share"] if track.moments.stand_ins else np.ones_like(slow),
            1 / theta["length_fast_h"],
            1 / theta["length_slow_h"],
            kinetics.rate,
            kinetics.absorption,
        ]
    )
