"""Pictures of the server's own drawing, sent as files of their own: a page never waits for one."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest, HttpResponse

from counterpoise.report.drawing import NARROW, WIDE, Theme


class Look(TypedDict):
    """What the `picture` part of a page asks for, by the width and the theme of the screen."""

    theme: Theme
    width: int


def asked_look(request: HttpRequest) -> Look:
    """`?theme=dark&wide=1`; anything else is the light theme and a phone's width."""
    theme: Theme = "dark" if request.GET.get("theme") == "dark" else "light"
    return {"theme": theme, "width": WIDE if request.GET.get("wide") == "1" else NARROW}


def svg(text: str) -> HttpResponse:
    """The answer that carries a picture."""
    return HttpResponse(text, content_type="image/svg+xml")
