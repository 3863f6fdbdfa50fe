"""Links for somebody else: made, opened, looked through, ended. The secret is shown once; only its hash is kept.

Every question whether a link is good is asked of the database at that moment, so that ending one takes effect with the
next request. A wrong secret, an ended link and one that is over are one and the same answer: None.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

from counterpoise.journal import models as m
from counterpoise.journal.secret import digest, fresh

LIFETIME = dt.timedelta(days=7)
LONGEST = dt.timedelta(days=30)
VISIT = dt.timedelta(hours=12)
IDLE = dt.timedelta(hours=2)
"""How long a browser that was let in may look at most, and how long it may be still in between."""

Page = Literal["opened", "report", "write", "sent", "closed"]


def make(share: m.Share) -> str:
    """Save a new link. Gives its secret: 256 random bits, which nobody can tell again."""
    secret = fresh()
    share.digest = digest(secret)
    share.save(force_insert=True)
    return secret


def all_of(person: m.Person) -> QuerySet[m.Share]:
    """The person's links, latest first."""
    return m.Share.objects.filter(person=person).order_by("-made_at", "-id")


def find(person: m.Person, key: uuid.UUID) -> m.Share:
    """A link of this person, or DoesNotExist."""
    return m.Share.objects.get(person=person, pk=key)


def is_open(share: m.Share, now: dt.datetime) -> bool:
    """Whether the link still opens anything."""
    return share.revoked_at is None and now < share.expires_at


def revoke(share: m.Share, now: dt.datetime) -> None:
    """End a link, and with it every visit that came by it. Ending it again changes nothing."""
    with transaction.atomic():
        m.Share.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=now)
        m.ShareSession.objects.filter(share=share).delete()
    share.refresh_from_db()


def enter(secret: str, now: dt.datetime) -> str | None:
    """Exchange a secret for what one browser holds from then on; None: it opens nothing."""
    share = m.Share.objects.filter(digest=digest(secret), revoked_at=None, expires_at__gt=now).first()
    if share is None:
        return None
    held = fresh()
    with transaction.atomic():
        m.ShareSession.objects.filter(opened_at__lt=now - VISIT).delete()
        m.ShareSession.objects.create(digest=digest(held), share=share, opened_at=now, seen_at=now)
        _saw(share, "opened", now)
    return held


def visit(held: str, page: Page, now: dt.datetime) -> m.Share | None:
    """The link by which a browser was let in, if it is still good; the page it asks for is written down."""
    with transaction.atomic():
        share = _good(held, now)
        if share is not None:
            m.ShareSession.objects.filter(digest=digest(held)).update(seen_at=now)
            _saw(share, page, now)
    return share


def look(held: str, now: dt.datetime) -> m.Share | None:
    """The same for a part of a page that was written down already, such as a picture."""
    return _good(held, now)


def close(held: str, now: dt.datetime) -> None:
    """The visit is over; the link stays as it is."""
    with transaction.atomic():
        share = _good(held, now)
        if share is not None:
            _saw(share, "closed", now)
        m.ShareSession.objects.filter(digest=digest(held)).delete()


def views(share: m.Share) -> QuerySet[m.ShareView]:
    """Every use of the link, latest first."""
    return m.ShareView.objects.filter(share=share).order_by("-id")


def _good(held: str, now: dt.datetime) -> m.Share | None:
    session = (
        m.ShareSession.objects.filter(
            digest=digest(held),
            opened_at__gt=now - VISIT,
            seen_at__gt=now - IDLE,
            share__revoked_at=None,
            share__expires_at__gt=now,
        )
        .select_related("share__person")
        .first()
    )
    return None if session is None else session.share


def _saw(share: m.Share, page: Page, now: dt.datetime) -> None:
    m.ShareView.objects.create(share=share, at=now, page=page)
