"""A certificate: given, read, looked at beside its pages, corrected, and only then saved."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.journal import documents, entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.web.products import done, holding, pages, reader, reading, results
from counterpoise.web.products.confirming import Look, as_assays, looked_at
from counterpoise.web.visit import Visit

LARGEST_MB = documents.LARGEST // 1_000_000
LONGEST_NAME = 200


@require_http_methods(["GET", "POST"])
def give(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Choose a file, or several."""
    row = done.bag_row(request.person, key)
    if request.method == "GET":
        return _choose(request, row)
    files = [file for file in request.FILES.getlist("file") if isinstance(file, UploadedFile)]
    if not files:
        return _choose(request, row, [_("Please choose a file first.")])
    if len(files) > holding.MOST:
        return _choose(request, row, [_("At most {n} files at once, please.").format(n=holding.MOST)])
    good: list[tuple[str, bytes]] = []
    problems = []
    for file in files:
        name, data = (file.name or "certificate.pdf")[:LONGEST_NAME], file.read(documents.LARGEST + 1)
        problem = _problem(name, data)
        if problem:
            problems.append(f"{name}: {problem}")
        else:
            good.append((name, data))
    if not good:
        return _choose(request, row, problems)
    holding.hold(request.session, row, good, timezone.now())
    request.session["certificate_problems"] = problems
    return _go(request, row)


@require_http_methods(["GET", "POST"])
def look(request: Visit, key: uuid.UUID) -> HttpResponse:
    """What was read, beside the pages. Sent, the values are saved as they stand in the form."""
    row = done.bag_row(request.person, key)
    waiting = holding.held(request.session, row, timezone.now())
    if waiting is None:
        return _choose(request, row, [_("The file is not kept any longer (an hour at most); please choose it again.")])
    try:
        found = reader.read(waiting.data, waiting.name)
    except reader.Refused as problem:
        holding.drop(request.session, row, waiting.token)
        return _choose(request, row, [f"{waiting.name}: {problem}"])
    lot: d.Lot = record(row)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and sent.get("token") != waiting.token:
        return _choose(request, row, [_("Another file waits by now; nothing was saved. Please look again.")])
    said = (sent or request.GET).get("sample", "")
    looked = looked_at(found, lot, record(row.product), said, sent, data=waiting.data)
    if sent is not None and looked.valid():
        return _save(request, row, waiting, looked)
    context = {
        "bag": reading.bag(request.person, row),
        "waiting": waiting,
        "look": looked,
        "more": holding.waiting(request.session, row) - 1,
        "problems": request.session.pop("certificate_problems", []),
        "analytes": results.analytes(),
        "units": results.UNITS,
    }
    return render(request, "products/look.html", context, status=200 if sent is None else 422)


@require_POST
def cancel(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Do not take this file; the next one, if there is one."""
    row = done.bag_row(request.person, key)
    holding.drop(request.session, row, request.POST.get("token", ""))
    return _next(request, row) or redirect("bag", key=row.pk)


@require_GET
def page(request: Visit, key: uuid.UUID, number: int) -> HttpResponse:
    """The picture of a page of the file that waits."""
    row = done.bag_row(request.person, key)
    waiting = holding.held(request.session, row, timezone.now())
    if waiting is None:
        raise Http404
    return pages.picture(waiting.data, number)


def _save(request: Visit, row: m.Lot, waiting: holding.Held, looked: Look) -> HttpResponse:
    """The values, the certificate and the file: all or nothing."""
    now = timezone.now()
    with entries.writing(request.person):
        lot: d.Lot = record(row)
        sha = documents.digest(waiting.data)
        assays, certificate = as_assays(looked, sha, waiting.name)
        others = tuple(one for one in lot.assays if one.certificate != sha)  # given again, it takes its own place
        certificates = tuple(one for one in lot.certificates if one.sha256 != sha)
        number = looked.head.cleaned_data.get("lot_number") if looked.takes_number() else lot.lot_number
        new = replace(
            lot, assays=(*others, *assays), certificates=(*certificates, certificate), lot_number=number or None
        )
        documents.keep(row, waiting.data, now)
        changed = done.changed(row, new)
    holding.drop(request.session, row, waiting.token)
    return _next(request, row) or done.answer("saved", changed, row)


def _next(request: Visit, row: m.Lot) -> HttpResponse | None:
    """To the file that waits next; none: there is none."""
    if holding.held(request.session, row, timezone.now()) is None:
        holding.forget(request.session)
        return None
    return redirect("certificate_look", key=row.pk)


def _problem(name: str, data: bytes) -> str:
    """Why a file cannot be read; nothing where it can."""
    if len(data) > documents.LARGEST:
        return _("too large; certificates of up to {limit} MB are read.").format(limit=LARGEST_MB)
    try:
        reader.read(data, name)
    except reader.Refused as problem:
        return str(problem)
    return ""


def _choose(request: Visit, row: m.Lot, problems: list[str] | None = None) -> HttpResponse:
    context: dict[str, Any] = {"bag": reading.bag(request.person, row), "problems": problems, "limit": LARGEST_MB}
    return render(request, "products/certificate.html", context, status=422 if problems else 200)


def _go(request: Visit, row: m.Lot) -> HttpResponse:
    """To the look, also for a form that htmx sent."""
    address = reverse("certificate_look", kwargs={"key": row.pk})
    if request.htmx:
        return HttpResponse(status=200, headers={"HX-Redirect": address})
    return redirect(address)
