"""A report as a value: page, PDF and a file for someone else all draw from the same one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph of plain sentences."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Short lines, one under the other. title: where there is one it stands above them, and all is set in bold."""

    items: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a head; every row is as long as the head. The caption says what it is about."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing (SVG) with a title, and in words what it shows, for whoever cannot see it.

    key: what its marks mean, for whoever does; it stands under the drawing. narrow: the same drawn for a phone.
    """

    title: str
    description: str
    svg: str
    key: str = ""
    narrow: str = ""
    numbers: Table | None = None  # what is drawn, for whoever reads it rather; on screens only


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Set apart from the rest: how something was found out, and where that ends."""

    title: str
    lines: tuple[str, ...]


Block = Text | Items | Table | Picture | Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a report. left_out: the person chose not to show it; then it says so and holds nothing."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    left_out: bool = False
    appendix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report: about whom (a name only where the person gave one for it), from when to when, written on which day.

    All are days on the person's own clock, whoever reads it and wherever it is drawn.
    """

    title: str
    name: str | None = None
    first: dt.date
    last: dt.date
    written_on: dt.date
    sections: tuple[Section, ...] = field(default=())
