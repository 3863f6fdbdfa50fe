"""A list of records that a page of the settings keeps: found, deleted, and the latest change taken back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.rows import KINDS
from counterpoise.web.today import saving
from counterpoise.web.visit import Visit


def find(person: m.Person, kind: str, key: uuid.UUID, *, deleted: bool = False) -> Any:
    """The row of this person, or 404."""
    try:
        return entries.row_of(person, kind, key, deleted=deleted)
    except KINDS[kind].table.DoesNotExist:
        raise Http404 from None


def answer(page: str, said: str, row: m.Row) -> HttpResponse:
    """Back to the list, which says what was done and lets it be taken back. The address holds no value."""
    return redirect(f"{reverse(page)}?done={said}&row={row.pk}&seen={saving.seen([row])}")


def done(visit: Visit, kind: str) -> dict[str, Any]:
    """What the list says about the change before: for the toast."""
    said = saving.toast(visit.GET.get("done", ""))
    try:
        row = find(visit.person, kind, uuid.UUID(visit.GET.get("row", "")), deleted=True) if said else None
    except (ValueError, Http404):
        row = None
    return {"toast": said, "row": row, "seen": visit.GET.get("seen", "0"), "back": visit.GET.get("done") == "undone"}


def change(visit: Visit, row: m.Row, to: Any) -> bool:
    """Correct a record; False, and nothing is saved, where it was changed since the page was opened."""
    with entries.writing(visit.person):
        row.refresh_from_db()
        if saving.behind(visit, [row]):
            return False
        entries.change(row, to, timezone.now())
    return True


def delete(visit: Visit, kind: str, page: str, key: uuid.UUID) -> HttpResponse:
    row = find(visit.person, kind, key)
    entries.remove(row, timezone.now())
    return answer(page, "deleted", row)


def undo(visit: Visit, kind: str, page: str, key: uuid.UUID) -> HttpResponse:
    """Take the latest change back, unless the page that asks for it knew less than what is stored by now."""
    row = find(visit.person, kind, key, deleted=True)
    with entries.writing(visit.person):
        late = saving.behind(visit, [row])
        if not late:
            entries.undo(row, timezone.now())
    if late:
        return saving.refused(visit, saving.changed_since())
    return answer(page, "redone" if visit.POST.get("redo") else "undone", row)
