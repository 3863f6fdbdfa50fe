"""Whom a text speaks of, where it is made outside of a template: the person, or whoever writes for them."""

from __future__ import annotations

from counterpoise.journal.entries import under


def whose(own: str, theirs: str) -> str:
    """A text to the person; while somebody writes for them, the other one, with the name by which they are called."""
    consent = under()
    return own if consent is None else theirs.format(name=consent.person_name)
