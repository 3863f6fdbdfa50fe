"""The diary as FHIR R4, read only, for the person whose diary is open in this browser and for nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from counterpoise.exchange.fhir import bundle, document
from counterpoise.journal import recalls
from counterpoise.journal.diaries import diary
from counterpoise.safety.review import review
from counterpoise.web.balance import answering
from counterpoise.web.moments import clock
from counterpoise.web.visit import Visit

KIND = "application/fhir+json"


@require_safe
def whole(request: Visit) -> HttpResponse:
    """Everything that FHIR has a place for, as a collection."""
    return _sent(request, bundle, "fhir")


@require_safe
def summary(request: Visit) -> HttpResponse:
    """A patient summary, as a document."""
    return _sent(request, document, "summary")


def _sent(request: Visit, make: Callable[..., dict[str, Any]], word: str) -> HttpResponse:
    """A file whose name says the day and nothing of the person."""
    person, now = request.person, timezone.now()
    read, packs = diary(person), recalls.knowledge(person)
    try:
        answers = answering.answer(person, "kratom", "pain.now").answers
    except ValueError:  # a record that is not on the measure's scale has no answer
        answers = None
    made = make(read, packs, answers, review(read, packs, now), now, who=str(person.pk))
    name = f"counterpoise-{word}-{clock(person, now).date().isoformat()}.json"
    disposition = f'attachment; filename="{name}"'
    content = json.dumps(made, ensure_ascii=False)
    return HttpResponse(content, content_type=KIND, headers={"Content-Disposition": disposition})
