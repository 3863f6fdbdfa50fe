"""Opening an archive: everything is checked before anything of it is used."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, BinaryIO

from counterpoise import json_text
from counterpoise.journal.archive import zipped
from counterpoise.journal.archive.zipped import BadArchive, Entry
from counterpoise.text import _

FORMAT, VERSION = "counterpoise-archive", 1
_HEX = frozenset("0123456789abcdef")
_LARGEST_TEXT = 500_000_000
"""Bytes of diary.json or history.json: they are read as a whole."""


@dataclass(frozen=True)
class Opened:
    """An archive of which every byte was checked."""

    file: BinaryIO
    entries: list[Entry]
    manifest: dict[str, Any]

    @property
    def made_at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.manifest["made_at"])

    @property
    def in_diary(self) -> dict[str, int]:
        """Records of the diary, by list."""
        found: dict[str, int] = self.manifest["counts"]["diary"]
        return found

    @property
    def in_history(self) -> dict[str, int]:
        """Rows by table, deleted ones too."""
        found: dict[str, int] = self.manifest["counts"]["history"]
        return found

    @property
    def attachments(self) -> int:
        return sum(entry.name.startswith(zipped.ATTACHMENTS) for entry in self.entries)

    def text(self, name: str) -> bytes:
        """One of the files that are read as a whole. Raises BadArchive."""
        return zipped.content(self.file, self.entries, name, _LARGEST_TEXT)


def opened(file: BinaryIO) -> Opened:
    """Check an archive: form, version, every name, size and byte. Raises BadArchive, which names what is wrong."""
    found = zipped.tail(file)
    try:
        manifest = json_text.parsed(found.manifest)
    except json_text.BadJson as error:
        raise BadArchive(f"manifest.json: {error}") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadArchive(_("manifest.json: not an archive of Counterpoise"))
    if type(manifest.get("version")) is not int or manifest["version"] != VERSION:
        message = _(
            "manifest.json: version {found}; this program reads version {allowed} (written by a newer version?)"
        )
        raise BadArchive(message.format(found=repr(manifest.get("version"))[:20], allowed=VERSION))
    entries = _entries(manifest)
    zipped.check(file, found, entries)
    return Opened(file, entries, manifest)


def _entries(manifest: dict[str, Any]) -> list[Entry]:
    """What the manifest says of its files; a manifest that was written by hand is refused, not trusted."""
    told = manifest.get("files")
    whole = (
        isinstance(told, list)
        and len(told) <= zipped.MOST_FILES
        and all(map(_is_entry, told))
        and all(_is_digest(manifest.get(name)) for name in ("diary_sha256", "history_sha256"))
        and _are_counts(manifest.get("counts"))
        and _is_instant(manifest.get("made_at"))
    )
    if not whole:
        raise BadArchive(_("manifest.json: not as Counterpoise writes it"))
    return [Entry(**entry) for entry in told or ()]


def _is_entry(told: Any) -> bool:
    return (
        isinstance(told, dict)
        and told.keys() == Entry.__dataclass_fields__.keys()
        and isinstance(told["name"], str)
        and all(type(told[name]) is int and 0 <= told[name] <= zipped.LARGEST for name in ("size", "packed"))
        and all(_is_digest(told[name]) for name in ("sha256", "packed_sha256"))
    )


def _is_digest(told: Any) -> bool:
    return isinstance(told, str) and len(told) == 64 and _HEX.issuperset(told)


def _are_counts(told: Any) -> bool:
    return (
        isinstance(told, dict)
        and told.keys() == {"diary", "history"}
        and all(isinstance(part, dict) and all(type(n) is int for n in part.values()) for part in told.values())
    )


def _is_instant(told: Any) -> bool:
    try:
        return dt.datetime.fromisoformat(told).tzinfo is not None
    except (TypeError, ValueError):
        return False
