"""Erasing a whole diary for good."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from counterpoise.journal import proof
from counterpoise.web.settings.counted import table_name
from counterpoise.web.visit import Visit


@require_http_methods(["GET", "POST"])
def erase(request: Visit) -> HttpResponse:
    """Asks for the name of the diary first: this is the one thing here that cannot be undone. Then tells the proof."""
    person = request.person
    if person.sample:
        return redirect("today")  # its banner removes it
    if request.method == "POST" and request.POST.get("name", "").strip() == person.name:
        receipt = proof.erase_with_proof(person, timezone.now())
        request.session.flush()
        context = {
            "receipt": receipt,
            "rows": [(table_name(name, count), count) for name, count in receipt.rows.items()],
            "checks": proof.checks(receipt),
            "limits": proof.limits(),
            "person": None,
            "entered": False,
        }
        return render(request, "settings/erased.html", context)
    context = {"wrong": request.method == "POST", "name": person.name}
    return render(request, "settings/erase.html", context, status=422 if context["wrong"] else 200)
