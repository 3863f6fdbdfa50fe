"""What may still be acting today: a rough general curve with its band, as a picture, in words and as a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.report.charts import DoseMark, exposure_today
from counterpoise.web.acting import acting, taken
from counterpoise.web.moments import clock, day_bounds
from counterpoise.web.pictures import asked_look, svg
from counterpoise.web.today import words
from counterpoise.web.visit import Visit

if TYPE_CHECKING:
    from counterpoise.science.pharmacology.exposure import Band

STEP = dt.timedelta(minutes=15)
ROW = dt.timedelta(hours=2)
"""The curve is drawn in steps, and tabled in longer ones."""
LATELY = dt.timedelta(hours=48)


@dataclass(frozen=True)
class Curve:
    """The curve of one substance over today; `band` is None where none may be drawn; `others` were taken too."""

    substance: str
    times: list[dt.datetime]
    band: Band | None
    doses: list[DoseMark]
    now: dt.datetime
    others: list[str]

    def rows(self) -> list[tuple[dt.datetime, str, str]]:
        """Time, about how much, and between what: in hundredths of the peak of a usual dose."""
        every = ROW // STEP
        told = zip(self.times, *self._columns(), strict=True) if self.band else ()
        return [
            (
                at,
                f"{100 * middle:.0f} %",
                _("{low} to {high} %").format(low=f"{100 * low:.0f}", high=f"{100 * high:.0f}"),
            )
            for i, (at, middle, low, high) in enumerate(told)
            if i % every == 0
        ]

    def _columns(self) -> tuple[list[float], list[float], list[float]]:
        assert self.band is not None  # noqa: S101 - asked by rows
        return self.band.median.tolist(), self.band.low.tolist(), self.band.high.tolist()


@require_GET
def exposure(request: Visit) -> HttpResponse:
    """The curve with its words and its table."""
    curve = today_of(request.person, timezone.now())
    pack = load().substance(curve.substance) if curve else None
    context = {
        "curve": curve,
        "name": names.substance(curve.substance) if curve else "",
        "refusal": _(pack.refusal.reason) if pack and pack.refusal else "",
        "revision": str(request.person.revision),
        "narrow": bool(request.htmx),  # a column of Today, on a wide screen too
    }
    return render(request, "today/exposure.html" if request.htmx else "today/exposure_page.html", context)


@require_GET
def picture(request: Visit) -> HttpResponse:
    curve = today_of(request.person, timezone.now())
    if curve is None or curve.band is None:
        raise Http404
    band = curve.band
    drawn = exposure_today(
        curve.times,
        band.median.tolist(),
        band.low.tolist(),
        band.high.tolist(),
        curve.doses,
        curve.now,
        **asked_look(request),
    )
    return svg(drawn)


def today_of(person: m.Person, now: dt.datetime) -> Curve | None:
    """The curve of what was taken last, of what products are measured for where there is any (a coffee or a tablet does
    not hide kratom); None where nothing was taken of late."""
    here = clock(person, now)
    begin, end = day_bounds(person, here.date())
    lately = m.Dose.objects.filter(person=person, deleted_at=None, at__gt=begin - LATELY, at__lt=end).order_by("at")
    rows = list(lately)
    if not rows:
        return None
    substance = next((row for row in reversed(rows) if _drawn(row.substance)), rows[-1]).substance
    first, last = begin.astimezone(dt.UTC), end.astimezone(dt.UTC)  # the clock on the wall jumps twice a year
    times = [clock(person, first + STEP * i) for i in range((last - first) // STEP + 1)]
    doses = [
        DoseMark(at=clock(person, row.at), label=f"{clock(person, row.at):%H:%M} {words.dose(row)}")
        for row in rows
        if row.substance == substance and row.at >= begin
    ]
    drawn = taken(person, substance, begin, end)
    band = acting(drawn, substance, times)
    others = dict.fromkeys(names.substance(row.substance) for row in rows if row.substance != substance)
    if drawn.extracts_left_out:  # the dots are those of the curve
        doses = [dose for dose in doses if dose.at in drawn.at]
        others[_("an extract, which is no usual dose of leaf")] = None
    return Curve(substance, times, band, doses, here, list(others))


def _drawn(substance: str) -> bool:
    pack = load().substance(substance)
    return pack is not None and pack.alkaloid is not None
