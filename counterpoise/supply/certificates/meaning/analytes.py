"""Names and kinds of the analytes of knowledge, and nothing else of it: the process that reads starts for every file.

All packs with their schemas take longer to load than a page to read; a test holds this to what they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from counterpoise.knowledge.pack_file import toml
from counterpoise.knowledge.spelling import plain


@dataclass(frozen=True)
class Analyte:
    """What a page calls it, and what kind of test it is."""

    kind: str
    names: frozenset[str]
    """As `plain` has them."""


@cache
def analytes() -> Mapping[str, Analyte]:
    """Every analyte of the packs, by its key."""
    table = toml(files("counterpoise.knowledge"), "analytes.toml")
    return {
        key: Analyte(one["kind"], frozenset(map(plain, (key, one["name"], *one.get("aliases", ())))))
        for key, one in table.items()
    }
