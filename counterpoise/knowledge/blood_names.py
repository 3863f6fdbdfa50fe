"""A blood test among the words that laboratories print around its name: "ALT (SGPT)", "creatinine, serum"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from counterpoise.knowledge.names import names_of
from counterpoise.knowledge.records import BloodTest
from counterpoise.knowledge.spelling import plain

_PARTS = re.compile(r"[()\[\]/,;=]")
_WORD = re.compile(r"[^\W_]+")


class BloodNames:
    """Every name of every test, made ready once. beside: words that change nothing."""

    def __init__(self, tests: Iterable[BloodTest], beside: Iterable[str]) -> None:
        self._beside = frozenset(beside)
        self._plain: dict[str, str] = {}
        self._words: dict[tuple[str, ...], str] = {}
        for test in tests:
            for name in names_of(test):
                self._plain[plain(name)] = self._words[self._told(name)] = test.key
        self.key = lru_cache(maxsize=1024)(self._key)

    def _key(self, name: str) -> str | None:
        """The one test of which every part of a name speaks. None for two; none is "bilirubin, direct"."""
        told = self._told(name)
        whole = self._one(name)
        if whole is not None or not told:
            return whole
        by_part = {self._one(part) for part in _PARTS.split(name) if self._told(part)}
        by_word = {self._one(word) for word in told}  # "ALT SGPT"
        known = by_part if None not in by_part else by_word
        return known.pop() if len(known) == 1 else None

    def _one(self, name: str) -> str | None:
        return self._plain.get(plain(name)) or self._words.get(self._told(name))

    def _told(self, name: str) -> tuple[str, ...]:
        """The words that say something, in any order."""
        return tuple(sorted(word for word in _WORD.findall(name.casefold()) if word not in self._beside))
