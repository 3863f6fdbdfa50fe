"""Rating a measure: one tap saves."""

from __future__ import annotations

from dataclasses import dataclass, replace

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


@dataclass(frozen=True)
class Given:
    """A value that was sent, as a rating by the person's own wish at this moment."""

    scale: measures.Scale
    rating: d.Rating


def given(request: Visit, scale: measures.Scale | None) -> Given | HttpResponse:
    """What was sent of a measure; or the page that says what is allowed."""
    value = number(request.POST.get("value", ""))
    if scale is None or value is None or not scale.allows(value):
        allowed = scale.range_words if scale else _("a measure of the list")
        text = _("Nothing was saved. Allowed is: {allowed}.").format(allowed=allowed)
        return saving.refused(request, text, status=422)
    rating = d.Rating(
        id=saving.sent_id(request),
        at=clock(request.person, timezone.now()),
        zone=request.person.time_zone,
        measure=scale.key,
        value=value,
        prompt="self",
    )
    return Given(scale, rating)


@require_POST
def rate(request: Visit) -> HttpResponse:
    """Save one value of one measure, now."""
    new = given(request, measures.scale(request.person, request.POST.get("measure", "")))
    if not isinstance(new, Given):
        return new
    scheduled = request.POST.get("prompt") == SCHEDULED  # asked by the plan, before the first dose
    scale, rating = new.scale, replace(new.rating, prompt=SCHEDULED if scheduled else "self")
    said = _("just now: {value}").format(value=names.number(rating.value))
    try:
        rows = saving.save(request.person, rating, dated=False)
    except entries.Conflict:
        return saving.refused(request, saving.already_used(), "today/rate.html", ask=fresh(scale))
    ask = fresh(scale, said, SCHEDULED if scheduled else "", *saving.named(rows))
    return saving.answer(request, "saved", rows, "today/rate.html", ask=ask)
