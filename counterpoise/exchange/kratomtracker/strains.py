"""Strains are what was bought: a product each, and one lot so that doses can name it."""

from __future__ import annotations

from counterpoise import diary as d
from counterpoise.exchange.understood import Gathering
from counterpoise.text import _

SOURCE = "kratomtracker"
_UNKNOWN = {"", "???", "Unknown strain"}


class Strains:
    """The strains met so far; each joins the diary once."""

    def __init__(self, gather: Gathering) -> None:
        self._gather = gather
        self._known: dict[str, str] = {}

    def add(self, id_: str, code: str, name: str, place: str) -> None:
        """A strain of the file."""
        if id_ in self._known:
            return
        label = name if name not in _UNKNOWN else code
        product = d.Product(id=id_, source=SOURCE, substance="kratom", name=label[:200], note=code or None)
        self._gather.add("products", product, place)
        self._gather.add("lots", d.Lot(id=id_, source=SOURCE, product=id_), place)
        self._known[id_] = id_

    def lot(self, id_: str, place: str) -> str | None:
        """The lot of a strain; none, which is said, where the file does not know it."""
        if id_ not in self._known:
            self._gather.notice(_("a dose whose strain is not known"), place)
            return None
        return self._known[id_]

    def lot_of(self, code: str, name: str, place: str) -> str | None:
        """The lot of a strain known by its code alone."""
        if code in _UNKNOWN and name in _UNKNOWN:
            return self.lot("", place)
        key = (code if code not in _UNKNOWN else name)[:64]
        self.add(key, code, name, place)
        return self.lot(key, place)
