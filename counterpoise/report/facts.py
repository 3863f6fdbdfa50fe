"""Facts of the packs as people read them: the number with its unit and how far it varies."""

from __future__ import annotations

from math import exp, log

from counterpoise.knowledge.records import Fact, Limit, Prior, Spread
from counterpoise.text import _, local

NINE_IN_TEN = 1.645
"""Standard deviations of a normal on either side of its middle that hold nine out of ten."""


def value(fact: Fact) -> str:
    """ "1.3 h (90 %: 0.8 to 2.3 h)"; a sentence as it is; a share of 1 in percent."""
    if isinstance(fact.value, str):
        return _(fact.value)
    size, unit = (100, "%") if fact.unit == "1" else (1, _(fact.unit) if fact.unit else "")
    said = f"{local(f'{size * fact.value:,.10g}')} {unit}".strip()
    return said if fact.spread is None else f"{said} ({_spread(fact.spread, size, unit)})"


def prior(prior: Prior) -> str:
    """ "16 mg/g (nine out of ten between 3.2 and 77 mg/g)": the middle, and how far it is held to vary."""
    ends = [_quantile(prior, side * NINE_IN_TEN) for side in (-1, 0, 1)]
    size, unit = (100, "%") if prior.family == "logitnormal" else (1, "" if prior.unit == "1" else prior.unit)
    low, middle, high = (f"{local(f'{_two_figures(size * end):g}')} {unit}".strip() for end in ends)
    return _("{middle} (nine out of ten between {low} and {high})").format(middle=middle, low=low, high=high)


def limit(limit: Limit) -> str:
    """ "at most 5 µg in a day"; where the most is nothing: "none in 25 g"."""
    unit = _("µg in a day") if limit.unit == "ug/day" else _(limit.unit)
    said = _("at most {most} {unit}") if limit.most else _("none {unit}")
    return said.format(most=local(f"{limit.most:,.10g}"), unit=unit)


def _two_figures(value: float) -> float:
    return float(f"{value:.2g}")


def _spread(spread: Spread, size: float, unit: str) -> str:
    if spread.low is None or spread.high is None:
        return _("standard deviation {sd} {unit}").format(sd=local(f"{size * (spread.sd or 0):g}"), unit=unit)
    words = {"90 % interval": _("90 %: {low} to {high} {unit}"), "95 % interval": _("95 %: {low} to {high} {unit}")}
    said = words.get(spread.kind, _("from {low} to {high} {unit}"))
    return said.format(low=local(f"{size * spread.low:g}"), high=local(f"{size * spread.high:g}"), unit=unit)


def _quantile(prior: Prior, deviations: float) -> float:
    """The value that lies so many standard deviations from the median, on the scale on which the prior is normal."""
    if prior.family == "lognormal":
        return prior.centre * exp(prior.sd * deviations)
    odds = log(prior.centre / (1 - prior.centre)) + prior.sd * deviations
    return 1 / (1 + exp(-odds))
