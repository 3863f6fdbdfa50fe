"""The kinds of simulated person: what is true of them and how they keep their diary.

Their numbers are drawn from a population of its own, apart from the priors, so that an answer cannot be right by
having been told.
"""

from dataclasses import dataclass, replace

import numpy as np

from counterpoise.science.people.person import Nature
from counterpoise.science.priors import Priors, draw
from counterpoise.text import _

POPULATION = Priors(
    centre=(0.8, 3.0, 0.3, 1.3, 7.0, 0.9, 14 * 24.0, 0.5, 1.6, 0.08),
    spread=(0.5, 0.5, 0.6, 0.3, 0.4, 0.4, 0.4, 0.25, 0.5, 0.7),
)
"""People are faster to forget, slower to feel a dose, less steady within a day than the priors believe."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """relief, level: mean and sd of R and of the usual pain. per_day: doses a day they settle at.

    clock: doses at fixed times, whatever the pain. between: decisions a day at moments that are rated only if a dose
    follows. rated: share of doses rated. logged: share of days on which anything is written down. newcomer: no dose
    before the record. withdrawal: mornings rated for it, and a reason for doses.
    """

    relief: tuple[float, float] = (1.6, 0.8)
    level: tuple[float, float] = (5.2, 1.2)
    per_day: float = 1.7
    clock: bool = False
    between: float = 0.0
    rated: float = 1.0
    logged: float = 1.0
    newcomer: bool = False
    withdrawal: bool = False
    population: Priors = POPULATION

    def person(self, rng: np.random.Generator) -> Nature:
        """One person of this kind."""
        theta = draw(self.population, 1, rng)
        return Nature(
            theta=theta,
            relief=float(rng.normal(*self.relief)),
            level=float(np.clip(rng.normal(*self.level), 0.5, 9.5)),
            rhythm=(float(rng.normal(0, 0.5)), float(rng.normal(0, 0.5))),
            brought=0.0 if self.newcomer else self.per_day * float(rng.uniform(0.3, 1.2)) / 1.5,
        )


SCENARIOS: dict[str, Scenario] = {
    "typical": Scenario(),
    "null": Scenario(relief=(0.0, 0.0)),
    "worse": Scenario(relief=(-1.6, 0.3), level=(4.5, 1.0)),
    "wearing_off": Scenario(
        relief=(1.5, 0.3),
        per_day=3.2,
        newcomer=True,
        population=replace(POPULATION, centre=(0.8, 3.0, 3.0, *POPULATION.centre[3:])),
    ),
    "clock": Scenario(relief=(1.5, 0.6), clock=True),
    "floor": Scenario(relief=(1.2, 0.4), level=(1.6, 0.5)),
    "sparse": Scenario(logged=0.08),
    "several_daily": Scenario(per_day=3.8, withdrawal=True),
    "between": Scenario(between=4.0),
    "unrated": Scenario(rated=0.5),
}


def scenarios() -> dict[str, str]:
    """Every scenario with a sentence that says what is true in it."""
    return {
        "typical": _("Doses come when it hurts; pain is rated with each dose and at set times."),
        "null": _("Doses come when it hurts and do nothing."),
        "worse": _("Doses make the pain worse."),
        "wearing_off": _("Doses help at first, less and less with daily use."),
        "clock": _("Doses come by the clock, whatever the pain."),
        "floor": _("Pain is mild: many ratings are zero."),
        "sparse": _("Only about one day in twelve is written down: too little to tell."),
        "several_daily": _("Several doses every day, for years."),
        "between": _("Doses also come between the set times, and then only the pain that led to a dose is rated."),
        "unrated": _("Half of the doses lack a rating: too few to tell."),
    }
