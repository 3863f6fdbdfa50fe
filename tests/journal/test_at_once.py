"""Several at once: threads that write the same, and a reader in between two writes."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from counterpoise import diary as d
from counterpoise.journal import bring, diaries, entries
from counterpoise.journal.models import Import, Person
from tests.journal.conftest import Clock

AT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
PAIN = d.Rating(id="r1", at=AT, measure="pain.now", value=6.0)


@pytest.fixture
def at_once(journal_file: Path, django_db_blocker: DjangoDbBlocker) -> Callable[[Callable[[int], Any], int], list[Any]]:
    """Run a function in several threads, each with a connection of its own, all starting together."""

    def run(act: Callable[[int], Any], threads: int) -> list[Any]:
        together = Barrier(threads)

        def one(number: int) -> Any:
            together.wait()
            try:
                return act(number)
            finally:
                connection.close()

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, range(threads)))

    return run


def test_the_same_entry_sent_by_two_tabs_at_once_is_one_row(at_once: Any) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    for n in range(10):
        same = replace(PAIN, id=f"r{n}")
        keys = at_once(lambda _n, same=same: entries.add(alice, same, NOW).pk, 4)
        assert len(set(keys)) == 1
    assert len(diaries.diary(alice).ratings) == 10


def test_the_same_id_with_two_meanings_is_saved_once_and_refused_once(at_once: Any) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")

    def add(number: int) -> str:
        try:
            entries.add(alice, replace(PAIN, value=float(number)), NOW)
        except entries.Conflict:
            return "refused"
        return "saved"

    assert sorted(at_once(add, 2)) == ["refused", "saved"]
    assert len(diaries.diary(alice).ratings) == 1


def test_the_same_file_brought_in_twice_at_once_adds_once(at_once: Any) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    ratings = tuple(replace(PAIN, id="", value=float(n % 11)) for n in range(200))
    file = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=ratings)
    new = at_once(lambda _n: bring.bring(alice, file, Import(at=NOW, format="f", file_name="f")).new, 3)
    assert sorted(new) == [0, 0, 200]
    assert len(diaries.diary(alice).ratings) == 200


def test_no_change_is_lost_in_the_count_of_changes(at_once: Any) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    at_once(lambda n: [entries.add(alice, replace(PAIN, id=f"{n}-{k}"), NOW) for k in range(5)], 4)
    assert diaries.revision(alice) == 20


def test_a_diary_read_while_someone_writes_is_one_state(
    alice: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dose and its rating come in after the ratings were read and before the doses are."""
    original = diaries.records
    disturbed: list[bool] = []

    def read_with_a_writer_in_between(person: Person, kind: Any, since: Any = None) -> Any:
        found = original(person, kind, since)
        if kind.name == "rating" and not disturbed:
            disturbed.append(True)
            entries.add(alice, PAIN, clock())
            entries.add(alice, d.Dose(id="d1", at=AT, substance="kratom", rating="r1"), clock())
        return found

    monkeypatch.setattr(diaries, "records", read_with_a_writer_in_between)
    read = diaries.diary(alice)
    assert disturbed
    assert ([each.id for each in read.doses], [each.id for each in read.ratings]) == (["d1"], ["r1"])


def test_a_writer_that_never_rests_does_not_keep_the_reader_waiting(
    alice: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = diaries.records
    reads: list[str] = []

    def always_disturbed(person: Person, kind: Any, since: Any = None) -> Any:
        if kind.name == "rating":
            reads.append(entries.add(alice, replace(PAIN, id=f"r{len(reads)}"), clock()).source_id)
        return original(person, kind, since)

    monkeypatch.setattr(diaries, "records", always_disturbed)
    assert [each.id for each in diaries.diary(alice).ratings] == reads
    assert len(reads) == 4


def test_a_database_that_does_not_answer_is_said_and_nothing_saved(at_once: Any, journal_file: Path) -> None:
    import sqlite3
    from contextlib import closing

    alice = Person.objects.create(name="Alice", time_zone="UTC")
    connection.cursor().execute("PRAGMA busy_timeout=20")
    with closing(sqlite3.connect(journal_file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(entries.NotSaved, match="Nothing was saved: database is locked"):
            entries.add(alice, PAIN, NOW)
    assert diaries.diary(alice).ratings == ()
