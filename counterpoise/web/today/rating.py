"""Rating a measure: one tap saves."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.report import names
from counterpoise.web.moments import clock
from counterpoise.web.numbers import number
from counterpoise.web.today import measures, saving
from counterpoise.web.today.asking import SCHEDULED, fresh
from counterpoise.web.visit import Visit


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
    scheduled = request.POST.get("prompt") == SCHEDULED  # asked by the plan, before the first dose
    new = d.Rating(
        id=key,
        at=at,
        zone=request.person.time_zone,
        measure=scale.key,
        value=value,
        prompt=SCHEDULED if scheduled else "self",
    )
    given = _("just now: {value}").format(value=names.number(value))
    ask = fresh(scale, given, SCHEDULED if scheduled else "")
    try:
        rows = saving.save(request.person, new, dated=False)
    except entries.Conflict:
        return saving.refused(request, saving.already_used(), "today/rate.html", ask=fresh(scale))
    return saving.answer(request, "saved", rows, "today/rate.html", ask=ask)
