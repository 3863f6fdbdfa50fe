"""A backup: the whole database and this installation's secret in one file, encrypted with age.

Nothing of it is ever written to disk in plain: it is copied, checked and encrypted in memory. Made while others write,
it holds one moment of the database.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from counterpoise import __version__, place
from counterpoise.text import _

FORMAT = "counterpoise-backup"
VERSION = 1

DATABASE, SECRET, MANIFEST = "journal.sqlite3", "secret-key", "manifest.json"


class BadBackup(ValueError):
    """A backup that cannot be made or used; the message says why."""


class Key(Protocol):
    """What opens a backup."""

    def unseal(self, sealed: bytes) -> bytes: ...


class Lock(Key, Protocol):
    """What locks a backup, and opens it again to check it."""

    def seal(self, plain: bytes) -> bytes: ...


@dataclass(frozen=True)
class Copy:
    """All that a backup holds."""

    database: bytes
    secret: bytes
    manifest: dict[str, Any]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table."""
        found: dict[str, int] = self.manifest["counts"]
        return found

    @property
    def migrations(self) -> set[tuple[str, str]]:
        """The steps that made the tables what they are."""
        return {(app, name) for app, name in self.manifest["migrations"]}


def make(target: Path, lock: Lock, now: dt.datetime) -> Copy:
    """Write a backup to a new file and make sure that it can be restored. Raises BadBackup."""
    if target.exists():
        raise BadBackup(_("{file} exists already; a backup never replaces a file").format(file=target))
    copy = taken(now)
    draft = target.with_name(f"{target.name}.part")
    try:
        write_private(draft, lock.seal(_packed(copy)))
        if opened(draft.read_bytes(), lock) != copy:
            raise BadBackup(_("The backup does not read back as it was written; nothing was kept"))
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return copy


def taken(now: dt.datetime) -> Copy:
    """The state of the database at one moment, checked. Raises BadBackup."""
    if not place.database_file().exists():
        raise BadBackup(_("There is no journal in {folder} yet").format(folder=place.data_folder()))
    source = f"{place.database_file().as_uri()}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as live, closing(sqlite3.connect(":memory:")) as memory:
        live.backup(memory)
        _check_whole(memory)
        memory.execute("VACUUM")  # without what is left of erased rows, where that is not finished yet
        database = _without_wal(memory.serialize())
        counts = _counts(memory)
        migrations = memory.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    secret = place.secret_key().encode()
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(timespec="seconds"),
        "program": __version__,
        "migrations": [list(step) for step in migrations],
        "counts": counts,
        "sha256": {DATABASE: _digest(database), SECRET: _digest(secret)},
    }
    return Copy(database, secret, manifest)


def opened(sealed: bytes, key: Key) -> Copy:
    """Decrypt a backup and hold it against its manifest. Raises BadBackup."""
    copy = _unpacked(key.unseal(sealed))
    digests = {DATABASE: _digest(copy.database), SECRET: _digest(copy.secret)}
    if copy.manifest.get("format") != FORMAT or copy.manifest.get("sha256") != digests:
        raise BadBackup(_("This is not a backup of Counterpoise, or it is damaged"))
    if copy.manifest["version"] != VERSION:
        raise BadBackup(_("This backup was written by a newer version of Counterpoise"))
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.deserialize(copy.database)
        _check_whole(memory)
        if _counts(memory) != copy.counts:
            raise BadBackup(_("This backup does not hold as many rows as it says"))
    return copy


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read, and see it on the disk."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _without_wal(database: bytes) -> bytes:
    """A database that stands alone: bytes 18 and 19 of the file say whether a log belongs to it (2) or not (1)."""
    return database[:18] + b"\x01\x01" + database[20:]


def _packed(copy: Copy) -> bytes:
    parts = {MANIFEST: json.dumps(copy.manifest, indent=1).encode(), DATABASE: copy.database, SECRET: copy.secret}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=6) as archive:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o600
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def _unpacked(plain: bytes) -> Copy:
    """Read into memory by name: no path in an archive ever reaches the disk."""
    try:
        with tarfile.open(fileobj=io.BytesIO(plain), mode="r:gz") as archive:
            parts = {entry.name: file.read() for entry in archive if (file := archive.extractfile(entry))}
        return Copy(parts[DATABASE], parts[SECRET], json.loads(parts[MANIFEST]))
    except (tarfile.TarError, OSError, EOFError, KeyError, ValueError):
        raise BadBackup(_("This is not a backup of Counterpoise, or it is damaged")) from None


def _check_whole(database: sqlite3.Connection) -> None:
    try:
        said = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        astray = database.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        said, astray = str(error), None
    if said != "ok" or astray is not None:
        raise BadBackup(_("The database is damaged: {problem}").format(problem=said if said != "ok" else astray[0]))


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    """Rows by table. Sorted, so that two of them compare as text, too."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
