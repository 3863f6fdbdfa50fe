"""The time zone of this machine."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

_LINK = Path("/etc/localtime")
_NAME = Path("/etc/timezone")


def system_zone() -> str:
    """Its IANA name, by the environment or the system's own setting; UTC where neither says."""
    for name in (os.environ.get("TZ", "").lstrip(":"), _linked(), _written()):
        if name and _known(name):
            return name
    return "UTC"


def _linked() -> str:
    """The clock's rules are a link into a folder of zones, named as the zones are."""
    try:
        return str(_LINK.resolve()).partition("zoneinfo/")[2]
    except OSError:
        return ""


def _written() -> str:
    try:
        return _NAME.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True
