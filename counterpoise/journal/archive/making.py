"""Making an archive: one state of everything that is kept of one person, in one zip, checked before it is announced."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from django.db import DEFAULT_DB_ALIAS, connections

from counterpoise import __version__, diary_file
from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.archive import reading, tables
from counterpoise.journal.archive.forms import FORMS
from counterpoise.journal.archive.readme import readme
from counterpoise.journal.archive.zipped import BadArchive, Writer
from counterpoise.journal.diaries import diary
from counterpoise.text import _

HISTORY, HISTORY_VERSION = "counterpoise-history", 1


def write(file: BinaryIO, person: m.Person, now: dt.datetime) -> reading.Opened:
    """Write the archive of a person into an empty file, and read it back. Raises BadArchive."""
    writer = Writer(file)
    with _one_state():
        whole = diary(person)
        text = diary_file.write(whole).encode()
        writer.add("README.txt", [readme(now).encode()])
        writer.add("diary.json", [text])
        for form in FORMS:
            for name, content in form(person, whole, now):
                writer.add(name, [content])
        counted: Counter[str] = Counter()
        digest = hashlib.sha256()
        writer.add("history.json", _history(person, counted, digest))
        for name, content in tables.attachments(person):
            writer.add(name, [content])
    manifest = {
        "format": reading.FORMAT,
        "version": reading.VERSION,
        "made_at": now.isoformat(timespec="seconds"),
        "program": __version__,
        "diary_sha256": hashlib.sha256(text).hexdigest(),
        "history_sha256": digest.hexdigest(),
        "counts": {"diary": _counted(whole), "history": dict(counted)},
        "files": writer.files,
    }
    writer.finish((json.dumps(manifest, indent=1) + "\n").encode())
    found = reading.opened(file)
    if found.manifest != manifest:
        raise BadArchive(_("The archive does not read back as it was written"))
    return found


def diary_digest(person: m.Person) -> str:
    """What tells one diary from another: the digest of its diary file."""
    return hashlib.sha256(diary_file.write(diary(person)).encode()).hexdigest()


def history_digest(person: m.Person) -> str:
    """The same of everything else that is kept: earlier states, what was deleted, attachments, what was set aside."""
    digest = hashlib.sha256()
    for _text in _rows(person, Counter(), digest):
        pass
    for name, content in tables.attachments(person):
        _into(digest, [name, hashlib.sha256(content).hexdigest()])
    return digest.hexdigest()


def _history(person: m.Person, counted: Counter[str], digest: Any) -> Iterator[bytes]:
    """The text of history.json, a row a line."""
    head: dict[str, Any] = {"format": HISTORY, "version": HISTORY_VERSION, "person": str(person.pk)}
    head["erased"] = sorted(m.Erased.objects.values_list("digest", flat=True))
    yield json.dumps(head)[:-1].encode() + b', "rows": [\n'
    before = b""
    for text in _rows(person, counted, digest):
        yield before + text
        before = b",\n"
    yield b"\n]}\n"
    for name, content in tables.attachments(person):
        _into(digest, [name, hashlib.sha256(content).hexdigest()])


def _rows(person: m.Person, counted: Counter[str], digest: Any) -> Iterator[bytes]:
    for table, row in tables.rows(person):
        counted[table] += 1
        yield json.dumps([table, row], ensure_ascii=False).encode()
        _into(digest, [table, {name: value for name, value in row.items() if name != "key"}])


def _into(digest: Any, value: Any) -> None:
    digest.update(json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n")


def _counted(whole: d.Diary) -> dict[str, int]:
    """Records of the diary, by list."""
    lists: dict[str, Any] = {name: getattr(whole, name) for name in d.RECORD_LISTS}
    lists |= {"medicines": whole.person.medicines, "history": whole.person.history}
    return {name: len(records) for name, records in lists.items() if records}


@contextmanager
def _one_state() -> Iterator[None]:
    """All that is read inside is of one moment, and nobody who writes has to wait for it."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.in_atomic_block:
        yield
        return
    with database.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # Django's own transactions would lock out writers
    try:
        yield
    finally:
        with database.cursor() as cursor:
            cursor.execute("ROLLBACK")


__all__ = ["HISTORY", "HISTORY_VERSION", "diary_digest", "history_digest", "write"]
