"""What an entry was before it was corrected, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.report import names
from counterpoise.report.names import places
from counterpoise.web.moments import clock
from counterpoise.web.today import words

UNTOLD = ("id", "source", "recorded_at", "recorded_by", "rating", "lot", "zone", "prompt")


@dataclass(frozen=True)
class Earlier:
    """One earlier state: when it ended, how, and what it was."""

    at: dt.datetime
    what: str
    was: str
    by: str


def earlier(person: m.Person, row: Any) -> list[Earlier]:
    """The earlier states of an entry, latest first."""
    said = {"edited": _("corrected"), "deleted": _("deleted"), "restored": _("brought back")}
    return [
        Earlier(clock(person, one.at), said.get(one.what, one.what), _was(person, one.before), carer(one.under))
        for one in entries.history(row).select_related("under")
    ]


def carer(under: m.Consent | None) -> str:
    """Who wrote by a consent, as the person calls them; nothing where the person wrote."""
    return _("by {name}, a carer").format(name=under.carer_name) if under is not None else ""


def by_place(recorded_by: str | None) -> str:
    """Where it was written, where anybody could have been who wrote."""
    return _("at the locked screen") if recorded_by == "locked_screen" else ""


def recorded_by(row: Any) -> str:
    """Who wrote an entry down, if not the person."""
    return by_place(row.recorded_by) or carer(row.under) or (_("by a carer") if row.recorded_by == "carer" else "")


def _was(person: m.Person, before: dict[str, Any]) -> str:
    names = {
        "at": _("time"),
        "substance": _("what"),
        "written": _("written as"),
        "amount": _("amount"),
        "unit": _("unit"),
        "reason": _("what for"),
        "food": _("stomach"),
        "note": _("note"),
        "value": _("value"),
        "measure": _("measure"),
        "kind": _("what"),
        "severity": _("how strong"),
        "ended_at": _("over since"),
        "places": _("where"),
    }
    return ", ".join(
        f"{names.get(key, key)}: {_shown(person, key, value)}" for key, value in before.items() if key not in UNTOLD
    )


def _shown(person: m.Person, key: str, value: Any) -> str:
    match key:
        case "at" | "ended_at":
            return clock(person, dt.datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M")
        case "severity":
            return names.severities().get(value, str(value))
        case "reason" | "food":
            known = words.reasons() if key == "reason" else words.stomach()
            return known.get(str(value), str(value))
        case "places":
            return places(value or ())
        case "amount" | "value":
            return names.number(float(value))
    return str(value)
