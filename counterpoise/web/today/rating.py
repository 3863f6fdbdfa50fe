"""Rating a measure: one tap saves."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.report import names
from counterpoise.web.moments import clock
from counterpoise.web.numbers import number
from counterpoise.web.today import measures, saving
from counterpoise.web.visit import Visit


@dataclass(frozen=True)
class Ask:
    """A measure about to be rated, and the id that its rating will have."""

    scale: measures.Scale
    id: str
    given: str = ""


def fresh(scale: measures.Scale, given: str = "") -> Ask:
    return Ask(scale, str(m.new_id()), given)


@require_POST
def rate(request: Visit) -> HttpResponse:
    """Save one value of one measure, now."""
    scale = measures.scale(request.person, request.POST.get("measure", ""))
    value = number(request.POST.get("value", ""))
    if scale is None or value is None or not scale.allows(value):
        allowed = scale.range_words if scale else _("a measure of the list")
        return saving.refused(
            request, _("Nothing was saved. Allowed is: {allowed}.").format(allowed=allowed), status=422
        )
    key = saving.sent_id(request)
    at = clock(request.person, timezone.now())
    new = d.Rating(id=key, at=at, zone=request.person.time_zone, measure=scale.key, value=value, prompt="self")
    ask = fresh(scale, _("just now: {value}").format(value=names.number(value)))
    try:
        rows = saving.save(request.person, new, dated=False)
    except entries.Conflict:
        return saving.refused(request, saving.already_used(), "today/rate.html", ask=fresh(scale))
    return saving.answer(request, "saved", rows, "today/rate.html", ask=ask)
