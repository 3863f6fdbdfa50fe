"""The proof that a person was erased: what went, and that nothing here holds them any more, asked of every table."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections

from counterpoise import place
from counterpoise.journal import archive, erase
from counterpoise.journal import models as m
from counterpoise.journal.archive.tables import BESIDE_BY_NAME, TABLES
from counterpoise.text import _, local

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Receipt:
    """What was erased, and what was looked at afterwards."""

    at: dt.datetime
    diary_sha256: str
    rows: dict[str, int]  # by table, as they were
    tables_asked: int
    still_there: tuple[str, ...]  # tables that hold the person's key in any column: none is the proof
    bytes_searched: int
    files_with_traces: tuple[str, ...]  # files of the database in which the key still stands
    finished: bool  # the file was written anew; else that is done at the next start

    @property
    def nothing_left(self) -> bool:
        return self.finished and not self.still_there and not self.files_with_traces


def erase_with_proof(person: m.Person, now: dt.datetime) -> Receipt:
    """Erase everything of a person, then ask every table and every byte of the database whether anything is left."""
    key = person.pk
    digest, rows = archive.diary_digest(person), _counted(person)
    finished = erase.erase_person(person)
    asked, still = _tables_with(key)
    searched, traces = _files_with(key)
    return Receipt(now, digest, rows, asked, still, searched, traces, finished)


def told(receipt: Receipt) -> str:
    """The receipt as plain text."""
    at = receipt.at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M")
    lines = [
        _("Erased by Counterpoise on {time} (UTC).").format(time=at),
        _("SHA-256 of the diary that was erased: {digest}").format(digest=receipt.diary_sha256),
        "",
        _("Erased, rows by table, earlier states and deleted ones among them:"),
        *(f"  {name}: {count:,}" for name, count in receipt.rows.items()),
        "",
        *checks(receipt),
        "",
        *limits(),
    ]
    return "\n".join(lines) + "\n"


def checks(receipt: Receipt) -> tuple[str, str]:
    """What was asked afterwards, and what came out."""
    return _tables_told(receipt), _files_told(receipt)


def limits() -> tuple[str, ...]:
    """What stays, and what no program reaches."""
    return (
        _("What stays: a hash of random keys, which names nobody. By it no file brings the entries back by mistake."),
        _("What this cannot reach, and you can: backups, archives and exported files made before."),
        _("What nobody can take back: what you gave to others."),
        _("Worn parts of an SSD and snapshots of the disk are beyond any program; disk encryption covers those."),
    )


def _tables_told(receipt: Receipt) -> str:
    if receipt.still_there:
        names = ", ".join(receipt.still_there)
        return _("Checked afterwards: something is left in {names}. Please report this.").format(names=names)
    return _("Checked afterwards: {count} tables were asked in every column; none knows this person any more.").format(
        count=receipt.tables_asked
    )


def _files_told(receipt: Receipt) -> str:
    if not receipt.finished:
        return _("The database file is in use elsewhere. It is written anew at the next start; then no byte is left.")
    if receipt.files_with_traces:
        names = ", ".join(receipt.files_with_traces)
        return _("Checked afterwards: the person's key still stands in {names}. Please report this.").format(
            names=names
        )
    return _("The database file was written anew and searched, {count} bytes of it: no trace of the key.").format(
        count=local(f"{receipt.bytes_searched:,}")
    )


def _counted(person: m.Person) -> dict[str, int]:
    counts = {
        name: table.objects.filter(**{BESIDE_BY_NAME[name].of if name in BESIDE_BY_NAME else "person": person}).count()
        for name, table in TABLES.items()
    }
    return {name: count for name, count in counts.items() if count}


def _tables_with(key: uuid.UUID) -> tuple[int, tuple[str, ...]]:
    """Asks the database itself, not the program's idea of it: every table there is, every column of it."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        names = sorted(database.introspection.table_names(cursor))
        found = []
        for name in names:
            columns = [column.name for column in database.introspection.get_table_description(cursor, name)]
            quoted = [database.ops.quote_name(column) for column in columns]
            holds = " OR ".join(f"instr({column}, %s) OR instr({column}, %s)" for column in quoted)
            table = database.ops.quote_name(name)
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {holds}", [key.hex, str(key)] * len(columns))  # noqa: S608
            if cursor.fetchone()[0]:
                found.append(name)
    return len(names), tuple(found)


def _files_with(key: uuid.UUID) -> tuple[int, tuple[str, ...]]:
    """How many bytes of the database and its log were searched, and which of the files hold the key."""
    searched, found = 0, []
    for path in sorted(place.data_folder().glob(f"{place.database_file().name}*")):
        searched += path.stat().st_size
        if _holds(path, (key.hex.encode(), str(key).encode())):
            found.append(path.name)
    return searched, tuple(found)


def _holds(path: Path, marks: tuple[bytes, ...]) -> bool:
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if any(mark in before + chunk for mark in marks):
                return True
            before = chunk[-64:]
    return False
