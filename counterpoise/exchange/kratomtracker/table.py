"""The CSV: date,time,iso_timestamp,strain_code,strain_name,amount_g,notes."""

from __future__ import annotations

import datetime as dt

from counterpoise import diary as d
from counterpoise.exchange.csv.cells import number
from counterpoise.exchange.csv.table import table
from counterpoise.exchange.kratomtracker.moment import iso, placed
from counterpoise.exchange.kratomtracker.strains import SOURCE, Strains
from counterpoise.exchange.part import Namer
from counterpoise.exchange.understood import BadFile, Context, Gathering, Puzzle, found_instead
from counterpoise.text import _

HEADER = ("date", "time", "iso_timestamp", "strain_code", "strain_name", "amount_g", "notes")
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


def has_header(start: bytes) -> bool:
    """Whether a file begins with the names of the columns."""
    first = start.split(b"\n", 1)[0].strip().decode("ascii", "replace").replace('"', "")
    return {"iso_timestamp", "strain_code", "amount_g"} <= {name.strip() for name in first.split(",")}


def read(data: bytes, context: Context, gather: Gathering) -> None:
    """Every row as a dose. Raises BadFile for a table with other columns."""
    found = table(data, encoding="utf-8", delimiter=",")
    missing = [name for name in HEADER if name not in found.header]
    if missing and (set(missing) - {"date", "time", "notes", "strain_name"}):
        allowed = _("the columns {names}").format(names=", ".join(HEADER))
        raise BadFile(_("row {n}").format(n=1), found_instead(", ".join(found.header), allowed))
    reader = _Reader(context, gather)
    for n, row in zip(found.numbers, found.rows, strict=True):
        cells = {name: _unguarded(cell) for name, cell in zip(found.header, row, strict=True)}
        with gather.puzzles():
            reader.dose(cells, _("row {n}").format(n=n))


class _Reader:
    """What the rows of one file share."""

    def __init__(self, context: Context, gather: Gathering) -> None:
        self._context, self._gather = context, gather
        self._strains, self._name_it = Strains(gather), Namer()

    def dose(self, cells: dict[str, str], place: str) -> None:
        """The dose of a row. Raises Puzzle."""
        id_ = self._name_it([cells.get(name, "") for name in HEADER])
        wall = _wall(cells)
        at = iso(cells["iso_timestamp"]) or wall
        if at is None:
            where = f"{place}, iso_timestamp: '{cells['iso_timestamp'][:40]}'"
            raise Puzzle(where, _("a date and time is expected"))
        amount = _amount(cells["amount_g"], place)
        if amount == 0:
            self._gather.leave_out("nothing taken", _("amounts of 0: nothing was taken"))
            return
        instant = placed(at, wall, self._context.zone, self._gather, place)
        if self._context.now is not None and instant > self._context.now:
            self._gather.notice(_("the time lies in the future"), place)
        dose = d.Dose(
            id=id_,
            source=SOURCE,
            at=instant,
            substance="kratom",
            amount=amount,
            unit="g",
            lot=self._strains.lot_of(cells["strain_code"], cells.get("strain_name", ""), place),
            note=cells.get("notes") or None,
        )
        self._gather.add("doses", dose, place)


def _amount(cell: str, place: str) -> float | None:
    """Grams; an empty cell is an amount that is not known."""
    if not cell:
        return None
    amount = number(cell, ".")
    if amount is None or amount < 0:
        raise Puzzle(f"{place}, amount_g: '{cell[:40]}'", _("an amount above 0 in g is expected"))
    return amount


def _wall(cells: dict[str, str]) -> dt.datetime | None:
    """The clock on the phone, from the columns date and time."""
    at = iso(f"{cells.get('date', '')} {cells.get('time', '')}".strip())
    return None if at is None or at.tzinfo is not None or not cells.get("time") else at


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith(_GUARDED) else cell
