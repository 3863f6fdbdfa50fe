"""Opening the journal: Django set up, the database there and in step with this program."""

from __future__ import annotations

import os

from counterpoise import place


def opened() -> None:
    """Set Django up and bring the database's tables in step. Safe to call twice."""
    place.make_data_folder()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "counterpoise.web.config")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    for name in (place.database_file(), *place.database_file().parent.glob("journal.sqlite3-*")):
        if name.exists():
            name.chmod(0o600)
