"""Two people in one installation, a clock that moves on its own, and a journal in a real file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from counterpoise.journal import hold
from counterpoise.journal.models import Person
from counterpoise.journal.opening import open_journal

Clock = Callable[[], dt.datetime]


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


@pytest.fixture
def journal_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """The database of a data folder of its own, opened as a program opens it."""
    folder = tmp_path / "data"
    monkeypatch.setenv("COUNTERPOISE_DATA", str(folder))
    settings = {**connections.settings["default"], "NAME": folder / "journal.sqlite3"}
    monkeypatch.setitem(connections.settings, "default", settings)
    memory = connections["default"]
    with django_db_blocker.unblock():
        connections["default"] = connections.create_connection("default")
        try:
            open_journal()
            yield folder / "journal.sqlite3"
        finally:
            connections["default"].close()
            connections["default"] = memory
            hold.release()
