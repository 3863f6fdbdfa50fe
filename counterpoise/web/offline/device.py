"""What a page tells the device, so that it can write without a network: no secret, and nothing of the diary."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from counterpoise.journal.models import Person
from counterpoise.journal.outbox_key import public_key


@dataclass(frozen=True)
class ForDevice:
    """The key to seal to; whose diary entries are for, as a mark that only this server understands; the country, for
    the emergency numbers that are kept."""

    key: str
    mark: str
    country: str


def for_device(person: Person | None) -> ForDevice:
    key = base64.b64encode(public_key()).decode()
    return ForDevice(key, mark_of(person) if person else "", (person.country or "") if person else "")


def mark_of(person: Person) -> str:
    """Stands for a diary on the device: an entry that waits reaches no other."""
    return salted_hmac("counterpoise outbox", str(person.pk), algorithm="sha256").hexdigest()[:32]
