"""A blood test among the words that laboratories print around its name: "ALT (SGPT)", "BILI TOTAL", "creatinine, serum"."""

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
        self._plain: dict[str, BloodTest] = {}
        self._words: dict[tuple[str, ...], BloodTest] = {}
        for test in tests:
            for name in names_of(test):
                self._plain[plain(name)] = test
                self._words[self._told(name)] = test
        self.test = lru_cache(maxsize=1024)(self._test)

    def _test(self, name: str) -> BloodTest | None:
        """The one test that all of a name speaks of; None for two, and where a part is not known ("bilirubin, direct")."""
        whole = self._one(name)
        if whole is not None:
            return whole
        parts = {self._one(part) for part in _PARTS.split(name) if self._told(part)}
        return parts.pop() if len(parts) == 1 else None

    def _one(self, name: str) -> BloodTest | None:
        return self._plain.get(plain(name)) or self._words.get(self._told(name))

    def _told(self, name: str) -> tuple[str, ...]:
        """The words that say something, in any order."""
        return tuple(sorted(word for word in _WORD.findall(name.casefold()) if word not in self._beside))
