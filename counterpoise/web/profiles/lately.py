"""Who was let in of late: said on Today, so that nobody reads along for weeks whom the person did not let in."""

from __future__ import annotations

import datetime as dt

from counterpoise.journal import models as m
from counterpoise.web.profiles.forms import scopes

NEW_FOR = dt.timedelta(days=7)


def let_in(person: m.Person, now: dt.datetime) -> list[tuple[m.Consent, str]]:
    """Who came in by a code in the last days, and what they may do. A diary that was begun for somebody asks by itself
    whether that is right."""
    held = m.Consent.objects.filter(person=person, ended_at=None, given="code", made_at__gt=now - NEW_FOR)
    words = dict(scopes())
    return [(one, words.get(one.scope, "")) for one in held.order_by("made_at")]
