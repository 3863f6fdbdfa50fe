"""Lists of recalls that the person brought, held against their bags."""

from __future__ import annotations

import uuid

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise.journal import models as m
from counterpoise.journal import recalls as kept
from counterpoise.web.products import trade
from counterpoise.web.visit import Visit

LARGEST = 2_000_000
LONGEST_NAME = 255
MOST = 20


@require_http_methods(["GET", "POST"])
def recalls(request: Visit) -> HttpResponse:
    """The lists with what they match, and a form for one more."""
    if request.method == "GET":
        return _page(request)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _page(request, _("Please choose a file first."))
    name, data = (file.name or "recalls")[:LONGEST_NAME], file.read(LARGEST + 1)
    problem = _problem(request.person, name, data)
    if problem:
        return _page(request, problem)
    kept.keep(request.person, name, data, timezone.now())
    return redirect("recalls")


def _problem(person: m.Person, name: str, data: bytes) -> str:
    """Why this list is not taken; nothing where it is."""
    if len(data) > LARGEST:
        return _("The file is too large: lists of up to 2 MB are read.")
    if m.RecallList.objects.filter(person=person).count() >= MOST:
        return _("{most} lists are here already; please remove one first.").format(most=MOST)
    return trade.bad_list(name, data)


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Remove a list."""
    row = m.RecallList.objects.filter(person=request.person, pk=key).first()
    if row is None:
        raise Http404
    kept.remove(row)
    return redirect("recalls")


def _page(request: Visit, problem: str = "") -> HttpResponse:
    rows = m.RecallList.objects.filter(person=request.person).order_by("-at")
    context = {"lists": [trade.held_against(request.person, row) for row in rows], "problem": problem}
    return render(request, "products/recalls.html", context, status=422 if problem else 200)
