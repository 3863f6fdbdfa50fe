"""Two people in one installation, a clock that moves on its own, and a journal in a real file."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from counterpoise.journal import hold
from counterpoise.journal.models import Person
from counterpoise.journal.opening import open_journal

Clock = Callable[[], dt.datetime]
FILE = "journal.sqlite3"


@pytest.fixture
def clock() -> Clock:
    """Each call is a second later."""
    moments = iter(dt.datetime(2026, 6, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=n) for n in range(10**6))
    return lambda: next(moments)


@pytest.fixture
def alice(db: None) -> Person:
    return Person.objects.create(name="Alice", time_zone="America/New_York")


@pytest.fixture
def bob(db: None) -> Person:
    return Person.objects.create(name="Bob", time_zone="Europe/Berlin")


@contextmanager
def opened_in(folder: Path, blocker: DjangoDbBlocker) -> Iterator[None]:
    """The journal of this data folder, opened as a program opens it, in the place of the tests' own in memory."""
    memory, own = connections["default"], connections.settings["default"]
    with pytest.MonkeyPatch.context() as patch, blocker.unblock():
        patch.setenv("COUNTERPOISE_DATA", str(folder))
        patch.setitem(connections.settings, "default", {**own, "NAME": folder / FILE})
        connections["default"] = connections.create_connection("default")
        try:
            open_journal()
            yield
        finally:
            connections["default"].close()
            connections["default"] = memory
            hold.release()


@pytest.fixture(scope="session")
def new_journal(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Path:
    """A database that holds nothing: its tables take seconds to make, so they are made once."""
    folder = tmp_path_factory.mktemp("new") / "data"
    with opened_in(folder, django_db_blocker):
        pass
    return folder / FILE


@pytest.fixture
def journal_file(tmp_path: Path, new_journal: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """The database of a data folder of its own, opened as a program opens it."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.copy(new_journal, folder / FILE)
    with opened_in(folder, django_db_blocker):
        yield folder / FILE
