"""The design system on a page of its own: every token, and every part in its states and in every look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise.web.design.tokens import grouped


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Read from the style sheet; the samples are not wired to anything."""
    looks = [
        {"key": "light", "theme": "light", "contrast": "", "name": _("Light look")},
        {"key": "dark", "theme": "dark", "contrast": "", "name": _("Dark")},
        {"key": "light-more", "theme": "light", "contrast": "more", "name": _("Light, more contrast")},
        {"key": "dark-more", "theme": "dark", "contrast": "more", "name": _("Dark, more contrast")},
    ]
    context = {"looks": looks, "tokens": grouped(), "pad": range(11)}
    return render(request, "design/design.html", context)
