"""What a sealed entry says, once it is opened."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any, Literal, get_args

from counterpoise.journal.outbox import Sent
from counterpoise.journal.outbox_key import Unreadable
from counterpoise.web.moments import MINUTE, zones
from counterpoise.web.today.forms import AHEAD

What = Literal["rating", "dose", "effect", "edit", "undo"]
"""undo: an entry that may have come is taken back, `of` its number."""
LARGEST = 100_000
"""Bytes of one entry: the longest note takes a third of it."""


@dataclass(frozen=True)
class Said:
    """An entry as a person gave it on a device: the fields of its form, and the moment that is meant."""

    id: uuid.UUID
    what: What
    fields: dict[str, str]
    at: dt.datetime


@dataclass(frozen=True)
class Opened:
    sent: Sent
    said: Said
    mark: str


def read(content: bytes, clock: str, now: dt.datetime) -> Opened:
    """Read what a device sealed. clock: what it shows as it sends. Raises Unreadable."""
    try:
        told = json.loads(content)
        if told["v"] != 1 or told["what"] not in get_args(What):
            raise Unreadable
        key = uuid.UUID(told["id"])
        made = _instant(told["made"])
        fields = {_text(name)[:40]: _text(value) for name, value in told["fields"].items()}
        at = _meant(told["at"], made, fields, now)
        said = Said(key, told["what"], fields, at)
        kept = {"what": said.what, "fields": fields, "at": at.isoformat()}
        dated = bool(told["at"] or fields.get("at")) or said.what == "edit"
        sent = Sent(key, hashlib.sha256(content).hexdigest(), made, kept, ahead(clock, now), dated)
        return Opened(sent, said, str(told["for"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable from error


def _text(value: Any) -> str:
    """Without what no form can show again: nothing, and halves of a character."""
    return str(value).replace("\0", "").encode("utf-8", "replace").decode()


def _meant(text: Any, made: dt.datetime, fields: dict[str, str], now: dt.datetime) -> dt.datetime:
    """The moment that is meant, as far as the device knows: a time that was typed is read by its form, on the clock on
    which it was typed, as everywhere else. Only of a clock whose place is not known here the device's word stands.

    A mistyped year loses no entry, nor does a time that lies ahead: they go into the form, to be put right.
    """
    if not text or (fields.get("at") and fields.get("shown_in") in zones()):
        return made
    try:
        at = _instant(text)
    except ValueError:
        fields["at"] = _text(text)
        return made
    if at > now + AHEAD:
        fields["at"] = at.strftime(MINUTE)
        return made
    fields.pop("at", None)
    return at


def said_by(entry: uuid.UUID, kept: dict[str, Any]) -> Said:
    """The same, from what was kept of it."""
    fields = {name: _text(value) for name, value in kept["fields"].items()}
    return Said(entry, kept["what"], fields, dt.datetime.fromisoformat(kept["at"]))


def ahead(clock: str, now: dt.datetime) -> dt.timedelta:
    """By how much the clock of a device is ahead; nothing where it does not tell."""
    try:
        return _instant(clock) - now
    except ValueError:
        return dt.timedelta()


def _instant(text: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(text)
    if at.tzinfo is None or not 1900 <= at.year <= 2200:
        raise ValueError(text)
    return at
