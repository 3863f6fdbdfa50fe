"""Names as people write them: '7-OH', '7 oh' and '7-0H' are one name, '17-OHP' is another."""

from __future__ import annotations

import re
import unicodedata

_ALIKE = str.maketrans({"\N{CYRILLIC SMALL LETTER O}": "o", "\N{CYRILLIC SMALL LETTER EN}": "h"}) | str.maketrans(
    {"\N{GREEK SMALL LETTER OMICRON}": "o", "\N{GREEK SMALL LETTER ETA}": "h"}
)
"""Letters of other alphabets that look like these when they are large. A nought before an h is an o as well: '7-0H'."""


def plain(name: str) -> str:
    """A name without case, width, spaces and marks."""
    return "".join(sign for sign in _folded(name) if sign.isalnum())


_BRACKETED = re.compile(r"^\s*(?P<name>[^()\[\]]+?)\s*[(\[](?P<inside>[^()\[\]]*)[)\]]\W*$")


def bracketed(name: str) -> tuple[str, str] | None:
    """A name, and what stands in brackets behind it; None where there are none."""
    found = _BRACKETED.match(name)
    return None if found is None else (found["name"], found["inside"])


def within(known: str, name: str) -> bool:
    """Whether a name holds a known one (in its plain form) somewhere: '7-OH tablets' holds '7oh'.

    A known name that begins with a digit begins a number of its own: '17-OHP' does not hold '7oh', '5 7-OH' does.
    """
    start = r"(?<!\d)" if known[:1].isdigit() else ""
    return re.search(start + r"[\W_]*".join(known), _folded(name)) is not None


def _folded(name: str) -> str:
    return re.sub("0(?=h)", "o", unicodedata.normalize("NFKC", name).casefold().translate(_ALIKE))
