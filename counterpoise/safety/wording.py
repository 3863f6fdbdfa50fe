"""Words of the packs among words that people typed: whole words, whatever their case and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W_]+")
_DENIED = frozenset({"no", "non", "not", "without", "never"})


def words(text: str) -> list[str]:
    """The words of a text, in lower case; an apostrophe separates nothing ("Wilson's" is one word)."""
    return _WORD.findall(text.casefold().replace("'", "").replace("’", ""))


def names_one(text: str, known: Iterable[str]) -> bool:
    """Whether one of the known phrases stands in the text as whole words, and is not denied ("no asthma")."""
    here = words(text)
    return any(_stands(here, words(phrase)) for phrase in known)


def _stands(here: Sequence[str], phrase: Sequence[str]) -> bool:
    long = len(phrase)
    places = range(len(here) - long + 1) if long else range(0)
    return any(here[at : at + long] == phrase and not (at and here[at - 1] in _DENIED) for at in places)
