"""Whether a browser has a lock open: kept in its session, held together by a cookie that ends with the browser.

The session outlives the browser's window; the cookie does not. Both are needed, so that after a new start of the
browser the diary is shut. Nothing of the diary is in either.

Each lock has two keys of the session: that it is open, and when it was used last. A page that takes long notes the use
with what it knew when it began: that must not open again what was shut meanwhile (`access.merging`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from counterpoise.journal import models as m

OPEN, USED = "lock_open:", "lock_used:"
"""How the keys of the session begin of a lock that this browser has open, and of when it was used; behind it, whose."""
FRESH = dt.timedelta(minutes=10)
"""So long after it was opened its times may be changed; so long after the passphrase was said for that, or a passkey or
the recovery code was used, what opens it."""
NOTED_EVERY = dt.timedelta(seconds=15)
"""Being used is written down no oftener."""
QUIET = {"since", "lock_state", "balance_answer", "timeline_data", "outbox", "arrived_told"}
"""Pages that ask by themselves, again and again: somebody who went away is not still here because of them."""


def is_open(request: HttpRequest, lock: m.AppLock, now: dt.datetime) -> bool:
    """Whether this browser has the lock open, and did not leave it alone for longer than was chosen."""
    kept, used = request.session.get(_open(lock)), request.session.get(_used(lock))
    if kept is None or used is None or kept["generation"] != lock.generation:
        return False
    if not hmac.compare_digest(kept["nonce"], _hashed(request.COOKIES.get(cookie_name(), ""))):
        return False
    idle = now - dt.datetime.fromisoformat(used)
    if lock.minutes is not None and not -FRESH < idle < dt.timedelta(minutes=lock.minutes):
        shut(request, lock.person_id)  # also where the clock was put back: it stays shut
        return False
    return True


def seconds_left(request: HttpRequest, lock: m.AppLock, now: dt.datetime) -> int | None:
    """How long an open lock stays so, if nothing is done; none: as long as the browser runs."""
    if lock.minutes is None:
        return None
    used = dt.datetime.fromisoformat(request.session[_used(lock)])
    return max(1, round((used + dt.timedelta(minutes=lock.minutes) - now).total_seconds()))


def note_use(request: HttpRequest, locks: list[m.AppLock], now: dt.datetime) -> None:
    """Somebody does something here: what is open stays open from now on."""
    for lock in locks:
        used = dt.datetime.fromisoformat(request.session[_used(lock)])
        if lock.minutes is not None and now - used >= NOTED_EVERY:
            request.session[_used(lock)] = now.isoformat()


def by_a_person(request: HttpRequest, name: str | None) -> bool:
    """Whether somebody did this, and not a page by itself."""
    if name in QUIET:
        return False
    if request.method == "POST":
        return True
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and not request.headers.get("HX-Request")


def open_here(
    request: HttpRequest, response: HttpResponse, lock: m.AppLock, now: dt.datetime, *, to_change: bool = False
) -> None:
    """The lock was opened rightly in this browser; to_change: so that another passphrase can be chosen."""
    nonce = request.COOKIES.get(cookie_name()) or secrets.token_urlsafe(32)
    request.session.cycle_key()  # an id of before is worth nothing now
    told = {"generation": lock.generation, "nonce": _hashed(nonce), "opened": now.isoformat()}
    if to_change:
        told["confirmed"] = now.isoformat()
    request.session[_open(lock)], request.session[_used(lock)] = told, now.isoformat()
    response.set_cookie(cookie_name(), nonce, secure=request.is_secure(), httponly=True, samesite="Strict")


def is_fresh(request: HttpRequest, lock: m.AppLock, now: dt.datetime) -> bool:
    """Whether it was opened a moment ago: whoever found the browser open cannot change the times of the lock."""
    return _lately(request, lock, "opened", now) or is_confirmed(request, lock, now)


def confirm(request: HttpRequest, lock: m.AppLock, now: dt.datetime) -> None:
    """The passphrase was said, or a passkey used, to change what opens it. That it was opened with it is not enough:
    whoever is handed an open diary would take the lock off."""
    request.session.cycle_key()
    kept = request.session.get(_open(lock))
    if kept is not None:  # else it was shut meanwhile
        request.session[_open(lock)] = kept | {"confirmed": now.isoformat()}


def is_confirmed(request: HttpRequest, lock: m.AppLock, now: dt.datetime) -> bool:
    """Whether what opens it may be changed, or the lock taken off."""
    return _lately(request, lock, "confirmed", now)


def _lately(request: HttpRequest, lock: m.AppLock, what: str, now: dt.datetime) -> bool:
    at = request.session.get(_open(lock), {}).get(what)
    return at is not None and now - dt.datetime.fromisoformat(at) < FRESH


def shut(request: HttpRequest, key: Any = None) -> None:
    """Lock one diary in this browser; without a key, all."""
    for one in list(request.session.keys()):
        if one.startswith((OPEN, USED)) if key is None else one in (f"{OPEN}{key}", f"{USED}{key}"):
            del request.session[one]


def shut_meanwhile(request: Any) -> m.AppLock | None:
    """The lock that was open when this request began and that another one has shut since, if there is one."""
    open_before = [one for one in request.locks if _open(one) in request.session.known_before()]
    if not open_before or request.locked is not None:
        return None
    kept = request.session.as_kept()
    if kept is None:  # signed out, or opened anew by another tab: the next page tells
        return None
    mine = (one for one in open_before if _open(one) in request.session)  # else it was this request that shut it
    gone = next((one for one in mine if _open(one) not in kept), None)
    return None if gone is None else m.AppLock.objects.filter(pk=gone.pk, on=True).first()  # or it was taken off


def cookie_name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}_open"


def locks_of(request: HttpRequest) -> list[m.AppLock]:
    """The locks that stand before what this browser has open: one's own; and the person's, where they want so."""
    whose = [request.own.pk] if request.own else []  # type: ignore[attr-defined]
    consent = request.consent  # type: ignore[attr-defined]
    whose += [consent.person_id] if consent is not None and consent.with_lock else []
    found = {lock.person_id: lock for lock in m.AppLock.objects.filter(person__in=whose)} if whose else {}
    return [found[key] for key in whose if key in found and found[key].on]


def first_shut(request: HttpRequest, locks: list[m.AppLock]) -> m.AppLock | None:
    """The first of them that is shut in this browser."""
    now = timezone.now()
    return next((lock for lock in locks if not is_open(request, lock, now)), None)


def _open(lock: m.AppLock) -> str:
    return f"{OPEN}{lock.person_id}"


def _used(lock: m.AppLock) -> str:
    return f"{USED}{lock.person_id}"


def _hashed(nonce: str) -> str:
    return hashlib.sha256(nonce.encode()).hexdigest()
