"""How much of what came from a device waits for a word of the person."""

from __future__ import annotations

from counterpoise.journal import models as m
from counterpoise.journal import outbox
from counterpoise.web.offline import telling


def asked_count(person: m.Person) -> int:
    """Entries that are held, and entries in the diary whose time may be wrong."""
    held = m.Held.objects.filter(person=person, settled_at=None).count()
    return held + sum(telling.row_of(one) is not None for one in outbox.clocks_asked(person))
