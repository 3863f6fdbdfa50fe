"""Taking everything along: the diary file, lossless, and tables for any spreadsheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from counterpoise.exchange.exports import EXPORTS
from counterpoise.journal.diaries import diary
from counterpoise.web.moments import clock
from counterpoise.web.visit import Visit


@require_GET
def export(request: Visit) -> HttpResponse:
    return render(request, "settings/export.html")


@require_GET
def as_diary(request: Visit) -> HttpResponse:
    return _download(request, "application/json", ".json")


@require_GET
def as_tables(request: Visit) -> HttpResponse:
    return _download(request, "application/zip", ".zip")


def _download(request: Visit, kind: str, ending: str) -> HttpResponse:
    """A file whose name says the day and nothing of the person."""
    day = clock(request.person, timezone.now()).date().isoformat()
    content = EXPORTS[ending](diary(request.person))
    disposition = f'attachment; filename="counterpoise-{day}{ending}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
