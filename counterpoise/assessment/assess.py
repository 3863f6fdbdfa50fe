"""Diary and knowledge to answers.

Pure but for the CPU clock that times it: the same diary, packs and state of rng give the same answers.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from typing import TYPE_CHECKING

from counterpoise.assessment import cautions
from counterpoise.assessment.beliefs import priors
from counterpoise.assessment.questions import by_plan, question, same
from counterpoise.assessment.sources import alkaloid_mg, other_drugs, sources, usual_form
from counterpoise.diary import PAIN_NOW, Diary
from counterpoise.knowledge.load import Knowledge, load
from counterpoise.text import _

if TYPE_CHECKING:
    import numpy as np

    from counterpoise.science.answers import Answers
    from counterpoise.science.priors import Priors
    from counterpoise.science.record import Record


def assess(
    diary: Diary,
    rng: np.random.Generator,
    *,
    substance: str = "kratom",
    measure: str = PAIN_NOW,
    now: dt.datetime | None = None,
    knowledge: Knowledge | None = None,
) -> Answers:
    """What `substance` does to `measure` in this diary, up to its last entry that is not after `now`, if given.

    Raises UnknownMeasure for a measure without range and direction, ValueError for a rating off its scale.
    """
    from counterpoise.science import answers

    started = time.process_time()
    packs = knowledge or load()
    pack = packs.substance(substance)
    key = pack.key if pack is not None else substance
    if pack is not None and pack.refusal is not None:
        question(diary, packs, key, measure)  # an unknown measure is refused all the same
        doses = sum(same(packs, dose.substance, key) for dose in diary.doses)
        return answers.refused(key, measure, _(pack.refusal.reason), doses)
    record, believed, left_out = _read(diary, packs, key, measure, now)
    asked = by_plan(question(diary, packs, key, measure), diary.plans, packs, record)
    told = answers.answers(record, asked, believed, diary.effects, rng)
    if told.usual_dose is not None and pack is not None:
        mg = alkaloid_mg(diary, packs, pack, record)
        told = dataclasses.replace(told, usual_dose=dataclasses.replace(told.usual_dose, mitragynine_mg=mg))
    beside = cautions.beside(diary, record, left_out)
    seconds = time.process_time() - started
    return dataclasses.replace(
        told,
        cautions=(*told.cautions, *beside),
        diagnostics=dataclasses.replace(told.diagnostics, seconds=seconds),
    )


def record_of(
    diary: Diary, *, substance: str = "kratom", measure: str = PAIN_NOW, now: dt.datetime | None = None
) -> tuple[Record, Priors]:
    """What one question rests on, and what is believed beforehand: for studies of the model by itself."""
    record, believed, _left_out = _read(diary, load(), substance, measure, now)
    return record, believed


def _read(
    diary: Diary, packs: Knowledge, key: str, measure: str, now: dt.datetime | None
) -> tuple[Record, Priors, int]:
    """The record of one question, the beliefs about it, and how many doses were another drug."""
    from counterpoise.science.record import read

    scale = question(diary, packs, key, measure).scale
    logged = tuple(dose for dose in diary.doses if same(packs, dose.substance, key))
    others = other_drugs(diary, packs, logged) if packs.substance(key) is not None else frozenset()
    last = _last(diary, now)
    doses = tuple(dose for dose in logged if dose not in others)
    ratings = tuple(rating for rating in diary.ratings if rating.measure == measure)
    record = read(doses, ratings, scale, sources(diary, packs, key, measure, others=others, now=last), now=last)
    return record, priors(packs.kinetics(key), usual_form(diary, record.doses)), len(others)


def _last(diary: Diary, now: dt.datetime | None) -> dt.datetime:
    """The last entry there is by `now`; one dated years ahead by mistake does not move the window."""
    instants = [entry.at for entry in (*diary.doses, *diary.ratings) if now is None or entry.at <= now]
    return max(instants, default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
