"""The people who keep a diary here: each has links of their own, nobody sees another's diary."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from counterpoise.journal.models import Person
from counterpoise.web.access.links import mint
from counterpoise.web.visit import Visit


@require_http_methods(["GET", "POST"])
def people(request: Visit) -> HttpResponse:
    """How many diaries there are, and a link: for somebody new, or for another browser of one's own."""
    context: dict[str, Any] = {"count": Person.objects.filter(sample=False).count()}
    if request.method == "POST":
        own = None if request.POST.get("for") == "new" or request.person.sample else request.person
        context |= {"link": f"http://{request.get_host()}/enter/{mint(own, timezone.now())}", "for_new": own is None}
    return render(request, "settings/people.html", context)
