"""What a seller, a product or a lot number says: all of them, an unknown one, some by name, or those between two."""

from __future__ import annotations

import re
from dataclasses import dataclass

from counterpoise.supply.wording import plain

# fmt: off
EVERY = frozenset(
    {
        "all", "any", "every", "alllots", "anylot", "everylot", "alllotnumbers", "allbatches", "allcodes",
        "alllotcodes", "allproducts", "anyproduct", "todos", "todosloslotes", "todoslosproductos", "alle",
        "allechargen", "alleprodukte", "tous", "tousleslots"
    }
)
UNKNOWN = frozenset(
    {
        "",
        "na", "none", "unknown", "notknown", "notavailable", "notapplicable", "notgiven", "notstated", "nolot",
        "nolotnumber", "various", "multiple", "tbd", "unbekannt", "desconocido", "inconnu", "null"
    }
)
# fmt: on
_LISTED = re.compile(r"[;,\n]|\s+(?:and|und|et|y)\s+|\s*&\s*")
_BETWEEN = re.compile(r"\s+(?:to|through|thru|bis|hasta)\s+|\s*[-–—]\s*", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class Span:
    """Lots between two numbers. sure: both ends carry the same letters, so that it is no single number with a dash."""

    before: str
    first: int
    last: int
    sure: bool

    def holds(self, lot: str) -> bool:
        """Whether a lot, in its plain form, lies within."""
        found = _NUMBERED.fullmatch(lot)
        return found is not None and found["before"] == self.before and self.first <= int(found["number"]) <= self.last


@dataclass(frozen=True, slots=True)
class Lots:
    """The lots that a text names: by plain name, and by spans."""

    names: frozenset[str]
    spans: tuple[Span, ...]


def is_every(text: str) -> bool:
    """Whether a text names no single one but all: "All lots"."""
    return plain(text) in EVERY


def is_unknown(text: str | None) -> bool:
    """Whether a text says only that it is not known: "-", "?", "N/A". Two such are not the same."""
    return plain(text or "") in UNKNOWN


def lots_in(text: str) -> Lots:
    """Every lot that a text names: "A100-A120, B7"."""
    names, spans = {plain(text)}, []
    for part in _LISTED.split(text):
        names.add(plain(part))
        spans += _spans(part)
    return Lots(frozenset(names - UNKNOWN), tuple(spans))


def _spans(part: str) -> list[Span]:
    found = []
    for dash in _BETWEEN.finditer(part):
        first, last = (_NUMBERED.fullmatch(plain(side)) for side in (part[: dash.start()], part[dash.end() :]))
        if first is None or last is None or last["before"] not in ("", first["before"]):
            continue
        low, high = int(first["number"]), int(last["number"])
        if low < high:
            sure = first["before"] == last["before"] != ""
            found.append(Span(first["before"], low, high, sure))
    return found
