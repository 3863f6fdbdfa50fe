"""From the posterior to what it says: reliefs, verdict, duration, tolerance, the least amount that does.

Thresholds are in inner points (a tenth of the measure's range) and stand here only; docs/science.md says why.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np

from counterpoise.diary import Dose
from counterpoise.science.inference.fit import Posterior
from counterpoise.science.inference.importance import Mixture, moments, quantile
from counterpoise.science.inference.track import RATED, RATING, Track
from counterpoise.science.pharmacology.exposure import LAG_H, Array, curve
from counterpoise.science.pharmacology.response import Response
from counterpoise.science.priors import Priors, draw
from counterpoise.science.record import Record

Verdict = Literal["helps", "no_clear_help", "worse", "cannot_tell"]
Size = Literal["clear", "small"]
ToleranceVerdict = Literal["wearing_off", "stable", "cannot_tell"]

SURE, LIKELY = 0.95, 0.8
NOTICEABLE, MEANINGFUL = 0.5, 1.0
WEARING_OFF, WEARING_OFF_SURE = 0.8, 0.9
NARROWED = 0.6
"""A duration is told where its posterior sd (of the log) is below this share of the prior's."""
PRIOR_DRAWS = 2000
NEARLY_SAME = 0.3
DIGITS = 6
"""Amounts are the same where they do not differ by more decimals."""
TIMES_TAKEN, TAKEN_DAYS = 5, 90


@dataclass(frozen=True, slots=True)
class Estimate:
    """A relief in points of the measure, positive = better, and how sure it is."""

    mean: float
    interval_50: tuple[float, float]
    interval_90: tuple[float, float]
    interval_95: tuple[float, float]
    probability_positive: float
    probability_at_least_1: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A mean and the middle 90 %."""

    mean: float
    interval_90: tuple[float, float]


def estimate(relief: Mixture, point: float) -> Estimate:
    """A relief of the model in points of the measure; `point`: measure points in an inner point.

    probability_at_least_1: of one inner point, a tenth of the range.
    """

    def interval(share: float) -> tuple[float, float]:
        return relief.quantile((1 - share) / 2) * point, relief.quantile((1 + share) / 2) * point

    return Estimate(
        mean=relief.average * point,
        interval_50=interval(0.5),
        interval_90=interval(0.9),
        interval_95=interval(0.95),
        probability_positive=1 - relief.below(0.0),
        probability_at_least_1=1 - relief.below(1.0),
    )


def verdict(relief_4h: Mixture, meaningful: float) -> tuple[Verdict, Size | None]:
    """The first that holds: helps, worse, no clear help, cannot tell."""
    if 1 - relief_4h.below(NOTICEABLE) >= SURE:
        return "helps", "clear" if 1 - relief_4h.below(meaningful) >= LIKELY else "small"
    if relief_4h.below(-NOTICEABLE) >= SURE:
        return "worse", None
    if relief_4h.below(min(MEANINGFUL, meaningful)) >= SURE:
        return "no_clear_help", None
    return "cannot_tell", None


def turns(posterior: Posterior, track: Track) -> int:
    """How often what acts rose above its median, or fell below it, from one rating to the next.

    With a single turn, days before are compared with days after, and whatever else changed then is taken for an effect.
    """
    at, is_dose = np.cumsum(track.gap_h), track.group != RATING
    rated = at[~is_dose][track.moments.held == RATED]
    acting = curve(at[is_dose] - LAG_H, track.amount[is_dose], rated, posterior.kinetics)[0]
    return int(np.sum(np.diff(acting > np.median(acting))))


def acts(posterior: Posterior) -> bool:
    """Whether there is an effect of which shape and change can be asked; without one, both would be the prior's."""
    return posterior.relief(posterior.now.peak()).below(0.0) <= 1 - SURE


def duration(posterior: Posterior, priors: Priors, rng: np.random.Generator) -> Spread | None:
    """Hours above half of the peak, or None where the record has not narrowed what was believed before."""
    hours = posterior.now.duration_h()
    level = np.full(PRIOR_DRAWS, posterior.weight @ posterior.explained.tolerance_end)
    before = Response(draw(priors, PRIOR_DRAWS, rng), level).duration_h()
    if not acts(posterior) or not _narrowed(hours, posterior.weight, before):
        return None
    return _spread(hours, posterior.weight)


def tolerance(
    posterior: Posterior, track: Track, priors: Priors, rng: np.random.Generator
) -> tuple[ToleranceVerdict, Spread | None]:
    """Relief of a usual dose now, as a share of that at the start of the record.

    Stable is only said where the record itself narrowed the ratio: at a few doses a week the priors alone would.
    """
    if not acts(posterior):
        return "cannot_tell", None
    ratio = posterior.now.peak() / posterior.at_start.peak()
    gone = float(posterior.weight @ (ratio < WEARING_OFF))
    if gone > WEARING_OFF_SURE:
        verdict: ToleranceVerdict = "wearing_off"
    elif gone < 1 - SURE and _narrowed(ratio, posterior.weight, _ratio_before(posterior, track, priors, rng)):
        verdict = "stable"
    else:
        verdict = "cannot_tell"
    return verdict, _spread(ratio, posterior.weight)


def _ratio_before(posterior: Posterior, track: Track, priors: Priors, rng: np.random.Generator) -> Array:
    """The ratio as the priors alone have it, at the tolerance that this pattern of doses builds."""
    theta = draw(priors, PRIOR_DRAWS, rng)
    end = np.full(PRIOR_DRAWS, posterior.weight @ posterior.explained.tolerance_end)
    start = np.full(PRIOR_DRAWS, posterior.weight @ posterior.explained.tolerance_start)
    if track.first == 0:
        start = track.tolerance_brought(theta["start"])
    return np.asarray(Response(theta, end).peak() / Response(theta, start).peak())


def _narrowed(values: Array, weight: Array, before: Array) -> bool:
    """Whether the sd of the log is below NARROWED of what it was before."""
    after = float(np.sqrt(moments(np.log(values)[:, None], weight)[1][0, 0]))
    return after < NARROWED * float(np.std(np.log(before)))


def _spread(values: Array, weight: Array) -> Spread:
    return Spread(float(weight @ values), (quantile(values, weight, 0.05), quantile(values, weight, 0.95)))


@dataclass(frozen=True, slots=True)
class Compared:
    """An amount taken often: what it does, what it does less than the usual dose (None for that itself), how probably
    it does enough, and nearly the same."""

    amount: float
    relief: Mixture
    less: Mixture | None
    enough: float
    nearly_same: float


def compared(posterior: Posterior, record: Record, meaningful: float, ceiling: float | None) -> tuple[Compared, ...]:
    """Amounts taken at least TIMES_TAKEN times in TAKEN_DAYS days, the least first; never above the usual dose or the
    plan's ceiling: the search looks down.

    As they would be from the bag of the usual dose: strengths of earlier bags are not an amount's doing.
    """
    if record.amounts.usual is None:
        return ()
    usual = round(record.amounts.usual, DIGITS)
    of_usual = posterior.now.mean_4h()
    found = []
    for amount in _often(record):
        if amount <= min(usual, np.inf if ceiling is None else ceiling):
            factor = posterior.now.mean_4h(amount / usual)
            relief, less = posterior.relief(factor), None if amount == usual else posterior.relief(of_usual - factor)
            same = 1.0 if less is None else less.below(NEARLY_SAME) - less.below(-NEARLY_SAME)
            found.append(Compared(amount, relief, less, 1 - relief.below(meaningful), same))
    return tuple(found)


def lowest(amounts: tuple[Compared, ...]) -> Compared | None:
    """The least amount that probably does enough."""
    return next((one for one in amounts if one.enough >= LIKELY), None)


def nearly_same(amounts: tuple[Compared, ...]) -> Compared | None:
    """The least amount below the usual dose that probably does nearly the same."""
    return next((one for one in amounts if one.less is not None and one.nearly_same >= LIKELY), None)


def _often(record: Record) -> list[float]:
    """Amounts taken often enough, the least first."""
    taken = Counter(
        round(amount, DIGITS)
        for dose, amount in zip(record.doses, record.amounts.shown, strict=True)
        if amount is not None and (record.end - dose.at).days < TAKEN_DAYS
    )
    return sorted(amount for amount, times in taken.items() if times >= TIMES_TAKEN)


def dosing_days(record: Record) -> float:
    """Share of the last 30 days of the record with a dose."""
    days = {dose.at.date() for dose in record.doses if _recent(record, dose)}
    return len(days) / min(30.0, max(record.days, 1.0))


def doses_a_day(record: Record) -> float:
    """Usual doses a day over the last 30 days of the record."""
    recent = [size for dose, size in zip(record.doses, record.amounts.size, strict=True) if _recent(record, dose)]
    return float(np.sum(recent)) / min(30.0, max(record.days, 1.0))


def _recent(record: Record, dose: Dose) -> bool:
    return (record.end - dose.at).days < 30
