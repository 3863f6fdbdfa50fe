"""Django's settings: one person's machine, bound to loopback, nothing sent anywhere."""

from __future__ import annotations

import os
from pathlib import Path

from counterpoise import place

HERE = Path(__file__).parent
DEBUG = False
SECRET_KEY = place.secret_key()
PORT = os.environ.get("COUNTERPOISE_PORT", "8000")

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "counterpoise.web.urls"
ASGI_APPLICATION = "counterpoise.web.asgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "counterpoise.journal",
    "counterpoise.web",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": place.database_file(),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # FULL: what was acknowledged survives a power cut. secure_delete: erased means overwritten.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON;"
            ),
        },
    }
}
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LOCALE_PATHS = [HERE.parent / "locale"]
