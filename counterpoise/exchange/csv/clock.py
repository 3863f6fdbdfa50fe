"""The instants of all rows of a table, and how its day number compares with its dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counterpoise.exchange import local_time
from counterpoise.exchange.csv import times
from counterpoise.exchange.csv.cells import number
from counterpoise.exchange.csv.mapping import When
from counterpoise.exchange.csv.sheet import Sheet
from counterpoise.exchange.understood import BadFile, Gathering
from counterpoise.text import _


def instants(sheet: Sheet, when: When, home: str, gather: Gathering) -> list[dt.datetime | None]:
    """The instant of each row, with its offset; None where it cannot be read, which is said."""
    zone = when.zone or home
    read = _Writing.of(sheet, when)
    walls: list[dt.datetime | None] = []
    for at, place in enumerate(sheet.places):
        walls.append(read.wall(sheet, at))
        if walls[-1] is None:
            gather.puzzle(
                f"{place} ('{read.shown(sheet, at)}')",
                _("no time that can be read: {example} is expected").format(example=read.example),
            )
    naive = [at for at, wall in enumerate(walls) if wall is not None and wall.tzinfo is None]
    if naive and when.zone is None:
        gather.notice(_("times without an offset are read as those of {zone}").format(zone=zone))
    found = list(walls)
    placed = local_time.instants([wall for wall in walls if wall is not None and wall.tzinfo is None], zone)
    for at, (instant, problem) in zip(naive, placed, strict=True):
        found[at] = instant
        if problem is not None:
            gather.notice(_clock_change(problem, zone), sheet.places[at])
    return [None if wall is None else _plain(wall) for wall in found]


def compare_day_number(sheet: Sheet, days: list[dt.datetime | None], gather: Gathering) -> None:
    """Point out rows whose day number does not fit their date; the date counts."""
    counted = sheet.mapping.day_number
    dates = [day.date() for day in days if day is not None]
    if counted is None or not dates:
        return
    first = min(dates)
    text = _("{column} does not fit the date, and the date counts (day {n:g} is {date})").format(
        column=counted.column, n=counted.first, date=first.isoformat()
    )
    at_column = sheet.column(counted.column, "day_number.column")
    for at, day in enumerate(days):
        cell = sheet.cell(at, at_column)
        if day is None or not cell:
            continue
        by_date = (day.date() - first).days + counted.first
        given = number(cell, sheet.decimal)
        if given is None or given != by_date:
            place = _("{row}: {given} given, {by_date:g} by the date")
            gather.notice(text, place.format(row=sheet.places[at], given=cell, by_date=by_date))


@dataclass(frozen=True, slots=True)
class _Writing:
    """How this table writes its times."""

    column: int
    format: str
    clock_column: int | None
    clock_format: str
    time_of_day: dt.time | None

    @classmethod
    def of(cls, sheet: Sheet, when: When) -> _Writing:
        column = sheet.column(when.column, "when.column")
        cells = sheet.filled(column)
        format_ = times.chosen(when.column, cells, when.format, "when.format")
        clock = None if when.time_column is None else sheet.column(when.time_column, "when.time_column")
        clock_format = ""
        if when.time_column is not None and clock is not None:
            clocks = sheet.filled(clock)
            clock_format = times.chosen(when.time_column, clocks, when.time_format, "when.time_format", times.TIMES)
        elif when.time_of_day is None and not times.gives_time(format_, cells):
            text = _("{column} gives only a date: a time such as 20:00, or time_column, is expected")
            raise BadFile("when.time_of_day", text.format(column=when.column))
        fixed = None if when.time_of_day is None else dt.time.fromisoformat(when.time_of_day)
        return cls(column, format_, clock, clock_format, fixed)

    @property
    def example(self) -> str:
        return f"{self.format} {self.clock_format}".strip()

    def shown(self, sheet: Sheet, at: int) -> str:
        clock = "" if self.clock_column is None else sheet.cell(at, self.clock_column)
        return f"{sheet.cell(at, self.column)} {clock}".strip()[:40]

    def wall(self, sheet: Sheet, at: int) -> dt.datetime | None:
        """The moment of a row as its clock showed it, with an offset where the row gives one."""
        cell = sheet.cell(at, self.column)
        try:
            moment = times.parse(cell, self.format)
            if self.clock_column is not None and (clock := sheet.cell(at, self.clock_column)):
                return dt.datetime.combine(moment, times.clock(clock, self.clock_format), moment.tzinfo)
        except (ValueError, OverflowError, OSError):
            return None
        if times.gives_time(self.format, [cell]) and self.clock_column is None:
            return moment
        return None if self.time_of_day is None else dt.datetime.combine(moment, self.time_of_day)


def _clock_change(problem: str, zone: str) -> str:
    if problem == local_time.SKIPPED:
        text = _("a time that clocks in {zone} skipped when they were set forward; read as an hour later")
    else:
        text = _("a time that clocks in {zone} showed twice when they were set back; the first is taken")
    return text.format(zone=zone)


def _plain(at: dt.datetime) -> dt.datetime:
    """The same instant with nothing but its offset."""
    return at.replace(tzinfo=local_time.fixed(at.utcoffset() or dt.timedelta(0)))
