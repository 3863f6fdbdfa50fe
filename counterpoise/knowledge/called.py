"""Which substance a name means: its own, a slip of it, one among words that change nothing, never one it denies."""

from __future__ import annotations

from collections.abc import Mapping

from counterpoise.knowledge.loose import Loosely, nearly, without_denied
from counterpoise.knowledge.names import plain_names
from counterpoise.knowledge.records import Substance
from counterpoise.knowledge.spelling import plain, within

MOST_KEPT = 4096
"""Names of which the substance is remembered: a diary asks for the same few again and again."""


class SubstanceNames:
    """The names of all packs, made ready once."""

    def __init__(self, packs: Mapping[str, Substance]) -> None:
        self._by_name = {name: pack for pack in packs.values() for name in plain_names(pack)}
        self._refused = [(name, pack) for name, pack in self._by_name.items() if not pack.assessable]
        self._loosely = [Loosely(pack) for pack in packs.values() if pack.beside]
        self._found: dict[str, Substance | None] = {}

    def meant(self, name: str) -> Substance | None:
        """The pack of a substance; None for one without a pack.

        A name that merely contains the name of a refused substance ("7-OH tablets") is that substance: it must not slip
        through as something unlisted, nor by a slip of the finger; "no 7-OH" is not it. What is left may be a name
        among words that change nothing.
        """
        if name not in self._found:
            if len(self._found) >= MOST_KEPT:
                self._found.clear()
            self._found[name] = self._meant(name)
        return self._found[name]

    def among(self, name: str) -> Substance | None:
        """The same, or one among other words."""
        found = self.meant(name)
        return found or next((one.pack for one in self._loosely if one.holds(self._affirmed(name))), None)

    def _meant(self, name: str) -> Substance | None:
        pack = self._by_name.get(plain(name))
        if pack is None:
            name = self._affirmed(name)
            pack = next((one for known, one in self._refused if within(known, name)), None)
            pack = pack or next((one for known, one in self._refused if nearly(name, known)), None)
        return pack or next((loose.pack for loose in self._loosely if loose.means(name)), None)

    def _affirmed(self, name: str) -> str:
        return without_denied(name, (known for known, _pack in self._refused))
