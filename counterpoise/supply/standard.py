"""The standard for laboratories, as papers name it, or say that it does not hold."""

from __future__ import annotations

import re

STANDARD = re.compile(r"(?:une-en\s+)?iso(?:\s*/\s*iec)?\s*17025(?:\s*:\s*\d{4})?", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(not|non|without|outside|sin|nicht|ohne|hors|pending)\b|\bno\b(?!\s*[.:#°º]|\s*(?!iso)[a-z]*[\s/-]?\d)",
    re.IGNORECASE,
)
"""A paper that names the standard only to say that it does not hold. "No 77-1042" and "No LBX-4471" are numbers."""


def denied(text: str) -> bool:
    """Whether a text says that it does not hold."""
    return _DENIED.search(text) is not None


def claimed(text: str) -> bool:
    """Whether a text names it without saying that it does not hold; a number may stand alone: "EN 17025"."""
    return "17025" in text.replace(" ", "") and not denied(text)
