"""The crossing between records and rows: the kinds there are, and how the fields of each are stored.

Most columns carry a record's field under the same name; the few that do not are named in the kind.
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
"""(kind, id as the record gives it, source of the record) -> the row it means."""

_SPECIAL = ("id", "source", "recorded_at", "at")


@dataclass(frozen=True)
class Kind:
    """One kind of record: its record, its table, and the list of the diary that holds it."""

    name: str
    record: type[Any]
    table: type[Any]
    list_name: str
    links: Mapping[str, str] = field(default_factory=dict)  # field -> kind of the row it points to
    values: Mapping[str, type[Any]] = field(default_factory=dict)  # field kept as one JSON value -> its record
    lists: Mapping[str, type[Any]] = field(default_factory=dict)  # the same, of several

    @property
    def timed(self) -> bool:
        return issubclass(self.record, d.Entry)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """Fields whose column has their name and their value."""
        odd = {*_SPECIAL, *self.links, *self.values, *self.lists, "ended_at", "assays"}
        return tuple(f.name for f in fields(self.record) if f.name not in odd)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that make up a record, in the order `to_record` wants them."""
        timed = ("at", "offset") if self.timed else ()
        links = tuple(f"{name}__source_id" for name in self.links)
        odd = {"effect": ("ended_at", "ended_offset"), "plan": ("starts_on", "terms"), "lot": ("id",)}
        head = ("source_id", "source", "recorded_at")
        return (*head, *self.plain, *links, *self.values, *self.lists, *timed, *odd.get(self.name, ()))


class PlanKind(Kind):
    """A plan's terms are one value: they are agreed, shown and changed only together."""

    @cached_property
    def plain(self) -> tuple[str, ...]:
        return ("note", "substance", "direction")


_KINDS = (
    Kind("product", d.Product, m.Product, "products"),
    Kind(
        "lot",
        d.Lot,
        m.Lot,
        "lots",
        links={"product": "product"},
        values={"size": d.Quantity, "price": d.Price},
        lists={"unit_weights": d.UnitWeight},
    ),
    Kind("measure", d.OwnMeasure, m.OwnMeasure, "measures"),
    Kind("rating", d.Rating, m.Rating, "ratings"),
    Kind("dose", d.Dose, m.Dose, "doses", links={"lot": "lot", "rating": "rating"}),
    Kind("effect", d.Effect, m.Effect, "effects"),
    Kind("lab", d.Lab, m.Lab, "labs"),
    Kind("questionnaire", d.Questionnaire, m.Questionnaire, "questionnaires"),
    Kind("goal", d.Goal, m.Goal, "goals"),
    PlanKind("plan", d.Plan, m.Plan, "plans"),
    Kind("medicine", d.Medicine, m.Medicine, "medicines"),
    Kind("past_use", d.PastUse, m.PastUse, "history"),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}
"""In an order in which what is pointed to comes before what points to it."""

OF_THE_PERSON = ("medicine", "past_use")
"""Kinds that the diary keeps under its person."""


def kind_of(record: Any) -> Kind:
    """The kind of a record."""
    return next(kind for kind in _KINDS if kind.record is type(record))


def to_columns(kind: Kind, record: Any, lookup: Lookup) -> dict[str, Any]:
    """The column values of a record, without its identity. Links are resolved by `lookup`."""
    columns = {name: getattr(record, name) for name in kind.plain}
    columns = {name: list(value) if isinstance(value, tuple) else value for name, value in columns.items()}
    for name, target in kind.links.items():
        wanted = getattr(record, name)
        columns[f"{name}_id"] = None if wanted is None else lookup(target, wanted, record.source)
    for name in kind.values:
        value = getattr(record, name)
        columns[name] = None if value is None else diary_file.dump(value)
    for name in kind.lists:
        columns[name] = [diary_file.dump(value) for value in getattr(record, name)]
    if kind.timed:
        columns["at"], columns["offset"] = _split(record.at)
    if kind.name == "effect":
        columns["ended_at"], columns["ended_offset"] = _split(record.ended_at)
    if kind.name == "plan":
        terms = diary_file.dump(record)
        columns["starts_on"] = record.from_
        columns["terms"] = {key: value for key, value in terms.items() if key not in _NOT_TERMS}
    return columns


def to_record(kind: Kind, values: tuple[Any, ...], assays: Mapping[uuid.UUID, tuple[d.Assay, ...]]) -> Any:
    """The record of a row, given its `kind.columns`."""
    row = dict(zip(kind.columns, values, strict=True))
    given: dict[str, Any] = {name: row[name] for name in kind.plain}
    given["id"] = row["source_id"]
    given["source"] = row["source"] or None
    given["recorded_at"] = row["recorded_at"]
    for name in kind.links:
        given[name] = row[f"{name}__source_id"]
    for name, record in kind.values.items():
        given[name] = None if row[name] is None else diary_file.load(record, row[name])
    for name, record in kind.lists.items():
        given[name] = tuple(diary_file.load(record, value) for value in row[name])
    if kind.timed:
        given["at"] = _joined(row["at"], row["offset"])
    match kind.name:
        case "effect":
            given["ended_at"] = _joined(row["ended_at"], row["ended_offset"])
        case "questionnaire":
            given["answers"] = tuple(row["answers"])
        case "lot":
            given["assays"] = assays.get(row["id"], ())
        case "plan":
            head = {"id": row["source_id"], "from": row["starts_on"].isoformat()}
            said = {name: row[name] for name in ("note", "substance", "direction") if row[name] is not None}
            plan = diary_file.load(d.Plan, {**head, **said, **row["terms"]})
            return _with_recording(plan, given)
    return kind.record(**given)


_NOT_TERMS = ("id", "source", "recorded_at", "note", "substance", "direction", "from")


def _with_recording(plan: d.Plan, given: Mapping[str, Any]) -> d.Plan:
    values = {f.name: getattr(plan, f.name) for f in fields(plan)}
    return d.Plan(**(values | {"source": given["source"], "recorded_at": given["recorded_at"]}))


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
