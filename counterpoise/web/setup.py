"""Opening the journal from a program: Django set up, the database there and in step with it."""

from __future__ import annotations

import os


def opened() -> None:
    """Set Django up and open the journal. Quick where nothing is to be done; safe to call twice.

    Raises UnusableJournal or UnusableDataFolder, with one line that says what is wrong.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "counterpoise.web.config")
    import django

    django.setup()
    from counterpoise.journal.opening import open_journal

    open_journal()
