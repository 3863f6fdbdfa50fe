"""Findings as pages draw them: what, why, what to do, what it rests on, who says so, and setting it aside."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise.journal import models as m
from counterpoise.journal.entries import under
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import ActionName, Line, Pair, Rule
from counterpoise.report import found as words
from counterpoise.report.found import basis
from counterpoise.safety.aside import span
from counterpoise.safety.finding import Finding
from counterpoise.web.access.ways import open_here
from counterpoise.web.learn import shown
from counterpoise.web.naming import whose
from counterpoise.web.safety.calls import emergency_line
from counterpoise.web.safety.resting import SHOWN, RestsOn, resting_on
from counterpoise.web.sourced import told
from counterpoise.web.visit import Visit

WAYS: dict[ActionName, str] = {
    "help_line": "emergency",
    "review_plan": "plan",
    "look_at_answers": "balance",
    "check_the_bag": "products",
    "add_what_is_missing": "profile",
    "ask_pharmacist": "medicines",
    "name_it": "medicines",
    "add_the_end": "medicines",
    "tell_prescriber": "medicines",
    "prescriber_today": "medicines",
    "read_more": "learn",
}
"""The page where a thing can be done, by the name of its view; one that is not there is not linked to."""


@dataclass(frozen=True)
class ToDo:
    """One thing to do, address and title of the page for it, and the line to call, if there is one."""

    text: str
    way: tuple[str, str] | None
    line: Line | None = None


@dataclass(frozen=True)
class Card:
    """One finding."""

    mark: str
    severity: str
    degree: str
    title: str
    reason: str
    to_do: list[ToDo]
    rests_on: list[RestsOn]
    older: int
    told: dict[str, Any]
    our_choice: bool
    lines: list[dict[str, Any]]
    days: int
    back_at: dt.datetime | None = None
    key: str = ""

    @property
    def days_words(self) -> str:
        return ngettext("Set aside for {days} day", "Set aside for {days} days", self.days).format(days=self.days)


def cards(visit: Visit, found: Iterable[Finding], aside: dict[str, m.SetAside] | None = None) -> list[Card]:
    """aside: of those that are set aside, until when."""
    every = list(found)
    entries = resting_on(visit.person, every)
    return [_card(visit, one, entries.get(one.cause, []), (aside or {}).get(one.cause)) for one in every]


def mark(found: Finding) -> str:
    """What a form calls a finding as it was shown: another once it is worse or rests on something newer.

    Its cause may name an illness or a medicine; the mark tells nothing.
    """
    shown = json.dumps([found.cause, found.severity, found.at.isoformat() if found.at else None])
    return salted_hmac("counterpoise.safety.cause", shown, algorithm="sha256").hexdigest()[:32]


def _card(visit: Visit, found: Finding, entries: list[RestsOn], aside: m.SetAside | None) -> Card:
    part = basis(found)
    other_half = part.as_opioid.sources if isinstance(part, Pair) and part.as_opioid else ()
    sources = [load().bibliography[key] for key in found.sources if key not in other_half]
    limits = part.limits if isinstance(part, Rule) else {}
    length = span(found.severity) if under() is None else None  # only the person sets aside
    return Card(
        mark=mark(found),
        severity=found.severity,
        degree=words.severities()[found.severity],
        title=found.title,
        reason=found.reason,
        to_do=[_to_do(visit, name, found.severity) for name in found.actions],
        rests_on=entries,
        older=max(0, len(found.because) - SHOWN),
        told=told(part) | {"sources": sources},
        our_choice=part.our_choice,
        lines=[shown.fact(line, f"{mark(found)}-{name}") for name, line in limits.items()],
        days=length.days if length else 0,
        back_at=aside.until if aside else None,
        key=str(aside.pk) if aside else "",
    )


def _to_do(visit: Visit, action: ActionName, severity: str) -> ToDo:
    """A help line, and a poison centre to be called today, are shown by their numbers where the country is told; the
    emergency number always, as the page of emergencies finds it.

    All of them stand on that page; of an emergency its own box says whom to call.
    """
    numbers = load().emergency.country(visit.person.country)
    line = numbers.help if action == "help_line" else None
    if action == "poison_centre" and severity != "emergency":
        line = numbers.poison
    if action == "naloxone" and severity != "emergency":
        line = emergency_line(visit)
    return ToDo(_(load().actions[action].text), _way(action), line)


def _way(action: ActionName) -> tuple[str, str] | None:
    view = WAYS.get(action, "")
    address = address_of(view)
    if address and not open_here(view):
        return None
    if action == "help_line":
        return f"{address}#help-title", _("Help lines")
    return (address, titles()[view]) if address else None


def titles() -> dict[str, str]:
    """Pages that findings lead to, by the names of their views."""
    return {
        "medicines": whose(_("My medicines"), _("{name}’s medicines")),
        "profile": whose(_("About me"), _("About {name}")),
        "plan": whose(_("My plan"), _("{name}’s plan")),
        "labs": whose(_("My blood tests"), _("{name}’s blood tests")),
        "products": _("Products"),
        "balance": _("Balance"),
        "report": _("Report"),
        "emergency": _("Emergency"),
        "learn": _("Learn"),
    }


def address_of(name: str) -> str:
    """The address of a page, by the name of its view; empty where there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
