"""Pictures of a certificate's pages: drawn once in a while, kept only in memory, and few of them."""

from __future__ import annotations

import struct
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.dispatch import receiver
from django.http import Http404, HttpResponse

from counterpoise.journal.documents import digest
from counterpoise.journal.erase import person_erased
from counterpoise.supply import certificates
from counterpoise.supply.certificates import Refused

PAPER = (1131, 1600)
"""Width and height of a sheet, where its picture cannot be had."""
MOST = 24_000_000
"""Bytes of pictures kept: those of the longest certificate that is read, about a megabyte a page."""
SIZES = 400
"""Sizes of pages kept, also of those whose pictures are not any longer."""
_kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
_sizes: OrderedDict[tuple[str, int], tuple[int, int]] = OrderedDict()
_lock = Lock()


def picture(data: bytes, number: int) -> HttpResponse:
    """The picture of a page, from 1; 404 where there is none."""
    drawn_page = drawn(data, number)
    if drawn_page is None:
        raise Http404
    return HttpResponse(drawn_page, content_type="image/png")


def sizes(data: bytes) -> Callable[[int], tuple[int, int]]:
    """Width and height of a page's picture in dots; of a page that cannot be drawn, those of a sheet of paper."""
    name = digest(data)  # of up to 20 MB: not once for every value

    def size(number: int) -> tuple[int, int]:
        with _lock:
            known = _sizes.get((name, number))
        return known or _keep_size((name, number), _measured(_drawn(data, (name, number))))

    return size


def _measured(found: bytes | None) -> tuple[int, int]:
    if found is None or found[:8] != b"\x89PNG\r\n\x1a\n":
        return PAPER
    width, height = struct.unpack(">II", found[16:24])
    return width, height


def _keep_size(key: tuple[str, int], size: tuple[int, int]) -> tuple[int, int]:
    with _lock:
        _sizes[key] = size
        while len(_sizes) > SIZES:
            _sizes.popitem(last=False)
    return size


def drawn(data: bytes, number: int) -> bytes | None:
    """A page as PNG, or None where it cannot be drawn."""
    return _drawn(data, (digest(data), number))


def _drawn(data: bytes, key: tuple[str, int]) -> bytes | None:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    try:
        found = certificates.picture(data, key[1])
    except Refused:
        return None
    with _lock:
        _kept[key] = found
        while len(_kept) > 1 and sum(map(len, _kept.values())) > MOST:
            _kept.popitem(last=False)
    return found


@receiver(person_erased)
def forget(**_signal: Any) -> None:
    """Nothing of an erased person stays in memory; what others look at is read again."""
    with _lock:
        _kept.clear()
        _sizes.clear()
