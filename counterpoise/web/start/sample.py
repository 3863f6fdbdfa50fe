"""The sample diary: a simulated person to look around in, clearly marked, gone without a trace in one click."""

from __future__ import annotations

import datetime as dt
import secrets

from django.utils.translation import gettext as _

from counterpoise.journal.bring import bring
from counterpoise.journal.erase import erase_person
from counterpoise.journal.models import Import, Person

DAYS = 90
STALE = dt.timedelta(days=2)
SEED = 1
"""One person for everybody, so that two who look at the sample see the same: one whose record answers most questions,
and leaves one open."""


def open_sample(now: dt.datetime) -> Person:
    """The sample diary of this installation, made anew where there is none or it has fallen behind the calendar."""
    found = Person.objects.filter(sample=True).first()
    if found is not None:
        made = Import.objects.filter(person=found).order_by("-at").first()
        if made is not None and now - made.at < STALE:
            return found
        erase_person(found)
    return _make(now)


def remove_sample() -> None:
    """Erase it, for good."""
    for person in Person.objects.filter(sample=True):
        erase_person(person)


def _make(now: dt.datetime) -> Person:
    import numpy as np

    from counterpoise.science.people import simulate

    rng = np.random.default_rng(SEED)
    diary = simulate.person(days=DAYS, ratings_per_day=4, rng=rng, scenario="typical", end=now)
    name = f"{_('Sample diary')} {secrets.token_hex(4)}"  # somebody may have called theirs so
    person = Person.objects.create(name=name, sample=True, time_zone=diary.person.time_zone)
    bring(person, diary, Import(at=now, format="counterpoise", file_name=_("simulated person")))
    return person
