"""Erased for good: not a byte is left, and nothing brings it back."""

import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from counterpoise import diary as d
from counterpoise.journal import bring, diaries, entries, erase, models
from counterpoise.journal.models import Import, Person
from counterpoise.journal.opening import open_journal
from tests.journal.conftest import Clock

AT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
SECRET = "Zyxwv-marker-"


def marked(n: int, **more: Any) -> d.Rating:
    return d.Rating(
        id=f"{SECRET}id-{n}", at=AT, measure=f"{SECRET}measure", value=1.0, note=f"{SECRET}note-{n}", **more
    )


def fill(person: Person, clock: Clock) -> None:
    """Something of every kind of trace: rows, history, an import and its receipt, the profile and its history."""
    rating = entries.add(person, marked(1), clock())
    entries.change(rating, marked(1, prompt="dose"), clock())
    product = d.Product(id=f"{SECRET}product", substance="kratom", name=f"{SECRET}product")
    entries.add(person, product, clock())
    lot = entries.add(person, d.Lot(id=f"{SECRET}lot", product=product.id, lot_number=f"{SECRET}lot"), clock())
    dose = d.Dose(id=f"{SECRET}dose", at=AT, substance="kratom", lot=f"{SECRET}lot", rating=f"{SECRET}id-1")
    entries.remove(entries.add(person, dose, clock()), clock())
    entries.remove(lot, clock())
    about = d.Person(time_zone="UTC", conditions=(f"{SECRET}condition",), medicines=(d.Medicine(name=f"{SECRET}drug"),))
    file = d.Diary(person=about, doses=(), ratings=(marked(2), marked(3)), extra={f"{SECRET}extra": 1})
    receipt = Import(at=clock(), format="counterpoise", file_name=f"{SECRET}file.json", receipt={"a": f"{SECRET}line"})
    bring.bring(person, file, receipt)
    entries.change_profile(person, replace(diaries.profile(person), allergies=(f"{SECRET}allergy",)), clock())
    session = SessionStore()
    session["person"] = str(person.pk)
    session.create()
    models.Key.objects.create(digest="0" * 64, person=person, made_at=clock())


def traces(folder: Path, marker: str = SECRET) -> list[str]:
    """The files of the data folder that hold the marker anywhere."""
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and marker.encode() in path.read_bytes()]


def test_no_byte_of_an_erased_person_is_left(journal_file: Path, clock: Clock) -> None:
    alice = Person.objects.create(name=f"{SECRET}Alice", time_zone="UTC")
    bob = Person.objects.create(name="Bob", time_zone="UTC")
    entries.add(bob, d.Rating(at=AT, measure="mood", value=5.0), clock())
    his = diaries.diary(bob)
    fill(alice, clock)
    copy = journal_file.with_name("journal-before-restore-2026-01-01.sqlite3")
    copy.write_bytes(journal_file.read_bytes() + SECRET.encode())
    assert "journal.sqlite3-wal" in traces(journal_file.parent)
    key = alice.pk
    assert erase.erase_person(alice)
    assert traces(journal_file.parent) == []
    assert traces(journal_file.parent, key.hex) == []
    assert not Session.objects.exists()
    assert diaries.diary(bob) == his
    assert not Person.objects.filter(pk=key).exists()
    assert journal_file.with_name("journal.sqlite3-wal").stat().st_size == 0


def test_no_byte_of_an_erased_entry_is_left_and_the_rest_stays(journal_file: Path, clock: Clock) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    rating = entries.add(alice, marked(1), clock())
    entries.change(rating, marked(1, prompt="dose"), clock())
    dose = d.Dose(id="d1", at=AT, substance="kratom", amount=2.0, unit="g", rating=f"{SECRET}id-1")
    linked = entries.add(alice, dose, clock())
    entries.change(linked, replace(dose, amount=1.5), clock())
    key = rating.pk
    assert erase.erase_entry(rating)
    assert traces(journal_file.parent) == []
    assert traces(journal_file.parent, key.hex) == []
    assert diaries.diary(alice).doses[0].rating is None
    entries.undo(linked, clock())  # the earlier state is still there, without the link
    assert (diaries.diary(alice).doses[0].amount, diaries.diary(alice).doses[0].rating) == (2.0, None)


def test_erasing_a_product_erases_its_lots(journal_file: Path, clock: Clock) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    product = entries.add(alice, d.Product(id=f"{SECRET}p", substance="kratom", name=SECRET), clock())
    entries.add(alice, d.Product(id="p2", substance="kratom", name="other"), clock())
    lot = entries.add(alice, d.Lot(id=f"{SECRET}l", product=f"{SECRET}p"), clock())
    moved = entries.add(alice, d.Lot(id="l2", product=f"{SECRET}p"), clock())
    entries.change(moved, d.Lot(id="l2", product="p2"), clock())
    dose = d.Dose(id="d1", at=AT, substance="kratom", lot=f"{SECRET}l")
    entries.change(entries.add(alice, dose, clock()), replace(dose, amount=1.0, unit="g"), clock())
    assert erase.erase_entry(product)
    assert traces(journal_file.parent) == []
    kept = diaries.diary(alice)
    assert ([each.id for each in kept.products], [each.id for each in kept.lots]) == (["p2"], ["l2"])
    assert kept.doses[0].lot is None
    assert not models.Lot.objects.filter(pk=lot.pk).exists()


def test_no_byte_is_left_where_rows_were_moved_about(journal_file: Path, clock: Clock) -> None:
    """Even in a database whose deleted rows were once not overwritten: the file is written anew."""
    connection.cursor().execute("PRAGMA secure_delete=OFF")
    alice, bob = (Person.objects.create(name=name, time_zone="UTC") for name in ("Alice", "Bob"))
    for n in range(150):
        entries.remove(entries.add(alice, marked(n), clock()), clock())
        bobs = d.Rating(
            id=str(uuid.uuid5(uuid.NAMESPACE_OID, str(n))), at=AT, measure="mood", value=1.0, note="x" * 400
        )
        entries.add(bob, bobs, clock())
        entries.change(
            entries.row_of(bob, "rating", models.Rating.objects.get(source_id=bobs.id).pk),
            replace(bobs, note=None),
            clock(),
        )
    models.Change.objects.filter(person=alice).delete()
    assert erase.erase_person(alice)
    assert traces(journal_file.parent) == []
    assert len(diaries.diary(bob).ratings) == 150


def test_neither_a_file_nor_a_late_device_brings_it_back(journal_file: Path, clock: Clock) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    erase.erase_entry(entries.add(alice, marked(1), clock()))
    with pytest.raises(entries.Conflict):
        entries.add(alice, marked(1), clock())
    file = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=(marked(1), marked(2)))
    done = bring.bring(alice, file, Import(at=clock(), format="counterpoise", file_name="f"))
    assert done.kinds == {"rating": bring.Found(new=1, deleted=1)}


def test_while_someone_reads_it_says_so_and_finishes_at_the_next_start(journal_file: Path, clock: Clock) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    row = entries.add(alice, marked(1), clock())
    with closing(sqlite3.connect(journal_file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM journal_rating").fetchone()
        with impatient():
            assert not erase.erase_entry(row)
        assert diaries.diary(alice).ratings == ()  # gone for everybody who asks from now on
    assert traces(journal_file.parent)
    open_journal()
    assert traces(journal_file.parent) == []
    assert not (journal_file.parent / "erasing-unfinished").exists()


def impatient() -> Any:
    """Wait for others no longer than a moment, instead of seconds."""
    from contextlib import contextmanager

    @contextmanager
    def waiting() -> Any:
        connection.cursor().execute("PRAGMA busy_timeout=50")
        yield
        connection.cursor().execute("PRAGMA busy_timeout=5000")

    return waiting()


def test_whoever_keeps_something_of_theirs_in_memory_is_told(journal_file: Path) -> None:
    told: list[Any] = []

    def listener(key: Any, **_: Any) -> None:
        told.append(key)

    erase.person_erased.connect(listener)
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    key = alice.pk
    erase.erase_person(alice)
    assert told == [key]
    erase.person_erased.disconnect(listener)


def test_sessions_of_others_stay_open(journal_file: Path, clock: Clock) -> None:
    alice, bob = (Person.objects.create(name=name, time_zone="UTC") for name in ("Alice", "Bob"))
    sessions: dict[str, Callable[[], bool]] = {}
    for person in (alice, bob):
        session = SessionStore()
        session["person"] = str(person.pk)
        session.create()
        sessions[person.name] = Session.objects.filter(pk=session.session_key).exists
    erase.erase_person(alice)
    assert (sessions["Alice"](), sessions["Bob"]()) == (False, True)
