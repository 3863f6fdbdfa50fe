"""Kinds of effect among the words that people typed: "severe chest pain", "my lips went blue"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.names import names_of
from counterpoise.safety.wording import clauses, denied, words

_AND = frozenset({"and", "plus", "then", "also"})
_TIMES = re.compile(r"x?\d+x?")
"""How often: "seizures x2"."""
SHORTEST = 5
"""Letters of a single word that counts among words that change nothing: a "fit" is a seizure, "feeling fit" is none."""
APART = 3
"""So many other words may stand among those of a pattern."""
LONGEST = 40
"""Words of a part; what is longer is looked at in pieces."""
_NOT = frozenset({"no", "not", "never", "isnt", "arent", "wasnt", "werent", "doesnt", "dont", "didnt", "without"})
_BETWEEN = frozenset(
    {
        *("more", "longer", "further", "feeling", "feel", "really", "thinking", "thought", "thoughts", "about", "to"),
        *("want", "wanting", "urge", "urges", "plan", "plans", "intent", "intention", "in", "new", "severe", "actual"),
    }
)
"""Words between a denial and a sign: "no more chest pain", "no thoughts of suicide"."""

Phrase = tuple[str, ...]
Group = Mapping[str, Sequence[Phrase]]
"""Alternatives of one word or several that follow each other, by the first word."""


@lru_cache(maxsize=4096)
def kinds(knowledge: Knowledge, said: str) -> tuple[str, ...]:
    """The kinds of effect that a text names, by their keys; nothing where it names none that is known."""
    known = knowledge.effect(said)
    if known is not None:
        return (known,)
    book = _book(knowledge)
    parts = [part for clause in clauses(said) for part in _parts(clause)]
    found = {*_by_name(knowledge, book, parts), *_by_pattern(book, parts)}
    return tuple(key for key in knowledge.effects if key in found)


def degree(knowledge: Knowledge, said: str) -> int | None:
    """How strong, where the words say it: 1 mild, 3 severe."""
    beside, here = knowledge.wording["effects"], {*words(said)}
    if here & {*beside.severe}:
        return 3
    return 1 if here & {*beside.mild} else None


@dataclass(frozen=True)
class _Pattern:
    """What has to stand in a text: each of `apart` somewhere in it, and the groups of each near each other."""

    key: str
    apart: tuple[tuple[Group, ...], ...]


@dataclass(frozen=True)
class _Book:
    beside: frozenset[str]
    names: Mapping[tuple[str, ...], str]
    """Kinds by the words of their names, in any order."""
    patterns: Sequence[_Pattern]
    unless: Mapping[str, Group]


@lru_cache(maxsize=8)
def _book(knowledge: Knowledge) -> _Book:
    wording = knowledge.wording["effects"]
    beside = frozenset({*wording.beside, *wording.mild, *wording.severe})
    names: dict[tuple[str, ...], str] = {}
    for key, kind in knowledge.effects.items():
        for name in names_of(kind):
            all_ = words(name)
            told = [word for word in all_ if word not in beside]
            for bag in (all_, told) if len(told) > 1 else (all_,):
                names.setdefault(tuple(sorted(bag)), key)
    patterns = [
        _Pattern(key, tuple(map(_groups, text.split(" & "))))
        for key, kind in knowledge.effects.items()
        for text in kind.within
    ]
    return _Book(beside, names, patterns, {key: _group(kind.unless) for key, kind in knowledge.effects.items()})


def _groups(text: str) -> tuple[Group, ...]:
    return tuple(_group(group.split("|")) for group in text.split(" + "))


def _group(phrases: Iterable[str]) -> Group:
    found: dict[str, list[Phrase]] = {}
    for phrase in map(words, phrases):
        found.setdefault(phrase[0], []).append(tuple(phrase))
    return found


def _by_name(knowledge: Knowledge, book: _Book, parts: Iterable[list[str]]) -> Iterator[str]:
    """A name, once the words that change nothing are put aside."""
    for part in parts:
        told = [word for word in part if word not in book.beside and not _TIMES.fullmatch(word)]
        if len(told) > 1 or any(len(word) >= SHORTEST for word in told):
            known = book.names.get(tuple(sorted(told))) or knowledge.effect(" ".join(told))
            if known is not None and not _spans(part, book.unless[known]):
                yield known


def _by_pattern(book: _Book, parts: Sequence[list[str]]) -> Iterator[str]:
    for pattern in book.patterns:
        unless = book.unless[pattern.key]
        if all(any(_stands(part, groups, unless) for part in parts) for groups in pattern.apart):
            yield pattern.key


def _parts(clause: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in [*clause, "and"]:
        if word not in _AND:
            part.append(word)
        if part and (word in _AND or len(part) == LONGEST):
            yield part
            part = []


def _stands(part: Sequence[str], groups: Sequence[Group], unless: Group) -> bool:
    """Whether every group has a word here, near each other, in any order, and nothing says otherwise."""
    here = frozenset(part)
    if any(here.isdisjoint(group) for group in groups):
        return False
    where = [_spans(part, group) for group in groups]
    if not all(where) or _spans(part, unless):
        return False
    return any(_together(part, spans) for spans in _choices(where))


def _choices(where: Sequence[Sequence[tuple[int, int]]]) -> Iterator[list[tuple[int, int]]]:
    """One place of each group, none upon another."""
    if not where:
        yield []
        return
    for first in where[0]:
        for rest in _choices(where[1:]):
            if all(first[1] <= start or end <= first[0] for start, end in rest):
                yield [first, *rest]


def _together(part: Sequence[str], spans: Sequence[tuple[int, int]]) -> bool:
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    theirs = {place for first, last in spans for place in range(first, last)}
    others = [part[place] for place in range(start, end) if place not in theirs]
    if list(part[end : end + 1]) == ["me"]:  # "my wife could not wake me": who tells of it does not have it
        part, start, end = part[start:], 0, end - start
    return len(others) <= APART and not _NOT & {*others} and not denied(part, start, end, _BETWEEN)


def _spans(part: Sequence[str], group: Group) -> list[tuple[int, int]]:
    return [
        (at, at + len(phrase))
        for at, word in enumerate(part)
        for phrase in group.get(word, ())
        if tuple(part[at : at + len(phrase)]) == phrase
    ]
