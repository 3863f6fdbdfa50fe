"""What simpler arithmetic says of the same people: `python -m bench.confounding [--write]`, about a minute.

People dose because they hurt. So doses and pain go together, and pain falls after a dose, whether or not the dose does
anything; here is by how much, beside what the model says. The balance page shows these figures.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from bench.results import table, write
from counterpoise.assessment import assess
from counterpoise.diary import PAIN_NOW, Diary
from counterpoise.science.people import simulate
from counterpoise.science.pharmacology.exposure import curve
from counterpoise.science.priors import SIZE, Priors

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
SEEDS = range(1, 101)
DAYS = 90
BEFORE_H, AFTER_H = 6.0, (1.0, 4.0)


def pain(diary: Diary) -> tuple[np.ndarray, np.ndarray]:
    """Hours since the first rating, and pain, by time."""
    ratings = sorted((rating.at, rating.value) for rating in diary.ratings if rating.measure == PAIN_NOW)
    start = ratings[0][0]
    return np.array([(at - start).total_seconds() / 3600 for at, _value in ratings]), np.array(
        [v for _at, v in ratings]
    )


def doses(diary: Diary) -> np.ndarray:
    """Hours since the first rating of each dose."""
    start = min(rating.at for rating in diary.ratings if rating.measure == PAIN_NOW)
    return np.array([(dose.at - start).total_seconds() / 3600 for dose in diary.doses])


def correlation(diary: Diary) -> float:
    """Of the doses in the hours up to a rating (its own included) with that rating."""
    at, value = pain(diary)
    taken = np.array([np.sum((doses(diary) <= hour + 0.1) & (doses(diary) > hour - BEFORE_H)) for hour in at])
    return float(np.corrcoef(taken, value)[0, 1])


def before_minus_after(diary: Diary) -> float:
    """Pain rated with a dose less the mean of ratings one to four hours later, over the doses that have both."""
    at, value = pain(diary)
    falls = []
    for hour in doses(diary):
        with_it = value[np.abs(at - hour) <= 0.25]
        later = value[(at >= hour + AFTER_H[0]) & (at <= hour + AFTER_H[1])]
        if with_it.size and later.size:
            falls.append(with_it[0] - later.mean())
    return float(np.mean(falls))


def slope(diary: Diary) -> float:
    """Least squares of pain on the exposure of the general curve, in points at the peak of a usual dose."""
    at, value = pain(diary)
    theta = Priors().theta(np.zeros((1, SIZE)))
    taken = doses(diary)
    acting = curve(np.sort(taken), np.ones(taken.size), at, theta.kinetics)[0]
    return float(np.polyfit(acting, value, 1)[0])


def line(scenario: str) -> Sequence[object]:
    """One kind of person: what is true, what arithmetic says, what the model says (relief over 4 hours)."""
    diaries = [
        simulate.person(days=DAYS, ratings_per_day=4, rng=np.random.default_rng(seed), scenario=scenario, end=END)
        for seed in SEEDS
    ]
    truth = np.array([diary.extra["truth"]["relief_4h"] for diary in diaries])
    told = np.array([assess(diary, np.random.default_rng(1)).relief_4h.mean for diary in diaries])  # type: ignore[union-attr]
    return (
        scenario,
        f"{truth.mean():.2f}",
        f"{np.mean([correlation(diary) for diary in diaries]):+.2f}",
        f"{np.mean([before_minus_after(diary) for diary in diaries]):.2f}",
        f"{told.mean():.2f}",
    )


def main() -> None:
    head = (
        "people",
        "true relief, points",
        "correlation of doses with pain",
        "pain at the dose less pain 1-4 h later",
        "the model's relief",
    )
    about = f"{len(SEEDS)} people a line, {DAYS} days, 4 ratings a day and one with each dose; means over people."
    write("What a correlation would say", f"{about}\n\n{table(head, [line('typical'), line('null'), line('worse')])}")


if __name__ == "__main__":
    main()
