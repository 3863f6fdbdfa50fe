"""What each point says when it is tapped: day, clock time where it was made, and what was recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from counterpoise import text as texts
from counterpoise.report import names
from counterpoise.web.timeline.counts import Bin, Dosed, Rated


def reasons() -> Mapping[str, str]:
    """Why a dose was taken, in words."""
    return {
        "pain": _("for pain"),
        "withdrawal": _("for withdrawal"),
        "mood": _("for mood"),
        "energy": _("for energy"),
        "sleep": _("for sleep"),
        "habit": _("out of habit"),
        "plan": _("by plan"),
        "other": _("for another reason"),
    }


def local(at: dt.datetime, offset: int) -> dt.datetime:
    """The instant on the clock of the place where it was recorded."""
    return at.astimezone(dt.timezone(dt.timedelta(seconds=offset)))


def moment(at: dt.datetime, offset: int, home: int) -> str:
    """ "Tue 3 May 08:12"; with the UTC offset where it was not that of home at the time."""
    there = local(at, offset)
    text = f"{day(there.date())} {there:%H:%M}"
    return text if offset == home else f"{text} ({utc(offset)})"


def utc(offset: int) -> str:
    """ "UTC−05:00"."""
    sign, minutes = "−" if offset < 0 else "+", abs(offset) // 60
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"


def day(date: dt.date) -> str:
    """ "Tue 3 May 2022"."""
    return _formatted(date, "D j M Y", get_language())


def short_day(date: dt.date) -> str:
    """ "Tue 3 May", where the year stands elsewhere."""
    return _formatted(date, "D j M", get_language())


@lru_cache(maxsize=4096)
def _formatted(date: dt.date, codes: str, _language: str | None) -> str:
    """Hundreds of entries share a few days, and a date in words costs more than finding the entry."""
    return formats.date_format(date, codes)


def rating(name: str, value: float, high: float, where: Sequence[str] | None = None) -> str:
    """ "pain now 6 of 10: left knee"; a place that was not said is left out."""
    text = _("{measure} {value} of {high}").format(measure=name, value=names.number(value), high=names.number(high))
    return f"{text}: {names.places(where)}" if where else text


def dose(substance: str, size: float | None, unit: str | None, reason: str | None, written: str | None) -> str:
    """ "feel free 1 bottle, read as kratom, for pain"; a reason that was not given is left out."""
    text = f"{names.taken(substance, written)} {names.amount(size, unit)}"
    why = reasons().get(reason, reason) if reason else ""
    return ", ".join(part for part in (text, names.read_as(substance, written), why) if part)


def effect(kind: str, severity: int | None) -> str:
    """ "Nausea, mild"."""
    worst = names.severity(severity)
    return f"{names.effect(kind)}, {worst}" if worst else names.effect(kind)


def effects(count: int) -> str:
    """ "2 effects"."""
    return ngettext("{count} effect noted", "{count} effects noted", count).format(count=count)


def stretch(found: Bin) -> str:
    """ "Tue 3 May 2022", or "week of Mon 2 May 2022"."""
    return day(found.first) if found.days == 1 else _("week of {day}").format(day=day(found.first))


def rated(figures: Rated) -> str:
    """ "5.2 on average (3 to 8, 4 ratings)", "7 (1 rating)": one rating has no average and no range."""
    if figures.count == 1:
        return _("{value} (1 rating)").format(value=texts.local(f"{figures.mean:g}"))
    text = ngettext(
        "{mean} on average ({low} to {high}, {count} rating)",
        "{mean} on average ({low} to {high}, {count} ratings)",
        figures.count,
    )
    return text.format(
        mean=texts.local(f"{figures.mean:.1f}"),
        low=texts.local(f"{figures.low:g}"),
        high=texts.local(f"{figures.high:g}"),
        count=figures.count,
    )


def dosed(substance: str, figures: Dosed) -> str:
    """ "Kratom: 3 doses, 6 g"; doses of unknown amount are counted and named."""
    text = ngettext("{substance}: {count} dose", "{substance}: {count} doses", figures.count)
    said = [text.format(substance=names.substance(substance), count=figures.count)]
    said += [names.amount(total, unit) for unit, total in figures.sums]
    if figures.unknown:
        said.append(_("{count} of unknown amount").format(count=figures.unknown))
    return ", ".join(said)
