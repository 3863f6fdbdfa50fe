"""The moment and the days that a command is told, and the last entry of a diary."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from counterpoise.commands import Refused
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.diary import Diary

YEARS = (1900, 2200)
"""Those that a diary may hold."""


def moment(text: str | None) -> dt.datetime | None:
    """What --now says."""
    if text is None:
        return None
    try:
        said = dt.datetime.fromisoformat(text)
    except ValueError:
        said = None
    if said is None or said.tzinfo is None or not YEARS[0] <= said.year <= YEARS[1]:
        raise Refused(
            _(
                "--now: {value}: allowed is a moment of the years {first} to {last} with its UTC offset, "
                "such as 2026-05-01T08:12:00-05:00"
            ).format(value=text, first=YEARS[0], last=YEARS[1])
        )
    return said


def day(option: str, text: str | None) -> dt.date | None:
    """What --from or --to says."""
    if text is None:
        return None
    try:
        said = dt.date.fromisoformat(text)
    except ValueError:
        said = None
    if said is None or not YEARS[0] <= said.year <= YEARS[1]:
        raise Refused(
            _("{option}: {value}: allowed is a day of the years {first} to {last}, such as 2026-05-01").format(
                option=option, value=text, first=YEARS[0], last=YEARS[1]
            )
        )
    return said


def last_entry(diary: Diary, clock: dt.datetime) -> dt.datetime:
    """One slip in a year must not hide the rest: entries ahead of the clock are no end of a diary."""
    return max((at for at in moments(diary) if at <= clock), default=clock)


def moments(diary: Diary) -> list[dt.datetime]:
    """When each entry was."""
    from counterpoise.diary import ENTRY_LISTS

    return [entry.at for name in ENTRY_LISTS for entry in getattr(diary, name)]
