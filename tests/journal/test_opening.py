"""Opening the journal: safe on disk, in step with the program, or refused in one line with nothing written."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from counterpoise.cli import main
from counterpoise.journal import hold, opening
from counterpoise.journal.models import Person
from counterpoise.journal.opening import UnusableJournal, open_journal
from tests.house.tree import ROOT


def contents(folder: Path) -> dict[str, bytes]:
    """Every file and its bytes, but SQLite's map of its log, which is made anew by every reader."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def test_what_was_acknowledged_survives_a_power_cut(journal_file: Path) -> None:
    """WAL with synchronous=FULL (2): a commit returns when it is on the disk."""
    assert (pragma("journal_mode"), pragma("synchronous")) == ("wal", 2)
    assert (pragma("secure_delete"), pragma("foreign_keys"), pragma("busy_timeout")) == (1, 1, 5000)


def test_only_its_owner_can_read_it(journal_file: Path) -> None:
    Person.objects.create(name="Alice", time_zone="UTC")
    modes = {path.name: path.stat().st_mode & 0o777 for path in journal_file.parent.glob("journal.sqlite3*")}
    assert modes == dict.fromkeys(["journal.sqlite3", "journal.sqlite3-shm", "journal.sqlite3-wal"], 0o600)
    assert journal_file.parent.stat().st_mode & 0o777 == 0o700


def test_opening_again_changes_nothing(journal_file: Path) -> None:
    before = contents(journal_file.parent)
    open_journal()
    assert contents(journal_file.parent) == before


def test_the_migrations_make_the_tables_that_the_models_describe(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0, skip_checks=True)


def described() -> dict[str, list[str]]:
    """What each table and index is made of; the order of columns means nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name LIKE 'journal!_%' ESCAPE '!'"
        )
        return {name: sorted(re.split(r", (?=\"|CONSTRAINT)", _inside(sql))) for name, sql in cursor.fetchall()}


def _inside(sql: str) -> str:
    return sql.partition("(")[2].removesuffix(")") if sql.startswith("CREATE TABLE") else sql


def of_the_journal(steps: set[opening.Migration]) -> set[str]:
    return {step for app, step in steps if app == "journal"}


def test_a_journal_made_at_once_is_the_one_that_grew_step_by_step(journal_file: Path) -> None:
    at_once = described()
    connection.close()
    for path in journal_file.parent.glob("journal.sqlite3*"):
        path.unlink()
    journal_file.touch(mode=0o600)
    grown = MigrationExecutor(connection)
    grown.loader = MigrationLoader(connection, replace_migrations=False)
    steps = MigrationLoader(None).get_migration("journal", "0001_everything_at_once").replaces
    newest = set(grown.loader.graph.leaf_nodes("journal")) - {("journal", "0001_everything_at_once")}
    with opening._one_transaction():
        grown.migrate(sorted(newest))
    assert described() == at_once
    with connection.cursor() as cursor:  # an older program did not know of it
        cursor.execute("DELETE FROM django_migrations WHERE name = '0001_everything_at_once'")
    assert not of_the_journal(opening.pending(opening.applied())), "nobody is told that it is old"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = %s", [steps[-1][1]])
    assert of_the_journal(opening.pending(opening.applied())) == {"0001_everything_at_once", steps[-1][1]}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, '2026-01-01')", list(steps[-1])
        )
    open_journal()
    assert opening.pending(opening.applied()) == set()
    assert described() == at_once


def test_a_journal_that_is_not_in_step_yet_is_looked_at_as_far_as_it_goes(
    journal_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection.close()
    for path in journal_file.parent.glob("journal.sqlite3*"):
        path.unlink()
    journal_file.touch(mode=0o600)
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert "ok  tables: older than this program" in said
    assert "ok  clock: looked at once the tables are in step" in said
    assert "ok  facts: " in said


def test_a_database_of_a_newer_version_is_refused_and_nothing_written(journal_file: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0999_later', '2030-01-01')"
        )
    connection.close()
    before = contents(journal_file.parent)
    with pytest.raises(UnusableJournal, match=r"newer version of Counterpoise \(journal 0999_later\)") as refusal:
        open_journal()
    assert "\n" not in str(refusal.value)
    connection.close()
    assert contents(journal_file.parent) == before


def test_a_half_made_database_is_refused_and_nothing_written(journal_file: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
    connection.close()
    before = contents(journal_file.parent)
    with pytest.raises(UnusableJournal, match="left half made"):
        open_journal()
    connection.close()
    assert contents(journal_file.parent) == before


def test_a_file_that_is_no_database_is_refused_and_kept(journal_file: Path) -> None:
    connection.close()
    journal_file.write_bytes(b"not a database, but perhaps dear to someone" * 100)
    with pytest.raises(UnusableJournal, match=r"cannot be opened: .*`counterpoise check` tells more"):
        open_journal()
    assert journal_file.read_bytes().startswith(b"not a database")


def test_steps_cut_short_leave_the_database_as_it_was(journal_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    for path in journal_file.parent.glob("journal.sqlite3*"):
        path.unlink()
    journal_file.touch()

    steps: list[object] = []
    apply = MigrationExecutor.apply_migration

    def cut_short(self: MigrationExecutor, *args: Any, **kwargs: Any) -> Any:
        if len(steps) == 2:
            raise KeyboardInterrupt
        steps.append(args)
        return apply(self, *args, **kwargs)

    monkeypatch.setattr(MigrationExecutor, "apply_migration", cut_short)
    with pytest.raises(KeyboardInterrupt):
        opening.bring_in_step()
    monkeypatch.undo()
    with closing(sqlite3.connect(journal_file)) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    open_journal()
    assert Person.objects.count() == 0


def test_while_a_backup_is_restored_nobody_else_opens_it(journal_file: Path) -> None:
    other = "from counterpoise.web.setup import opened\ntry: opened()\nexcept OSError as e: print(e)"

    def opened_elsewhere() -> str:
        run = subprocess.run([sys.executable, "-c", other], cwd=ROOT, capture_output=True, text=True, check=True)
        return run.stdout

    assert opened_elsewhere() == ""
    assert hold.alone()
    assert "being restored" in opened_elsewhere()


def test_rests_of_a_restore_cut_short_are_cleared_away(journal_file: Path) -> None:
    rest = journal_file.with_name("journal.sqlite3.restoring")
    rest.write_bytes(b"half")
    open_journal()
    assert not rest.exists()
