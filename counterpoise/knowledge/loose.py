"""A substance among the words that people put around its name: "Kratom powder 5 g", "Red Maeng Da", "kratum"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from counterpoise.knowledge.names import plain_names
from counterpoise.knowledge.records import Substance
from counterpoise.knowledge.spelling import plain

FORGIVEN_FROM = 6
"""Letters of a key from which one slip of the finger is forgiven."""
REFUSED_FROM, REFUSED_SLIPS = 10, 2
"""Letters of a refused name from which two slips are forgiven: another drug is never taken for the leaf by one."""
MOST_JOINED = 3
_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"[^\W_]+")


class Loosely:
    """The names of one substance, and what may stand around them; made ready once."""

    def __init__(self, pack: Substance) -> None:
        self.pack = pack
        self._key, self._names = plain(pack.key), plain_names(pack)
        self._inside = [plain(name) for name in pack.inside]
        self._beside, self._strains = ({plain(word) for word in words} for words in (pack.beside, pack.strains))

    def means(self, name: str) -> bool:
        """Whether a name is the substance once the words that change nothing, strains and numbers are put aside."""
        words = [plain(word) for word in _WORD.findall(name)]
        rest = "".join(word for word in words if word not in self._beside and word not in self._strains)
        if not rest:  # a strain, and something that shows that it is one
            strains = [word for word in words if word in self._strains]
            return 0 < len(strains) < len(words)
        return rest in self._names or (len(self._key) >= FORGIVEN_FROM and OSA.distance(rest, self._key) <= 1)

    def holds(self, name: str) -> bool:
        """Whether the substance, or a product made of it, is among the words of a name: "kratom and coffee"."""
        return any(_is(run, known) for run in _runs(name) for known in self._inside)


def nearly(name: str, known: str) -> bool:
    """Whether a long name stands among the words of another but for slips of the finger."""
    if len(known) < REFUSED_FROM:
        return False
    return any(OSA.distance(run, known, score_cutoff=REFUSED_SLIPS) <= REFUSED_SLIPS for run in _runs(name))


_NOT = r"\b(?:no|not|non|without|zero|free\s+(?:of|from)|sin|sans|ohne|kein|keine)[\s-]+(?:any\s+)?"
_FREE = r"(?:[\s-]*(?:free|frei)\b(?![\s-]*(?:base|shipping|sample|samples|gift))|[\s-]+libre\b)"
"""A freebase is the drug itself, and what is shipped free holds it."""


def without_denied(name: str, known: Iterable[str]) -> str:
    """A name without the names in it that it denies: "7-OH free green powder", "kratom, no 7-OH". Whole words only, and
    the rest is as it was."""
    for one in known:
        letters = r"[\W_]*".join(map(re.escape, one))
        name = re.sub(rf"{_NOT}{letters}\b|\b{letters}{_FREE}", " ", name, flags=re.IGNORECASE)
    return name


def _is(run: str, known: str) -> bool:
    if len(known) < FORGIVEN_FROM:
        return run == known
    return run.startswith(known) or OSA.distance(run, known, score_cutoff=1) <= 1


def _runs(name: str) -> Iterator[str]:
    """Each word, and up to so many words together as one."""
    words = [plain(word) for word in _RUN.findall(name)]
    for place in range(len(words)):
        yield from ("".join(words[place : place + length]) for length in range(1, MOST_JOINED + 1))
