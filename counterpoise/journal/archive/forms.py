"""What is written of a diary beside the files that are read back: for people, and for other programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from counterpoise import assessment
from counterpoise import diary as d
from counterpoise.exchange import fhir
from counterpoise.exchange.csv import export
from counterpoise.journal import given_to_read, recalls
from counterpoise.journal import models as m
from counterpoise.report.clinician import Chosen, written
from counterpoise.report.pdf import pdf
from counterpoise.safety.review import review
from counterpoise.science.scale import OffScale

Files = Iterable[tuple[str, bytes]]

SEED = 1
"""The same diary gives the same figures."""
LONGEST = 3653
"""The report goes back over the whole record, and over ten years at most: so many days are drawn and read."""


def _as_tables(_person: m.Person, whole: d.Diary, _now: dt.datetime) -> Files:
    for name, content in export.files(whole):
        yield f"tables/{name}", content


def _as_fhir(person: m.Person, whole: d.Diary, now: dt.datetime) -> Files:
    """With what others were given to read; without answers: those stand in the report, which says how far they go."""
    known, given = recalls.knowledge(person), given_to_read.given(person)
    bundle = fhir.bundle(whole, known, None, review(whole, known, now), now, shared=given, who=str(person.pk))
    yield "fhir.json", json.dumps(bundle, ensure_ascii=False, indent=1).encode()


def _as_report(person: m.Person, whole: d.Diary, now: dt.datetime) -> Files:
    """The report for a visit over the whole record, nothing left out; none where a rating lies off its scale."""
    import numpy as np

    known = recalls.knowledge(person)
    try:
        answers = assessment.assess(whole, np.random.default_rng(SEED), now=now, knowledge=known).to_json()
    except OffScale:
        return
    made = written(whole, known, answers, review(whole, known, now), now, _days(whole, now))
    yield "report.pdf", pdf(made, whole.person.country)


def _days(whole: d.Diary, now: dt.datetime) -> Chosen:
    """From the first entry to today."""
    home = ZoneInfo(whole.person.time_zone)
    entries = (*whole.doses, *whole.ratings, *whole.effects, *whole.questionnaires, *whole.labs)
    first = min((one.at for one in entries if one.at <= now), default=now).astimezone(home).date()
    last = now.astimezone(home).date()
    return Chosen(max(first, last - dt.timedelta(days=LONGEST - 1)), last)


FORMS: tuple[Callable[[m.Person, d.Diary, dt.datetime], Files], ...] = (_as_tables, _as_fhir, _as_report)
"""A new form: name it here, and its files in the README and in docs/archive.md."""
