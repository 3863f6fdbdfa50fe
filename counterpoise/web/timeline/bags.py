"""Where doses begin to come from another bag: its strength may be another, so what follows may be, too."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from counterpoise.journal import models as m
from counterpoise.web.timeline.span import Span
from counterpoise.web.today import words

Change = tuple[dt.datetime, int, str]
"""(instant, offset in force there, the bag in words)"""


def changes(person: m.Person, span: Span) -> list[Change]:
    """The first dose of each run of doses from one bag, of each substance; the very first bag of all is no change."""
    doses = m.Dose.objects.filter(person=person, deleted_at=None, lot__deleted_at=None, lot__isnull=False)
    inside = doses.filter(at__gte=span.start, at__lt=span.end).order_by("at", "id")
    last: dict[str, uuid.UUID | None] = {}
    found: list[tuple[dt.datetime, int, uuid.UUID]] = []
    for at, offset, substance, lot in inside.values_list("at", "offset", "substance", "lot_id"):
        if substance not in last:
            before = doses.filter(at__lt=span.start, substance=substance).order_by("-at", "-id")
            last[substance] = before.values_list("lot_id", flat=True).first()
        if lot is not None and last[substance] not in (None, lot):
            found.append((at, offset, lot))
        last[substance] = lot
    bags = m.Lot.objects.filter(pk__in={lot for _at, _offset, lot in found}).select_related("product")
    named = {row.pk: words.lot(row) for row in bags}
    return [(at, offset, _("from here on another bag: {bag}").format(bag=named[lot])) for at, offset, lot in found]
