"""Give a file: choose what it shows, see the passphrase once, save the file."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise.exchange.sealed import passphrase
from counterpoise.journal import models as m
from counterpoise.journal import sealed
from counterpoise.report.clinician import titles
from counterpoise.web.moments import clock
from counterpoise.web.sealed.forms import PassphraseForm, SealForm
from counterpoise.web.sealed.sealing import sealing
from counterpoise.web.visit import Visit


@require_http_methods(["GET", "POST"])
def new(request: Visit) -> HttpResponse:
    """Choose what the file shows; then its passphrase, which this one answer tells and nothing keeps."""
    if request.person.sample:
        return _sample(request)
    form = SealForm(clock(request.person, timezone.now()).date(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        context = {"form": form, "words": passphrase.fresh(secrets.choice), **_shown(form)}
        return render(request, "sealed/passphrase.html", context)
    return page(request, form)


@require_POST
def save(request: Visit) -> HttpResponse:
    """The file, sealed. Every time it is saved it is a file of its own, with a key of its own."""
    if request.person.sample:
        return _sample(request)
    now = timezone.now()
    form = PassphraseForm(clock(request.person, now).date(), request.POST)
    if not form.is_valid():
        return page(request, form)
    try:
        html = sealing(form.file(request.person, now), form.cleaned_data["passphrase"], now)
    except ValueError as problem:
        return page(request, form, problem=_("This cannot be worked out: {problem}").format(problem=problem))
    name = _("report.html")
    return HttpResponse(
        html,
        content_type="text/html; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def page(request: Visit, form: SealForm, **context: Any) -> HttpResponse:
    """The form, the files that were given, and the place for an answer."""
    files = [_file(one) for one in sealed.all_of(request.person)]
    shown = {"form": form, "files": files, **context}
    return render(request, "sealed/new.html", shown, status=422 if form.is_bound or context.get("problem") else 200)


def _sample(request: Visit) -> HttpResponse:
    told = {"heading": _("This is the sample diary"), "text": _("A file is made of a diary of your own.")}
    return render(request, "error.html", told, status=409)


def _shown(form: SealForm) -> dict[str, list[str]]:
    chosen = form.cleaned_data["sections"]
    return {
        "shows": [title for key, title in titles().items() if key in chosen],
        "hides": [title for key, title in titles().items() if key not in chosen],
    }


def _file(row: m.SealedFile) -> dict[str, Any]:
    names = titles()
    return {
        "row": row,
        "made_at": clock(row.person, row.made_at),
        "closed_at": clock(row.person, row.closed_at) if row.closed_at else None,
        "shows": [names[key] for key in row.sections if key in names],
    }
