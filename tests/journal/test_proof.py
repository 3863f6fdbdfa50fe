"""The proof of an erasing: it says what went, and would say what stayed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from counterpoise.journal import archive, proof
from counterpoise.journal import models as m
from tests.journal.archived import NOW, fill
from tests.journal.conftest import Clock

CANARY = "Zyxwv-canary-"


def traces(folder: Path, mark: str) -> list[str]:
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and mark.encode() in path.read_bytes()]


def test_the_receipt_tells_what_went_and_no_byte_of_it_is_left(journal_file: Path, clock: Clock) -> None:
    alice = m.Person.objects.create(name=f"{CANARY}Alice", time_zone="UTC")
    bob = m.Person.objects.create(name="Bob", time_zone="UTC")
    fill(alice, clock, CANARY)
    fill(bob, clock)
    digest, key = archive.diary_digest(alice), alice.pk
    his = archive.history_digest(bob)
    assert {"journal.sqlite3-wal"} <= set(traces(journal_file.parent, CANARY))
    receipt = proof.erase_with_proof(alice, NOW)
    assert receipt.nothing_left
    assert traces(journal_file.parent, CANARY) == []
    assert traces(journal_file.parent, key.hex) == []
    assert receipt.diary_sha256 == digest
    assert receipt.rows["dose"] == 2
    assert receipt.rows["document"] == 1
    assert receipt.rows["quiet_bag"] == 1
    assert receipt.bytes_searched >= journal_file.stat().st_size
    assert archive.history_digest(bob) == his
    told = proof.told(receipt)
    assert digest in told
    assert "2026-06-02 12:00" in told
    assert "none knows this person any more" in told
    assert CANARY not in told
    assert key.hex not in told
    assert str(key) not in told


def test_what_is_left_in_any_column_of_any_table_would_be_told(journal_file: Path) -> None:
    alice = m.Person.objects.create(name="Alice", time_zone="UTC")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (id INTEGER PRIMARY KEY, whatever TEXT)")
        cursor.execute("INSERT INTO forgotten (whatever) VALUES (%s)", [f"x {alice.pk} y"])
    receipt = proof.erase_with_proof(alice, NOW)
    assert receipt.still_there == ("forgotten",)
    assert "journal.sqlite3" in receipt.files_with_traces
    assert not receipt.nothing_left
    assert "something is left in forgotten" in proof.told(receipt)


def test_while_someone_reads_it_says_that_the_file_is_not_finished(journal_file: Path, clock: Clock) -> None:
    alice = m.Person.objects.create(name="Alice", time_zone="UTC")
    fill(alice, clock, CANARY)
    with closing(sqlite3.connect(journal_file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM journal_rating").fetchone()
        connection.cursor().execute("PRAGMA busy_timeout=50")
        receipt = proof.erase_with_proof(alice, NOW)
        connection.cursor().execute("PRAGMA busy_timeout=5000")
    assert receipt.still_there == ()
    assert not receipt.nothing_left
    assert "in use elsewhere" in proof.told(receipt)
