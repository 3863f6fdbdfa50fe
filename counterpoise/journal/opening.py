"""Opening the database: readable by its owner only, in step with this program, and nothing left half done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from counterpoise import place
from counterpoise.journal import erase, hold
from counterpoise.text import _

Migration = tuple[str, str]
"""(app, name of the migration)"""


class UnusableJournal(OSError):
    """The database cannot be worked with; the message says why. Nothing was written."""


def open_journal() -> None:
    """Make the database if there is none, bring its tables in step, and finish what was left half done.

    Raises UnusableJournal.
    """
    place.make_data_folder()
    if not hold.together():
        raise UnusableJournal(_("A backup is being restored here; please try again when that is done."))
    for draft in place.data_folder().glob("*.restoring"):
        draft.unlink()  # a restore was cut short: it had changed nothing yet
    place.database_file().touch(mode=0o600)  # before SQLite makes it: its companions get the same rights
    try:
        if pending(applied()):
            bring_in_step()
    except DatabaseError as error:
        message = _("The journal {file} cannot be opened: {problem}. `counterpoise check` tells more.")
        raise UnusableJournal(message.format(file=place.database_file(), problem=error)) from error
    erase.finish()


def applied() -> set[Migration]:
    """The steps that made the tables what they are. Raises UnusableJournal where this program does not know them."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        tables = set(database.introspection.table_names(cursor))
        steps: set[Migration] = set()
        if "django_migrations" in tables:
            cursor.execute("SELECT app, name FROM django_migrations")
            steps = {(app, name) for app, name in cursor.fetchall()}
    if ahead := steps - known():
        message = _("The journal {file} was written by a newer version of Counterpoise ({steps}); this one is too old.")
        steps_named = ", ".join(sorted(f"{app} {name}" for app, name in ahead))
        raise UnusableJournal(message.format(file=place.database_file(), steps=steps_named))
    if not steps and any(table.startswith("journal_") for table in tables):
        message = _("The journal {file} was left half made; a backup or an empty data folder is needed.")
        raise UnusableJournal(message.format(file=place.database_file()))
    return steps


def known() -> set[Migration]:
    """Every step this program knows."""
    return set(MigrationLoader(None).disk_migrations)


def pending(done: set[Migration]) -> set[Migration]:
    """The steps still to be made; one that stands for others is made where those are."""
    steps = MigrationLoader(None).disk_migrations
    return {
        key for key, step in steps.items() if key not in done and not (step.replaces and done.issuperset(step.replaces))
    }


def bring_in_step() -> None:
    """Make all steps that are missing, in one transaction: whatever interrupts it, the database is old or new."""
    with _one_transaction() as database:
        executor = MigrationExecutor(database)
        executor.migrate(executor.loader.graph.leaf_nodes())


@contextmanager
def _one_transaction() -> Iterator[BaseDatabaseWrapper]:
    database = connections[DEFAULT_DB_ALIAS]
    database.disable_constraint_checking()  # SQLite changes tables only so; they are checked before the end
    try:
        with transaction.atomic():
            yield database
            database.check_constraints()
    finally:
        database.enable_constraint_checking()
