"""Tries at the door are counted: so many wrong ones from one place, and from everywhere together, in a while.

A secret of 256 bits cannot be guessed; this keeps a guesser from keeping the machine busy. Counted in memory only, by
where they came from, and forgotten after the while.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from threading import Lock

WHILE = dt.timedelta(minutes=10)
FROM_ONE_PLACE = 10
FROM_EVERYWHERE = 200


class Tries:
    """Wrong tries of the last minutes."""

    def __init__(self) -> None:
        self._wrong: deque[tuple[dt.datetime, str]] = deque()
        self._lock = Lock()

    def may_try(self, place: str, now: dt.datetime) -> bool:
        """Whether another try from there is looked at."""
        with self._lock:
            return self._may_try(place, now)

    def was_wrong(self, place: str, now: dt.datetime) -> bool:
        """Count a wrong try. True where it was the last one that is looked at."""
        with self._lock:
            self._wrong.append((now, place))
            return len(self._wrong) == FROM_EVERYWHERE

    def take(self, place: str, now: dt.datetime) -> bool:
        """Count one, if there may be another: in one step, however many come at once."""
        with self._lock:
            return self._may_try(place, now) and self._count(place, now)

    def give_back(self, place: str, now: dt.datetime) -> None:
        """It came to nothing: it is not counted."""
        with self._lock:
            if (now, place) in self._wrong:
                self._wrong.remove((now, place))

    def forget(self) -> None:
        """Count from nothing."""
        with self._lock:
            self._wrong.clear()

    def _may_try(self, place: str, now: dt.datetime) -> bool:
        while self._wrong and self._wrong[0][0] <= now - WHILE:
            self._wrong.popleft()
        from_there = sum(1 for _at, where in self._wrong if where == place)
        return from_there < FROM_ONE_PLACE and len(self._wrong) < FROM_EVERYWHERE

    def _count(self, place: str, now: dt.datetime) -> bool:
        self._wrong.append((now, place))
        return True


AT_THE_DOOR = Tries()
