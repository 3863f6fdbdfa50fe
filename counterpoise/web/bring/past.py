"""The files that were brought before: what they brought, and whether it was taken out again."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from counterpoise.exchange.formats import FORMATS
from counterpoise.journal import models as m
from counterpoise.web.bring.preview import kind_name
from counterpoise.web.timeline import labels


@dataclass(frozen=True)
class Brought:
    """One file."""

    key: uuid.UUID
    when: str
    name: str
    format: str
    counts: str
    left_out: list[dict[str, Any]]
    undone: bool


def past(person: m.Person) -> list[Brought]:
    """Latest first."""
    return [_brought(row, ZoneInfo(person.time_zone)) for row in m.Import.objects.filter(person=person).order_by("-at")]


def last_of(person: m.Person, file_name: str) -> Brought | None:
    """The file of this name that was brought last and is still here."""
    row = m.Import.objects.filter(person=person, file_name=file_name, undone_at=None).order_by("-at").first()
    return _brought(row, ZoneInfo(person.time_zone)) if row else None


def _brought(row: m.Import, zone: dt.tzinfo) -> Brought:
    at = row.at.astimezone(zone)
    new = {kind: count for kind, count in row.receipt.get("new", {}).items() if count}
    return Brought(
        key=row.pk,
        when=f"{labels.day(at.date())} {at:%H:%M}",
        name=row.file_name,
        format=FORMATS[row.format].name if row.format in FORMATS else row.format,
        counts=", ".join(f"{count} {kind_name(kind, count)}" for kind, count in new.items()),
        left_out=row.receipt.get("left_out", []),
        undone=row.undone_at is not None,
    )
