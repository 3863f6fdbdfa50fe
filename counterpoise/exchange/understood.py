"""What a reader hands back: a diary, and a full account of what did not become part of it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.text import _, ngettext

EXAMPLES = 3
"""A notice that holds in many places names the first few of them."""

MOST = 100
"""So many different notices are kept; the others are only counted."""


class BadFile(ValueError):
    """A file that cannot be read: which file, where in it, what was found and what is allowed, in one line."""

    def __init__(self, place: str, problem: str, *, file: str = "") -> None:
        self.file, self.place, self.problem = file, place, problem
        line = ": ".join(part for part in (file, place, problem) if part)
        super().__init__(" ".join(line.split()))


class Puzzle(ValueError):
    """A part of a file that cannot be read: where, and what was expected. The rest of the file still counts."""

    def __init__(self, place: str, text: str) -> None:
        super().__init__(f"{place}: {text}")
        self.place, self.text = place, text


class NeedsMapping(BadFile):
    """A table whose columns nobody has named yet: `csv.columns` and `csv.propose` help to."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may know beside the file."""

    zone: str
    """IANA time zone of the person: times without an offset are read in it."""
    mapping: Any = None
    """What the columns of a table mean (`csv.Mapping`); other formats need none."""
    own_measures: tuple[d.OwnMeasure, ...] = ()
    """Measures of the person's own that are there already."""
    now: dt.datetime | None = None
    """Entries after this are pointed out; none: nothing is said about the future."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know before saving, with the first places where it holds and how many there are."""

    text: str
    places: tuple[str, ...] = ()
    count: int = 1

    @property
    def place(self) -> str:
        """The places in words: "row 3; row 5; row 9 and 12 more"."""
        shown = "; ".join(self.places)
        more = self.count - len(self.places)
        if not self.places or more <= 0:
            return shown
        return ngettext("{places} and {n} more", "{places} and {n} more", more).format(places=shown, n=more)

    def __str__(self) -> str:
        text = f"{self.text} ({self.place})" if self.places else self.text
        return text if self.count == 1 else f"{self.count} × {text}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records of the file that are deliberately not imported: why, and how many."""

    code: str
    text: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A file as it was understood. Nothing is saved yet."""

    format: str
    diary: d.Diary
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[Notice, ...] = ()
    not_understood: tuple[Notice, ...] = ()
    """Parts that were meant to be imported and could not be read; the rest can be saved without them."""

    def receipt(self) -> dict[str, Any]:
        """As plain JSON values, for the record of the import."""
        return {
            "left_out": [{"code": part.code, "text": part.text, "count": part.count} for part in self.left_out],
            "notices": [_plain(notice) for notice in self.notices],
            "not_understood": [_plain(notice) for notice in self.not_understood],
        }


@dataclass
class Gathering:
    """Collects what a reader finds; equal notices become one with a count."""

    zone: str
    records: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in d.RECORD_LISTS})
    places: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in d.RECORD_LISTS})
    extra: dict[str, Any] = field(default_factory=dict)
    _named: dict[tuple[str, str | None, str], Any] = field(default_factory=dict)
    _left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    _notices: dict[str, list[str]] = field(default_factory=dict)
    _not_understood: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, record: Any, place: str) -> None:
        """One more record of a list of the diary, and where in the file it stands."""
        if record.id:
            key = (kind, record.source, record.id)
            if key in self._named:
                self._name_twice(place, self._named[key] == record)
                return
            self._named[key] = record
        self.records[kind].append(record)
        self.places[kind].append(place)

    def _name_twice(self, place: str, same: bool) -> None:
        if same:
            self.leave_out("repeated", _("stand in the file twice, under one id"))
        else:
            self.puzzle(place, _("its id is already used in this file, for something else"))

    def leave_out(self, code: str, text: str, count: int = 1) -> None:
        """Count something that is deliberately not imported."""
        self._left_out[code, text] += count

    def notice(self, text: str, place: str = "") -> None:
        """Something to know, and where."""
        self._notices.setdefault(text, []).append(place)

    @contextmanager
    def puzzles(self) -> Iterator[None]:
        """Whatever in this block raises Puzzle joins what was not understood."""
        try:
            yield
        except Puzzle as puzzle:
            self.puzzle(puzzle.place, puzzle.text)

    def puzzle(self, place: str, text: str) -> None:
        """Something that could not be read, and where."""
        self._not_understood.setdefault(text, []).append(place)

    def understood(self, format_: str) -> Understood:
        """The whole, held against the ranges of the records; a record out of range joins what was not understood."""
        diary = self._in_range()
        return Understood(
            format=format_,
            diary=diary,
            left_out=tuple(LeftOut(code, text, count) for (code, text), count in self._left_out.items()),
            notices=_folded(self._notices),
            not_understood=_folded(self._not_understood),
        )

    def _in_range(self) -> d.Diary:
        diary = d.Diary(
            person=d.Person(time_zone=self.zone),
            extra=self.extra,
            **{name: diary_file.with_ids(records) for name, records in self.records.items()},
        )
        try:
            return diary_file.accepted(diary)
        except diary_file.BadDiary:
            kept: dict[str, Any] = {name: tuple(self._passing(name, getattr(diary, name))) for name in d.RECORD_LISTS}
            return diary_file.accepted(_linked(replace(diary, **kept)))

    def _passing(self, name: str, records: Iterable[Any]) -> Iterable[Any]:
        """The records in range, one by one: only where the check of the whole found something."""
        for record, place in zip(records, self.places[name], strict=True):
            try:
                yield diary_file.checked(record)
            except diary_file.BadDiary as error:
                self.puzzle(f"{place}: {error.place}" if place else error.place, error.problem)


def found_instead(value: object, allowed: str) -> str:
    """The words for a value that is not allowed."""
    shown = re.sub(r"\s+", " ", str(value))
    shown = shown if len(shown) <= 40 else shown[:37] + "…"
    return _("'{value}' found; {allowed} is expected").format(value=shown, allowed=allowed)


def _linked(diary: d.Diary) -> d.Diary:
    """The diary without links to records that were not understood."""
    products = {product.id for product in diary.products}
    lots = tuple(lot for lot in diary.lots if lot.product in products)
    known = {lot.id for lot in lots}
    doses = tuple(dose if dose.lot is None or dose.lot in known else replace(dose, lot=None) for dose in diary.doses)
    return replace(diary, lots=lots, doses=doses)


def _folded(found: dict[str, list[str]]) -> tuple[Notice, ...]:
    notices = [
        Notice(text, tuple(place for place in places[:EXAMPLES] if place), len(places))
        for text, places in found.items()
    ]
    if len(notices) > MOST:
        rest = sum(notice.count for notice in notices[MOST:])
        notices[MOST:] = [Notice(_("and more of other kinds"), (), rest)]
    return tuple(notices)


def _plain(notice: Notice) -> dict[str, Any]:
    return {"text": notice.text, "place": notice.place, "count": notice.count}
