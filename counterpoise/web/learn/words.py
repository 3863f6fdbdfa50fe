"""How words are compared when somebody searches: by their beginning, without case, accents and hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LETTERS = re.compile(r"\w+")
SHORT = 3
"""Letters up to which a word ("is", "my", "the") tells little about what somebody looks for."""


def asked(question: str) -> list[str]:
    """The words of a question: "7-OH" is one of them, "7oh"."""
    return [word for part in _folded(question).split() if (word := "".join(LETTERS.findall(part)))]


def held(text: str) -> set[str]:
    """The words of a text: of "7-OH" both parts, and both together."""
    parts = _folded(text).split()
    return {word for part in parts for found in [LETTERS.findall(part)] for word in (*found, "".join(found))}


def holds(words: Iterable[str], word: str) -> bool:
    """Whether one of the words begins like it ("itch": "itching", and not "which"); a plural finds its singular."""
    singular = word.removesuffix("s")
    return any(known.startswith(word) or known == singular for known in words)


def telling(words: list[str]) -> list[str]:
    """Those that say what is looked for; all, where all are short."""
    return [word for word in words if len(word) > SHORT] or words


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
