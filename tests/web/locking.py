"""A lock and the clock beside it, for the tests of the app lock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client

WORDS = "seven wet umbrellas sing"


class Time:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.now = dt.datetime.now(dt.UTC)

    def later(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


def unlock(client: Client, said: str = WORDS, **more: str) -> Any:
    return client.post("/lock/open/", {"passphrase": said, **more})


def confirm(client: Client, said: str = WORDS) -> Any:
    """Say it once more, to change what opens the lock."""
    return client.post("/lock/confirm/", {"passphrase": said})
