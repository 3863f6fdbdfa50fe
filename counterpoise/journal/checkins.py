"""Check-ins as the journal keeps them: what was chosen, what is put off, and the ways by which a person is called.

The secret of a calendar's address is shown once; only its hash is kept. A browser that agreed to be called is known by
the address that its maker's service gave it, and by nothing else.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Min, QuerySet

from counterpoise.checkins.chosen import Chosen, from_json, to_json
from counterpoise.journal import models as m
from counterpoise.journal.secret import digest, fresh

FIRST_FORM = dt.timedelta(days=7)
"""Where nobody chose yet, questionnaires are asked for once the diary is so old."""
FORGOTTEN = dt.timedelta(days=2)
HERE = "push_here"
"""Key of the session: which agreement was given in this browser."""


def kept(person: m.Person) -> m.Reminders | None:
    """What the person chose; None: nothing yet, so that everything is as it is at first."""
    return m.Reminders.objects.filter(person=person).first()


def chosen(row: m.Reminders | None) -> Chosen:
    """As a record. What a newer version wrote and cannot be read here is as it is at first."""
    try:
        return Chosen() if row is None else from_json(row.chosen)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Chosen()


def choose(person: m.Person, now: dt.datetime, what: Chosen | None = None) -> m.Reminders:
    """Keep what was chosen; without it, only make sure that the person has a secret for chance."""
    row, _new = m.Reminders.objects.get_or_create(
        person=person, defaults={"seed": secrets.token_hex(32), "since": now, "chosen": to_json(what or Chosen())}
    )
    if what is not None and row.chosen != to_json(what):
        row.chosen = to_json(what)
        row.save(update_fields=["chosen"])
    return row


def learn(person: m.Person, after_h: tuple[float, ...], now: dt.datetime) -> None:
    """The hours after a dose that the person's own record made out to tell most."""
    row = choose(person, now)
    row.after_h, row.learned_at = list(after_h), now
    row.save(update_fields=["after_h", "learned_at"])


def took_file(person: m.Person, now: dt.datetime) -> None:
    """The calendar was taken as a file."""
    row = choose(person, now)
    row.file_at = now
    row.save(update_fields=["file_at"])


def asked_since(person: m.Person, row: m.Reminders | None, now: dt.datetime) -> dt.datetime:
    """Since when questionnaires are asked for."""
    if row is not None:
        return row.since
    first = m.Rating.objects.filter(person=person, deleted_at=None).aggregate(first=Min("at"))["first"]
    return (first or now) + FIRST_FORM


def put_off(person: m.Person, key: str, until: dt.datetime, now: dt.datetime) -> None:
    """Let a question rest. What rested long ago is forgotten."""
    m.CheckinRest.objects.filter(person=person, until__lt=now - FORGOTTEN).delete()
    m.CheckinRest.objects.update_or_create(person=person, key=key, defaults={"until": until})


def resting(person: m.Person, now: dt.datetime) -> Mapping[str, dt.datetime]:
    """The questions that rest, and until when."""
    return dict(m.CheckinRest.objects.filter(person=person, until__gt=now).values_list("key", "until"))


def feed_of(person: m.Person) -> m.CalendarFeed | None:
    return m.CalendarFeed.objects.filter(person=person).first()


def make_feed(person: m.Person, now: dt.datetime) -> str:
    """A new secret address, in place of the one before. Gives its secret: 256 random bits."""
    secret = fresh()
    with transaction.atomic():
        choose(person, now)
        end_feed(person)
        m.CalendarFeed.objects.create(person=person, digest=digest(secret), made_at=now)
    return secret


def end_feed(person: m.Person) -> None:
    """The address opens nothing any more, from the next request on."""
    m.CalendarFeed.objects.filter(person=person).delete()


def fetched(secret: str, now: dt.datetime) -> m.Person | None:
    """Whose calendar an address opens, noting that it was fetched; None: nobody's."""
    feed = m.CalendarFeed.objects.filter(digest=digest(secret)).select_related("person").first()
    if feed is None:
        return None
    m.CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=now)
    return feed.person


def subscriptions(person: m.Person) -> QuerySet[m.PushSubscription]:
    return m.PushSubscription.objects.filter(person=person).order_by("id")


def subscribe(person: m.Person, endpoint: str, carrier: str, now: dt.datetime) -> None:
    """A browser agreed to be called for this person, and is called for nobody else any more."""
    with transaction.atomic():
        choose(person, now)
        m.PushSubscription.objects.update_or_create(
            endpoint=endpoint,
            defaults={"person": person, "carrier": carrier, "agreed_at": now, "called_at": None, "called_for": None},
        )


def unsubscribe(person: m.Person, key: int) -> None:
    m.PushSubscription.objects.filter(person=person, pk=key).delete()


def forget_browser(key: int | None) -> None:
    """The browser that gave this agreement (`HERE`) is let in no more: it is called no more either, for whomever."""
    if key is not None:
        m.PushSubscription.objects.filter(pk=key).delete()


def forget_expired(now: dt.datetime) -> None:
    """Browsers whose session is over are called no more either. Before such sessions are cleared away."""
    over = [session.get_decoded().get(HERE) for session in Session.objects.filter(expire_date__lte=now)]
    if any(over):
        still = {session.get_decoded().get(HERE) for session in Session.objects.filter(expire_date__gt=now)}
        for key in set(over) - still:
            forget_browser(key)
