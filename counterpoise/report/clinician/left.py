"""A report with sections left out: what they hold goes first, then all is worked out from what is left."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from counterpoise import assessment
from counterpoise.diary import Diary
from counterpoise.knowledge.load import Knowledge
from counterpoise.report.clinician.chosen import Chosen
from counterpoise.report.clinician.writing import written
from counterpoise.report.document import Document
from counterpoise.report.shown import shown
from counterpoise.safety.review import review

if TYPE_CHECKING:
    import numpy as np


def written_from_the_rest(
    diary: Diary, knowledge: Knowledge, now: dt.datetime, chosen: Chosen, rng: np.random.Generator
) -> Document:
    """As a link shows it: an answer, too, then names no drink and no morning that is left out.

    Of the days nothing is cut: answers and rules look back as far as ever, and say so. Raises OffScale.
    """
    last = max(chosen.last, now.astimezone(ZoneInfo(diary.person.time_zone)).date())
    part = shown(diary, dt.date.min, last, chosen.sections, knowledge, plans_until=dt.date.max)
    answers = assessment.assess(part, rng, now=now, knowledge=knowledge).to_json()
    return written(part, knowledge, answers, review(part, knowledge, now), now, chosen)
