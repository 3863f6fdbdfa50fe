"""A first look at a table whose columns nobody has named: what each holds, and a mapping to start from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise.exchange import names
from counterpoise.exchange.csv import times
from counterpoise.exchange.csv.cells import number
from counterpoise.exchange.csv.mapping import (
    NOTHING,
    DayNumber,
    DoseColumns,
    Mapping,
    RatingColumn,
    When,
)
from counterpoise.exchange.csv.table import decimal_mark, table
from counterpoise.knowledge.load import load

Kind = Literal["moment", "date", "clock", "number", "text", "empty"]

_EXAMPLES = 3
_FIRST_ROWS = 10
_DAY = re.compile(r"(study|trial|diary)?[ _-]?day([ _-]?(no|nr|number))?", re.I)
_NOTE = re.compile(r"(free )?(notes?|comments?|remarks?|text)", re.I)
_ID = re.compile(r"(entry|row|record)?[ _-]?(id|uuid)", re.I)
_AMOUNT = re.compile(r"(dose|dosage|amount|quantity|grams?)([ _-]*\(?(?P<unit>g|mg|ml|capsules?)\)?)?", re.I)
_SUBSTANCE = re.compile(r"substance|drug|medicine|medication|product", re.I)
_UNIT = re.compile(r"units?", re.I)
_MEASURES = {
    "pain": "pain.now",
    "pain level": "pain.now",
    "pain now": "pain.now",
    "worst pain": "pain.worst",
    "average pain": "pain.average",
    "sleep": "sleep.quality",
    "sleep quality": "sleep.quality",
    "tiredness": "fatigue",
    "fog": "thinking",
}


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds."""

    name: str
    kind: Kind
    filled: int
    """Rows with a value."""
    low: float | None
    high: float | None
    """Smallest and greatest value of a column of numbers."""
    examples: tuple[str, ...]
    formats: tuple[str, ...]
    """Ways in which a column of moments, dates or clock times can be read; more than one: somebody has to choose."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is stored, and what its columns hold."""

    encoding: str
    delimiter: str
    decimal: str
    header: tuple[str, ...]
    rows: int
    first_rows: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]


def columns(data: bytes, *, encoding: str | None = None, delimiter: str | None = None, header: bool = True) -> Columns:
    """Look at a table. Raises BadFile for what is none."""
    found = table(data, encoding=encoding, delimiter=delimiter, header=header)
    decimal = decimal_mark(cell for row in found.rows for cell in row) if found.delimiter != "," else "."
    return Columns(
        encoding=found.encoding,
        delimiter=found.delimiter,
        decimal=decimal,
        header=found.header,
        rows=len(found.rows),
        first_rows=found.rows[:_FIRST_ROWS],
        columns=tuple(_column(name, [row[at] for row in found.rows], decimal) for at, name in enumerate(found.header)),
    )


def propose(found: Columns) -> Mapping:
    """A mapping to start from, by the names and values of the columns. To be looked over: ranges are guesses."""
    note = _named(found, _NOTE)
    id_ = _named(found, _ID)
    day = _named(found, _DAY, "number")
    return Mapping(
        when=_when(found),
        doses=_doses(found),
        ratings=tuple(rating for column in found.columns if (rating := _rating(column))),
        note_column=note.name if note else None,
        id_column=id_.name if id_ and id_.filled == found.rows else None,
        day_number=DayNumber(column=day.name, first=day.low or 0.0) if day else None,
    )


def _column(name: str, cells: Sequence[str], decimal: str) -> Column:
    filled = [cell for cell in cells if cell not in NOTHING]
    distinct = list(dict.fromkeys(filled))
    examples = tuple(distinct[:_EXAMPLES])
    values = [number(cell, decimal) for cell in distinct]
    numbers = [value for value in values if value is not None]
    kind: Kind = "text" if distinct else "empty"
    formats = times.fitting(distinct)
    if formats and distinct:
        kind = "moment" if any(times.gives_time(format_, distinct) for format_ in formats) else "date"
    elif clocks := times.fitting(distinct, times.TIMES):
        kind, formats = "clock", clocks
    elif distinct and len(numbers) == len(distinct):
        kind = "number"
    is_number = kind == "number"
    return Column(
        name,
        kind,
        len(filled),
        min(numbers) if is_number else None,
        max(numbers) if is_number else None,
        examples,
        formats,
    )


def _when(found: Columns) -> When:
    moment = next((column for column in found.columns if column.kind == "moment"), None)
    if moment:
        return When(column=moment.name, format=_only(moment.formats))
    date = next((column for column in found.columns if column.kind == "date"), None)
    clock = next((column for column in found.columns if column.kind == "clock"), None)
    return When(
        column=date.name if date else found.header[0] or "column 1",
        format=_only(date.formats) if date else None,
        time_column=clock.name if clock else None,
        time_format=_only(clock.formats) if clock else None,
        time_of_day=None if clock else "12:00",
    )


def _only(formats: tuple[str, ...]) -> str | None:
    return formats[0] if len(formats) == 1 else None


def _rating(column: Column) -> RatingColumn | None:
    plain = re.sub(r"[_\W]+", " ", column.name).strip().casefold()
    keys = {key.casefold(): key for key in load().measures} | _MEASURES
    key = keys.get(column.name.casefold()) or keys.get(plain)
    if key is None or column.high is None or column.low is None or column.low < 0 or column.high > 100:
        return None
    return RatingColumn(column=column.name, measure=key, low=0.0, high=10.0 if column.high <= 10 else 100.0)


def _doses(found: Columns) -> tuple[DoseColumns, ...]:
    substance, unit = _named(found, _SUBSTANCE, "text"), _named(found, _UNIT, "text")
    amount = _named(found, _AMOUNT, "number") or _named(found, _AMOUNT, "text")
    if amount or substance:
        said = _AMOUNT.fullmatch(amount.name.strip()) if amount else None
        in_name = said.group("unit") if said else None
        one = DoseColumns(
            substance=None if substance else "kratom",
            substance_column=substance.name if substance else None,
            amount_column=amount.name if amount else None,
            unit=None if unit else in_name,
            unit_column=unit.name if unit else None,
        )
        return (one,)
    known = ((column, names.substance(column.name)) for column in found.columns if column.kind == "number")
    return tuple(
        DoseColumns(substance=key, amount_column=column.name) for column, key in known if key in load().substances
    )


def _named(found: Columns, pattern: re.Pattern[str], kind: Kind | None = None) -> Column | None:
    for column in found.columns:
        if pattern.fullmatch(column.name.strip()) and kind in (None, column.kind):
            return column
    return None
