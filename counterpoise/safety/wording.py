"""Words of the packs among words that people typed: whole words, whatever their case and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(r"[,:;()\[\]\n]|\.(?!\d)")
_DENIED = frozenset({"no", "non", "not", "without", "never", "denies", "denied", "deny"})
_BETWEEN = frozenset(
    {
        *("a", "an", "the", "any", "of", "history", "known", "current", "past", "previous", "prior", "signs"),
        *("evidence", "diagnosis", "personal", "had", "have", "has"),
    }
)
"""Words between a denial and what it denies: "no known history of asthma"."""
_AFTER = frozenset({"vaccination", "vaccinations", "vaccine", "vaccinated", "immunisation", "immunization", "negative"})
"""Words that say, right after an illness or one word later, that it is not there: "hepatitis B vaccination"."""


def words(text: str) -> list[str]:
    """The words of a text, in lower case; an apostrophe separates nothing ("Wilson's" is one word)."""
    return _WORD.findall(text.casefold().replace("'", "").replace("’", ""))


def names_one(text: str, known: Iterable[str]) -> bool:
    """Whether one of the known phrases stands in the text as whole words, and is not denied ("no asthma").

    A denial reaches no further than the next mark; where it is unclear what is denied, the phrase counts.
    """
    clauses = list(_clauses(text))
    phrases = [words(phrase) for phrase in known]
    return any(_stands(here, phrase) for here in clauses for phrase in phrases)


def _clauses(text: str) -> Iterator[list[str]]:
    """The parts between marks; one that an answer follows ("asthma: no") is left out with it."""
    parts = [here for part in _CLAUSE.split(text) if (here := words(part))]
    nothing: list[str] = []
    for here, after in zip_longest(parts, parts[1:], fillvalue=nothing):
        if not (len(after) == 1 and after[0] in _DENIED):
            yield here


def _stands(here: Sequence[str], phrase: Sequence[str]) -> bool:
    long = len(phrase)
    places = range(len(here) - long + 1) if long else range(0)
    return any(here[at : at + long] == phrase and not _denied(here, at, at + long) for at in places)


def _denied(here: Sequence[str], start: int, end: int) -> bool:
    after = here[end:]
    if after[:2] and _AFTER & {*after[:2]} and "not" not in after[:2]:
        return True
    if len(after) == 1 and after[0] in _DENIED:
        return True
    before = list(here[:start])
    while before and before[-1] in _BETWEEN:
        before.pop()
    if before and before[-1] in ("or", "nor"):  # "no asthma or epilepsy"
        return here[0] in _DENIED and here[0] != "non"
    return bool(before) and before[-1] in _DENIED
