"""The ids of rows."""

from __future__ import annotations

import uuid

from uuid6 import uuid7


def new_id() -> uuid.UUID:
    """A UUIDv7: made where the entry is made, and sorting by time."""
    return uuid.UUID(int=uuid7().int)
