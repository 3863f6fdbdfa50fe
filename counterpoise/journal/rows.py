"""The crossing between records and rows: the kinds there are, and how the fields of each are stored.

A column carries the field of its name. Odd are only links (an id in the record, a key in the row), parts (kept as JSON
values) and instants (a column for the moment, another for the offset in force there).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import Any

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.journal import models as m

Lookup = Callable[[str, str, str | None], uuid.UUID | None]
"""(kind, id as the record gives it, source of the record) -> the row it means, None: there is none."""

_OFFSETS = {"recorded_at": "recorded_offset", "at": "offset", "ended_at": "ended_offset"}
_RENAMED = {"from_": "starts_on", "with_": "with_whom"}  # Django forbids a column that ends in an underscore


@dataclass(frozen=True)
class Kind:
    """One kind of record: its record, its table, and the list of the diary that holds it."""

    name: str
    record: type[Any]
    table: type[Any]
    list_name: str
    links: Mapping[str, str] = field(default_factory=dict)  # field -> kind of the row it points to
    parts: Mapping[str, type[Any]] = field(default_factory=dict)  # field kept as one JSON value -> its record
    lists: Mapping[str, type[Any]] = field(default_factory=dict)  # the same, of several

    @property
    def timed(self) -> bool:
        return issubclass(self.record, d.Entry)

    @cached_property
    def plain(self) -> Mapping[str, str]:
        """Fields stored as they are, and their columns."""
        odd = {"id", "source", *_OFFSETS, *self.links, *self.parts, *self.lists}
        return {f.name: _RENAMED.get(f.name, f.name) for f in fields(self.record) if f.name not in odd}

    @cached_property
    def instants(self) -> Mapping[str, str]:
        """Fields that are a moment, and the columns of their offsets."""
        names = {f.name for f in fields(self.record)}
        return {name: offset for name, offset in _OFFSETS.items() if name in names}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that make up a record, in the order `to_record` wants them; links come after them."""
        return (
            "source_id",
            "source",
            *self.plain.values(),
            *self.parts,
            *self.lists,
            *self.instants,
            *self.instants.values(),
        )


_KINDS = (
    Kind("product", d.Product, m.Product, "products", parts={"labelled": d.Quantity}),
    Kind(
        "lot",
        d.Lot,
        m.Lot,
        "lots",
        links={"product": "product"},
        parts={"size": d.Quantity, "price": d.Price, "kept": d.Kept},
        lists={"unit_weights": d.UnitWeight, "assays": d.Assay, "certificates": d.Certificate},
    ),
    Kind("measure", d.OwnMeasure, m.OwnMeasure, "measures"),
    Kind("rating", d.Rating, m.Rating, "ratings"),
    Kind("dose", d.Dose, m.Dose, "doses", links={"lot": "lot", "rating": "rating"}),
    Kind("effect", d.Effect, m.Effect, "effects"),
    Kind("lab", d.Lab, m.Lab, "labs"),
    Kind("questionnaire", d.Questionnaire, m.Questionnaire, "questionnaires"),
    Kind("goal", d.Goal, m.Goal, "goals"),
    Kind(
        "plan",
        d.Plan,
        m.Plan,
        "plans",
        parts=dict.fromkeys(("start", "step", "ceiling_per_dose", "ceiling_per_day"), d.Quantity),
        lists={"steps": d.PlanStep},
    ),
    Kind(
        "appointment",
        d.Appointment,
        m.Appointment,
        "appointments",
        lists={"questions": d.Question, "bring": d.ToBring},
    ),
    Kind("medicine", d.Medicine, m.Medicine, "medicines"),
    Kind("past_use", d.PastUse, m.PastUse, "history"),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
"""In an order in which what is pointed to comes before what points to it."""

OF_THE_PERSON = ("medicine", "past_use")
"""Kinds that the diary keeps under its person."""

_BY_RECORD = {kind.record: kind for kind in _KINDS}
_BY_TABLE = {kind.table: kind for kind in _KINDS}


def kind_of(record: Any) -> Kind:
    """The kind of a record."""
    return _BY_RECORD[type(record)]


def kind_of_row(row: m.Row) -> Kind:
    """The kind of a row."""
    return _BY_TABLE[type(row)]


def to_columns(kind: Kind, record: Any, lookup: Lookup) -> dict[str, Any]:
    """The column values of a record, without its identity, and who recorded it when: these stay for its life.

    Raises BadDiary where a link names nothing that `lookup` knows.
    """
    plain = ((name, column) for name, column in kind.plain.items() if name != "recorded_by")
    columns = {column: _listed(getattr(record, name)) for name, column in plain}
    for name, target in kind.links.items():
        columns[f"{name}_id"] = _link(kind, record, name, target, lookup)
    for name in kind.parts:
        value = getattr(record, name)
        columns[name] = None if value is None else diary_file.dump(value)
    for name in kind.lists:
        columns[name] = [diary_file.dump(value) for value in getattr(record, name)]
    for name, offset in kind.instants.items():
        if name != "recorded_at":
            columns[name], columns[offset] = _split(getattr(record, name))
    return columns


def first_columns(record: Any, id_: str, now: dt.datetime) -> dict[str, Any]:
    """The column values of a new record's identity, and of when it was recorded, now unless it says, and by whom."""
    at, offset = _split(record.recorded_at or now)
    identity = {"source": record.source or "", "source_id": id_}
    return identity | {"recorded_at": at, "recorded_offset": offset, "recorded_by": record.recorded_by}


def to_record(kind: Kind, values: tuple[Any, ...]) -> Any:
    """The record of a row, given its `kind.columns` and then the ids that its links show."""
    names = (*kind.columns, *kind.links)
    row = dict(zip(names, values, strict=True))
    given: dict[str, Any] = {name: row[name] for name in kind.links}
    given["id"] = row["source_id"]
    given["source"] = row["source"] or None
    for name, column in kind.plain.items():
        value = row[column]
        given[name] = tuple(value) if isinstance(value, list) else value
    for name, part in kind.parts.items():
        given[name] = None if row[name] is None else diary_file.load(part, row[name])
    for name, part in kind.lists.items():
        given[name] = tuple(diary_file.load(part, value) for value in row[name])
    for name, offset in kind.instants.items():
        given[name] = _joined(row[name], row[offset])
    return kind.record(**given)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _link(kind: Kind, record: Any, name: str, target: str, lookup: Lookup) -> uuid.UUID | None:
    wanted = getattr(record, name)
    if wanted is None:
        return None
    found = lookup(target, wanted, record.source)
    if found is None:
        raise diary_file.no_such_target(f"{kind.list_name}.{name}", wanted, target)
    return found


def _split(at: dt.datetime | None) -> tuple[dt.datetime | None, int | None]:
    """An instant and its offset in seconds east of UTC."""
    if at is None:
        return None, None
    offset = at.utcoffset()
    return at, 0 if offset is None else int(offset.total_seconds())


def _joined(at: dt.datetime | None, offset: int | None) -> dt.datetime | None:
    return None if at is None or offset is None else at.astimezone(_zone(offset))


@cache
def _zone(offset: int) -> dt.timezone:
    return dt.timezone(dt.timedelta(seconds=offset))
