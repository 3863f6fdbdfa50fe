"""How pain wanders by itself, and how a person puts it on a scale of steps."""

import math

from counterpoise.science.inference.compiled import kernel

_ROOT2 = math.sqrt(2.0)
_ROOT_PI = math.sqrt(math.pi)
_FAR = 12.0


@kernel
def scaled_erfc(x: float) -> float:
    """exp(x^2) erfc(x) for x >= 0: finite where erfc has long underflowed (asymptotic series, DLMF 7.12.1)."""
    if x < _FAR:
        return math.exp(x * x) * math.erfc(x)
    r = 0.5 / (x * x)
    return (1 - r * (1 - 3 * r * (1 - 5 * r * (1 - 7 * r)))) / (x * _ROOT_PI)


@kernel
def interval_moments(low: float, high: float) -> tuple[float, float, float]:
    """Of a standard normal known to lie between `low` and `high` (either may be infinite).

    Returns log Z, g = (phi(low) - phi(high)) / Z and k = g^2 + (high phi(high) - low phi(low)) / Z, where Z is the
    probability of the interval: the mean of the truncated normal is g, its variance 1 - k. Exact in both tails.
    """
    if low + high < 0:
        log_z, g, k = _right_moments(-high, -low)
        return log_z, -g, k
    return _right_moments(low, high)


@kernel
def _right_moments(low: float, high: float) -> tuple[float, float, float]:
    """`interval_moments` for an interval whose middle is not below 0; all terms in units of phi(low)."""
    if low == -math.inf:
        return 0.0, 0.0, 0.0
    if low < 0:
        z = (math.erf(high / _ROOT2) - math.erf(low / _ROOT2)) / 2
        log_z = math.log(z)
        phi_low, phi_high = _phi(low), _phi(high)
    else:
        ratio = 0.0 if high == math.inf else math.exp((low - high) * (low + high) / 2)
        phi_low, phi_high = 1.0, ratio
        z = _ROOT_PI / _ROOT2 * (scaled_erfc(low / _ROOT2) - (ratio * scaled_erfc(high / _ROOT2) if ratio > 0 else 0.0))
        log_z = math.log(z) - low * low / 2 - 0.9189385332046727
    g = (phi_low - phi_high) / z
    edge = high * phi_high if high < math.inf else 0.0
    return log_z, g, g * g + (edge - low * phi_low) / z


@kernel
def _phi(x: float) -> float:
    return 0.3989422804014327 * math.exp(-x * x / 2)
