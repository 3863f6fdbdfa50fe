"""What was read before a dose and confirmed: while the same acts it is short before the next, and never gone.

Kept in the session of who read it, so that a helper or another device reads it whole first, and what came from a phone
without a network counts as read by nobody. It holds keyed hashes: a cause may name an illness or a medicine.
"""

from __future__ import annotations

import datetime as dt
import json

from django.utils import timezone
from django.utils.crypto import salted_hmac

from counterpoise.journal import models as m
from counterpoise.safety.finding import Finding
from counterpoise.web.safety.reviewing import Reviewed
from counterpoise.web.visit import Visit

SHOWN = "shown"
"""What the step sends on: what stood there."""
HOLDS = dt.timedelta(hours=24)
"""Once a day it is to be read whole, however long something acts; our choice."""
_SESSION = "confirmed"


def keep(visit: Visit, found: Reviewed) -> None:
    """What stood before this entry was confirmed by saving it. What is short already keeps its hour."""
    now, shown = timezone.now(), set(visit.POST.getlist(SHOWN))
    fresh = {
        mark(visit.person, one): [now.isoformat(), sorted(map(_hashed, found.rests[one.cause]))]
        for one in found.asked
        if one.cause in found.rests and not known(visit, found, one) and mark(visit.person, one) in shown
    }
    if fresh:
        kept = visit.session.get(_SESSION, {})
        visit.session[_SESSION] = {key: told for key, told in kept.items() if _holds(told[0], now)} | fresh


def known(visit: Visit, found: Reviewed, one: Finding) -> bool:
    """Whether a finding, as grave as it is, was confirmed for all that it rests on, and the entry is no more of it."""
    told = visit.session.get(_SESSION, {}).get(mark(visit.person, one))
    if told is None or one.cause not in found.again or not _holds(told[0], timezone.now()):
        return False
    return {_hashed(name) for name in found.rests[one.cause]} <= set(told[1])


def mark(person: m.Person, found: Finding) -> str:
    """What stands for a finding of a person, as grave as it is."""
    return _hashed(json.dumps([str(person.pk), found.cause, found.severity]))


def _hashed(text: str) -> str:
    return salted_hmac("counterpoise.safety.confirmed", text, algorithm="sha256").hexdigest()[:32]


def _holds(at: str, now: dt.datetime) -> bool:
    return dt.timedelta() <= now - dt.datetime.fromisoformat(at) < HOLDS
