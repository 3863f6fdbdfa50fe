"""The session in the database, where several requests of one browser change it at once.

Django reads a session at the beginning of a request and writes it back whole at its end: what a quicker request did in
between is lost, and a diary that was locked meanwhile stands open again. Here only what a request changed is written,
onto what stands there by then. What somebody else took out meanwhile stays out, whatever was changed in it: shutting a
lock and going back to the own diary are never undone by a slow page.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Whole
from django.db import transaction

Told = dict[str, Any]


class SessionStore(Whole):
    """Sessions as Django keeps them, saved key by key."""

    _before: Told = {}

    def load(self) -> Told:
        told: Told = super().load()
        self._before = deepcopy(told)
        return told

    def save(self, must_create: bool = False) -> None:
        with transaction.atomic():
            if not must_create:
                self._catch_up()
            super().save(must_create)
        self._before = deepcopy(dict(self.items()))

    def cycle_key(self) -> None:
        with transaction.atomic():
            self._catch_up()  # else what was taken out meanwhile would come along under the new key
            super().cycle_key()

    def known_before(self) -> Told:
        """What stood in the database when this request read or wrote it last."""
        return self._before

    def as_kept(self) -> Told | None:
        """What stands in the database now; None where the session has ended, or goes by another key."""
        row = self.model.objects.filter(session_key=self.session_key).first()
        return None if row is None else self.decode(row.session_data)

    def _catch_up(self) -> None:
        """Bring in what others did meanwhile. On PostgreSQL the row is held until it is saved; SQLite lets only one
        write at a time in any case."""
        row = self.model.objects.select_for_update().filter(session_key=self.session_key).first()
        if row is not None:
            self._session_cache = merged(self._before, dict(self.items()), self.decode(row.session_data))


def merged(before: Told, mine: Told, theirs: Told) -> Told:
    """What was changed here, on what stands there by now; what was taken out there stays out."""
    told = dict(theirs)
    for key in before:
        if key not in mine:
            told.pop(key, None)
    for key, value in mine.items():
        is_new = key not in before
        if is_new or (before[key] != value and key in theirs):
            told[key] = value
    return told
