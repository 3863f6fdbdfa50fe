"""What was found stays told while most of it is there, so that it does not come and go with single days at a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def lasting(look: Callable[[int], T | None], sure: Callable[[T], bool], days: int) -> list[T]:
    """What is seen today and was seen on each day before it, back to the earliest of the last `days` on which it was
    sure; nothing where it never was.

    look: what is seen as of so many days ago; None: not even as much as keeps it told.
    """
    seen: list[T] = []
    surely = 0
    for ago in range(days + 1):
        then = look(ago)
        if then is None:
            break
        seen.append(then)
        surely = len(seen) if sure(then) else surely
    return seen[:surely]
