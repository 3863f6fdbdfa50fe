"""The hours after a dose at which to ask, learned from the person's own record once it carries an answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from counterpoise import assessment
from counterpoise.diary import PAIN_NOW, Diary
from counterpoise.journal import checkins
from counterpoise.journal import models as m
from counterpoise.web.today.words import is_leaf

if TYPE_CHECKING:
    from counterpoise.science.answers import Answers

AGAIN = dt.timedelta(days=7)
"""They move slowly: once a week is enough."""
SEED = 1


def learn(person: m.Person, read: Diary, told: Answers, now: dt.datetime) -> None:
    """Where the record carries an answer about the leaf and pain, take the times from its posterior."""
    import numpy as np

    if person.sample or told.measure != PAIN_NOW or not is_leaf(told.substance) or told.relief_peak is None:
        return
    row = checkins.kept(person)
    if row is not None and row.learned_at is not None and now - row.learned_at < AGAIN:
        return
    rng = np.random.default_rng(SEED)
    checkins.learn(person, assessment.times_by_record(read, rng, substance=told.substance, now=now), now)
