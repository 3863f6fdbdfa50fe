"""What somebody else proposed: kept, and answered by the person. Nothing of it is ever applied by itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.journal import erase as erasing
from counterpoise.journal import erased
from counterpoise.journal import models as m
from counterpoise.plans.proposal import Proposal

Via = Literal["link", "file"]
Answer = Literal["accepted", "changed", "declined"]
"""accepted: as it was proposed, or, of a comment alone, that it was read. changed: a plan, after changes."""


class AlreadyAnswered(ValueError):
    """It was answered before; the first answer stays."""


def keep(
    person: m.Person, proposal: Proposal, via: Via, now: dt.datetime, *, share: m.Share | None = None
) -> m.Proposal:
    """Keep what was said; said twice in the same words at the same moment, it is kept once. Raises BadDiary."""
    said = diary_file.dump(diary_file.checked(proposal, "proposal"))
    offset = proposal.said_at.utcoffset()
    values = {
        **{name: getattr(proposal, name) for name in ("author", "role", "said_at", "comment")},
        "said_offset": 0 if offset is None else int(offset.total_seconds()),
        "plan": said.get("plan"),
        "received_at": now,
        "via": via,
        "share": share,
    }
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    row, _new = m.Proposal.objects.get_or_create(person=person, digest=digest, defaults=values)
    return row


def of(person: m.Person) -> QuerySet[m.Proposal]:
    """What was said to this person, latest first."""
    return m.Proposal.objects.filter(person=person).order_by("-received_at", "-id")


def waiting(person: m.Person) -> QuerySet[m.Proposal]:
    """What the person has not answered yet."""
    return of(person).filter(state="waiting")


def find(person: m.Person, key: uuid.UUID) -> m.Proposal:
    """What was said to this person, or DoesNotExist: nobody else's is ever found."""
    return m.Proposal.objects.select_related("became").get(person=person, pk=key)


def said(row: m.Proposal) -> Proposal:
    """The words as they came."""
    zone = dt.timezone(dt.timedelta(seconds=row.said_offset))
    plan = None if row.plan is None else diary_file.load(d.Plan, row.plan, "plan")
    return Proposal(
        author=row.author, role=row.role, said_at=row.said_at.astimezone(zone), comment=row.comment, plan=plan
    )


def answer(row: m.Proposal, answered: Answer, now: dt.datetime, *, became: m.Plan | None = None) -> None:
    """Write down what the person answered. A plan that is accepted was made before, by the person: it is named.

    Raises AlreadyAnswered.
    """
    if (became is not None) != (row.plan is not None and answered != "declined"):
        raise ValueError("a plan that is accepted names what it became; nothing else does")
    if became is not None and became.person_id != row.person_id:
        raise ValueError("the plan is of another person")
    with transaction.atomic():
        still = m.Proposal.objects.filter(pk=row.pk, state="waiting")
        if not still.update(state=answered, answered_at=now, became=became):
            raise AlreadyAnswered
    row.refresh_from_db()


def erase(row: m.Proposal) -> bool:
    """Erase for good what was said. False where the file still has to be finished, as with every erasure."""
    with transaction.atomic():
        erasing.leave_work(erasing.IN_COPIES)
        m.Erased.objects.get_or_create(digest=erased.of_proposal(row.person_id, row))
        row.delete()
    return erasing.finish()
