"""Pictures of the server's own drawing, sent as files of their own: a page never waits for one."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest, HttpResponse

from counterpoise.report.drawing import NARROW, WIDE, Theme

LARGER = ("125", "150")
"""Sizes of letters, in percent, beside the usual one."""


class Look(TypedDict):
    """What the `picture` part of a page asks for, by the width and the theme of the screen."""

    theme: Theme
    width: int


def asked_look(request: HttpRequest) -> Look:
    """`?theme=dark&contrast=more&wide=1&text=150`; anything else is the light theme and a phone's width.

    Larger letters: the page shows every picture as wide as there is room, so one drawn narrower has them.
    """
    dark, more = request.GET.get("theme") == "dark", request.GET.get("contrast") == "more"
    theme: Theme = ("dark-more" if more else "dark") if dark else "light-more" if more else "light"
    text = request.GET.get("text", "")
    width = WIDE if request.GET.get("wide") == "1" else NARROW
    return {"theme": theme, "width": width * 100 // (int(text) if text in LARGER else 100)}


def svg(text: str) -> HttpResponse:
    """The answer that carries a picture."""
    return HttpResponse(text, content_type="image/svg+xml")
