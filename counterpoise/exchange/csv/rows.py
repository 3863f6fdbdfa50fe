"""The rows of a table, each made into the records that its mapping sees in it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import Any

from counterpoise import diary as d
from counterpoise.exchange import names
from counterpoise.exchange.csv import clock
from counterpoise.exchange.csv.doses import Doses
from counterpoise.exchange.csv.mapping import EffectColumn, Mapping
from counterpoise.exchange.csv.scales import Scale, scales
from counterpoise.exchange.csv.sheet import Sheet
from counterpoise.exchange.understood import Context, Gathering
from counterpoise.text import _

_LONGEST_ID = 64


class Reader:
    """One table being read; everything found goes to `gather`."""

    def __init__(self, data: bytes, mapping: Mapping, context: Context, gather: Gathering) -> None:
        self._mapping, self._context, self._gather = mapping, context, gather
        self._sheet = sheet = Sheet(data, mapping)
        self._scales = scales(mapping, context, gather)
        self._rated = [sheet.column(one.column.column, f"ratings[{n}].column") for n, one in enumerate(self._scales)]
        self._noticed = [sheet.column(one.column, f"effects[{n}].column") for n, one in enumerate(mapping.effects)]
        self._doses = [Doses(one, f"doses[{n}]", sheet, gather) for n, one in enumerate(mapping.doses)]
        self._note = self._optional(mapping.note_column, "note_column")
        self._id = self._optional(mapping.id_column, "id_column")

    def run(self) -> None:
        """Read every row."""
        sheet, when = self._sheet, self._mapping.when
        if sheet.table.guessed_letters:
            self._gather.notice(_("the letters are not UTF-8; they were read as Windows-1252: look at accented ones"))
        days = clock.instants(sheet, when, self._context.zone, self._gather)
        clock.compare_day_number(sheet, days, self._gather)
        for at, instant in enumerate(days):
            if instant is not None:
                self._row(at, instant)
        if sheet.unused:
            self._gather.notice(_("columns that the map does not use: {names}").format(names=", ".join(sheet.unused)))

    def _row(self, at: int, instant: dt.datetime) -> None:
        place = self._sheet.places[at]
        if self._context.now is not None and instant > self._context.now:
            self._gather.notice(_("the time lies in the future"), place)
        about: dict[str, Any] = {"at": instant, "zone": self._mapping.when.zone, "source": self._mapping.source}
        found: list[tuple[str, str, Any]] = []
        for doses in self._doses:
            found += [("doses", what, record) for what, record in doses.of(at, about)]
        for scale, column in zip(self._scales, self._rated, strict=True):
            found += [("ratings", what, record) for what, record in self._rating(at, scale, column, about)]
        for effect, column in zip(self._mapping.effects, self._noticed, strict=True):
            found += [("effects", what, record) for what, record in self._effects(at, effect, column, about)]
        self._keep(found, at)

    def _keep(self, found: list[tuple[str, str, Any]], at: int) -> None:
        """Hand the records of a row over, with its note and its id."""
        place = self._sheet.places[at]
        note = "" if self._note is None else self._sheet.cell(at, self._note)
        id_ = "" if self._id is None else self._sheet.cell(at, self._id)
        if note and not found:
            self._gather.leave_out("note", _("notes in rows that hold nothing else"))
        for n, (kind, what, record) in enumerate(found):
            named = replace(record, id=_within(f"{id_}/{what}")) if id_ else record
            self._gather.add(kind, replace(named, note=note) if note and n == 0 else named, place)

    def _rating(self, at: int, scale: Scale, column: int, about: dict[str, Any]) -> list[tuple[str, d.Rating]]:
        cell = self._sheet.cell(at, column)
        if not cell:
            return []
        value = scale.value(cell, self._sheet.decimal)
        if value is None:
            self._gather.puzzle(_place(self._sheet.places[at], scale.column.column, cell), scale.allowed)
            return []
        key = scale.column.measure
        return [(key, d.Rating(measure=key, value=value, **about))]

    def _effects(self, at: int, effect: EffectColumn, column: int, about: dict[str, Any]) -> list[tuple[str, d.Effect]]:
        cell = self._sheet.cell(at, column)
        if not cell or cell.casefold() in {word.casefold() for word in effect.none}:
            return []
        severity = effect.severity.get(cell)
        if effect.severity and severity is None and effect.kind is not None:
            text = _("one of {words} is expected").format(words=", ".join([*effect.severity, *effect.none]))
            self._gather.puzzle(_place(self._sheet.places[at], effect.column, cell), text)
            return []
        said = [effect.kind] if effect.kind else cell.split(effect.separator) if effect.separator else [cell]
        kinds = dict.fromkeys(names.effect(one) for one in said if one.strip())
        return [(kind, d.Effect(kind=kind, severity=severity, **about)) for kind in kinds]

    def _optional(self, name: str | None, key: str) -> int | None:
        return None if name is None else self._sheet.column(name, key)


def _place(row: str, column: str, cell: str) -> str:
    return f"{row}, {column}: '{cell[:40]}'"


def _within(id_: str) -> str:
    """An id of at most 64 characters."""
    return id_ if len(id_) <= _LONGEST_ID else hashlib.sha256(id_.encode()).hexdigest()
