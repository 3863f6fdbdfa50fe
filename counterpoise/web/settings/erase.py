"""Erasing a whole diary for good."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from counterpoise.journal.erase import erase_person
from counterpoise.web.visit import Visit


@require_http_methods(["GET", "POST"])
def erase(request: Visit) -> HttpResponse:
    """Asks for the name of the diary first: this is the one thing here that cannot be undone."""
    person = request.person
    if person.sample:
        return redirect("today")  # its banner removes it
    if request.method == "POST" and request.POST.get("name", "").strip() == person.name:
        whole = erase_person(person)
        request.session.flush()
        return render(request, "settings/erased.html", {"whole": whole, "person": None, "entered": False})
    context = {"wrong": request.method == "POST", "name": person.name}
    return render(request, "settings/erase.html", context, status=422 if context["wrong"] else 200)
