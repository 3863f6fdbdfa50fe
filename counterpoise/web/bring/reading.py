"""Reading the waiting file once: what was understood of the latest one is kept from the look to the bringing in."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from counterpoise.exchange import csv, formats
from counterpoise.exchange.understood import Understood
from counterpoise.journal import models as m
from counterpoise.journal.diaries import records
from counterpoise.journal.rows import KINDS
from counterpoise.web.bring.holding import Held

_latest: dict[tuple[Any, ...], Understood] = {}
"""One entry at most: a file of ten years takes seconds to read, and a hundred megabytes once read."""


def understood(person: m.Person, waiting: Held) -> Understood:
    """What a waiting file says. Raises BadFile and NeedsMapping."""
    key = (person.pk, person.revision, waiting.token, json.dumps(waiting.mapping, sort_keys=True))
    if key not in _latest:
        forget()
        mapping = csv.Mapping.from_json(waiting.mapping) if waiting.mapping else None
        own = records(person, KINDS["measure"])
        _latest[key] = formats.read(
            waiting.name, waiting.data, waiting.zone, mapping, own_measures=own, now=timezone.now()
        )
    return _latest[key]


def forget() -> None:
    """Let go of it."""
    _latest.clear()
