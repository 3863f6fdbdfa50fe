"""What people say they noticed -> the kind of effect: "chest pains", "suicidal", "yellow eyes"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from counterpoise.knowledge.names import plain_names
from counterpoise.knowledge.records import EffectKind
from counterpoise.knowledge.spelling import plain

FORGIVEN_FROM = 8
"""Letters of a saying from which one slip of the finger is forgiven; only signs that are urgent are guessed."""


class Sayings:
    """Every name of every kind, made ready once."""

    def __init__(self, kinds: Mapping[str, EffectKind]) -> None:
        self._known = {name: key for key, kind in kinds.items() for name in plain_names(kind)}
        urgent = {key for key, kind in kinds.items() if kind.urgency != "record"}
        self._grave = [name for name, key in self._known.items() if key in urgent and len(name) >= FORGIVEN_FROM]
        self.key = lru_cache(maxsize=4096)(self._key)

    def _key(self, said: str) -> str | None:
        typed = plain(said)
        if typed in self._known or len(typed) < FORGIVEN_FROM:
            return self._known.get(typed)
        near = process.extractOne(typed, self._grave, scorer=OSA.distance, score_cutoff=1)
        return None if near is None else self._known[near[0]]
