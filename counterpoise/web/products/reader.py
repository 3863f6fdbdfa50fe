"""The reading of certificates, as the pages use it: read once from the look to the saving, with its words."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.dispatch import receiver

from counterpoise.journal.documents import digest
from counterpoise.journal.erase import person_erased
from counterpoise.supply import certificates
from counterpoise.supply.certificates import Reading, Refused
from counterpoise.supply.certificates.records import Doubt
from counterpoise.supply.certificates.wording import DOUBTS, WARNINGS

MOST = 4
"""Readings kept: each took seconds, and is small."""
_kept: OrderedDict[str, Reading] = OrderedDict()
_lock = Lock()


def read(data: bytes, name: str) -> Reading:
    """What was read of a file. Raises Refused, whose message is for the person."""
    key = digest(data)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = certificates.read(data, name)
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def doubts(codes: tuple[Doubt, ...]) -> str:
    """Why a value is not certain, as one sentence."""
    said = "; ".join(DOUBTS[code]() for code in codes)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def warnings(reading: Reading) -> list[str]:
    """What is to be known about a reading as a whole."""
    return [WARNINGS[code]() for code in reading.warnings if code in WARNINGS]


@receiver(person_erased)
def forget(**_signal: Any) -> None:
    """Nothing of an erased person stays in memory; what others look at is read again."""
    with _lock:
        _kept.clear()


__all__ = ["Refused", "doubts", "forget", "read", "warnings"]
