"""Who works in the data folder: many at once, or, to put another database in its place, one alone.

A lock of the operating system on a file of the folder. It ends with the process, however that ends.
"""

from __future__ import annotations

import os
from typing import Final

from counterpoise import place

try:
    import fcntl
except ImportError:  # Windows: there an open database cannot be replaced anyway
    fcntl = None  # type: ignore[assignment]

FILE: Final = "in-use"
_held: dict[str, int] = {}


def together() -> bool:
    """Work here beside others, until the process ends. False while another works here alone."""
    return _held_by_us() or _lock(alone=False)


def alone() -> bool:
    """Be the only one to work here, until `release`. False while another works here."""
    release()
    return _lock(alone=True)


def release() -> None:
    """Hold the folder no longer."""
    for descriptor in _held.values():
        os.close(descriptor)
    _held.clear()


def _held_by_us() -> bool:
    return str(place.data_folder()) in _held


def _lock(*, alone: bool) -> bool:
    folder = place.data_folder()
    descriptor = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
    _held[str(folder)] = descriptor
    return True
