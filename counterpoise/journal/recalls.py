"""Lists of recalls that a person brought: kept as they came, read when they are asked for."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import lru_cache

from counterpoise.journal import models as m
from counterpoise.journal.entries import writing
from counterpoise.knowledge.load import Knowledge, load
from counterpoise.knowledge.recalls import Recall
from counterpoise.supply.recalls import BadRecalls, read_csv, read_json


def read(name: str, data: bytes) -> tuple[Recall, ...]:
    """What a list says. Raises BadRecalls."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRecalls("", f"{name}: {error.reason}") from None
    return read_json(text) if name.lower().endswith(".json") or text.lstrip().startswith("{") else read_csv(text)


def keep(person: m.Person, name: str, data: bytes, now: dt.datetime) -> m.RecallList:
    """Keep a list. It counts as a change of the diary: what was found without it no longer holds."""
    with writing(person):
        return m.RecallList.objects.create(person=person, name=name, at=now, data=data)


def remove(row: m.RecallList) -> None:
    """Remove a list."""
    with writing(row.person):
        row.delete()


def last_brought(person: m.Person) -> dt.datetime | None:
    """When the newest list was brought."""
    return m.RecallList.objects.filter(person=person).order_by("-at").values_list("at", flat=True).first()


def knowledge(person: m.Person) -> Knowledge:
    """The packs, with the person's lists of recalls beside them.

    A list that cannot be read any longer is left out, and its page says so.
    """
    keys = tuple(m.RecallList.objects.filter(person=person).order_by("id").values_list("pk", flat=True))
    return _beside(load(), keys) if keys else load()


@lru_cache(maxsize=64)
def lines(key: uuid.UUID) -> tuple[Recall, ...]:
    """What one list says; a list never changes, so it is read once. Raises BadRecalls."""
    row = m.RecallList.objects.get(pk=key)
    return read(row.name, bytes(row.data))


@lru_cache(maxsize=16)
def _beside(packs: Knowledge, keys: tuple[uuid.UUID, ...]) -> Knowledge:
    found: list[Recall] = []
    for key in keys:
        try:
            found += lines(key)
        except BadRecalls:
            continue
    return packs.with_recalls(found)
