"""The bags, one bag, and what each seller's bags showed."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from counterpoise import diary as d
from counterpoise.journal import documents, photos
from counterpoise.journal import models as m
from counterpoise.plans.words import day
from counterpoise.report import names
from counterpoise.web.moments import clock
from counterpoise.web.products import done, holding, left, money, past, reading, results, supplies, trade, weights
from counterpoise.web.safety.cards import cards
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit


@require_GET
def products(request: Visit) -> HttpResponse:
    """All bags: those in use first."""
    now = timezone.now()
    holding.sweep(now)
    found = reading.found_in_bags(request.person)
    bags = [reading.bag(request.person, row, found) for row in reading.rows(request.person)]
    open_bags = [bag for bag in bags if bag.lot.gone_on is None]
    context = {
        "bags": [(bag, left.short(stock)) for bag, stock in left.of_each(request.person, open_bags, now)],
        "gone": [bag for bag in bags if bag.lot.gone_on is not None],
        "deleted": reading.rows(request.person, deleted=True),
        **done.done(request),
    }
    return render(request, "products/products.html", context)


@require_GET
def bag(request: Visit, key: uuid.UUID) -> HttpResponse:
    """All that is known of one bag."""
    holding.sweep(timezone.now())
    row = done.bag_row(request.person, key)
    found = reading.bag(request.person, row, reading.found_in_bags(request.person))
    context = {
        "bag": found,
        "facts": _facts(found),
        "cards": cards(request, found.findings),
        "weights": [weights.told(one) for one in found.lot.unit_weights],
        "groups": _groups(row, found),
        "quiet": documents.is_quiet(row),
        "photo": photos.of(row),
        "history": past.earlier(request.person, row),
        "recorded": clock(request.person, row.recorded_at),
        "seen_now": saving.seen([row]),
        **supplies.around(request.person, found),
        **done.done(request),
    }
    return render(request, "products/bag.html", context)


@require_GET
def sellers(request: Visit) -> HttpResponse:
    """What each seller's bags showed over time, in this diary only."""
    return render(request, "products/sellers.html", {"sellers": trade.sellers(request.person)})


def _facts(bag: reading.Bag) -> list[tuple[str, str]]:
    """What was said of the bag, as a list to read; what was not said is left out."""
    lot, product = bag.lot, bag.product
    said = [
        (_("Sold by"), product.vendor),
        (_("Lot"), lot.lot_number),
        (_("It held"), lot.size and f"{names.number(lot.size.amount)} {names.unit(lot.size.unit, lot.size.amount)}"),
        (_("By its label"), product.labelled and names.amount(product.labelled.amount, product.labelled.unit)),
        (_("Price"), lot.price and money.written(lot.price.amount, lot.price.currency)),
        (_("Bought"), lot.bought_on and day(lot.bought_on)),
        (_("Opened"), lot.opened_on and day(lot.opened_on)),
        (_("To be used by"), lot.expires_on and day(lot.expires_on)),
        (_("Finished"), lot.gone_on and day(lot.gone_on)),
        (_("Kept"), lot.storage),
        (_("Note"), lot.note),
    ]
    return [(name, text) for name, text in said if text]


def _groups(row: m.Lot, bag: reading.Bag) -> list[dict[str, Any]]:
    """The values of the bag, by the certificate they come from; those typed in come last."""
    files = documents.of(row)
    groups: list[dict[str, Any]] = [
        {"certificate": one, "document": files.get(one.sha256), "about": _about(one), "values": []}
        for one in bag.lot.certificates
    ]
    by_sha = {one["certificate"].sha256: one for one in groups}
    typed: dict[str, Any] = {"certificate": None, "values": []}
    for place, assay in enumerate(bag.lot.assays):
        group = by_sha.get(assay.certificate or "", typed)
        group["values"].append(_value(place, assay))
    return [*groups, *([typed] if typed["values"] else [])]


def _value(place: int, assay: d.Assay) -> dict[str, Any]:
    verdict = {True: _("passed, by the certificate"), False: _("failed, by the certificate"), None: ""}[assay.passed]
    limit = ""
    if assay.limit is not None:
        limit = _("at most {limit} {unit}").format(limit=names.number(assay.limit), unit=assay.unit)
    read = {True: _("read from the page, looked at by you"), False: _("read from the page, not looked at")}
    page = _("page {page}").format(page=assay.page) if assay.page else ""
    looked = read.get(assay.confirmed, "") if assay.confirmed is not None else ""
    if assay.read_as is not None:
        looked = _("changed by you; the page was read as {said}").format(said=assay.read_as)
    parts = (looked, limit, verdict, page) if assay.read_as else (limit, verdict, page if looked else "", looked)
    typed = _typed(assay) if assay.certificate is None else ""
    return {
        "place": place,
        "name": results.plain_name(assay.analyte),
        "result": results.shown(assay),
        "about": " · ".join(part for part in (*parts, typed) if part),
        "failed": assay.passed is False,
    }


def _typed(assay: d.Assay) -> str:
    said = (assay.lab, assay.method, day(assay.date) if assay.date else "")
    return " · ".join(part for part in said if part)


def _about(one: d.Certificate) -> str:
    """ "Larkspur Labs · ISO/IEC 17025 · reported 4 March 2026 · lot A17"."""
    said = (
        one.lab or _("laboratory not named"),
        one.accreditation or _("no accreditation named"),
        _("reported {day}").format(day=day(one.reported_on)) if one.reported_on else _("no date read"),
        _("lot {number}").format(number=one.lot_number) if one.lot_number else _("no lot named"),
    )
    return " · ".join(said)
