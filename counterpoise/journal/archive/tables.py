"""Every table that holds something of a person, and its rows as plain JSON values, there and back.

A row names another by its place in that one's list, counted from 0. So the same history reads the same, whatever keys
its rows have in an installation.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from counterpoise import diary_file
from counterpoise.journal import models as m
from counterpoise.journal.archive.zipped import ATTACHMENTS, BadArchive
from counterpoise.journal.diaries import links
from counterpoise.journal.fields import InstantField
from counterpoise.journal.rows import KINDS, Kind, first_columns, to_columns, to_record
from counterpoise.text import _

Places = dict[str, dict[Any, int]]
"""By table: where each key stands in its list."""
Keys = dict[str, list[Any]]
"""By table: the key at each place."""


@dataclass(frozen=True)
class Into:
    """Where rows are put: whose they become, the keys of those before them, and what reads an attachment."""

    person: m.Person
    keys: Keys
    read: Callable[[str], bytes]


@dataclass(frozen=True)
class Beside:
    """A table beside the records of a diary."""

    name: str
    table: type[models.Model]
    of: str = "person"  # how its rows lead to whose they are
    ending: str = ".bin"  # of the files it holds
    afresh: Mapping[str, Callable[[], Any]] = dataclasses.field(
        default_factory=dict
    )  # columns that never leave, and what makes them


IMPORT = Beside("import", m.Import)
CONSENT = Beside("consent", m.Consent)
BEFORE = (IMPORT, CONSENT)
"""Before the records: each says which file brought it, and by whose consent a carer wrote it."""
BESIDE = (
    Beside("set_aside", m.SetAside),
    Beside("document", m.Document, ending=".pdf"),
    Beside("quiet_bag", m.QuietBag, of="lot__person"),
    Beside("bag_photo", m.BagPhoto, of="lot__person", ending=".jpg"),
    Beside("recall_list", m.RecallList, ending=".txt"),
    Beside("share", m.Share, afresh={"digest": lambda: secrets.token_hex(32)}),  # put back, a link opens nothing
    Beside("share_view", m.ShareView, of="share__person"),
    Beside("sealed_file", m.SealedFile, ending=".der"),
    Beside("proposal", m.Proposal),
    Beside("held", m.Held),
    Beside("reminders", m.Reminders, afresh={"seed": lambda: secrets.token_hex(32)}),
    Beside("change", m.Change),
)
"""After the records, each after what it points to. A new table that holds something of a person belongs here."""

LEFT_OUT: dict[type[models.Model], str] = {
    m.Person: "diary.json holds it; the name is chosen anew, the counter of changes belongs to an installation",
    m.Erased: "hashes that name nobody: all of them travel in history.json, beside the tables",
    m.CareCode: "a code by which somebody may become a carer here: a secret that would open nothing elsewhere",
    m.AppLock: "the lock of an installation: a passphrase, hashed or not, is nobody else's to keep",
    m.Passkey: "a key to the lock of an installation: it opens nothing elsewhere",
    m.ShareSession: "a browser in which a link was opened here: a secret that would open nothing elsewhere",
    m.Receipt: "that an entry from a device came in here; the entry carries its number, so that it is not taken twice",
    m.CheckinRest: "a question put off for minutes: over by the time anybody reads this",
    m.CalendarFeed: "the address of a calendar here: a secret that would open nothing elsewhere",
    m.PushSubscription: "a browser that agreed to be called from here, and from nowhere else",
    m.Key: "a one-time link into this installation: a secret that would open nothing elsewhere",
    m.PairingLink: "a one-time link into this installation: a secret that would open nothing elsewhere",
    m.Device: "a phone that was paired with this installation: elsewhere it is paired anew",
}
"""Tables of the journal that are in no list here, and why."""

_META = ("key", "deleted_at", "went_with_import", "brought_by", "under", "links", "record")
BESIDE_BY_NAME = {one.name: one for one in (*BEFORE, *BESIDE)}
TABLES: dict[str, type[Any]] = {
    **{one.name: one.table for one in BEFORE},
    **{kind.name: kind.table for kind in KINDS.values()},
    **{one.name: one.table for one in BESIDE},
}
"""Every table by its name in a history, in an order in which what is pointed to comes before what points to it."""
_NAMES = {table: name for name, table in TABLES.items()}


def rows(person: m.Person) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of the person, table by table; `key` is the only thing in it that is of this installation."""
    places: Places = {}
    for one in BEFORE:
        yield from _beside(person, one, places)
    for kind in KINDS.values():
        yield from _records(person, kind, places)
    for one in BESIDE:
        yield from _beside(person, one, places)


def attachments(person: m.Person) -> Iterator[tuple[str, bytes]]:
    """The files that are kept, by the names that `rows` gives them; one at a time."""
    for one in BESIDE:
        for column in _binary(one.table):
            keys = list(_of(one, person).order_by("pk").values_list("pk", flat=True))
            for place, key in enumerate(keys):
                data = one.table._default_manager.values_list(column.name, flat=True).get(pk=key)
                yield _file(one, place), bytes(data)


def attachment_names(person: m.Person) -> Iterator[str]:
    """The names of `attachments`, without reading them."""
    for one in BESIDE:
        if _binary(one.table):
            yield from (_file(one, place) for place in range(_of(one, person).count()))


def record_columns(kind: Kind, row: dict[str, Any], key: uuid.UUID, into: Into) -> dict[str, Any]:
    """The columns of a record's row, by `attname`. Raises BadDiary, BadArchive."""
    _known(row, _META)
    record = diary_file.load(kind.record, row["record"], kind.name)
    columns: dict[str, Any] = {"id": key, "person_id": into.person.pk}
    columns |= first_columns(record, record.id, record.recorded_at)
    columns |= to_columns(kind, record, lambda *_link: key)  # no more than a stand-in: the links are told by place
    columns |= {f"{name}_id": _at(into, target, row["links"][name]) for name, target in kind.links.items()}
    deleted = row.get("deleted_at")
    columns["deleted_at"] = None if deleted is None else _instant(deleted)
    columns["went_with_import"] = row.get("went_with_import", False) is True
    columns["brought_by_id"] = _at(into, "import", row.get("brought_by"))
    columns["under_id"] = _at(into, "consent", row.get("under"))
    return columns


def beside_columns(one: Beside, row: dict[str, Any], key: Any, into: Into) -> dict[str, Any]:
    """The columns of any other row, by `attname`. Raises BadArchive, ValidationError, BadDiary."""
    fields = [field for field in one.table._meta.concrete_fields if not _whose(field)]
    _known(row, ("key", *(field.name for field in fields if not _own_key(field) and field.name not in one.afresh)))
    columns: dict[str, Any] = {"person_id": into.person.pk} if _has_person(one.table) else {}
    if one is CONSENT:
        columns["carer_id"] = None  # who it was is of the installation where it was given
    for field in fields:
        if _own_key(field):
            columns[field.attname] = key
        elif field.name in one.afresh:
            columns[field.attname] = one.afresh[field.name]()
        elif field.name in row:
            columns[field.attname] = _value(one, field, row, into)
        else:
            columns[field.attname] = field.get_default()
    if one.table is m.Change and row["kind"] != "person":
        diary_file.load(KINDS[row["kind"]].record, row["before"], f"change.{row['kind']}")
    return columns


def has_own_key(table: type[models.Model]) -> bool:
    """Whether its rows have keys that are made where they are made; others are numbered, or share that of their bag."""
    return isinstance(table._meta.pk, models.UUIDField)


def keys_of(table: type[models.Model], rows: list[dict[str, Any]], *, renew: bool) -> list[Any]:
    """The keys that rows get: their own, or new ones in the same order; none where the database numbers them."""
    if not has_own_key(table):
        return [None] * len(rows)
    return sorted(m.new_id() for _row in rows) if renew else [uuid.UUID(row["key"]) for row in rows]


def _records(person: m.Person, kind: Kind, places: Places) -> Iterator[tuple[str, dict[str, Any]]]:
    meta = ("id", "deleted_at", "went_with_import", "brought_by_id", "under_id", *(f"{name}_id" for name in kind.links))
    found = kind.table.objects.filter(person=person).order_by("id")
    here = places.setdefault(kind.name, {})
    for values in found.values_list(*meta, *kind.columns, *links(kind)).iterator(5000):
        key, deleted, went, brought, under, *rest = values
        leads, record = rest[: len(kind.links)], tuple(rest[len(kind.links) :])
        here[key] = len(here)
        row: dict[str, Any] = {"key": str(key), "record": diary_file.dump(to_record(kind, record))}
        if kind.links:
            pairs = zip(kind.links.items(), leads, strict=True)
            row["links"] = {name: None if lead is None else places[to][lead] for (name, to), lead in pairs}
        if deleted is not None:
            row |= {"deleted_at": deleted.isoformat(), "went_with_import": went}
        if brought is not None:
            row["brought_by"] = places["import"][brought]
        if under is not None:
            row["under"] = places["consent"][under]
        yield kind.name, row


def _beside(person: m.Person, one: Beside, places: Places) -> Iterator[tuple[str, dict[str, Any]]]:
    here = places.setdefault(one.name, {})
    for found in _of(one, person).order_by("pk").defer(*(column.name for column in _binary(one.table))).iterator(2000):
        place = here[found.pk] = len(here)
        row: dict[str, Any] = {}
        for field in one.table._meta.concrete_fields:
            if _own_key(field):
                row |= {"key": str(found.pk)} if isinstance(field, models.UUIDField) else {}
            elif isinstance(field, models.BinaryField):
                row[field.name] = {"file": _file(one, place)}
            elif not _whose(field) and field.name not in one.afresh:
                row[field.name] = _plain(field, found, places)
        yield one.name, row


def _plain(field: Any, found: Any, places: Places) -> Any:
    value = getattr(found, field.attname)
    if value is None:
        return None
    if field.is_relation:
        return places[_NAMES[field.related_model]][value]
    if isinstance(found, m.Change) and field.name == "row":
        return None if found.kind == "person" else places[found.kind][value]
    if _names_consent(type(found), field, value):
        return value | {"under": places["consent"][uuid.UUID(value["under"])]}
    if isinstance(value, uuid.UUID):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _value(one: Beside, field: Any, row: dict[str, Any], into: Into) -> Any:
    value = row[field.name]
    if one.table is m.Change and field.name == "row":
        return into.person.pk if row["kind"] == "person" else _at(into, row["kind"], value)
    if _names_consent(one.table, field, value):
        value = value | {"under": str(_at(into, "consent", value["under"]))}
    if value is None and field.null:
        return None
    if field.is_relation:
        return _at(into, _NAMES[field.related_model], value)
    if isinstance(field, models.BinaryField):
        return into.read(value["file"])
    if isinstance(field, InstantField):
        return _instant(value)
    if isinstance(field, models.CharField) and not isinstance(value, str):
        raise ValidationError(f"{one.name}.{field.name}")
    python = field.to_python(value)
    field.run_validators(python)
    return python


def _names_consent(table: type[models.Model], field: Any, value: Any) -> bool:
    """Whether it says by whose consent something held was said: by its key here, by its place in an archive."""
    return table is m.Held and field.name == "said" and isinstance(value, dict) and value.get("under") is not None


def _instant(text: Any) -> dt.datetime:
    at = dt.datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


def _at(into: Into, table: str, place: Any) -> Any:
    if place is None:
        return None
    if not isinstance(place, int) or place < 0:
        raise IndexError(place)
    return into.keys[table][place]


def _known(row: dict[str, Any], allowed: tuple[str, ...]) -> None:
    for name in row:
        if name not in allowed:
            raise BadArchive(_("history.json: {key}: unknown key (written by a newer version?)").format(key=name))


def _of(one: Beside, person: m.Person) -> models.QuerySet[Any]:
    return one.table._default_manager.filter(**{one.of: person})


def _binary(table: type[models.Model]) -> list[Any]:
    return [field for field in table._meta.concrete_fields if isinstance(field, models.BinaryField)]


def _file(one: Beside, place: int) -> str:
    return f"{ATTACHMENTS}{one.name}-{place + 1:04d}{one.ending}"


def _own_key(field: Any) -> bool:
    return bool(field.primary_key and not field.is_relation)


def _whose(field: Any) -> bool:
    return bool(field.is_relation and field.related_model is m.Person)


def _has_person(table: type[models.Model]) -> bool:
    return any(_whose(field) for field in table._meta.concrete_fields)
