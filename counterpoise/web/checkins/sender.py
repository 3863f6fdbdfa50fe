"""Calling the browsers that agreed to it, once for each question, while the journal is served.

A thread looks once a minute. Where nobody agreed it asks the database that, and does nothing else; nothing leaves this
machine. A browser whose service says that it is gone (404, 410), or whose session is over, is forgotten.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections
from django.utils import timezone

from counterpoise.journal import checkins
from counterpoise.journal import models as m
from counterpoise.web.checkins import carriers, push, reading

EVERY_S = 60
GONE = (404, 410)
Call = Callable[[str, dt.datetime], int]
_log = logging.getLogger(__name__)
_stop = threading.Event()


def start() -> None:
    """Begin looking, in the background."""
    _stop.clear()
    threading.Thread(target=_run, name="calling", daemon=True).start()


def stop() -> None:
    _stop.set()


def look(now: dt.datetime, call: Call = push.call) -> int:
    """Call every browser for which a question began since it was called last. Gives how many were called.

    What goes wrong with one stops none of the others.
    """
    called = 0
    checkins.forget_expired(now)
    for row in list(m.PushSubscription.objects.select_related("person").order_by("id")):
        try:
            called += _asked(row, now, call)
        except Exception as error:  # the next minute is another try, and a trace could name an entry
            _log.warning("a browser was not called: %s", type(error).__name__)
    return called


def _asked(row: m.PushSubscription, now: dt.datetime, call: Call) -> bool:
    """Whether there was something to call this browser for, and it was called."""
    begun = [one.at for one in reading.calling(row.person, now) if one.at > (row.called_for or row.agreed_at)]
    if not begun or not _call(row, now, call):
        return False
    m.PushSubscription.objects.filter(pk=row.pk).update(called_at=now, called_for=max(begun))
    return True


def _call(row: m.PushSubscription, now: dt.datetime, call: Call) -> bool:
    """Whether the service was reached. Where it was not, the next minute tries again, as long as the question waits."""
    if carriers.carrier_of(row.endpoint) != row.carrier:
        return False  # a row that did not come by the page
    try:
        status = call(row.endpoint, now)
    except OSError as error:
        _log.info("a browser was not called: %s", type(error).__name__)
        return False
    if status in GONE:
        m.PushSubscription.objects.filter(pk=row.pk).delete()
    return True


def _run() -> None:
    while not _stop.wait(EVERY_S):
        try:
            look(timezone.now())
        except Exception as error:  # the next minute is another try, and a trace could name an entry
            _log.warning("calling browsers failed: %s", type(error).__name__)
        finally:
            close_old_connections()
