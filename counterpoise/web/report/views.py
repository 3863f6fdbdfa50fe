"""The report for a visit: choose what it shows, read it, take it along as a PDF."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from counterpoise.report.clinician import KEYS, Chosen
from counterpoise.report.document import Document
from counterpoise.report.pdf import left_out, pdf, statement
from counterpoise.web import kernels
from counterpoise.web.country import country_of
from counterpoise.web.look import look_of
from counterpoise.web.moments import clock
from counterpoise.web.pictures import svg
from counterpoise.web.report import asking, making
from counterpoise.web.report.asking import ReportForm
from counterpoise.web.report.drawn import in_blocks, pictures
from counterpoise.web.visit import Visit


@require_http_methods(["GET", "POST"])
def report(request: Visit) -> HttpResponse:
    """What to show. It is sent by POST and kept in the session: an address would keep it in a browser's history."""
    today = clock(request.person, timezone.now()).date()
    before = asking.kept(request.session, request.person) or asking.at_first(today)
    if request.method == "POST":
        form = ReportForm(request.POST)
        if form.is_valid():
            asking.keep(request.session, request.person, form.chosen())
            return redirect("report_shown")
        ticked = Chosen(before.first, before.last, frozenset(request.POST.getlist("sections")) & set(KEYS))
        return render(request, "report/choose.html", {"form": form, "groups": asking.groups(ticked)}, status=422)
    initial = {"first": before.first.isoformat(), "last": before.last.isoformat(), "name": before.name or ""}
    context = {"form": ReportForm(initial=initial), "groups": asking.groups(before)}
    return render(request, "report/choose.html", context)


@require_GET
def shown(request: Visit) -> HttpResponse:
    """The report as it was chosen; while it is being written, a page that waits for it."""
    chosen = asking.kept(request.session, request.person)
    if chosen is None:
        return redirect("report")
    made = making.kept(request.person, chosen) is not None or bool(request.GET.get("wait"))
    context = _made(request, chosen) if made else {}
    return render(request, "report/shown.html", context)


@require_GET
def part(request: Visit) -> HttpResponse:
    """The report alone, which the page asks for once it is shown."""
    return render(request, "report/_made.html", _made(request, _chosen(request)))


@require_GET
def picture(request: Visit) -> HttpResponse:
    """One picture of the report, by its section and its place in it."""
    drawn = pictures(_document(request)).get(request.GET.get("of", ""))
    if drawn is None:
        raise Http404
    return svg(drawn)


@require_GET
def file(request: Visit) -> HttpResponse:
    """The report as a PDF."""
    document = _document(request)
    country, _guessed = country_of(request)
    name = f"report-{document.last.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf(document, country or None), content_type="application/pdf", headers=headers)


def _chosen(request: Visit) -> Chosen:
    chosen = asking.kept(request.session, request.person)
    if chosen is None:
        raise Http404
    return chosen


def _document(request: Visit) -> Document:
    chosen = _chosen(request)
    if isinstance(kernels.state(), kernels.Preparing):
        raise Http404
    try:
        return making.document(request.person, chosen)
    except ValueError as problem:
        raise Http404 from problem


def _made(request: Visit, chosen: Chosen) -> dict[str, Any]:
    """The report, or how far the calculation is prepared, or what stands in its way."""
    if isinstance(preparing := kernels.state(), kernels.Preparing):
        return {"preparing": preparing}
    try:
        document = making.document(request.person, chosen)
    except ValueError as problem:
        return {"problem": _("This cannot be worked out: {problem}.").format(problem=problem)}
    return {
        "document": document,
        "sections": in_blocks(document, look_of(request).theme),
        "left_out": left_out(),
        "statement": statement(),
    }
