"""One archive to take along, made when it is asked for; nothing of it is ever on this machine's disk."""

from __future__ import annotations

import io

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise.journal import archive
from counterpoise.web import kernels
from counterpoise.web.moments import clock
from counterpoise.web.visit import Visit


@require_POST
def take(request: Visit) -> HttpResponse:
    """The archive as a download. Its name says the day and nothing of the person; the address says nothing."""
    if isinstance(preparing := kernels.state(), kernels.Preparing):
        return render(request, "settings/export.html", {"problem": _not_yet(preparing)}, status=503)
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


def _not_yet(preparing: kernels.Preparing) -> str:
    """The report in the archive holds the answers, whose calculation is prepared once on a new machine."""
    told = _(
        "The calculation for the report in it is being prepared, once: {done} of {total} parts are ready. Please try "
        "again in a minute or two. The diary file and the tables below are ready now."
    )
    return told.format(done=preparing.done, total=preparing.total)
