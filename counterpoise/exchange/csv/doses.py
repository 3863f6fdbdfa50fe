"""The doses in the rows of a table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from counterpoise import diary as d
from counterpoise import units
from counterpoise.exchange import names
from counterpoise.exchange.csv import cells
from counterpoise.exchange.csv.mapping import DoseColumns
from counterpoise.exchange.csv.sheet import Sheet
from counterpoise.exchange.understood import BadFile, Gathering
from counterpoise.text import _


class Doses:
    """One kind of dose that rows may hold. Raises BadFile for a mapping that says too little or contradicts itself."""

    def __init__(self, said: DoseColumns, key: str, sheet: Sheet, gather: Gathering) -> None:
        self._said, self._sheet, self._gather = said, sheet, gather
        for one, other in (("substance", "substance_column"), ("amount", "amount_column"), ("unit", "unit_column")):
            if getattr(said, one) is not None and getattr(said, other) is not None:
                raise BadFile(
                    f"{key}.{one}", _("only one of {one} and {other} can be given").format(one=one, other=other)
                )
        if said.substance is None and said.substance_column is None:
            raise BadFile(key, _("substance or substance_column is missing"))
        self._substance = self._column(said.substance_column, f"{key}.substance_column")
        self._amount = self._column(said.amount_column, f"{key}.amount_column")
        self._unit = self._column(said.unit_column, f"{key}.unit_column")
        taken = said.taken_when
        self._taken = self._column(taken.column if taken else None, f"{key}.taken_when.column")
        self._unknown = {word.casefold() for word in sheet.mapping.unknown}
        self._days: set[dt.date] = set()

    def of(self, at: int, about: dict[str, Any]) -> list[tuple[str, d.Dose]]:
        """The dose in a row, if there is one, with a name for it within the row."""
        substance = self._said.substance or self._cell(at, self._substance)
        cell = self._cell(at, self._amount)
        if not self._was_taken(at, cell, substance):
            return []
        if not substance:
            self._gather.puzzle(self._sheet.places[at], _("an amount, and no substance"))
            return []
        if self._said.once_a_day:
            day = about["at"].date()
            if day in self._days:
                return []
            self._days.add(day)
        amount = self._how_much(at, cell)
        if amount is None:
            return []
        key = names.substance(substance)
        unit = units.canonical(amount[1]) if amount[1] else None
        word = names.written(substance)
        dose = d.Dose(substance=key, written=word, amount=amount[0], unit=unit, of=self._said.of, **about)
        return [(key, dose)]

    def _was_taken(self, at: int, amount: str, substance: str) -> bool:
        if self._said.taken_when is not None:
            return self._cell(at, self._taken) in self._said.taken_when.equals
        if self._substance is not None:
            return bool(substance or amount)
        return bool(amount) or self._amount is None

    def _how_much(self, at: int, cell: str) -> tuple[float | None, str | None] | None:
        """Amount and unit; an unknown amount is None; None altogether where the row is no dose or cannot be read."""
        unit = self._said.unit or self._cell(at, self._unit) or None
        if self._amount is None or not cell or cell.casefold() in self._unknown:
            return self._said.amount, unit
        found = cells.amount(cell, self._sheet.decimal)
        if found is None or found[0] < 0 or (found[1] and unit and not _agree(found[1], unit)):
            place = f"{self._sheet.places[at]}, {self._said.amount_column}: '{cell[:40]}'"
            allowed = _("an amount above 0 in {unit} is expected") if unit else _("an amount above 0 is expected")
            self._gather.puzzle(place, allowed.format(unit=unit))
            return None
        if found[0] == 0:
            self._gather.leave_out("nothing taken", _("amounts of 0: nothing was taken"))
            return None
        return found[0], unit or found[1]

    def _column(self, name: str | None, key: str) -> int | None:
        return None if name is None else self._sheet.column(name, key)

    def _cell(self, at: int, column: int | None) -> str:
        return "" if column is None else self._sheet.cell(at, column)


def _agree(one: str, other: str) -> bool:
    return units.canonical(one) == units.canonical(other)
