"""The sample diary: a simulated person to look around in, clearly marked, gone without a trace in one click."""

from __future__ import annotations

import datetime as dt
import secrets

from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.translation import gettext as _

from counterpoise.journal.bring import bring
from counterpoise.journal.erase import erase_person
from counterpoise.journal.models import Import, Person

KEY = "sample"
"""Key of the session: the name of the sample diary that is open instead of the own one. Not its id: with whom is erased
every session ends that holds their id, and the browser would be locked out of its own diary."""
DAYS = 90
STALE = dt.timedelta(days=2)
SEED = 1
"""One person for everybody, so that two who look at the sample see the same: one whose record answers most questions,
and leaves one open."""


def looked_at(request: HttpRequest) -> Person | None:
    """The sample diary that is open in this browser."""
    name = request.session.get(KEY)
    return Person.objects.filter(name=name, sample=True).first() if name else None


def enter(request: HttpRequest, now: dt.datetime) -> None:
    """Open this browser's own sample diary, made anew where there is none or it has fallen behind the calendar.

    Each browser has one of its own: what somebody tries there, nobody else reads. As with every change-over, forms that
    stand open in another tab become void: nothing meant for a real diary is saved in the sample.
    """
    forget_old(now)
    found = looked_at(request) or _make(now)
    request.session[KEY] = found.name
    rotate_token(request)


def leave(request: HttpRequest) -> None:
    """Erase it, for good; forms of it that still stand open are void. Where none is open, nothing happens."""
    if KEY not in request.session:
        return
    found = looked_at(request)
    if found is not None:
        erase_person(found)
    del request.session[KEY]
    rotate_token(request)


def forget_old(now: dt.datetime) -> None:
    """Erase those that nobody came back to, or that have fallen behind the calendar."""
    for person in Person.objects.filter(sample=True):
        made = Import.objects.filter(person=person).order_by("-at").first()
        if made is None or now - made.at >= STALE:
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
