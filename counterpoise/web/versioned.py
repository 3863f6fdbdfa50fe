"""Static files are named by what is in them: a browser may keep each for good, and never shows half an update."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Versioned(StaticFilesStorage):
    """Adds `?v=` and the digest of the file to its address."""

    def url(self, name: str | None) -> str:
        address: str = super().url(name)
        version = digest(name) if name else ""
        return f"{address}?v={version}" if version else address


@cache
def digest(name: str) -> str:
    """The first signs of the SHA-256 of a static file; empty where there is none of this name."""
    found = finders.find(name)
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:12] if found else ""
