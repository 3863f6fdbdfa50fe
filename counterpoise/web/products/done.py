"""After a change of a bag: back to a page that says what was done, and takes it back if asked."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.rows import KINDS
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit

OURS = ("lot", "product")
MOST = 4


def bag_row(person: m.Person, key: uuid.UUID, *, deleted: bool = False) -> m.Lot:
    """The bag of this person, or 404."""
    row = _find(person, "lot", key, deleted=deleted)
    assert isinstance(row, m.Lot)  # noqa: S101 - the kind says so
    return row


def answer(said: str, rows: Sequence[m.Row], bag: m.Lot | None = None) -> HttpResponse:
    """To the page of a bag, or to the list; the address names what was changed, and no value."""
    page = reverse("products") if bag is None else reverse("bag", kwargs={"key": bag.pk})
    named = "".join(f"&row={name}" for name in saving.named(rows))
    return redirect(f"{page}?done={said}&seen={saving.seen(rows)}{named}")


def done(visit: Visit) -> dict[str, Any]:
    """What the page says about the change before: for the toast."""
    said = saving.toast(visit.GET.get("done", ""))
    try:
        rows = [_named(visit.person, name) for name in visit.GET.getlist("row")[:MOST]] if said else []
    except Http404:
        rows = []
    return {
        "toast": said,
        "rows": saving.named(rows),
        "seen": visit.GET.get("seen", "0"),
        "back": visit.GET.get("done") == "undone",
    }


@require_POST
def undo(request: Visit) -> HttpResponse:
    """Take the latest change of these rows back, unless the page knew less than what is stored by now."""
    rows = [_named(request.person, name) for name in request.POST.getlist("row")[:MOST]]
    with entries.writing(request.person):
        now = saving.seen(rows)
        behind = request.POST.get("seen", now) != now
        for row in () if behind else rows:
            entries.undo(row, timezone.now())
    if behind:
        return saving.refused(request, saving.changed_since())
    said = "redone" if request.POST.get("redo") else "undone"
    bag = next((row for row in rows if isinstance(row, m.Lot)), None)
    if bag is not None:
        bag.refresh_from_db()
    return answer(said, rows, bag if bag is not None and bag.deleted_at is None else None)


def changed(row: m.Row, to: Any) -> list[m.Row]:
    """Correct a row where there is something to correct: taking it back must not take back more."""
    before = saving.seen([row])
    entries.change(row, to, timezone.now())
    return [row] if saving.seen([row]) != before else []


def _find(person: m.Person, kind: str, key: uuid.UUID, *, deleted: bool = False) -> m.Row:
    try:
        row = entries.row_of(person, kind, key, deleted=deleted)
    except KINDS[kind].table.DoesNotExist:
        raise Http404 from None
    if isinstance(row, m.Lot) and row.product.deleted_at is not None and not deleted:
        raise Http404
    return row


def _named(person: m.Person, name: str) -> m.Row:
    kind, _sep, key = name.partition("/")
    if kind not in OURS:
        raise Http404
    try:
        return _find(person, kind, uuid.UUID(key), deleted=True)
    except ValueError:
        raise Http404 from None
