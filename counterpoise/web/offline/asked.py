"""How much of what came from a device waits for a word of the person."""

from __future__ import annotations

from counterpoise.journal import models as m


def asked_count(person: m.Person) -> int:
    """Entries that are held, and entries whose time may be wrong."""
    held = m.Held.objects.filter(person=person, settled_at=None).count()
    return held + m.Receipt.objects.filter(person=person, clock_asked=True).count()
