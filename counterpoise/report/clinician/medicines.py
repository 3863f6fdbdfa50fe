"""Other medicines, and what is known of them together with what is taken."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.diary import Medicine
from counterpoise.plans.words import day_in_part
from counterpoise.report.clinician import found
from counterpoise.report.clinician.reading import Reading
from counterpoise.report.document import Block, Table, Text
from counterpoise.report.read_as import read_as
from counterpoise.safety.beside import last_day
from counterpoise.safety.medicines import match
from counterpoise.text import _


def blocks(read: Reading) -> Iterator[Block]:
    """The list, then what should not meet, with its evidence."""
    taken = [one for one in read.diary.person.medicines if last_day(one.until) >= read.chosen.first]
    if taken:
        yield Table(
            caption=_("Other medicines, as the person told them"),
            head=(_("Medicine"), _("Dose"), _("Taken"), _("Read as (counts as)")),
            rows=tuple(_row(read, one) for one in taken),
        )
    else:
        yield Text(text=_("No other medicine is written down, which does not mean that there is none."))
    shown = found.of_section(read, "medicines")
    if shown:
        yield found.table_with_why(read, shown, _("Together with what is taken, the worst first"))
    elif taken:
        yield Text(text=_("No pair was found. That does not show that there is none."))


def _row(read: Reading, one: Medicine) -> tuple[str, ...]:
    known = match(one.name, read.knowledge)
    counts = _("not known to the rules") if known is None else read_as(known, read.knowledge)
    return (one.name, one.dose or _("not told"), _when(one), counts)


def _when(one: Medicine) -> str:
    since = _("since {since}").format(since=day_in_part(one.since)) if one.since else _("since when is not told")
    parts = [since]
    if one.until:
        parts.append(_("until {until}").format(until=day_in_part(one.until)))
    if one.as_needed is not None:
        parts.append(_("when needed") if one.as_needed else _("regularly"))
    return ", ".join(parts)
