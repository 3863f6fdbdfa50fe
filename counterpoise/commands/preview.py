"""A file that is being brought in, as lines of text: what is in it, what of that is new, what was left out and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.exchange.understood import Understood
    from counterpoise.journal.bring import Prospect


def preview(file: str, one: Understood, found: Prospect) -> str:
    """The lines for one file."""
    return "\n".join([f"{file} ({one.format})", *_counts(one, found), *_profile(found), *_account(one)])


def _counts(one: Understood, found: Prospect) -> Iterator[str]:
    """A line for each kind of record, under their headings."""
    from counterpoise.journal.rows import KINDS, OF_THE_PERSON

    heads = (_("record"), _("first"), _("last"), _("new"), _("already here"), _("differing"), _("deleted here"))
    rows: list[tuple[str, ...]] = [heads]
    for name, counts in found.kinds.items():
        kind = KINDS[name]
        holder = one.diary.person if name in OF_THE_PERSON else one.diary
        days = sorted(record.at.date().isoformat() for record in getattr(holder, kind.list_name)) if kind.timed else []
        first, last = (days[0], days[-1]) if days else ("", "")
        numbers = (counts.new, counts.known, counts.differing, counts.deleted)
        rows.append((_words(name), first, last, *map(str, numbers)))
    if len(rows) == 1:
        yield "  " + _("no records")
        return
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    for row in rows:
        cells = [
            cell.ljust(width) if at < 3 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield ("  " + "  ".join(cells)).rstrip()
    if any(counts.differing for counts in found.kinds.values()):
        yield "  " + _("differing: here already and saying something else; what is here stays")


def _words(kind: str) -> str:
    return {
        "product": _("products"),
        "lot": _("lots"),
        "measure": _("own measures"),
        "rating": _("ratings"),
        "dose": _("doses"),
        "effect": _("effects"),
        "lab": _("lab values"),
        "questionnaire": _("questionnaires"),
        "goal": _("goals"),
        "plan": _("plans"),
        "appointment": _("visits to professionals"),
        "medicine": _("medicines"),
        "past_use": _("past use"),
    }[kind]


def _profile(found: Prospect) -> Iterator[str]:
    if found.profile_filled:
        yield "  " + _("about the person, new: {names}").format(names=", ".join(found.profile_filled))
    if found.profile_differing:
        names = ", ".join(found.profile_differing)
        yield "  " + _("about the person, differing (what is here stays): {names}").format(names=names)


def _account(one: Understood) -> Iterator[str]:
    for part in one.left_out:
        yield "  " + _("left out: {count} × {text}").format(count=part.count, text=part.text)
    for notice in one.notices:
        yield "  " + _("note: {notice}").format(notice=notice)
    for notice in one.not_understood:
        yield "  " + _("not understood: {notice}").format(notice=notice)
