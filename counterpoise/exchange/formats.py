"""The formats that can be read: which one a file is, and what it says."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from counterpoise.diary import OwnMeasure
from counterpoise.exchange.counterpoise import read as counterpoise
from counterpoise.exchange.csv import read as table
from counterpoise.exchange.csv.mapping import Mapping
from counterpoise.exchange.fhir import read as fhir
from counterpoise.exchange.kratomtracker import read as kratomtracker
from counterpoise.exchange.part import parsed
from counterpoise.exchange.psychonautwiki import read as psychonautwiki
from counterpoise.exchange.understood import BadFile, Context, Understood, found_instead
from counterpoise.text import _

LARGEST = 64 * 2**20
"""Bytes of a file that is read at all: a diary of ten years has about ten million."""

_MAGIC = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"%PDF": "PDF",
    b"SQLite format 3\x00": "SQLite",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\xd0\xcf\x11\xe0": "Excel 97",
}


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its key, what people call it, and its two functions."""

    key: str
    name: str
    sniff: Callable[[str, bytes], bool]
    read: Callable[[bytes, Context], Understood]


FORMATS = {
    format_.key: format_
    for format_ in (
        Format("counterpoise", "Counterpoise", counterpoise.sniff, counterpoise.read),
        Format("fhir", "FHIR R4", fhir.sniff, fhir.read),
        Format("psychonautwiki", "PsychonautWiki Journal", psychonautwiki.sniff, psychonautwiki.read),
        Format("kratomtracker", "KratomTracker", kratomtracker.sniff, kratomtracker.read),
        Format("csv", "CSV", table.sniff, table.read),
    )
}
"""In the order in which they are tried: a table by mapping takes what no other knows."""


def sniff(name: str, data: bytes) -> str:
    """The key of the format that a file is in. Raises BadFile where it is none."""
    _refuse_what_no_format_is(name, data)
    data = _as_utf8(data)
    for key, format_ in FORMATS.items():
        if format_.sniff(name, data):
            return key
    if _looks_like_json(data):
        try:
            parsed(data)
        except BadFile as error:
            raise BadFile(error.place, error.problem, file=name) from None
    known = ", ".join(format_.name for format_ in FORMATS.values())
    raise BadFile("", _("not a file that this program reads; it reads: {known}").format(known=known), file=name)


def read(
    name: str,
    data: bytes,
    zone: str,
    mapping: Mapping | None = None,
    *,
    format_: str | None = None,
    own_measures: tuple[OwnMeasure, ...] = (),
    now: dt.datetime | None = None,
) -> Understood:
    """What a file says; times without an offset are read in `zone`. With a mapping, what is no JSON is a table.

    Raises BadFile with one line that names the file, and NeedsMapping for a table without a mapping.
    """
    if format_ is not None and format_ not in FORMATS:
        raise BadFile("--format", found_instead(format_, ", ".join(FORMATS)))
    try:
        _refuse_what_no_format_is(name, data)
        data = _as_utf8(data)
        as_table = mapping is not None and not _looks_like_json(data)
        key = format_ or ("csv" if as_table else sniff(name, data))
        return FORMATS[key].read(data, Context(zone, mapping, own_measures, now))
    except BadFile as error:
        raise type(error)(error.place, error.problem, file=name) from None


def refuse_size(name: str, size: int) -> None:
    """Raises BadFile for a file too large to be a diary; to be asked before it is read."""
    if size > LARGEST:
        text = _("{size} MB; files of up to {limit} MB are read").format(size=-(-size // 2**20), limit=LARGEST >> 20)
        raise BadFile("", text, file=name)


def _as_utf8(data: bytes) -> bytes:
    """JSON in UTF-16 with its mark, as Windows writes it, in UTF-8; anything else as it is."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        with contextlib.suppress(UnicodeDecodeError):
            plain = data.decode("utf-16").encode("utf-8", "surrogatepass")
            return plain if _looks_like_json(plain) else data
    return data


def _looks_like_json(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _refuse_what_no_format_is(name: str, data: bytes) -> None:
    refuse_size(name, len(data))
    if not data.strip():
        raise BadFile("", _("the file is empty"), file=name)
    for start, kind in _MAGIC.items():
        if data.startswith(start):
            text = _("a {kind} file; a text file (JSON or CSV) is expected")
            raise BadFile("", text.format(kind=kind), file=name)
