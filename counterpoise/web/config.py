"""Django's settings: one person's machine, bound to loopback, nothing sent anywhere."""

from __future__ import annotations

from pathlib import Path

from counterpoise import place
from counterpoise.web.share import address

HERE = Path(__file__).parent
DEBUG = False
SECRET_KEY = place.secret_key()

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *address.hosts()]
"""Any other name is refused: a page elsewhere must not reach the journal by pointing its own name here. By the address
for others only their pages can be reached (`share.outside`). `serve --lan` adds its own (`devices.listening`), each
for its own listener (`devices.door`)."""
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
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "counterpoise.web.headers.strict_headers",
    "counterpoise.web.devices.door.own_names",
    "counterpoise.web.share.outside.only_shared",
    "counterpoise.web.errors.Plainly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "counterpoise.web.devices.sessions.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "counterpoise.web.access.doorway.Doorway",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates", *sorted(HERE.glob("*/templates"))],
        "OPTIONS": {
            "builtins": ["counterpoise.web.tongue"],
            "context_processors": ["django.template.context_processors.request", "counterpoise.web.context.shell"],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": place.database_file(),
        "TEST": {"NAME": place.data_folder() / "test.sqlite3"},  # a file: in memory, one thread locks out the others
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # FULL: what was acknowledged survives a power cut. secure_delete: erased means overwritten.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON;"
            ),
        },
    }
}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]  # of the app lock's passphrase
SESSION_ENGINE = "counterpoise.web.access.merging"
SESSION_COOKIE_NAME = "counterpoise"  # `serving` adds the port
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "counterpoise.web.errors.forgery"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"

STATIC_URL = "/static/"
STORAGES = {"staticfiles": {"BACKEND": "counterpoise.web.versioned.Versioned"}}
STATICFILES_DIRS = sorted(HERE.glob("*/static"))  # a page brings its own files
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 0  # asked again each time, but under the address of a version (`headers`)
WHITENOISE_ALLOW_ALL_ORIGINS = False

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [HERE.parent / "locale"]
LANGUAGE_COOKIE_NAME = "counterpoise_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"
FORMAT_MODULE_PATH = ["counterpoise.web.formats"]

# A file that is brought stays in memory: Django would put a large one into the system's folder for temporary files.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 50_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a table of a thousand columns asks a dozen things of each

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "counterpoise.web.logs.Discreet"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # Refusals (404, 403) are said to the person; the address asked for is nobody else's business.
        "django.request": {"level": "ERROR"},
    },
}
