"""What devices kept while there was no network, coming in: each entry once, with a receipt, and nothing lost.

The receipt is written in the same transaction as the entry. Sent again under the same id with the same content, an
entry gets the same answer; with other content, both are kept and the person chooses. So is what cannot be saved.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.db import transaction

from counterpoise.journal import entries, erased
from counterpoise.journal import models as m
from counterpoise.journal.ids import made_at
from counterpoise.journal.rows import kind_of_row

State = Literal["saved", "kept", "both", "erased"]
"""saved: in the diary. kept: not in it, waiting for the person. both: the id came before with other content; both are
kept. erased: it was erased for good meanwhile, or undone before it came, and nothing of it is kept."""
Why = Literal["unfit", "other", "edited", "gone", "clock", "like"]
"""Why something is held: a value that no diary takes; an id used for something else; an entry corrected, or deleted,
elsewhere after the device last saw it; a time that lies in the future; a dose "as usual" where none is."""
OFF_BY = dt.timedelta(minutes=5)
"""Clocks differ a little; a device's clock that differs more is said."""
WAITED, WAITED_LONG = dt.timedelta(weeks=4), dt.timedelta(weeks=26)
"""A phone may lie in a drawer. What it claims to have waited longer than this is asked about: longer than the first
where the diary had not begun then, longer than the second in any case."""


@dataclass(frozen=True)
class Sent:
    """One entry as a device sent it. made_at: what its clock showed then; ahead: by how much that clock is ahead;
    dated: its time was typed by the person, or it corrects an entry, so that the clock has no part in it."""

    id: uuid.UUID
    digest: str
    made_at: dt.datetime
    said: dict[str, Any]
    ahead: dt.timedelta = dt.timedelta()
    dated: bool = False

    @property
    def clock_is_off(self) -> bool:
        """Whether its time may be wrong."""
        return abs(self.ahead) > OFF_BY and not self.dated


class CannotSave(Exception):
    """An entry that has to wait for the person. Nothing of it was written."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Erased(Exception):
    """The entry was erased for good, or undone before it came."""


def receive(person: m.Person, sent: Sent, save: Callable[[], list[m.Row]], now: dt.datetime) -> State:
    """Take an entry in, or say again what became of it. `save` writes it, or raises CannotSave or Erased.

    Raises NotSaved where the disk does not take it; then there is no receipt.
    """
    with entries.writing(person):
        known = m.Receipt.objects.filter(person=person, entry=sent.id).first()
        if known is not None:
            if known.digest == sent.digest or known.state == "erased":
                return cast(State, known.state)
            if _was_erased(person, sent):
                return "erased"
            hold(person, sent, "other", now)
            return "both"
        return _first(person, sent, save, now)


def held(person: m.Person) -> list[m.Held]:
    """What waits for the person, in the order in which it came."""
    return list(m.Held.objects.filter(person=person, settled_at=None).order_by("received_at", "id"))


def said_under(one: m.Held) -> m.Consent | None:
    """The consent by which a carer said what is held; none: the person did."""
    key = one.said.get("under")
    return m.Consent.objects.filter(person=one.person_id, pk=key).first() if key else None


def hold(person: m.Person, sent: Sent, why: Why, now: dt.datetime) -> None:
    """Keep what cannot be saved as it was said, until the person decides: once, however often it is sent."""
    said = sent.said | {"made_at": sent.made_at.isoformat(), "ahead": int(sent.ahead.total_seconds())}
    by = entries.under()
    if by is not None:
        said["under"] = str(by.pk)
    m.Held.objects.get_or_create(
        person=person, entry=sent.id, digest=sent.digest, defaults={"why": why, "said": said, "received_at": now}
    )


def settle(one: m.Held, how: str, now: dt.datetime) -> None:
    """The person has decided; what was said stays on record."""
    one.settled_at, one.settled = now, how
    one.save(update_fields=["settled_at", "settled"])


def forget(one: m.Held) -> None:
    """What it is about was erased for good meanwhile: nothing of it stays."""
    m.Receipt.objects.filter(person=one.person_id, entry=one.entry, row=None).update(state="erased")
    one.delete()


def ask_to_choose(one: m.Held, why: Why, fields: dict[str, str]) -> None:
    """It was put right, and then met a change from elsewhere: both are kept, and what the device sent stays on record.

    fields: of its form, as they were put right.
    """
    one.why, one.said = why, {"as_sent": one.said["fields"], **one.said, "fields": fields}
    one.save(update_fields=["why", "said"])


def ask_to_put_right(one: m.Held, why: Why) -> None:
    """It was to be saved beside what has its number, and cannot be as it is: it is put right first."""
    one.why, one.said = why, {**one.said, "beside": True}
    one.save(update_fields=["why", "said"])


def lately(person: m.Person, since: dt.datetime) -> list[m.Receipt]:
    """Receipts of what came since a moment, the latest first."""
    return list(m.Receipt.objects.filter(person=person, received_at__gte=since).order_by("-received_at", "-id"))


def clocks_asked(person: m.Person) -> list[m.Receipt]:
    """Receipts of entries whose time the person has not confirmed."""
    return list(m.Receipt.objects.filter(person=person, clock_asked=True).order_by("received_at", "id"))


def time_is_said(row: m.Row) -> None:
    """The person has said when it was: what the clock of a device was off is not asked any more."""
    asked = m.Receipt.objects.filter(person=row.person, kind=kind_of_row(row).name, row=row.pk, clock_asked=True)
    asked.update(clock_asked=False)


def _first(person: m.Person, sent: Sent, save: Callable[[], list[m.Row]], now: dt.datetime) -> State:
    rows: list[m.Row] = []
    state: State = "saved"
    try:
        with transaction.atomic():
            if _was_erased(person, sent):
                raise Erased  # before anything else is asked of it: what is held is kept
            rows = save()
    except CannotSave as error:
        hold(person, sent, error.why, now)
        state = "kept"
    except Erased:
        state = "erased"
    offset = sent.made_at.utcoffset() or dt.timedelta()
    row = rows[-1] if rows else None
    m.Receipt.objects.create(
        person=person,
        entry=sent.id,
        digest=sent.digest,
        kind=kind_of_row(row).name if row is not None else "",
        row=row.pk if row is not None else None,
        state=state,
        device_at=sent.made_at,
        device_offset=int(offset.total_seconds()),
        received_at=now,
        ahead=int(sent.ahead.total_seconds()),
        clock_asked=row is not None and (sent.clock_is_off or _hardly(person, sent, now)),
    )
    return state


def _was_erased(person: m.Person, sent: Sent) -> bool:
    """Whether the entry, or what it corrects, was erased for good, or undone before it came."""
    what, names = sent.said["what"], [(sent.said["what"], str(sent.id))]
    if what == "edit":
        kind, _sep, key = sent.said["fields"].get("entry", "").partition("/")
        with contextlib.suppress(ValueError):
            names.append((kind, str(uuid.UUID(key))))
    return any(erased.is_erased(person, kind, None, id_) for kind, id_ in names)


def _hardly(person: m.Person, sent: Sent, now: dt.datetime) -> bool:
    """Whether an entry can hardly have been written when it says: the clock was wrong then, and set since.

    A phone that starts with an empty battery and no network shows the first day that it knows, such as in 1970.
    """
    waited, begun = now - sent.made_at, made_at(person.pk)
    too_early = begun is not None and sent.made_at < begun
    return not sent.dated and waited > (WAITED if too_early else WAITED_LONG)
