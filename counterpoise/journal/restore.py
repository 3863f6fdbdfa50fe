"""Restoring a backup: everything is checked first; then the databases change places, and the old one is kept."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from counterpoise import place
from counterpoise.journal import erase, hold
from counterpoise.journal.backup import BadBackup, Copy, write_private
from counterpoise.journal.opening import known
from counterpoise.text import _


def restore(copy: Copy, now: dt.datetime) -> Path | None:
    """Put the database of a checked backup in the place of the present one. Gives where the old one is kept, if any.

    What was erased here for good is erased in the restored one as well, at the latest when the journal is opened.
    Raises BadBackup; then nothing was changed.
    """
    if copy.migrations - known():
        raise BadBackup(_("This backup was written by a newer version of Counterpoise"))
    folder = place.make_data_folder()
    if not hold.alone():
        raise BadBackup(_("Counterpoise is running in {folder}; please stop it first").format(folder=folder))
    try:
        return _swap(copy, now)
    finally:
        hold.release()


def _swap(copy: Copy, now: dt.datetime) -> Path | None:
    database, secret = place.database_file(), place.secret_key_file()
    drafts = {secret: draft_of(secret), database: draft_of(database)}  # the database last: with it, all is done
    kept = None
    try:
        write_private(drafts[secret], copy.secret)
        write_private(drafts[database], _with_erasures(copy.database, _erased_here(database)))
        kept = _set_aside(database, now) if database.exists() else None
        erase.leave_work(erase.AFTER_RESTORE)
        for path, draft in drafts.items():
            draft.replace(path)
    except BaseException:
        if kept is not None:
            kept.unlink(missing_ok=True)  # only a second name of the journal that stays
        raise
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    _see_on_disk(database.parent)
    return kept


def draft_of(path: Path) -> Path:
    """Where a file waits until it takes its place."""
    return path.with_name(f"{path.name}.restoring")


def _set_aside(database: Path, now: dt.datetime) -> Path:
    """Give the old database a second name; it keeps its own until the new one takes it, in one step."""
    kept = database.with_name(f"journal-before-restore-{now:%Y-%m-%d-%H%M%S}.sqlite3")
    try:
        with closing(sqlite3.connect(database)) as old:
            old.execute("PRAGMA journal_mode=DELETE")  # takes its log in, which would be taken for the new one's
    except sqlite3.DatabaseError:
        pass  # damaged: it is kept as it is
    for ending in ("-wal", "-shm"):
        log = database.with_name(database.name + ending)
        if log.exists():
            log.replace(kept.with_name(kept.name + ending))
    try:
        os.link(database, kept)
    except OSError:  # a disk that knows no links (exFAT)
        write_private(kept, database.read_bytes())
    return kept


def _erased_here(database: Path) -> list[str]:
    """The hashes of what was erased here; none can be read from a database that is not there or damaged."""
    if not database.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as here:
            return [digest for (digest,) in here.execute("SELECT digest FROM journal_erased")]
    except sqlite3.DatabaseError:
        return []


def _with_erasures(database: bytes, digests: list[str]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.deserialize(database)
        memory.executemany("INSERT OR IGNORE INTO journal_erased (digest) VALUES (?)", [(each,) for each in digests])
        memory.commit()
        return memory.serialize()


def _see_on_disk(folder: Path) -> None:
    """Names, too, are on the disk only after this (folders cannot be opened everywhere)."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
