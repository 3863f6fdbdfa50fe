"""One archive to take along, made when it is asked for; nothing of it is ever on this machine's disk."""

from __future__ import annotations

import io

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from counterpoise.journal import archive
from counterpoise.web.moments import clock
from counterpoise.web.visit import Visit


@require_POST
def take(request: Visit) -> HttpResponse:
    """The archive as a download. Its name says the day and nothing of the person; the address says nothing."""
    now, file = timezone.now(), io.BytesIO()
    try:
        archive.write(file, request.person, now)
    except archive.BadArchive as problem:
        return render(request, "settings/export.html", {"problem": str(problem)}, status=422)
    day = clock(request.person, now).date().isoformat()
    told = {
        "Content-Disposition": f'attachment; filename="counterpoise-archive-{day}.zip"',
        "Content-Encoding": "identity",  # packed already: not to be packed once more on its way
    }
    return HttpResponse(file.getvalue(), content_type="application/zip", headers=told)
