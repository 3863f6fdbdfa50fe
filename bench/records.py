"""Records of simulated people as the studies of the posterior read them: amounts as written, all of them known."""

import datetime as dt
from functools import cache

import numpy as np

from counterpoise.diary import PAIN_NOW
from counterpoise.science import record
from counterpoise.science.inference.track import RATED, Track
from counterpoise.science.people import simulate
from counterpoise.science.scale import Scale

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)


@cache
def track(scenario: str, seed: int, days: int) -> Track:
    """The record of one person with 4 ratings a day; its strengths leave nothing to learn.

    Longer than answers look back, the window is opened for it.
    """
    diary = simulate.person(days=days, ratings_per_day=4, rng=np.random.default_rng(seed), scenario=scenario, end=END)
    sources = record.Sources(lot_of=lambda dose: None, rating_of=diary.rating_finder(), history=diary.person.history)
    ratings = [rating for rating in diary.ratings if rating.measure == PAIN_NOW]
    window = record.WINDOW_DAYS
    record.WINDOW_DAYS = max(window, days + 1)
    try:
        return record.read(diary.doses, ratings, Scale(), sources, now=END).track
    finally:
        record.WINDOW_DAYS = window


def ratings_of(entries: Track) -> int:
    """How many ratings a record holds."""
    return int(np.sum(entries.moments.held == RATED))
