"""A table under its mapping: columns by name, cells without the words for nothing, places in words."""

from __future__ import annotations

from functools import cached_property

from counterpoise.exchange.csv.mapping import Mapping
from counterpoise.exchange.csv.table import decimal_mark, row, table
from counterpoise.exchange.understood import BadFile, found_instead
from counterpoise.text import _


class Sheet:
    """The rows of a file and the names of its columns. Raises BadFile where it is no table."""

    def __init__(self, data: bytes, mapping: Mapping) -> None:
        self.mapping = mapping
        self.table = table(data, encoding=mapping.encoding, delimiter=mapping.delimiter, header=mapping.header)
        self._missing = {"", *mapping.missing}
        self._used: set[int] = set()

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Each row's place in words."""
        return tuple(row(number) for number in self.table.numbers)

    @cached_property
    def decimal(self) -> str:
        """The decimal mark: as said, else found out; a comma that separates columns is none."""
        if self.mapping.decimal is not None:
            return self.mapping.decimal
        if self.table.delimiter == ",":
            return "."
        return decimal_mark(cell for cells in self.table.rows for cell in cells)

    def column(self, name: str, key: str) -> int:
        """The place of a column. Raises BadFile naming the key of the mapping that asked for it."""
        places = [at for at, column in enumerate(self.table.header) if column == name.strip()]
        if not places:
            raise BadFile(key, found_instead(name, _("one of the columns: {names}").format(names=self._names())))
        if len(places) > 1:
            raise BadFile(key, _("'{name}' names several columns of the file").format(name=name))
        self._used.add(places[0])
        return places[0]

    def cell(self, at: int, column: int) -> str:
        """What a cell says; "" where it says nothing."""
        cell = self.table.rows[at][column]
        return "" if cell in self._missing else cell

    def filled(self, column: int) -> list[str]:
        """Everything a column says."""
        return [cell for cells in self.table.rows if (cell := cells[column]) not in self._missing]

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns that nothing asked for."""
        return tuple(name for at, name in enumerate(self.table.header) if at not in self._used)

    def _names(self) -> str:
        names = ", ".join(self.table.header)
        return names if len(names) <= 300 else f"{names[:297]}…"
