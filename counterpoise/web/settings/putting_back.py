"""Putting an archive back: given, checked and looked at; then a diary equal to the one that was archived."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import secrets
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise import place
from counterpoise.journal import archive
from counterpoise.journal.models import Person
from counterpoise.web.access.doorway import OWN
from counterpoise.web.access.links import mint
from counterpoise.web.bring import holding
from counterpoise.web.settings.counted import counted
from counterpoise.web.start import sample

LARGEST_MB = settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
_SESSION = "archive"
_TOKEN = re.compile(r"[0-9a-f]{32}")


@require_http_methods(["GET", "POST"])
def put_back(request: HttpRequest) -> HttpResponse:
    """Choose an archive."""
    if request.method == "GET":
        return _choose(request)
    if int(request.headers.get("Content-Length") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        return _choose(request, _("The file is too large for this page. In a terminal: ./x unarchive FILE --name NAME"))
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _choose(request, _("Please choose a file first."))
    data = file.read()
    if data.startswith(b"age-encryption.org/"):
        return _choose(request, _("A passphrase locks this archive. In a terminal: ./x unarchive FILE --name NAME"))
    try:
        archive.opened(io.BytesIO(data))
    except archive.BadArchive as problem:
        return _choose(request, _("Nothing was put back. The file is %(problem)s.") % {"problem": problem})
    _hold(request.session, data, timezone.now())
    return redirect("put_back_look")


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """What is in it, before anything is done; then, under a name, all of it or nothing."""
    data = _held(request.session, timezone.now())
    if data is None:
        return _choose(request, _("The file is not kept any longer (an hour at most); please choose it again."))
    opened = archive.opened(io.BytesIO(data))
    try:
        if request.method == "GET":
            return _show(request, opened)
        back = archive.bring_back(opened, request.POST.get("name", ""), timezone.now())
    except archive.BadArchive as problem:
        return _show(request, opened, str(problem))
    _forget(request.session)
    request.session["put_back"] = {"person": str(back.person.pk), "again": back.erased_again}
    if request.session.get(OWN) is None:
        request.session.cycle_key()
        request.session[OWN] = str(back.person.pk)
        sample.leave(request)
    return redirect("put_back_done")


@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """It is back; where this browser has a diary of its own, with a link to the one that came."""
    told = request.session.pop("put_back", None)
    person = Person.objects.filter(pk=told["person"]).first() if told else None
    if person is None:
        return redirect("put_back")
    context: dict[str, Any] = {"name": person.name, "again": told["again"], "link": None}
    if request.session.get(OWN) != told["person"]:
        context["link"] = f"http://{request.get_host()}/enter/{mint(person, timezone.now())}"
    return render(request, "settings/put_back_done.html", context)


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    _forget(request.session)
    return redirect("put_back")


def _choose(request: HttpRequest, problem: str | None = None) -> HttpResponse:
    context = {"problem": problem, "limit": LARGEST_MB, "back": _back(request)}
    return render(request, "settings/put_back.html", context, status=422 if problem else 200)


def _show(request: HttpRequest, opened: archive.Opened, problem: str | None = None) -> HttpResponse:
    context = {
        "problem": problem,
        "name": request.POST.get("name", ""),
        "made_at": opened.made_at,
        "program": opened.manifest.get("program"),
        "lines": counted(opened),
        "here": archive.here_already(opened),
        "back": _back(request),
    }
    return render(request, "settings/put_back_look.html", context, status=422 if problem else 200)


def _back(request: HttpRequest) -> str:
    return "export" if request.person else "start"  # type: ignore[attr-defined]


def _hold(session: SessionBase, data: bytes, now: dt.datetime) -> None:
    """Beside the files that are brought in, and swept away with them."""
    _forget(session)
    holding.sweep(now)
    token = secrets.token_hex(16)
    folder = place.data_folder() / holding.FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(folder / token, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.write(data)
    session[_SESSION] = token


def _held(session: SessionBase, now: dt.datetime) -> bytes | None:
    """Whole, as it was when it was checked: nobody but this program writes there."""
    holding.sweep(now)
    token = session.get(_SESSION, "")
    try:
        return (place.data_folder() / holding.FOLDER / token).read_bytes() if _TOKEN.fullmatch(token) else None
    except OSError:
        return None


def _forget(session: SessionBase) -> None:
    token = session.pop(_SESSION, "")
    if _TOKEN.fullmatch(token):
        (place.data_folder() / holding.FOLDER / token).unlink(missing_ok=True)
