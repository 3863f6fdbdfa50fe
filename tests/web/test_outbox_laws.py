"""A small Jepsen for the outbox: whatever is sent, in whatever order and however often, the diary says it once."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.journal import entries, outbox
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.offline.reading import Said
from counterpoise.web.offline.taking import take

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
IDS = tuple(uuid.UUID(int=(0x0190 << 112) | (7 << 76) | (2 << 62) | i) for i in range(4))
VALUES = st.sampled_from(("0", "3", "10", "11", "x"))  # two that no scale takes
SENT = st.lists(st.tuples(st.sampled_from(IDS), VALUES), min_size=1, max_size=12)


def sent(id_: uuid.UUID, value: str) -> tuple[outbox.Sent, Said]:
    at = NOW - dt.timedelta(hours=1)
    said = Said(id_, "rating", {"measure": "pain.now", "value": value}, at)
    kept = {"what": said.what, "fields": said.fields, "at": at.isoformat()}
    return outbox.Sent(id_, f"{id_}{value}", at, kept), said


class Cut(Exception):
    """The server is gone before it could say anything."""


def fresh() -> m.Person:
    """A new person, and nobody else: one example leaves nothing for the next."""
    m.Person.objects.all().delete()
    return m.Person.objects.create(name="Ada", time_zone="UTC")


def receive(person: m.Person, id_: uuid.UUID, value: str, *, cut: bool = False) -> str:
    told, said = sent(id_, value)

    def save() -> list[m.Row]:
        rows = take(person, said, timezone.now())
        if cut:
            raise Cut
        return rows

    return outbox.receive(person, told, save, timezone.now())


@settings(max_examples=12, deadline=None)
@given(SENT)
def test_nothing_is_lost_and_nothing_is_there_twice(all_: list[tuple[uuid.UUID, str]]) -> None:
    person = fresh()
    first: dict[uuid.UUID, str] = {}
    answers: dict[tuple[uuid.UUID, str], str] = {}
    for id_, value in all_:
        state = receive(person, id_, value)
        first.setdefault(id_, value)
        assert answers.setdefault((id_, value), state) == state, "sent again, another answer"
    good = {id_: float(value) for id_, value in first.items() if value not in ("11", "x")}
    assert {row.pk: row.value for row in m.Rating.objects.filter(person=person)} == good
    held = {(row.entry, row.said["fields"]["value"]) for row in outbox.held(person)}
    in_diary = {(id_, first[id_]) for id_ in good}
    assert held | in_diary == set(all_)
    assert held & in_diary == set()


@settings(max_examples=12, deadline=None)
@given(SENT, st.sets(st.integers(0, 11)))
def test_whatever_is_cut_off_is_whole_when_it_is_sent_again(all_: list[tuple[uuid.UUID, str]], cuts: set[int]) -> None:
    person = fresh()
    for i, (id_, value) in enumerate(all_):
        if i not in cuts:
            receive(person, id_, value)
            continue
        before = (m.Rating.objects.count(), m.Receipt.objects.count(), m.Held.objects.count())
        try:
            receive(person, id_, value, cut=True)
        except Cut:
            now = (m.Rating.objects.count(), m.Receipt.objects.count(), m.Held.objects.count())
            assert now == before, "half of it was kept"
    for id_, value in all_:
        receive(person, id_, value)
    assert {row.entry for row in m.Receipt.objects.all()} == {id_ for id_, _value in all_}
    assert m.Rating.objects.count() == m.Receipt.objects.filter(state="saved").count()


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(("1", "2", "3"))), min_size=1, max_size=10))
def test_of_corrections_on_several_devices_none_is_lost(edits: list[tuple[int, str]]) -> None:
    """Each device corrects what it saw last; it sees anew only what it could save itself."""
    person = fresh()
    receive(person, IDS[0], "0")
    row = m.Rating.objects.get()
    seen = ["0", "0", "0"]
    said_by_all = []
    for device, value in edits:
        fields: dict[str, Any] = {"entry": f"rating/{row.pk}", "seen": seen[device], "value": value}
        at = NOW
        told = Said(m.new_id(), "edit", fields, at)
        kept = {"what": "edit", "fields": fields, "at": at.isoformat()}
        came = outbox.Sent(told.id, str(told.id), at, kept)
        state = outbox.receive(person, came, partial(take, person, told, NOW), NOW)
        said_by_all.append(float(value))
        if state == "saved":
            latest = entries.history(row).values_list("id", flat=True).first()
            seen[device] = str(latest or 0)
    row.refresh_from_db()
    ever = {row.value, *(change.before["value"] for change in entries.history(row))}
    held = {float(one.said["fields"]["value"]) for one in outbox.held(person)}
    assert set(said_by_all) <= ever | held
    assert diary(person).ratings[0].value == row.value
