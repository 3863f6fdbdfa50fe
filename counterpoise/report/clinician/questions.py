"""What the person wants to ask: of the next visit that they wrote down."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.report.clinician.reading import Reading
from counterpoise.report.document import Block, Text
from counterpoise.text import _


def blocks(read: Reading) -> Iterator[Block]:
    """In their words; that none is written down is said."""
    yield Text(text=_("No question is written down."))
