"""From what is asked to what is shown: simulated people, their levels, how much of a receptor those may fill."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Unpack

from django.utils.translation import gettext as _

from counterpoise.assessment import body
from counterpoise.report import blood, charts
from counterpoise.text import language
from counterpoise.web.mechanism.asking import Asked, often
from counterpoise.web.pictures import Look

if TYPE_CHECKING:
    from counterpoise.science.body.course import Course
    from counterpoise.science.pharmacology.exposure import Array

PEOPLE, SEED = 200, 1
"""Enough people for a band; the same ones each time, so that a picture stays still."""
DAYS, SHOWN_H, POINTS = 14, 24.0, 97
"""Days of the same doses, well beyond the days until they no longer add up; hours that are drawn."""
OF = ("mitragynine", "7-hydroxymitragynine", "receptors")
"""What there are pictures of."""
KEPT = 8
"""Questions whose people and pictures are kept in memory: a page, its pictures and a reload ask the same."""


@dataclass(frozen=True, eq=False)
class Simulated:
    """People who all do what was asked: the course, and the share of mu-opioid receptors in use by it."""

    times: int
    course: Course

    def levels(self, of: str) -> tuple[Array, Array]:
        """What is drawn after one dose and after the last of many, shape (people, times) each."""
        if of == "receptors":
            return self._filled
        hours = _hours()
        return self.course.one[of].at(hours), self.course.last[of].at(hours)

    @cached_property
    def _filled(self) -> tuple[Array, Array]:
        from counterpoise.science.body.receptors import filled

        rng, hours = _random(2), _hours()
        found = body.bindings(body.receptors(), body.plasma())
        ligands = {name: one.draw(PEOPLE, rng) for name, one in found.items()}
        one, last = (
            filled({name: curve.at(hours) for name, curve in curves.items()}, ligands)
            for curves in (self.course.one, self.course.last)
        )
        return one, last


def simulated(asked: Asked) -> Simulated:
    """The people of the packs with this dose; where the strength of a bag is not known, each has one of their own."""
    return _simulated(asked.mg, asked.what.sd, asked.times)


@lru_cache(maxsize=KEPT)
def _simulated(median_mg: float, sd: float, times: int) -> Simulated:
    import numpy as np

    from counterpoise.science.body.course import course

    people = body.population(body.plasma()).draw(PEOPLE, _random(0))
    mg = median_mg * np.exp(sd * _random(1).standard_normal(PEOPLE))
    return Simulated(times, course(people, mg, 24.0 / times, DAYS * times))


def picture(shown: Simulated, of: str, **look: Unpack[Look]) -> str:
    """The picture of one thing, with its two courses."""
    return _picture(shown, of, language(), tuple(look.items()))


@lru_cache(maxsize=KEPT * len(OF))
def _picture(shown: Simulated, of: str, _language: str, look: tuple[tuple[str, Any], ...]) -> str:
    one, last = shown.levels(of)
    unit = "" if of == "receptors" else " (ng/mL)"  # shares are marked with % on their axis
    repeated = _("After {days} days, {often}").format(days=DAYS, often=often(shown.times))
    panels = [_panel(_("One dose") + unit, one), _panel(repeated + unit, last)]
    return charts.levels(panels, title(of), in_short(shown, of), share=of == "receptors", **dict(look))


def title(of: str) -> str:
    """What a picture shows."""
    return {
        "mitragynine": _("Mitragynine in blood"),
        "7-hydroxymitragynine": _("7-hydroxymitragynine in blood"),
        "receptors": _("Mu-opioid receptors that are filled"),
    }[of]


def in_short(shown: Simulated, of: str) -> str:
    """The picture in a sentence, for those who do not see it."""
    (first, one), (again, last) = _highest(shown, of)
    return f"{first}: {one}. {again}: {last}."


def in_words(shown: Simulated) -> dict[str, list[tuple[str, str]]]:
    """What the pictures say: what each figure is, and how large."""
    once, later = (
        blood.spread(body.over_people(100 * shown.course.molar_ratio(once=once)), "%", people=False)
        for once in (True, False)
    )
    return {
        "mitragynine": [*_highest(shown, "mitragynine"), *_over_days(shown)],
        "7-hydroxymitragynine": [
            *_highest(shown, "7-hydroxymitragynine"),
            (_("7-OH per mitragynine after one dose, by number of molecules"), once),
            (_("7-OH per mitragynine after {days} days of it").format(days=DAYS), later),
        ],
        "receptors": [*_highest(shown, "receptors"), _width(shown)],
    }


def _highest(shown: Simulated, of: str) -> list[tuple[str, str]]:
    size = 100.0 if of == "receptors" else 1.0
    one, last = (_height(of, body.over_people(size * level.max(axis=1))) for level in shown.levels(of))
    return [(_("Highest after one dose"), one), (_("Highest after {days} days of it").format(days=DAYS), last)]


def _height(of: str, height: blood.Json) -> str:
    if of == "receptors":
        return blood.spread(height, "%", people=False)
    return blood.level(height, float(body.plasma().molar_mass[of].value), people=False)


def _over_days(shown: Simulated) -> list[tuple[str, str]]:
    """When it peaks, how it adds up, and how long it stays."""
    from counterpoise.science.body.curves import accumulation, doses_to_steady_state, half_life

    one, last, every = shown.course.one["mitragynine"], shown.course.last["mitragynine"], shown.course.every_h
    said = [
        (_("Time to the highest level"), one.peak()[0], "h"),
        (_("The same dose every day adds up for"), doses_to_steady_state(one, every) * every / 24.0, _("days")),
        (_("How much more builds up, beside the first dose"), accumulation(one, every, shown.course.doses), _("times")),
        (_("Its slow part halves every"), one.slowest_half_life(), "h"),
        (
            _("Half-life as a laboratory reads it, after one dose"),
            half_life(one, body.WINDOW_H, float(body.plasma().limit.value)),
            "h",
        ),
        (_("After the last dose, a hundredth of the peak is left after"), last.gone() / 24.0, _("days")),
    ]
    return [(label, blood.spread(body.over_people(values), unit, people=False)) for label, values, unit in said]


def _width(shown: Simulated) -> tuple[str, str]:
    """How far the ends of the band are apart: what is not known of the steps adds up."""
    top = body.over_people(shown.levels("receptors")[0].max(axis=1))
    times = (top["p95"] or 0.0) / (top["p05"] or 1.0)
    return _("The ends of this range are apart by"), _("{times} times").format(times=blood.significant(times))


def _panel(name: str, levels: Array) -> charts.Panel:
    import numpy as np

    low, lower, middle, upper, high = (
        line.tolist() for line in np.quantile(levels, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
    )
    return charts.Panel(name, _hours().tolist(), middle, (lower, upper), (low, high))


def _hours() -> Array:
    import numpy as np

    return np.linspace(0.0, SHOWN_H, POINTS)


def _random(stream: int) -> Any:
    import numpy as np

    return np.random.default_rng([SEED, stream])
