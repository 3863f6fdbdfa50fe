"""How often a thing is noted, as it depends on what acts at that moment: the posterior of one coefficient.

Notes are a Poisson process. At a point with columns x its rate is  w G exp(x b + b_p^2 v / 2):  w, how many hours or
moments the point stands for; G ~ Gamma(k, k), one for each day, since notes come in bouts; b_p, of a column that is
known with variance v only (regression calibration: E exp(b_p p) for normal p). G is integrated exactly,
    log p(notes | b) = sum of x b + b_p^2 v / 2 over notes - sum over days of (n + k) log(1 + A / k) + const(n, k),
n, A: notes of a day and the sum of its rates without G. It is concave in b for v = 0. b is normal beforehand; all but
the coefficient asked for are integrated by Laplace at nodes of it (nested Laplace: Rue 2009, J R Stat Soc B 71:319).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.interpolate import CubicSpline
from scipy.special import gammaln, logsumexp, ndtr

from counterpoise.science.pharmacology.exposure import Array

ASKED, UNSURE, BASE = 0, 1, (2, 3)
"""Places of the coefficient asked for, of the column that is known roughly, and of the two ways to note, of which each
point has one: their columns are 1 or 0."""
SHAPES = (1e4, 1.0)
"""Of G, as probable as each other: days alike, and days that differ (sd of G 1)."""
NODES = np.arange(-5.0, 5.5)
"""In sd around the mode; between them the log density is a cubic spline."""
FINE = 201
LEAST_SHARE = 0.05
"""Of the evidence, below which a way or a shape is left out."""
LONGEST_STEP, NEAR, MOST_STEPS = 2.0, 0.02, 50

Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Points:
    """Where something was noted, and where it might have been; sorted by day.

    columns: (points, n); unsure: variance of column UNSURE; log_weight: of w; noted: 1 at a note, whose w is all but 0;
    begins: index of the first point of each day; precision: (n, n), of b beforehand.
    """

    columns: Array
    unsure: Array
    log_weight: Array
    noted: Array
    begins: Index
    precision: Array

    def asking(self, column: Array) -> "Points":
        """The same with another column to ask for."""
        return replace(self, columns=np.column_stack([column, self.columns[:, 1:]]))

    @property
    def start(self) -> Array:
        """From where to climb: nothing matters, and both ways to note have the mean rate."""
        b = np.zeros(self.columns.shape[1])
        b[list(BASE)] = np.log(self.noted.sum() / np.exp(self.log_weight).sum())
        return b


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The posterior of a coefficient: its weight at each value of a fine grid."""

    value: Array
    weight: Array

    @property
    def mean(self) -> float:
        """The mean."""
        return float(self.weight @ self.value)

    def above(self, edge: float) -> float:
        """The probability of more than `edge`."""
        return float(np.interp(edge, self.value, 1 - self._reached(), left=1.0, right=0.0))

    def quantile(self, share: float) -> float:
        """The value below which `share` lies."""
        return float(np.interp(share, self._reached(), self.value))

    def _reached(self) -> Array:
        return np.asarray(np.cumsum(self.weight) - self.weight / 2)


@dataclass(frozen=True, slots=True)
class Mode:
    """Where the density of b is greatest for one shape, its log there and its curvature."""

    at: Array
    log: float
    curvature: Array

    @property
    def sd(self) -> Array:
        """Of each coefficient, by the curvature."""
        return np.sqrt(np.diag(np.linalg.inv(self.curvature)))

    def above(self, place: int, edge: float) -> float:
        """The probability, by the curvature, of a coefficient of more than `edge`."""
        return float(ndtr((self.at[place] - edge) / self.sd[place]))

    @property
    def evidence(self) -> float:
        """Log of the integral over b by Laplace, up to what all columns share."""
        return self.log - 0.5 * float(np.linalg.slogdet(self.curvature)[1])


def coefficient(points: Points, ways: Sequence[Array]) -> Coefficient:
    """The posterior of the coefficient asked for, over both SHAPES of bad days and `ways` in which it may come to bear.

    ways: columns to ask for, each as probable as the others; those that the record makes improbable are left out.
    """
    fits = modes(points, ways)
    weight = weights([top.evidence for _points, _shape, top in fits])
    kept = [one for one, share in zip(fits, weight, strict=True) if share > LEAST_SHARE]
    weight = weight[weight > LEAST_SHARE] / np.sum(weight[weight > LEAST_SHARE])
    at = np.array([top.at[ASKED] for *_asked, top in kept])
    sd = np.array([top.sd[ASKED] for *_asked, top in kept])
    middle = float(weight @ at)
    nodes = middle + NODES * float(np.sqrt(weight @ (sd**2 + (at - middle) ** 2)))
    log = logsumexp([_along(asked, shape, top, nodes) for asked, shape, top in kept], axis=0)
    fine = np.linspace(nodes[0], nodes[-1], FINE)
    return Coefficient(fine, weights(CubicSpline(nodes, log)(fine)))


def modes(points: Points, ways: Sequence[Array]) -> list[tuple[Points, float, Mode]]:
    """For each way and shape what is asked, the shape, and the mode."""
    asked = [points.asking(way) for way in ways]
    return [(one, shape, mode(one, shape)) for one in asked for shape in SHAPES]


def weights(logs: Sequence[float] | Array) -> Array:
    """As probabilities."""
    return np.asarray(np.exp(np.asarray(logs) - logsumexp(logs)))


def mode(points: Points, shape: float, start: Array | None = None, *, held: bool = False) -> Mode:
    """By Newton's method with steps of at most LONGEST_STEP. held: the coefficient asked for stays where it starts."""
    b = points.start if start is None else start.copy()
    free = slice(1 if held else 0, None)
    for _ in range(MOST_STEPS):
        log, slope, curvature = _density(points, b, shape)
        step = np.linalg.solve(curvature[free, free], slope[free])
        longest = float(np.max(np.abs(step)))
        b[free] += step * min(1.0, LONGEST_STEP / longest) if longest > 0 else 0.0
        if longest < NEAR:
            break
    return Mode(b, log, curvature[free, free])


def _along(points: Points, shape: float, top: Mode, nodes: Array) -> Array:
    """Log density of the coefficient asked for at the nodes, the others integrated."""
    along = -np.linalg.solve(top.curvature[1:, 1:], top.curvature[1:, ASKED])
    found = []
    for node in nodes:
        moved = node - top.at[ASKED]
        start = np.concatenate([[node], top.at[1:] + moved * along])
        found.append(mode(points, shape, start, held=True).evidence)
    return np.array(found)


def _density(points: Points, b: Array, shape: float) -> tuple[float, Array, Array]:
    """Log posterior density at b, its gradient and its negative second derivative, of v only where that is above 0."""
    columns, noted = points.columns, np.add.reduceat(points.noted, points.begins)
    roughly = b[UNSURE] * points.unsure
    line = columns @ b + roughly * b[UNSURE] / 2
    expected = np.exp(line + points.log_weight)
    by_day = np.add.reduceat(expected, points.begins)
    share = (noted + shape) / (shape + by_day)
    kept = expected * np.repeat(share, np.diff(points.begins, append=expected.size))
    log = points.noted @ line - (noted + shape) @ np.log1p(by_day / shape) - b @ points.precision @ b / 2
    log += float(np.sum(gammaln(noted + shape) - gammaln(shape) - noted * np.log(shape)))
    gradient = (points.noted - kept) @ columns - points.precision @ b
    gradient[UNSURE] += (points.noted - kept) @ roughly
    moved = np.add.reduceat(expected[:, None] * columns, points.begins)
    moved[:, UNSURE] += np.add.reduceat(expected * roughly, points.begins)
    across = (kept * roughly) @ columns
    curvature = columns.T @ (kept[:, None] * columns) + points.precision
    curvature -= (moved * (share / (shape + by_day))[:, None]).T @ moved
    curvature[UNSURE] += across
    curvature[:, UNSURE] += across
    curvature[UNSURE, UNSURE] += kept @ roughly**2 + max((kept - points.noted) @ points.unsure, 0.0)
    return float(log), gradient, curvature
