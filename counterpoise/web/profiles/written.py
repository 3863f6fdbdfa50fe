"""What somebody wrote in the diary of another person, for that person to read through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counterpoise.journal import models as m
from counterpoise.web.moments import clock
from counterpoise.web.today.day import Line, lines

DAYS = 14
"""So many days with entries are read through at once; the others are on the pages of their days."""


@dataclass(frozen=True)
class Written:
    """A day, and what was written of it."""

    day: dt.date
    lines: list[Line]


def listed(consent: m.Consent) -> list[Written]:
    """The latest days of which something was written by the consent, the latest first."""
    person = consent.person
    of_it: dict[dt.date, set[object]] = {}
    for table in (m.Dose, m.Rating, m.Effect):
        rows = table.objects.filter(person=person, under=consent, deleted_at=None)
        for key, at in rows.values_list("pk", "at"):
            of_it.setdefault(clock(person, at).date(), set()).add(key)
    return [
        Written(day, [line for line in lines(person, day) if line.key in of_it[day]])
        for day in sorted(of_it, reverse=True)[:DAYS]
    ]
