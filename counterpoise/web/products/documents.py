"""The file of a certificate that is kept with its bag: to be looked at later, and to be taken along."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from counterpoise import diary as d
from counterpoise.journal import documents
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.web.products import done, pages, reader, reading, results
from counterpoise.web.visit import Visit


@require_GET
def document(request: Visit, key: uuid.UUID) -> HttpResponse:
    """The file, to be saved: a browser must not run what stands in it."""
    row = _find(request.person, key)
    answer = HttpResponse(bytes(row.data), content_type="application/pdf")
    named = _certificate(row).name or "certificate.pdf"
    name = named if named.lower().endswith(".pdf") else f"{named}.pdf"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
def look(request: Visit, key: uuid.UUID) -> HttpResponse:
    """The pages as pictures, with the values that were taken from each."""
    row = _find(request.person, key)
    lot: d.Lot = record(row.lot)
    of_it = [one for one in lot.assays if one.certificate == row.sha256]
    shown = [
        {
            "number": number,
            "values": [
                (one.printed_as or results.analyte_name(one.analyte), results.shown(one))
                for one in of_it
                if one.page == number
            ],
        }
        for number in range(1, _pages(bytes(row.data)) + 1)
    ]
    context = {"document": row, "certificate": _certificate(row), "bag": reading.bag(request.person, row.lot)}
    return render(request, "products/document.html", {**context, "pages": shown})


@require_GET
def page(request: Visit, key: uuid.UUID, number: int) -> HttpResponse:
    """The picture of one page."""
    return pages.picture(bytes(_find(request.person, key).data), number)


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Take a certificate and its values off the bag; it can be brought back until the bag is erased."""
    row = done.bag_row(request.person, key)
    lot: d.Lot = record(row)
    sha = request.POST.get("certificate", "")
    certificates = tuple(one for one in lot.certificates if one.sha256 != sha)
    assays = tuple(one for one in lot.assays if one.certificate != sha)
    changed = done.changed(row, replace(lot, certificates=certificates, assays=assays)) if sha else []
    return done.answer("deleted" if changed else "", changed, row)


def _find(person: m.Person, key: uuid.UUID) -> m.Document:
    try:
        row = documents.find(person, key)
    except m.Document.DoesNotExist:
        raise Http404 from None
    if row.sha256 not in documents.of(row.lot):
        raise Http404
    return row


def _pages(data: bytes) -> int:
    try:
        return reader.read(data, "certificate.pdf").pages
    except reader.Refused:  # read by an earlier version, refused by this one
        return 0


def _certificate(row: m.Document) -> d.Certificate:
    lot: d.Lot = record(row.lot)
    return next(one for one in lot.certificates if one.sha256 == row.sha256)
