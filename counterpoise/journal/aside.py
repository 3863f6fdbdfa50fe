"""Findings that a person has read and set aside for a while. No change of the diary: nothing is computed from it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import cast

from counterpoise.journal import models as m
from counterpoise.journal.rows import KINDS
from counterpoise.knowledge.records import Severity
from counterpoise.safety.aside import span


class NotToBeSetAside(ValueError):
    """An emergency is never set aside."""


def aside(person: m.Person, cause: str, severity: Severity, now: dt.datetime) -> m.SetAside:
    """Set a finding aside, for as long as its severity lets; set aside again, the time begins anew."""
    length = span(severity)
    if length is None:
        raise NotToBeSetAside(severity)
    values = {"severity": severity, "at": now, "until": now + length}
    row, _new = m.SetAside.objects.update_or_create(person=person, cause=cause, defaults=values)
    return row


def standing(person: m.Person, now: dt.datetime) -> Mapping[str, m.SetAside]:
    """What is set aside at this moment, by its cause."""
    return {row.cause: row for row in m.SetAside.objects.filter(person=person, until__gt=now).order_by("until")}


def severities(rows: Mapping[str, m.SetAside]) -> dict[str, Severity]:
    """How severe each was when it was set aside, as `safety.aside` asks for it."""
    return {cause: cast(Severity, row.severity) for cause, row in rows.items()}


def corrected(person: m.Person, since: dt.datetime) -> dict[str, dt.datetime]:
    """The entries that were corrected after a moment, by id, and when they last were."""
    changes = m.Change.objects.filter(person=person, at__gt=since).exclude(what="deleted").order_by("at")
    rows = {(kind, row): at for kind, row, at in changes.values_list("kind", "row", "at") if kind in KINDS}
    return {
        source_id: rows[name, pk]
        for name in {kind for kind, _row in rows}
        for pk, source_id in KINDS[name]
        .table.objects.filter(person=person, pk__in=[row for kind, row in rows if kind == name])
        .values_list("pk", "source_id")
    }


def back(person: m.Person, key: uuid.UUID) -> bool:
    """Bring one back into sight. False: this person has none of this key."""
    gone, _tables = m.SetAside.objects.filter(person=person, pk=key).delete()
    return gone > 0
