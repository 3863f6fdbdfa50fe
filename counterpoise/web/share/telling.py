"""What was written back, in words for the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal import proposals
from counterpoise.plans import who, words
from counterpoise.report import names, plan
from counterpoise.web.moments import clock


def pages() -> dict[str, str]:
    """What a use of a link is called."""
    return {
        "opened": _("opened the link"),
        "report": _("read the report"),
        "write": _("looked at the form to write to you"),
        "sent": _("wrote to you"),
        "closed": _("closed the pages"),
    }


def states() -> dict[str, str]:
    return {
        "waiting": _("waits for your answer"),
        "accepted": _("accepted"),
        "changed": _("accepted with changes"),
        "declined": _("declined"),
    }


def line(row: m.Proposal) -> dict[str, Any]:
    """One thing that was said, for a list."""
    return {
        "row": row,
        "author": author(row),
        "what": what(row),
        "waits": row.state == "waiting",
        "state": _("read") if row.plan is None and row.state == "accepted" else states()[row.state],
        "said_at": proposals.said(row).said_at,
        "answered_at": clock(row.person, row.answered_at) if row.answered_at else None,
    }


def author(row: m.Proposal) -> str:
    """ "Dr Ng (doctor)": as they signed, which nobody checked."""
    if row.role in who.PROFESSIONALS:
        return who.said(who.written(row.author, row.role) or row.author)
    return f"{row.author}, {row.role}" if row.role and row.role != "other" else row.author


def what(row: m.Proposal) -> str:
    if row.plan is None:
        return _("a comment")
    return _("a comment and a proposed plan") if row.comment else _("a proposed plan")


def waiting(person: m.Person) -> list[dict[str, Any]]:
    """What waits for an answer, for the page of today."""
    return [line(row) for row in proposals.waiting(person)[:3]]


def proposed(of: d.Plan, today: dt.date) -> list[tuple[str, str]]:
    """A proposed plan, part by part."""
    told = [(_("Which way"), words.direction(of)), (_("For what"), names.substance(of.substance))]
    if of.from_ > today:
        told.append((_("First day"), words.day(of.from_)))
    if of.start is not None:
        told.append((_("Amount of a dose at the start"), words.amount(of.start)))
    if of.doses_per_day is not None:
        told.append((_("How often"), words.doses_a_day(of.doses_per_day)))
    told += [(part.label, part.text) for part in plan.agreed(of)]
    if of.min_days_per_step is not None:
        told.append((_("Days each step is kept, at least"), words.days(of.min_days_per_step)))
    days = ((_("Date with a professional"), of.meeting_on), (_("Day of the review"), of.review_on))
    told += [(label, words.day(day)) for label, day in days if day is not None]
    return [*told, (_("Note"), of.note)] if of.note else told


def toast(done: str) -> str:
    return {
        "ended": _("The link is ended."),
        "read": _("Marked as read."),
        "declined": _("Declined. Nothing was changed."),
        "erased": _("Erased for good."),
        "answered": _("This was answered before."),
    }.get(done, "")
