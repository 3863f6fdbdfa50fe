"""What was brought in, each file with its counts, and taken out again whole."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from counterpoise.journal.bring import undo_import
from counterpoise.journal.models import Import
from counterpoise.web.moments import clock
from counterpoise.web.visit import Visit


@require_GET
def imports(request: Visit) -> HttpResponse:
    rows = Import.objects.filter(person=request.person).order_by("-at")
    files = [{"row": row, "at": clock(request.person, row.at), "new": _counts(row)} for row in rows]
    return render(request, "settings/imports.html", {"files": files})


@require_POST
def undo(request: Visit, key: uuid.UUID) -> HttpResponse:
    undo_import(get_object_or_404(Import, pk=key, person=request.person), timezone.now())
    return redirect("imports")


def _counts(row: Import) -> int:
    return sum(row.receipt.get("new", {}).values())
