"""Opening the journal from a program: Django set up, the database there and in step with it."""

from __future__ import annotations

import os


def set_up() -> None:
    """Make Django ready, without touching the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "counterpoise.web.config")
    import django

    django.setup()


def opened() -> None:
    """Open the journal. Quick where nothing is to be done; safe to call twice.

    Raises UnusableJournal or UnusableDataFolder, with one line that says what is wrong.
    """
    set_up()
    from counterpoise.journal.opening import open_journal

    open_journal()
