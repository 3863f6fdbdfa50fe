"""A substance among the words that people put around its name: "Kratom powder 5 g", "Red Maeng Da", "kratum"."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from counterpoise.knowledge.names import plain_names
from counterpoise.knowledge.records import Substance
from counterpoise.knowledge.spelling import plain

FORGIVEN_FROM = 6
"""Letters of a key from which one slip of the finger is forgiven."""
_WORD = re.compile(r"[^\W\d_]+")


class Loosely:
    """The names of one substance, and what may stand around them; made ready once."""

    def __init__(self, pack: Substance) -> None:
        self.pack = pack
        self._key, self._names = plain(pack.key), plain_names(pack)
        self._beside, self._strains = ({plain(word) for word in words} for words in (pack.beside, pack.strains))

    def means(self, name: str) -> bool:
        """Whether a name is the substance once the words that change nothing, strains and numbers are put aside."""
        words = [plain(word) for word in _WORD.findall(name)]
        rest = "".join(word for word in words if word not in self._beside and word not in self._strains)
        if not rest:  # a strain, and something that shows that it is one
            strains = [word for word in words if word in self._strains]
            return 0 < len(strains) < len(words)
        return rest in self._names or (len(self._key) >= FORGIVEN_FROM and OSA.distance(rest, self._key) <= 1)
