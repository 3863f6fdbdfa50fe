"""The ids of rows."""

from __future__ import annotations

import datetime as dt
import uuid

from uuid6 import uuid7


def new_id() -> uuid.UUID:
    """A UUIDv7: made where the entry is made, and sorting by time."""
    return uuid.UUID(int=uuid7().int)


def made_at(id_: uuid.UUID) -> dt.datetime | None:
    """When such an id was made; None for one of another kind."""
    if id_.version != 7:
        return None
    return dt.datetime.fromtimestamp((id_.int >> 80) / 1000, dt.UTC)
