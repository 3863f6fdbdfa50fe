"""Taking everything along: the diary file, lossless, and tables for any spreadsheet."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from counterpoise import diary_file
from counterpoise.journal.diaries import diary
from counterpoise.web.moments import clock
from counterpoise.web.visit import Visit


@require_GET
def export(request: Visit) -> HttpResponse:
    return render(request, "settings/export.html")


@require_GET
def as_diary(request: Visit) -> HttpResponse:
    text = diary_file.write(diary(request.person))
    return _download(request, text.encode(), "application/json", "json")


@require_GET
def as_tables(request: Visit) -> HttpResponse:
    from counterpoise.exchange.csv import write as tables

    return _download(request, tables.write(diary(request.person)), "application/zip", "zip")


def _download(request: Visit, content: bytes, kind: str, ending: str) -> HttpResponse:
    """A file whose name says the day and nothing of the person."""
    day = clock(request.person, timezone.now()).date().isoformat()
    disposition = f'attachment; filename="counterpoise-{day}.{ending}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
