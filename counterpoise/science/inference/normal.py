"""A normal value known only to lie in an interval, for many lanes at once.

Everything here is straight arithmetic without branches or loops inside, so that the compiler can work on several lanes
in one instruction. exp(-t): a power series after halving t ten times. exp(x^2) erfc(x): a polynomial in
(x - 3.25) / (x + 3.25) (after Shepherd & Laframboise 1981, Math. Comp. 36:249). Both are right to about 1e-13, exp to
1e-12 where t is above 50.
"""

import math

import numpy as np
from numpy.polynomial import chebyshev
from scipy.special import erfcx

from counterpoise.science.inference.compiled import inlined, kernel
from counterpoise.science.pharmacology.exposure import Array

_ROOT_HALF = math.sqrt(0.5)
_PHI_0 = 1 / math.sqrt(2 * math.pi)
_MIDDLE, _DEGREE, _NODES = 3.25, 20, 60


def _polynomial() -> tuple[float, ...]:
    """Coefficients of (1 + 2x) exp(x^2) erfc(x) in powers of y = (x - _MIDDLE) / (x + _MIDDLE)."""
    y = np.cos(np.pi * (np.arange(_NODES) + 0.5) / _NODES)
    x = _MIDDLE * (1 + y) / (1 - y)
    series = chebyshev.chebfit(y, (1 + 2 * x) * erfcx(x), _NODES - 1)[: _DEGREE + 1]
    return tuple(float(c) for c in chebyshev.cheb2poly(series))


Pair = tuple[Array, Array]

_SERIES = tuple(1 / math.factorial(n) for n in range(11))
_ERFCX = _polynomial()


@inlined
def exp_minus(t: float) -> float:
    """exp(-t) for t >= 0; below exp(-700) it stays there."""
    u, c = -min(t, 700.0) / 1024, _SERIES
    p = ((((c[10] * u + c[9]) * u + c[8]) * u + c[7]) * u + c[6]) * u + c[5]
    p = ((((p * u + c[4]) * u + c[3]) * u + c[2]) * u + c[1]) * u + c[0]
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    return p * p


@inlined
def scaled_erfc(x: float) -> float:
    """exp(x^2) erfc(x) for x >= 0."""
    y, c = (x - _MIDDLE) / (x + _MIDDLE), _ERFCX
    p = ((((c[20] * y + c[19]) * y + c[18]) * y + c[17]) * y + c[16]) * y + c[15]
    p = ((((p * y + c[14]) * y + c[13]) * y + c[12]) * y + c[11]) * y + c[10]
    p = ((((p * y + c[9]) * y + c[8]) * y + c[7]) * y + c[6]) * y + c[5]
    p = ((((p * y + c[4]) * y + c[3]) * y + c[2]) * y + c[1]) * y + c[0]
    return p / (1 + 2 * x)


@kernel
def between(low: float, high: float, mean: Array, spread: Array, evidence: Pair) -> None:
    """Lanes of a normal value with `mean` and variance `spread`, known to lie between finite `low` and `high`.

    evidence: multiplies the first by F and adds P to the second, where the probability of the interval is F exp(P).
    Leaves in `mean` d log Z / d mean and in `spread` the negative second derivative: how far the state moves along its
    gain, and how much it narrows along it. With l, h the standardised ends, Z the probability and g = (phi(l) - phi(h))
    / Z these are g / sd and (g^2 + (h phi(h) - l phi(l)) / Z) / sd^2.
    """
    factor, power = evidence
    for i in range(mean.size):
        per_sd = 1 / math.sqrt(spread[i])
        below, above = (low - mean[i]) * per_sd, (high - mean[i]) * per_sd
        mirrored = below + above < 0
        near, far = (-above, -below) if mirrored else (below, above)
        ratio = exp_minus((far - near) * (far + near) * 0.5)
        fall = exp_minus(near * near * 0.5)
        tails = scaled_erfc(abs(near) * _ROOT_HALF), scaled_erfc(far * _ROOT_HALF)
        beyond = near >= 0
        z = 0.5 * (tails[0] - ratio * tails[1]) if beyond else 1 - 0.5 * fall * (tails[0] + ratio * tails[1])
        phi_near = _PHI_0 if beyond else _PHI_0 * fall
        g = phi_near * (1 - ratio) / z
        factor[i] *= z
        power[i] -= 0.5 * near * near if beyond else 0.0
        mean[i] = (-g if mirrored else g) * per_sd
        spread[i] = (g * g + phi_near * (far * ratio - near) / z) * per_sd * per_sd


@kernel
def beyond(sign: float, edge: float, mean: Array, spread: Array, evidence: Pair) -> None:
    """As `between`, for a value known to lie above `edge` (sign 1) or below it (sign -1)."""
    factor, power = evidence
    for i in range(mean.size):
        per_sd = 1 / math.sqrt(spread[i])
        x = sign * (edge - mean[i]) * per_sd
        fall = exp_minus(x * x * 0.5)
        tail = 0.5 * scaled_erfc(abs(x) * _ROOT_HALF)
        far = x >= 0
        z = tail if far else 1 - fall * tail
        g = (_PHI_0 if far else _PHI_0 * fall) / z
        factor[i] *= z
        power[i] -= 0.5 * x * x if far else 0.0
        mean[i] = sign * g * per_sd
        spread[i] = g * (g - x) * per_sd * per_sd


@kernel
def unless(share: Array, mean: Array, spread: Array, evidence: Pair) -> None:
    """As `between`, where something that a value above 0 brings about in a `share` of cases did not come about.

    Z = 1 - share Phi(x), x = mean / sd; g = -share phi(x) / Z; the second derivative is g (g + x) / sd^2, below 0 where
    the doubt grows.
    """
    factor, _power = evidence
    for i in range(mean.size):
        per_sd = 1 / math.sqrt(spread[i])
        x = mean[i] * per_sd
        fall = exp_minus(x * x * 0.5)
        tail = 0.5 * fall * scaled_erfc(abs(x) * _ROOT_HALF)
        z = 1 - share[i] * (1 - tail if x > 0 else tail)
        g = -share[i] * _PHI_0 * fall / z
        factor[i] *= z
        mean[i] = g * per_sd
        spread[i] = g * (g + x) * per_sd * per_sd
