"""A browser that a link let in: its cookie, the proof that a form is ours, and the question asked with every request.

Django's session and its protection of forms are not used here: a guest gets no session of the journal, and a page that
tells nobody where it was (`Referrer-Policy: no-referrer`) sends no origin with its forms either.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.csrf import csrf_exempt

from counterpoise.journal import models as m
from counterpoise.journal import sharing
from counterpoise.web.share.address import by_address

PATH = "/shared/"
LONGEST_COOKIE = 200
View = Callable[..., HttpResponse]


def secure(request: HttpRequest) -> bool:
    """Whether the browser speaks TLS: the address is always https, whatever the proxy speaks to us."""
    return by_address(request) or request.is_secure()


def cookie_name(request: HttpRequest) -> str:
    """Two journals on one machine stay apart, as with the session of the journal."""
    return f"{'__Secure-' if secure(request) else ''}{settings.SESSION_COOKIE_NAME}_shared"


def held(request: HttpRequest) -> str:
    """What the browser holds; empty: nothing."""
    return request.COOKIES.get(cookie_name(request), "")[:LONGEST_COOKIE]


def give(request: HttpRequest, response: HttpResponse, what: str) -> None:
    """Let the browser hold something until it is closed: for our pages only, and never said to a script."""
    response.set_cookie(cookie_name(request), what, path=PATH, httponly=True, samesite="Strict", secure=secure(request))


def take(request: HttpRequest, response: HttpResponse) -> None:
    """Take from the browser what it holds."""
    response.delete_cookie(cookie_name(request), path=PATH, samesite="Strict")
    response.cookies[cookie_name(request)]["secure"] = secure(request)


def fresh() -> str:
    """Something to hold before a link was opened: it opens nothing, and proves that a form is ours."""
    return secrets.token_urlsafe(32)


def proof(what: str) -> str:
    """What a form of ours carries: only who holds the cookie was given it."""
    return salted_hmac("counterpoise.shared", what, algorithm="sha256").hexdigest()


def is_ours(request: HttpRequest) -> bool:
    """Whether a form was drawn for this very browser."""
    what = held(request)
    return bool(what) and constant_time_compare(request.POST.get("proof", ""), proof(what))


def closed(request: HttpRequest, status: int = 403) -> HttpResponse:
    """The one answer to whoever is not let in, or not any more: it says nothing of anybody."""
    response = render(request, "shared/closed.html", status=status)
    if held(request):
        take(request, response)
    return response


def guest(page: sharing.Page) -> Callable[[View], View]:
    """A page for who was let in by a link that is good at this very moment. The view gets the link.

    Reading is written down here; a form writes down what it does by itself.
    """

    def guarded(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            if request.method == "POST" and not is_ours(request):
                return closed(request)
            now, what = timezone.now(), held(request)
            share = sharing.look(what, now) if request.method == "POST" else sharing.visit(what, page, now)
            return closed(request) if share is None else view(request, share, *args, **more)

        return answer

    return guarded


def drawn(request: HttpRequest, template: str, share: m.Share, status: int = 200, **context: Any) -> HttpResponse:
    """A page for a guest, with what its forms need."""
    shown = {"share": share, "proof": proof(held(request)), **context}
    return render(request, template, shown, status=status)


__all__ = ["closed", "drawn", "fresh", "give", "guest", "held", "is_ours", "proof", "take"]
