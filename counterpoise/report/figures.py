"""Figures as people read them: each with its unit, its direction and its uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterpoise.text import _, local

Json = Mapping[str, Any]


def directions(measure: str) -> tuple[str, str]:
    """Words for the better and the worse direction of a measure: ("less pain", "more pain")."""
    if measure.startswith("pain."):
        return _("less pain"), _("more pain")
    words = {
        "sleep.quality": (_("better sleep"), _("worse sleep")),
        "mood": (_("better mood"), _("worse mood")),
        "fatigue": (_("less tiredness"), _("more tiredness")),
        "thinking": (_("clearer thinking"), _("less clear thinking")),
        "activity": (_("more activity"), _("less activity")),
        "company": (_("more company"), _("less company")),
        "withdrawal": (_("less withdrawal"), _("more withdrawal")),
    }
    return words.get(measure, (_("better"), _("worse")))


def points(value: float, measure: str) -> str:
    """A relief with its direction: "1.9 points less pain"."""
    better, worse = directions(measure)
    return _("{size} points {direction}").format(size=number(abs(value)), direction=better if value >= 0 else worse)


def interval(ends: tuple[float, float], measure: str) -> str:
    """Where the truth lies, with 90 % probability: the direction is said for both ends where they differ."""
    low, high = (round(end, 1) for end in ends)
    if low >= 0 or high <= 0:
        near, far = sorted((abs(low), abs(high)))
        between, direction = _("between {near} and {far} points {direction}"), directions(measure)[0 if low >= 0 else 1]
        return between.format(near=number(near), far=number(far), direction=direction)
    return _("anywhere from {low} to {high}").format(low=points(low, measure), high=points(high, measure))


def number(value: float) -> str:
    """One decimal, with a true minus sign."""
    return local(f"{round(value, 1) + 0.0:.1f}".replace("-", "−"))  # plus nought: no minus before a nought


def percent(share: float) -> str:
    """A probability as people say it; certainty is never claimed."""
    return _("over 99 %") if share > 0.99 else _("under 1 %") if share < 0.01 else f"{100 * share:.0f} %"


def times(ratio: float) -> str:
    """How many times as often, as exactly as people can use it: "12", "3", "1.8", "0.4"."""
    return local(f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}" if ratio >= 1 else f"{ratio:.1g}")
