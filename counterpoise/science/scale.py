"""Any scale as pain on 0-10, where more is worse, and the way back."""

from dataclasses import dataclass

import numpy as np

from counterpoise.science.pharmacology.exposure import Array
from counterpoise.text import _

INNER = 10.0
"""Inside, every measure runs from 0 (best) to INNER (worst)."""
_FINEST = 1e-3


class OffScale(ValueError):
    """A rating that its measure's scale does not hold."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Range, smallest step and direction of a measure, in its own points."""

    low: float = 0.0
    high: float = 10.0
    step: float = 1.0
    higher_is_better: bool = False

    def __post_init__(self) -> None:
        if not (np.isfinite(self.low) and np.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"a scale needs two ends, low below high, not {self.low:g} and {self.high:g}")
        if not self.step > 0:
            raise ValueError(f"the step of a scale must be above 0, not {self.step:g}")

    @property
    def point(self) -> float:
        """One inner point in points of the measure: a tenth of its range."""
        return (self.high - self.low) / INNER

    def intervals(self, values: Array) -> tuple[Array, Array]:
        """What each value stands for inside: from `low` to `high`, infinite at the ends of the scale.

        values: (ratings,), in points of the measure; OffScale where one lies outside the scale.
        """
        outside = (values < self.low) | (values > self.high) | ~np.isfinite(values)
        if outside.any():
            text = _("rating {value:g} is not on the scale from {low:g} to {high:g}")
            raise OffScale(text.format(value=values[outside][0], low=self.low, high=self.high))
        half = self._half_step(values)
        inner = (self.high - values if self.higher_is_better else values - self.low) / self.point
        low = np.where(inner <= 0, -np.inf, inner - half)
        high = np.where(inner >= INNER, np.inf, inner + half)
        return low, high

    def _half_step(self, values: Array) -> float:
        """Half the coarsest step that all values keep to: people also write 6.5 where whole points are asked for."""
        for share in (1.0, 0.5, 0.1, 0.01):
            steps = (values - self.low) / (self.step * share)
            if np.all(np.abs(steps - np.round(steps)) < 1e-6):
                return max(self.step * share / self.point / 2, _FINEST)
        return _FINEST
