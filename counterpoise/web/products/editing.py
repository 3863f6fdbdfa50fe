"""Adding a bag, correcting it, calling it finished, deleting it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.journal.erase import erase_entry
from counterpoise.web.moments import clock
from counterpoise.web.products import done, holding, money, pages, reader, reading
from counterpoise.web.products.forms import LEAF, BagForm, Given
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit

EARLIER = 12


@dataclass(frozen=True)
class Earlier:
    """A product that was in a bag before, and the bag to start from."""

    key: uuid.UUID
    name: str
    about: str


@require_http_methods(["GET", "POST"])
def add(request: Visit) -> HttpResponse:
    """A new bag: of an earlier product, or of a new one."""
    like = _like(request)
    first = {"substance": LEAF, "size_unit": "g"} | (_given(like).fields(again=True) if like is not None else {})
    first["currency"] = first.get("currency") or money.usual(request.person)
    form = BagForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        return _add(request, form, like)
    context = {
        "form": form,
        "like": like,
        "id": request.POST.get("id") or m.new_id(),
        "product_id": request.POST.get("product_id") or m.new_id(),
        "earlier": [] if like is not None else _earlier(request.person),
        **_lists(request.person),
    }
    return render(request, "products/add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def edit(request: Visit, key: uuid.UUID) -> HttpResponse:
    """A bag with all that was said of it and of its product, to be corrected."""
    row = done.bag_row(request.person, key)
    before: d.Lot = record(row)
    product: d.Product = record(row.product)
    first = Given(product, before).fields()
    first["currency"] = first["currency"] or money.usual(request.person)
    form = BagForm(request.POST or None, initial=first)
    elsewhere = request.method == "POST" and request.POST.get("seen") != saving.seen([row, row.product])
    if request.method == "POST" and form.is_valid() and not elsewhere:
        with entries.writing(request.person):
            changed = done.changed(row.product, form.product(product))
            changed += done.changed(row, form.lot(before, before.product))
        return done.answer("changed", changed, row)
    others = m.Lot.objects.filter(product=row.product, deleted_at=None).exclude(pk=row.pk).count()
    context = {
        "form": form,
        "bag": reading.bag(request.person, row),
        "others": others,
        "seen": saving.seen([row, row.product]),
        "elsewhere": elsewhere,
        **_lists(request.person),
    }
    return render(request, "products/edit.html", context, status=409 if elsewhere else 422 if form.is_bound else 200)


@require_POST
def gone(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Finished or thrown away, from today on; or, by mistake, still there."""
    row = done.bag_row(request.person, key)
    before: d.Lot = record(row)
    today = clock(request.person, timezone.now()).date()
    still_there = request.POST.get("still_there") == "yes"
    return done.answer("changed", done.changed(row, replace(before, gone_on=None if still_there else today)), row)


@require_POST
def opened(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Opened today."""
    row = done.bag_row(request.person, key)
    before: d.Lot = record(row)
    if before.opened_on is not None:
        return done.answer("", [], row)
    today = clock(request.person, timezone.now()).date()
    return done.answer("changed", done.changed(row, replace(before, opened_on=today)), row)


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    row = done.bag_row(request.person, key)
    entries.remove(row, timezone.now())
    return done.answer("deleted", [row])


@require_POST
def erase(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Erase a bag for good, with its history and its certificates; its doses stay, without a bag."""
    erase_entry(done.bag_row(request.person, key, deleted=True))
    holding.forget(request.session)
    holding.sweep_all()
    reader.forget()
    pages.forget()
    return done.answer("erased", [])


def _add(request: Visit, form: BagForm, like: m.Lot | None) -> HttpResponse:
    known: d.Product | None = record(like.product) if like is not None else None
    said = form.product(known)
    records: list[Any] = []
    if known is None or not entries.same(said, known):  # under another name it is another product
        said = replace(said, id=saving.sent_id(request, "product_id"), source=None, recorded_at=None)
        records.append(said)
    records.append(replace(form.lot(None, said.id), id=saving.sent_id(request)))
    try:
        rows = saving.save(request.person, *records, dated=True)
    except entries.Conflict:
        return saving.refused(request, saving.already_used())
    lot = rows[-1]
    assert isinstance(lot, m.Lot)  # noqa: S101 - the record says so
    return done.answer("saved", [lot], lot)


def _given(row: m.Lot) -> Given:
    return Given(record(row.product), record(row))


def _like(request: Visit) -> m.Lot | None:
    """The bag to start from, where the address or the form names one."""
    named = request.POST.get("like") or request.GET.get("like") or ""
    try:
        return done.bag_row(request.person, uuid.UUID(named))
    except (ValueError, Http404):
        return None


def _earlier(person: m.Person) -> list[Earlier]:
    """Products of earlier bags, the latest first: one line a product."""
    latest: dict[Any, m.Lot] = {}
    for row in reading.rows(person):
        latest.setdefault(row.product_id, row)
    return [Earlier(row.pk, row.product.name, reading.about(row.product)) for row in list(latest.values())[:EARLIER]]


def _lists(person: m.Person) -> dict[str, Any]:
    """Sellers named before, to choose from."""
    rows = m.Product.objects.filter(person=person, deleted_at=None, vendor__isnull=False)
    return {"vendors": list(dict.fromkeys(rows.order_by("-id").values_list("vendor", flat=True)))}
