"""How well a set of parameters explains the diary: one pass over its entries for each set.

State x = (u, s, level, cos, sin, R_1 .. R_G): pain that wanders within hours (u) and within weeks (s), both
Ornstein-Uhlenbeck; the usual level, its daily rhythm and the relief of a usual dose, which stand still. A rating is
    y = clip(round(level + rhythm + u + s - sum_g R_g gain_g + noise), low, high),
and each is worked in by matching the moments of the state given the interval that y stands for. G is 1, or the number
of reasons for which the effect is told apart: each group has its share of one common, saturating gain.
"""

from dataclasses import dataclass, fields

import numpy as np

from counterpoise.science.inference.filter import LANES, explain_block
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
    start = np.array([priors.level_mean, priors.level_sd**2, priors.rhythm_sd**2, priors.relief_sd**2])
    slow_fade, pool_fade = np.exp(-SLOW_RATE * track.gap_h), np.exp(-POOL_RATE * track.gap_h)
    entries = track.group, track.amount, track.typical, slow_fade, pool_fade, track.first
    ratings = track.low, track.high, track.cos, track.sin
    for begin in range(0, filled, BLOCK):
        part = slice(begin, min(begin + BLOCK, filled))
        block = Theta(theta.values[part])
        kinetics = block.kinetics
        explain_block(
            _rows(block, track),
            start,
            (*entries, _fade(kinetics.rate, track.gap_h), _fade(kinetics.absorption, track.gap_h)),
            (
                *ratings,
                _fade(1 / block["length_fast_h"], track.since_h),
                _fade(1 / block["length_slow_h"], track.since_h),
            ),
            tuple(getattr(result, kind.name)[part] for kind in fields(result)),
        )
    return Explained(*(getattr(result, kind.name)[:draws] for kind in fields(result)))


def _fade(rate: Array, gap_h: Array) -> Array:
    """What is left after each gap, shape (gaps, draws): numpy's exponentials are several at a time."""
    return np.asarray(np.exp(-gap_h[:, None] * rate[None, :]))


def _rows(theta: Theta, track: Track) -> Array:
    """What the filter needs of each draw, one row a quantity, in the order in which it unpacks them."""
    kinetics, half, tau = theta.kinetics, theta["half_effect"], theta["tolerance"]
    slow, peak = kinetics.slow_fraction, kinetics.peak_height()
    return np.array(
        [
            half,
            half * tau,
            (half * (1 + tau) + 1) / peak,
            peak,
            slow,
            # Through the tolerance pool, of rate m, each e^(-r s) becomes m / (m - r) (e^(-r s) - e^(-m s)).
            (1 - slow) * POOL_RATE / (POOL_RATE - kinetics.rate),
            slow * POOL_RATE / (POOL_RATE - SLOW_RATE),
            POOL_RATE / (POOL_RATE - kinetics.absorption),
            DOSES_A_DAY_AT_ONE / 24 * kinetics.raw_area(),
            track.tolerance_brought(theta["start"]),
            theta["sd_fast"] ** 2,
            theta["sd_slow"] ** 2,
            theta["rating_sd"] ** 2,
        ]
    )
