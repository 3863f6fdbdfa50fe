"""The reading of certificates, as the pages use it: read once from the look to the saving, with its words."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from counterpoise.journal.documents import digest
from counterpoise.supply.certificates.limits import PICTURE_POINTS
from counterpoise.supply.certificates.paper import pdf
from counterpoise.supply.certificates.reader import read_papers
from counterpoise.supply.certificates.records import CannotRead, Reading

MOST = 4
"""Readings kept: each took seconds, and is small."""
_kept: OrderedDict[str, Reading] = OrderedDict()
_lock = Lock()


def read(data: bytes, name: str) -> Reading:
    """What was read of a file. Raises CannotRead."""
    key = digest(data)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = read_papers(pdf.pages(data))
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def picture(data: bytes, page: int) -> bytes:
    """A page as PNG. Raises CannotRead."""
    return pdf.picture(data, page, PICTURE_POINTS)


def why_not(problem: CannotRead) -> str:
    """Why a file was not read, for whoever gave it."""
    return str(problem)


def doubt(code: Any) -> str:
    return str(code)


def warning(code: Any) -> str:
    return str(code)


__all__ = ["CannotRead", "doubt", "read", "warning", "why_not"]
