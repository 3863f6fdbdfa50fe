"""People drawn from the very priors, who keep their diary as the model believes diaries are kept."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from counterpoise.diary import PAIN_NOW, Diary, Dose, PastUse, Person, Rating
from counterpoise.science.inference.track import HISTORY_SD
from counterpoise.science.people.person import Body, Nature
from counterpoise.science.pharmacology.amounts import usual
from counterpoise.science.priors import Priors, Theta, draw

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
WAKES_H, DAY_H, REST_H = 7.5, 15.0, 2.5
GRAMS = 2.0
AMOUNTS, OFTEN = (1.0, 1.5, 2.0, 2.5), (0.1, 0.1, 0.7, 0.1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A diary and what is true of the person."""

    diary: Diary
    truth: dict[str, float]
    theta: Theta


def person(days: int, rng: np.random.Generator, priors: Priors | None = None, checks: int = 4) -> Drawn:
    """One person: `checks` moments a day, at each a rating and the decision to take a dose.

    One in two rates every dose, one in four every other one, one in four none.
    """
    priors = priors or Priors()
    theta = draw(priors, 1, rng)
    told = float(rng.uniform(0, 4))
    nature = Nature(
        theta=theta,
        relief=float(rng.normal(0, priors.relief_sd)),
        level=float(rng.normal(priors.level_mean, priors.level_sd)),
        rhythm=(float(rng.normal(0, priors.rhythm_sd)), float(rng.normal(0, priors.rhythm_sd))),
        brought=told / 1.5 * float(np.exp(HISTORY_SD * theta["start"][0])),
    )
    take = float(rng.normal(0, priors.take_sd))
    rated = float(rng.choice([1.0, 0.5, 0.0], p=[0.5, 0.25, 0.25]))
    body, slope, felt = Body(nature, rng), float(theta["dosing_slope"][0]), float(theta["felt"][0])
    start = END - dt.timedelta(days=days)
    doses: list[Dose] = []
    ratings: list[Rating] = []
    tolerance: list[float] = []
    last = -np.inf
    for day in range(days):
        for hour in WAKES_H + DAY_H * (np.arange(checks) + rng.random(checks)) / checks:
            at = start + dt.timedelta(days=day, minutes=round(60 * hour))
            body.pass_time((at - start).total_seconds() / 3600)
            pain = body.pain(at.hour + at.minute / 60)
            value = body.rating(pain)
            tolerance.append(body.tolerance)
            wants = rng.random() < ndtr(take + slope * (value + felt * (pain - value) - 5))
            takes = wants and body.hours - last > REST_H
            if not takes or rng.random() < rated:
                ratings.append(Rating(id=f"r{len(ratings)}", at=at, measure=PAIN_NOW, value=value, prompt="scheduled"))
            if takes:
                last = body.hours
                grams = float(rng.choice(AMOUNTS, p=OFTEN))
                name = f"d{len(doses)}"
                doses.append(Dose(id=name, at=at, substance="kratom", amount=grams, unit="g", reason="pain"))
                body.take(grams / GRAMS)
    size = (usual(doses, [dose.amount for dose in doses]) or GRAMS) / GRAMS
    past = PastUse(id="h", substance="kratom", per_day=told, amount=GRAMS * size, unit="g")
    diary = Diary(person=Person(time_zone="UTC", history=(past,)), doses=tuple(doses), ratings=tuple(ratings))
    return Drawn(diary, nature.truth(tolerance[0], tolerance[-1], size), theta)
