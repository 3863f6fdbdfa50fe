"""The kinds of simulated person: what is true of them and how they keep their diary.

Their numbers are drawn from a population of its own, apart from the priors, so that an answer cannot be right by
having been told. Some are otherwise than the model believes, some keep a diary that misleads.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from counterpoise.science.people.person import Nature
from counterpoise.science.pharmacology.response import DOSES_A_DAY_AT_ONE
from counterpoise.science.priors import NAMES, Priors, draw
from counterpoise.text import _

POPULATION = Priors(
    centre=(0.8, 3.0, 0.3, 1.3, 7.0, 0.9, 14 * 24.0, 0.5, 1.6, 0.08, 0.27, 0.9, 0.7, 0.8),
    spread=(0.5, 0.5, 0.6, 0.3, 0.4, 0.4, 0.4, 0.25, 0.5, 0.7, 0.0, 0.0, 0.0, 0.0),
)
"""People are faster to forget, slower to feel a dose, less steady within a day than the priors believe."""


def people_with(**centre: float) -> Priors:
    """The population with other centres, by the names of theta."""
    moved = [centre.get(name, value) for name, value in zip(NAMES, POPULATION.centre, strict=False)]
    return replace(POPULATION, centre=tuple(moved))


@dataclass(frozen=True, slots=True)
class Scenario:
    """relief, level: mean and sd of R and of the usual pain. per_day: doses a day they settle at.

    clock: doses at fixed times, whatever the pain. between: decisions a day at moments that are rated only if a dose
    follows. felt: doses are decided on pain as it is felt, not as it is rated. rated: share of doses rated. apart:
    which ratings are made apart from doses: at the set times, or at those soon after a dose, or some hours after each
    dose, or never. rates_from: no
    rating below it. logged: share of days on which anything is written down. newcomer: no dose before the record;
    settled: as many doses a day before it as in it.
    quiet: nothing said of what was taken before. withdrawal: mornings rated for it, and a reason for doses. site_rate,
    freedom, flares: see Nature.
    """

    relief: tuple[float, float] = (1.6, 0.8)
    level: tuple[float, float] = (5.2, 1.2)
    per_day: float = 1.7
    clock: bool = False
    between: float = 0.0
    felt: bool = False
    rated: float = 1.0
    apart: Literal["set", "soon", "after", "never"] = "set"
    rates_from: float = 0.0
    logged: float = 1.0
    newcomer: bool = False
    settled: bool = False
    quiet: bool = False
    withdrawal: bool = False
    population: Priors = POPULATION
    site_rate: float = math.inf
    freedom: float = math.inf
    flares: float = 0.0

    def person(self, rng: np.random.Generator) -> Nature:
        """One person of this kind."""
        theta = draw(self.population, 1, rng)
        before = 0.0 if self.newcomer else 1.0 if self.settled else float(rng.uniform(0.3, 1.2))
        return Nature(
            theta=theta,
            relief=float(rng.normal(*self.relief)),
            level=float(np.clip(rng.normal(*self.level), 0.5, 9.5)),
            rhythm=(float(rng.normal(0, 0.5)), float(rng.normal(0, 0.5))),
            brought=self.per_day * before / DOSES_A_DAY_AT_ONE,
            site_rate=self.site_rate,
            freedom=self.freedom,
            flares=self.flares,
        )


SCENARIOS: dict[str, Scenario] = {
    "typical": Scenario(),
    "null": Scenario(relief=(0.0, 0.0)),
    "worse": Scenario(relief=(-1.6, 0.3), level=(4.5, 1.0)),
    "wearing_off": Scenario(relief=(1.5, 0.3), per_day=3.2, newcomer=True, population=people_with(tolerance=3.0)),
    "clock": Scenario(relief=(1.5, 0.6), clock=True),
    "clock_unrated": Scenario(relief=(1.5, 0.6), clock=True, rated=0.0),
    "floor": Scenario(relief=(1.2, 0.4), level=(1.6, 0.5)),
    "ceiling": Scenario(relief=(1.2, 0.4), level=(9.0, 0.4)),
    "sparse": Scenario(logged=0.08),
    "several_daily": Scenario(per_day=3.8, withdrawal=True),
    "between": Scenario(between=4.0),
    "felt": Scenario(felt=True),
    "unrated": Scenario(rated=0.5),
    "never_rated": Scenario(rated=0.0),
    "only_with_doses": Scenario(apart="never"),
    "near_doses": Scenario(apart="soon"),
    "only_after_doses": Scenario(rated=0.0, apart="after"),
    "only_when_bad": Scenario(rates_from=5.0),
    "not_when_well": Scenario(rates_from=3.0),
    "flares": Scenario(flares=1 / 15),
    "heavy_tails": Scenario(freedom=3.0),
    "slow_onset": Scenario(site_rate=0.7),
    "short_acting": Scenario(population=people_with(half_life_h=1.2)),
    "long_acting": Scenario(population=people_with(half_life_h=7.0)),
    "slow_metabolite": Scenario(population=people_with(slow_fraction=0.5, half_life_h=2.0)),
    "years_of_use": Scenario(per_day=3.0, quiet=True),
}


def scenarios() -> dict[str, str]:
    """Every scenario with a sentence that says what is true in it."""
    return {
        "typical": _("Doses come when it hurts; pain is rated with each dose and at set times."),
        "null": _("Doses come when it hurts and do nothing."),
        "worse": _("Doses make the pain worse."),
        "wearing_off": _("Doses help at first, less and less with daily use."),
        "clock": _("Doses come by the clock, whatever the pain."),
        "clock_unrated": _("Doses come by the clock, and none of them is rated."),
        "floor": _("Pain is mild: many ratings are zero."),
        "ceiling": _("Pain is extreme: many ratings are ten."),
        "sparse": _("Only about one day in twelve is written down: too little to tell."),
        "several_daily": _("Several doses every day, for years."),
        "between": _("Doses also come between the set times, and then only the pain that led to a dose is rated."),
        "felt": _("Doses are decided on pain as it is felt, which the rating gives only roughly."),
        "unrated": _("Half of the doses lack a rating."),
        "never_rated": _("No dose has a rating; pain is rated at set times."),
        "only_with_doses": _("Pain is rated with each dose and at no other time."),
        "near_doses": _(
            "Pain is rated with each dose and at set times up to six hours after one, and at no other time."
        ),
        "only_after_doses": _("Pain is rated some hours after each dose and at no other time."),
        "only_when_bad": _("Pain is rated only when it is 5 or more."),
        "not_when_well": _("Pain is rated only when it is 3 or more."),
        "flares": _("Every other week pain is much worse for some days."),
        "heavy_tails": _("Now and then a rating is far off."),
        "slow_onset": _("Doses take hours to be felt fully."),
        "short_acting": _("Doses act for a short time."),
        "long_acting": _("Doses act for most of the day."),
        "slow_metabolite": _("Half of what acts fades only over a day."),
        "years_of_use": _("Three doses a day for years; nothing is said of the time before the record."),
    }
