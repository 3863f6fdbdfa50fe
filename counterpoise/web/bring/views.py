"""Bringing a file in: given, looked at, its columns named where need be, then all of it or nothing; and undone."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise.exchange import csv, formats
from counterpoise.exchange.understood import BadFile, NeedsMapping
from counterpoise.journal import models as m
from counterpoise.journal.bring import bring as bring_in
from counterpoise.journal.bring import undo_import
from counterpoise.web.bring import columns as form
from counterpoise.web.bring import holding, reading
from counterpoise.web.bring.holding import Held
from counterpoise.web.bring.past import last_of, past
from counterpoise.web.bring.preview import kind_name, preview
from counterpoise.web.moments import zone_of, zones
from counterpoise.web.visit import Visit

LARGEST_MB = settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
LONGEST_NAME = 255


@require_http_methods(["GET", "POST"])
def bring(request: Visit) -> HttpResponse:
    """Choose a file; what was brought before, with its undo."""
    if request.method == "GET" or request.person.sample:
        return _choose(request)
    if int(request.headers.get("Content-Length") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        return _choose(
            request, _("The file is too large: files of up to {limit} MB are read.").format(limit=LARGEST_MB)
        )
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _choose(request, _("Please choose a file first."))
    name = (file.name or "file")[:LONGEST_NAME]
    zone = zone_of(request.person, request.POST.get("zone", ""))
    waiting = holding.hold(request.session, request.person, Held(name, file.read(), zone), timezone.now())
    try:
        reading.understood(request.person, waiting)
    except NeedsMapping:
        return _go(request, "bring_columns")
    except BadFile as problem:
        holding.forget(request.session)
        return _choose(request, str(problem))
    return _go(request, "bring_look")


@require_http_methods(["GET", "POST"])
def columns(request: Visit) -> HttpResponse:
    """Say what the columns of a table mean."""
    waiting = holding.held(request.session, request.person, timezone.now())
    if waiting is None:
        return _gone(request)
    try:
        found = csv.columns(waiting.data)
        known = csv.Mapping.from_json(waiting.mapping) if waiting.mapping else csv.propose(found)
    except BadFile as problem:
        return _choose(request, f"{waiting.name}: {problem}")
    said = request.POST if request.method == "POST" else None
    given = {"zone": known.when.zone or waiting.zone, "time_of_day": known.when.time_of_day}
    whole = form.WholeForm(said, initial=given)
    starts = form.initial(known, found.columns)
    parts = [form.ColumnForm(column, said, prefix=f"c{i}", initial=starts[i]) for i, column in enumerate(found.columns)]
    context = {"waiting": waiting, "found": found, "whole": whole, "parts": parts}
    if said is None:
        return render(request, "bring/columns.html", context)
    valid = all([whole.is_valid(), *(part.is_valid() for part in parts)])
    context["problem"] = form.problem(parts) if valid else _("Some columns need more; see below.")
    if context["problem"] is None:
        mapping = form.mapping(whole, parts, known)
        try:
            reading.understood(request.person, replace(waiting, mapping=mapping))
        except BadFile as problem:
            context["problem"] = str(problem)
        else:
            holding.keep_mapping(request.session, mapping)
            return _go(request, "bring_look")
    return render(request, "bring/columns.html", context, status=422)


@require_http_methods(["GET"])
def look(request: Visit) -> HttpResponse:
    """What the file would bring. Nothing is saved."""
    waiting = holding.held(request.session, request.person, timezone.now())
    if waiting is None:
        return _gone(request)
    try:
        understood = reading.understood(request.person, waiting)
    except NeedsMapping:
        return redirect("bring_columns")
    except BadFile as problem:
        return _choose(request, str(problem))
    described = form.described(csv.Mapping.from_json(waiting.mapping)) if waiting.mapping else []
    found = preview(request.person, understood)
    context = {
        "waiting": waiting,
        "preview": found,
        "columns": described,
        "before": None if any(line.known for line in found.lines) else last_of(request.person, waiting.name),
    }
    return render(request, "bring/look.html", context)


@require_POST
def confirm(request: Visit) -> HttpResponse:
    """Save all that is new, or nothing."""
    now = timezone.now()
    waiting = holding.held(request.session, request.person, now)
    if waiting is None:
        return _gone(request)
    try:
        understood = reading.understood(request.person, waiting)
    except BadFile as problem:
        return _choose(request, str(problem))
    receipt = m.Import(at=now, format=understood.format, file_name=waiting.name, receipt=understood.receipt())
    done = bring_in(request.person, understood.diary, receipt)
    holding.forget(request.session)
    reading.forget()
    request.session["brought_last"] = [
        [kind_name(kind, one.new), one.new] for kind, one in done.kinds.items() if one.new
    ]
    return _go(request, "bring")


@require_POST
def cancel(request: Visit) -> HttpResponse:
    holding.forget(request.session)
    reading.forget()
    return _go(request, "bring")


@require_POST
def undo(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Take out of the diary all that one file brought."""
    receipt = get_object_or_404(m.Import, pk=key, person=request.person, person__sample=False)  # the sample stays whole
    if receipt.undone_at is None:
        undo_import(receipt, timezone.now())
    return _go(request, "bring")


def _choose(request: Visit, problem: str | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "problem": problem,
        "limit": LARGEST_MB,
        "zones": zones(),
        "zone": request.person.time_zone,
        "formats": [format_.name for format_ in formats.FORMATS.values()],
        "past": [] if request.person.sample else past(request.person),
        "brought_last": request.session.pop("brought_last", None),
    }
    return render(request, "bring/bring.html", context, status=422 if problem else 200)


def _gone(request: Visit) -> HttpResponse:
    reading.forget()
    return _choose(request, _("The file is not kept any longer (an hour at most); please choose it again."))


def _go(request: HttpRequest, name: str) -> HttpResponse:
    """To another page, also for a form that htmx sent."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=200, headers={"HX-Redirect": reverse(name)})
    return redirect(name)
