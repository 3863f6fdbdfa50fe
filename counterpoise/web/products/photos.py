"""The photo of a bag: to know it again, and what its label says. It stays on this machine, like a certificate."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise.journal import photos
from counterpoise.web.products import done, reading
from counterpoise.web.visit import Visit

LARGEST_MB = photos.LARGEST // 1_000_000


@require_http_methods(["GET", "POST"])
def photo(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Take one, or choose one; it takes the place of an earlier one."""
    row = done.bag_row(request.person, key)
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("photo")
        try:
            if file is None:
                raise photos.BadPhoto(_("Please choose a picture."))
            if (file.size or 0) > photos.LARGEST:  # before it is read
                raise photos.BadPhoto(
                    _("The file is too large: up to {limit} MB can be kept.").format(limit=LARGEST_MB)
                )
            photos.keep(row, photos.clean(file.read()), timezone.now())
        except photos.BadPhoto as said:
            problem = str(said)
        else:
            return done.answer("saved", [], row)
    context: dict[str, Any] = {"bag": reading.bag(request.person, row), "photo": photos.of(row), "problem": problem}
    context["limit"] = LARGEST_MB
    return render(request, "products/photo.html", context, status=422 if problem else 200)


@require_GET
def picture(request: Visit, key: uuid.UUID) -> HttpResponse:
    """The photo itself."""
    kept = photos.of(done.bag_row(request.person, key))
    if kept is None:
        raise Http404
    answer = HttpResponse(bytes(kept.data), content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Remove the photo for good."""
    row = done.bag_row(request.person, key)
    photos.remove(row)
    return done.answer("erased", [], row)
