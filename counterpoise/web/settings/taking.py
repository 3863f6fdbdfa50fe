"""One archive to take along: made when it is asked for, sent from a nameless file that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from typing import IO

from asgiref.sync import sync_to_async
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from counterpoise import place
from counterpoise.journal import archive
from counterpoise.web.moments import clock
from counterpoise.web.visit import Visit

_CHUNK = 1 << 18


@require_POST
def take(request: Visit) -> HttpResponseBase:
    """The archive as a download. Its name says the day and nothing of the person; the address says nothing."""
    now = timezone.now()
    file = tempfile.TemporaryFile(dir=place.make_data_folder())  # noqa: SIM115 - closed when it is sent
    try:
        archive.write(file, request.person, now)
    except archive.BadArchive as problem:
        file.close()
        return _refused(request, str(problem))
    length = file.seek(0, 2)
    answer = StreamingHttpResponse(_Sent(file), content_type="application/zip")
    day = clock(request.person, now).date().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="counterpoise-archive-{day}.zip"'
    answer["Content-Length"] = str(length)
    answer["Content-Encoding"] = "identity"  # packed already: not to be packed again on its way
    return answer


class _Sent:
    """A file piece by piece; whoever sends it closes it, also where the browser went away."""

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        self._file = file

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if chunk := await sync_to_async(self._file.read)(_CHUNK):
            return chunk
        raise StopAsyncIteration

    def close(self) -> None:
        self._file.close()


def _refused(request: Visit, problem: str) -> HttpResponse:
    return render(request, "settings/export.html", {"problem": problem}, status=422)
