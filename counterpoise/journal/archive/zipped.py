"""A zip of which every byte is known.

Any program opens it. We write it and read it back ourselves: the manifest says what each file is, packed and unpacked,
and everything else in a zip (headers, directory, end) follows from that. So no byte can change unseen, none can be
added, and the part that was changed has a name. The zip's comment holds the digest of the manifest.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from counterpoise.text import _

MANIFEST = "manifest.json"
LARGEST = 2_000_000_000
"""Bytes of an archive, packed or unpacked: far below what a zip can name, far above what anybody records."""
LARGEST_MANIFEST = 10_000_000
MOST_FILES = 20_000
_MOST_TIMES_SMALLER, _FREE = 200, 20_000_000
"""What is unpacked may be so many times larger than the archive, beside some bytes that are free."""

ATTACHMENTS = "attachments/"
"""Files under this name are kept as they are: certificates are packed already."""
_NAME = re.compile(r"(?:[a-z]+/)?[A-Za-z0-9_-]{1,80}\.[a-z]{2,4}")

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_NEEDS, _DAY = 20, (1 << 5) | 1  # zip 2.0; 1980-01-01, so that the same diary gives the same bytes
_COMMENT = "counterpoise-archive {digest}"
_END_LENGTH = _END.size + len(_COMMENT.format(digest="0" * 64))
_CHUNK = 1 << 16


class BadArchive(ValueError):
    """An archive that cannot be made or used; the message says what is wrong, and where."""


@dataclass(frozen=True)
class Entry:
    """One file of an archive, as its manifest tells it."""

    name: str
    size: int
    sha256: str
    packed: int
    packed_sha256: str

    @property
    def method(self) -> int:
        """How it is packed: 0 not at all, 8 deflate."""
        return 0 if self.name.startswith(ATTACHMENTS) or self.name == MANIFEST else 8

    @property
    def header_size(self) -> int:
        return _LOCAL.size + len(self.name)


class Writer:
    """Writes an archive to an empty file that can be sought in, one file after the other."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._written: list[tuple[Entry, int]] = []  # with its checksum of the zip
        self._at = 0

    @property
    def files(self) -> list[dict[str, Any]]:
        """What the manifest says of them."""
        return [asdict(entry) for entry, _crc in self._written]

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add a file, packed as it comes. Raises BadArchive where the archive grows too large."""
        draft = Entry(name, 0, "", 0, "")
        start, content, packed = self._at, hashlib.sha256(), hashlib.sha256()
        size, crc = 0, 0
        self._at += self._file.write(bytes(draft.header_size))
        for piece in _packing(draft.method, chunks):
            if isinstance(piece, tuple):
                size, crc = size + len(piece[0]), zlib.crc32(piece[0], crc)
                content.update(piece[0])
                continue
            packed.update(piece)
            self._at += self._file.write(piece)
            if size > LARGEST or self._at > LARGEST:
                raise BadArchive(_("This diary is too large for an archive; `counterpoise backup` has no such limit"))
        made = Entry(name, size, content.hexdigest(), self._at - start - draft.header_size, packed.hexdigest())
        self._file.seek(start)
        self._file.write(_header(made, crc))
        self._file.seek(self._at)
        self._written.append((made, crc))

    def finish(self, manifest: bytes) -> None:
        """Add the manifest, the directory and the end."""
        self.add(MANIFEST, [manifest])
        self._file.write(_directory(self._written) + _end(self._written, hashlib.sha256(manifest).hexdigest()))
        self._file.flush()


@dataclass(frozen=True)
class Tail:
    """Where the manifest stands, and what was found there."""

    size: int  # of the whole archive
    manifest: bytes
    manifest_at: int
    digest: str


def tail(file: BinaryIO) -> Tail:
    """Find the manifest of an archive. Raises BadArchive where it is none, cut short, or damaged at its end."""
    size = file.seek(0, 2)
    if size > LARGEST:
        raise BadArchive(_("too large: archives of up to {limit} MB are read").format(limit=LARGEST // 1_000_000))
    digest, directory_at, directory_size = _end_of(file, size)
    last = Entry(MANIFEST, 0, "", 0, "")
    room = _CENTRAL.size + len(MANIFEST)
    record = _at(file, directory_at + directory_size - room, room)
    if len(record) < room or record[:4] != b"PK\x01\x02" or record[_CENTRAL.size :] != MANIFEST.encode():
        raise _damaged(_("the zip's directory"))
    length, start = _CENTRAL.unpack(record[: _CENTRAL.size])[9], _CENTRAL.unpack(record[: _CENTRAL.size])[16]
    if start + last.header_size + length != directory_at or length > LARGEST_MANIFEST:
        raise _damaged(_("the zip's directory"))
    manifest = _at(file, start + last.header_size, length)
    if hashlib.sha256(manifest).hexdigest() != digest:
        raise _damaged(MANIFEST)
    return Tail(size, manifest, start, digest)


def check(file: BinaryIO, found: Tail, entries: list[Entry]) -> None:
    """Hold every byte of an archive against its manifest. Raises BadArchive, which names the first damaged part."""
    _check_bounds(found, entries)
    at, seen = 0, []
    for entry in [*entries, _manifest_entry(found)]:
        crc = _check_content(file, at + entry.header_size, entry)
        if _at(file, at, entry.header_size) != _header(entry, crc):
            raise _damaged(entry.name)
        at += entry.header_size + entry.packed
        seen.append((entry, crc))
    directory = _directory(seen)
    if _at(file, at, len(directory)) != directory:
        raise _damaged(_("the zip's directory"))
    if _at(file, at + len(directory), _END_LENGTH + 1) != _end(seen, found.digest):
        raise _damaged(_("the end of the zip"))


def content(file: BinaryIO, entries: list[Entry], name: str, most: int) -> bytes:
    """One file of a checked archive. Raises BadArchive where it is missing or larger than what is read at once."""
    at = 0
    for entry in entries:
        if entry.name == name:
            if entry.size > most:
                raise BadArchive(_("{file}: too large ({size} bytes)").format(file=name, size=entry.size))
            return b"".join(_unpacked(file, at + entry.header_size, entry))
        at += entry.header_size + entry.packed
    raise BadArchive(_("{file}: is missing").format(file=name))


def _check_bounds(found: Tail, entries: list[Entry]) -> None:
    """Before anything is unpacked: names that are names, each once, and sizes that can be."""
    seen = {MANIFEST}
    for name in (entry.name for entry in entries):
        if not _NAME.fullmatch(name) or name in seen:
            raise BadArchive(_("{file}: not the name of a file of an archive").format(file=repr(name)[:80]))
        seen.add(name)
    whole = sum(entry.size for entry in entries)
    if whole > min(LARGEST, _FREE + _MOST_TIMES_SMALLER * found.size):
        raise BadArchive(_("unpacks to {size} bytes, more than any diary of its size").format(size=whole))
    if sum(entry.header_size + entry.packed for entry in entries) != found.manifest_at:
        raise BadArchive(_("holds something that its manifest does not name"))


def _check_content(file: BinaryIO, at: int, entry: Entry) -> int:
    """Hold one file against its digests, packed and unpacked. Gives its checksum of the zip."""
    packed, unpacked, size, crc = hashlib.sha256(), hashlib.sha256(), 0, 0
    for piece in _pieces(file, at, entry.packed):
        packed.update(piece)
    if packed.hexdigest() != entry.packed_sha256:
        raise _damaged(entry.name)
    try:
        for piece in _unpacked(file, at, entry):
            unpacked.update(piece)
            size, crc = size + len(piece), zlib.crc32(piece, crc)
    except zlib.error:
        raise _damaged(entry.name) from None
    if (size, unpacked.hexdigest()) != (entry.size, entry.sha256):
        raise _damaged(entry.name)
    return crc


def _packing(method: int, chunks: Iterable[bytes]) -> Iterator[tuple[bytes] | bytes]:
    """What goes in, as a tuple, and what comes out, as bytes."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15) if method else None
    for chunk in chunks:
        yield (chunk,)
        yield packer.compress(chunk) if packer else chunk
    if packer:
        yield packer.flush()


def _unpacked(file: BinaryIO, at: int, entry: Entry) -> Iterator[bytes]:
    """Never more than the manifest says, and one byte: whoever counts sees that it is too many."""
    if not entry.method:
        yield from _pieces(file, at, entry.packed)
        return
    unpacker, room = zlib.decompressobj(-15), entry.size + 1
    for piece in _pieces(file, at, entry.packed):
        out = unpacker.decompress(piece, min(_CHUNK, room))
        while out:
            room -= len(out)
            yield out
            if room == 0:
                raise zlib.error("more than was told")
            out = unpacker.decompress(unpacker.unconsumed_tail, min(_CHUNK, room))
    if not unpacker.eof or unpacker.unused_data:
        raise zlib.error("not the end of the stream")


def _pieces(file: BinaryIO, at: int, length: int) -> Iterator[bytes]:
    while length > 0:
        piece = _at(file, at, min(_CHUNK, length))
        if not piece:
            return
        at, length = at + len(piece), length - len(piece)
        yield piece


def _at(file: BinaryIO, at: int, length: int) -> bytes:
    if at < 0:
        return b""
    file.seek(at)
    return file.read(length)


def _end_of(file: BinaryIO, size: int) -> tuple[str, int, int]:
    """The digest of the manifest, and where the directory stands and how long it is."""
    end = _at(file, size - _END_LENGTH, _END_LENGTH)
    fields = _END.unpack(end[: _END.size]) if len(end) == _END_LENGTH else ()
    comment = re.fullmatch(_COMMENT.format(digest="([0-9a-f]{64})"), end[_END.size :].decode("latin-1"))
    if fields and comment and end[:4] == b"PK\x05\x06" and fields[5] + fields[6] == size - _END_LENGTH:
        return comment[1], fields[6], fields[5]
    if _COMMENT[:20].encode() in end or (fields and fields[5] + fields[6] == size - _END_LENGTH):
        raise _damaged(_("the end of the zip"))
    if _at(file, 0, 4) != b"PK\x03\x04":
        raise BadArchive(_("not an archive of Counterpoise: it is no zip"))
    raise BadArchive(_("not a whole archive of Counterpoise: another kind of zip, or its end is cut off or damaged"))


def _manifest_entry(found: Tail) -> Entry:
    return Entry(MANIFEST, len(found.manifest), found.digest, len(found.manifest), found.digest)


def _header(entry: Entry, crc: int) -> bytes:
    sizes = (crc, entry.packed, entry.size)
    return (
        _LOCAL.pack(b"PK\x03\x04", _NEEDS, 0, entry.method, 0, _DAY, *sizes, len(entry.name), 0) + entry.name.encode()
    )


def _directory(entries: Iterable[tuple[Entry, int]]) -> bytes:
    at, records = 0, b""
    for entry, crc in entries:
        sizes = (crc, entry.packed, entry.size)
        rest = (len(entry.name), 0, 0, 0, 0, 0, at)
        records += _CENTRAL.pack(b"PK\x01\x02", _NEEDS, _NEEDS, 0, entry.method, 0, _DAY, *sizes, *rest)
        records += entry.name.encode()
        at += entry.header_size + entry.packed
    return records


def _end(entries: list[tuple[Entry, int]], digest: str) -> bytes:
    comment = _COMMENT.format(digest=digest).encode()
    length = sum(_CENTRAL.size + len(entry.name) for entry, _crc in entries)
    at = sum(entry.header_size + entry.packed for entry, _crc in entries)
    count = len(entries)
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, length, at, len(comment)) + comment


def _damaged(what: str) -> BadArchive:
    return BadArchive(_("damaged: {part} is not as it was written").format(part=what))


__all__ = ["ATTACHMENTS", "LARGEST", "MOST_FILES", "BadArchive", "Entry", "Tail", "Writer", "check", "content", "tail"]
