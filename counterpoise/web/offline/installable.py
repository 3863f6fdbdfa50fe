"""What makes the pages an app on a phone: the manifest, and the worker that answers without a network."""

from __future__ import annotations

import hashlib
import json

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from counterpoise import __version__

PAPER = "#f6f2ea"
"""The ground of the pages, as in style.css: the frame around an installed app has the same."""
KEPT = (
    *("style.css", "flare/flare.css", "profiles/profiles.css", "icon.svg", "app.js", "django_htmx/htmx-2.min.js"),
    *(f"offline/{name}.js" for name in ("hpke", "queue", "offline", "capture")),
)
"""Static files that the pages for offline need."""
WORKER = "offline/worker.js"
PUSH = "checkins/push.js"
"""What the worker does with a message of a push service, where that part is there."""
PATIENCE = 5_000
"""Milliseconds that the worker waits for a page, and then for an answer to a small question, before it shows the page
to write on; for the emergency page a third."""


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone wants to know before it puts an icon on its screen. Discreet: the name says nothing of health."""
    said = {
        "id": "/",
        "name": "Counterpoise",
        "short_name": "Counterpoise",
        "description": _("A private journal."),
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {"src": static("offline/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
            {"src": static("offline/icon-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
        ],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker: what it keeps, named by version, and the files that hold its code."""
    kept = [static(name) for name in KEPT]
    pages = {"shell": reverse("offline"), "emergency": reverse("offline_emergency")}
    code = [static(name) for name in (WORKER, PUSH) if finders.find(name)]
    version = hashlib.sha256(json.dumps([__version__, kept, pages, code]).encode()).hexdigest()[:16]
    about = {"version": version, "kept": kept, "pages": pages, "emergency": reverse("emergency"), "patience": PATIENCE}
    lines = [f"self.COUNTERPOISE = {json.dumps(about)};", *(f"importScripts({json.dumps(path)});" for path in code)]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/"
    return response
