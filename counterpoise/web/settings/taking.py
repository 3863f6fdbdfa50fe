"""One archive to take along: made when it is asked for, in a nameless file that is gone once it was sent."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from counterpoise import place
from counterpoise.journal import archive
from counterpoise.web.moments import clock
from counterpoise.web.visit import Visit


@require_POST
def take(request: Visit) -> HttpResponseBase:
    """The archive as a download. Its name says the day and nothing of the person; the address says nothing."""
    now = timezone.now()
    file = tempfile.TemporaryFile(dir=place.make_data_folder())  # noqa: SIM115 - the answer closes it
    try:
        archive.write(file, request.person, now)
    except archive.BadArchive as problem:
        file.close()
        return _refused(request, str(problem))
    file.seek(0)
    day = clock(request.person, now).date().isoformat()
    name = f"counterpoise-archive-{day}.zip"
    packed = {"Content-Encoding": "identity"}  # not to be packed once more on its way
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip", headers=packed)


def _refused(request: Visit, problem: str) -> HttpResponse:
    return render(request, "settings/export.html", {"problem": problem}, status=422)
