"""Rows as they stand on paper, before their numbers are understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from counterpoise.supply.certificates.paper.layout import Box


@dataclass(frozen=True)
class Cell:
    """Text and its place."""

    text: str
    box: Box


@dataclass(frozen=True)
class Around:
    """What the lines about a row say of it: its section's method and unit."""

    method: str | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Offered:
    """One result of a row: what its heading says, and under which lot it stands where lots are columns."""

    cell: Cell
    unit: str | None = None
    lot: str | None = None
    title: str = ""


@dataclass(frozen=True)
class Row:
    """One test."""

    page: int
    name: Cell
    results: tuple[Offered, ...]
    parts: Mapping[str, Cell] = field(default_factory=dict)
    """Limit, LOD, LOQ, unit, verdict, method, by role."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Units in the headings of the parts."""
    around: Around = Around()
    doubts: frozenset[str] = frozenset()
    table: bool = True

    @property
    def top(self) -> float:
        return self.name.box.top

    @property
    def text(self) -> str:
        cells = [self.name, *(one.cell for one in self.results), *self.parts.values()]
        return " ".join(cell.text for cell in sorted(cells, key=lambda one: one.box.left) if cell.text)
