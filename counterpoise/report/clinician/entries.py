"""The last days of the time chosen, entry by entry, with the person's own notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from counterpoise.diary import Dose, Effect, Entry, Rating
from counterpoise.report import names
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.document import Block, Table, Text
from counterpoise.text import _

DAYS = 31
LONGEST = 160
"""Letters of a note that are shown."""
WITHDRAWAL = "withdrawal"


def blocks(read: Reading) -> Iterator[Block]:
    """A table by time; only what belongs to a section that is shown."""
    last = min(read.chosen.last, read.today)
    first = max(read.chosen.first, last - dt.timedelta(days=DAYS - 1))
    rows = tuple(_rows(read, first))
    told = _("From {first} to {last}").format(first=on(first), last=on(last))
    if first > read.chosen.first:
        yield Text(text=_("The last {days} days of the time chosen.").format(days=DAYS))
    if rows:
        yield Table(caption=told, head=(_("When"), _("What"), _("How much"), _("More")), rows=rows)
    else:
        yield Text(text=_("{days}: nothing to show.").format(days=told))


def _rows(read: Reading, first: dt.date) -> Iterator[tuple[str, ...]]:
    kept: list[tuple[float, Entry]] = []
    lists: tuple[tuple[Sequence[Entry], str], ...] = (
        (read.doses, "taken"),
        (read.ratings, "pain"),
        (read.effects, "harms"),
    )
    for entries, section in lists:
        for entry in entries:
            belongs = "dependence" if isinstance(entry, Rating) and entry.measure == WITHDRAWAL else section
            if read.shown(belongs) and read.day(entry.at) >= first:
                kept.append((entry.at.timestamp(), entry))
    day = ""
    for _at, entry in sorted(kept, key=lambda pair: pair[0]):
        local = entry.at.astimezone(read.zone)
        begins = on(local.date())
        when = f"{begins}, {local:%H:%M}" if begins != day else f"{local:%H:%M}"
        day = begins
        yield (when, *_told(read, entry))


def _told(read: Reading, entry: Entry) -> tuple[str, str, str]:
    """What, how much, and the rest with the note."""
    more = _short(entry.note)
    if isinstance(entry, Dose):
        product = read.product_of(read.lot_of(entry))
        reason = names.reasons().get(entry.reason, "") if entry.reason else ""
        what = names.substance(entry.substance)
        rest = ", ".join(filter(None, (product.name if product else "", reason, more)))
        return (what, names.amount(entry.amount, entry.unit, entry.of), rest)
    if isinstance(entry, Rating):
        own = next((one.name for one in read.diary.measures if one.key == entry.measure), None)
        return (own or names.measure(entry.measure), names.number(entry.value), more)
    if isinstance(entry, Effect):
        return (names.effect(entry.kind), names.severity(entry.severity) or _("not told how bad"), more)
    raise TypeError(type(entry).__name__)


def _short(note: str | None) -> str:
    plain = " ".join((note or "").split())
    return plain if len(plain) <= LONGEST else plain[:LONGEST].rstrip() + "…"
