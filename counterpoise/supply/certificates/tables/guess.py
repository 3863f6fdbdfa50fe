"""What a column holds where its heading is not known, or says less than its cells do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from counterpoise.supply.certificates.meaning.cells import clean, limit, said, unit_of, verdict
from counterpoise.supply.certificates.meaning.lexicon import Role, lexicon, result_key
from counterpoise.supply.certificates.meaning.numerals import Style
from counterpoise.supply.certificates.tables import methods
from counterpoise.supply.certificates.tables.headings import Column
from counterpoise.supply.certificates.tables.raw import Cell

MOST = 0.8
"""Part of the cells of a column that must speak for what it holds."""
_STYLE = Style(".", True)
_TOLERANCE = re.compile(r"^\s*(?:±|\+/[-−])")


def by_cells(columns: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> tuple[Column, ...]:
    """The columns, each with what its cells say that it holds."""
    told = {column.role for column in columns}
    numbered = [
        number
        for number, column in enumerate(columns)
        if column.role == "result" and any(said(text, _STYLE).is_result for text in cells.get(number, ()))
    ]
    result = []
    for number, column in enumerate(columns):
        held = [text for text in cells.get(number, ()) if not _nothing(text)]
        role = column.role
        if role is None and held:
            role = _role(held, told)
        elif role == "result" and held and numbered and number not in numbered and "verdict" not in told:
            role = "verdict" if _most(held, lambda text: verdict(text) is not None) else role
        told.add(role)
        result.append(replace(column, role=role))
    return tuple(result)


def _role(cells: Sequence[str], told: set[Role | None]) -> Role | None:
    if _most(cells, lambda text: _TOLERANCE.match(text) is not None):
        return "other"
    ways: tuple[tuple[Role, Callable[[str], bool]], ...] = (
        ("verdict", lambda text: verdict(text) is not None),
        ("limit", _bound),
        ("unit", lambda text: unit_of(clean(text)) is not None),
        ("method", _names_method),
    )
    return next((role for role, way in ways if role not in told and _most(cells, way)), None)


def _most(cells: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, cells)) >= MOST * len(cells)


def _bound(text: str) -> bool:
    """Whether a cell is a limit in so many words: 'NMT 10 ppm', never a plain number."""
    return not text.lstrip()[:1].isdigit() and not said(text, _STYLE).is_result and limit(text, _STYLE).most is not None


def _names_method(text: str) -> bool:
    return methods.names(text)


def _nothing(text: str) -> bool:
    return not clean(text).strip("-–— ") or lexicon().results.get(result_key(text)) == "nothing"


def unexplained(text: str) -> bool:
    """Whether a cell under a heading that nobody knows may hold a limit: a number, and no tolerance."""
    return re.search(r"\d", text) is not None and _TOLERANCE.match(text) is None


def unlike(parts: Mapping[str, Cell]) -> bool:
    """Whether a cell holds what belongs to another column: a number as a verdict, a verdict as a limit."""
    unit = parts.get("unit")
    strange = unit is not None and clean(unit.text).strip("-–—") != "" and unit_of(unit.text) is None
    misplaced = (_number(parts, "verdict"), *(_verdict(parts, role) for role in ("limit", "loq", "lod")))
    return any(misplaced) or (strange and _number(parts, "unit"))


def _number(parts: Mapping[str, Cell], role: str) -> bool:
    return role in parts and said(parts[role].text, _STYLE).value is not None


def _verdict(parts: Mapping[str, Cell], role: str) -> bool:
    return role in parts and verdict(parts[role].text) is not None
