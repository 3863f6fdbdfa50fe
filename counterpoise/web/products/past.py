"""What a bag was before it was corrected: only what changed, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise import diary_file
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.report import names
from counterpoise.text import local
from counterpoise.web.moments import clock
from counterpoise.web.products import money

MOST = 50
UNTOLD = ("id", "source", "recorded_at", "recorded_by", "product", "substance")


@dataclass(frozen=True)
class Earlier:
    """One earlier state: when it ended, how, and what was different."""

    at: dt.datetime
    what: str
    was: str


def earlier(person: m.Person, row: m.Lot) -> list[Earlier]:
    """The earlier states of a bag and of its product, latest first."""
    found = [*_of(person, row), *_of(person, row.product)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of(person: m.Person, row: m.Row) -> list[Earlier]:
    said = {"edited": _("corrected"), "deleted": _("deleted"), "restored": _("brought back")}
    after = diary_file.dump(record(row))
    found = []
    for change in entries.history(row)[:MOST]:
        was = _different(change.before, after) if change.what == "edited" else ""
        found.append(Earlier(clock(person, change.at), said.get(change.what, change.what), was))
        after = change.before
    return found


def _different(before: dict[str, Any], after: dict[str, Any]) -> str:
    """What the state before said where the one after says something else."""
    keys = [key for key in {**before, **after} if key not in UNTOLD and before.get(key) != after.get(key)]
    return ", ".join(f"{_names().get(key, key)}: {_shown(key, before.get(key))}" for key in keys)


def _names() -> dict[str, str]:
    return {
        "name": _("name"),
        "vendor": _("seller"),
        "form": _("form"),
        "lot_number": _("lot number"),
        "bought_on": _("bought"),
        "opened_on": _("opened"),
        "expires_on": _("to be used by"),
        "size": _("size"),
        "price": _("price"),
        "labelled": _("strength by its label"),
        "storage": _("kept"),
        "kept": _("how it is kept"),
        "gone_on": _("finished"),
        "unit_weights": _("weights"),
        "assays": _("values of a laboratory"),
        "certificates": _("certificates"),
        "note": _("note"),
    }


def _weight(one: dict[str, Any]) -> str:
    grams = local(f"{one['grams']:.3g}")
    return f"{one['unit']} {grams} g"


def _shown(key: str, value: Any) -> str:
    if value in (None, [], ""):
        return _("not said")
    written: dict[str, Callable[[Any], str]] = {
        "size": lambda size: f"{names.number(size['amount'])} {size['unit']}",
        "labelled": lambda strength: f"{names.number(strength['amount'])} {strength['unit']}",
        "price": lambda price: money.written(price["amount"], price["currency"]),
        "unit_weights": lambda every: ", ".join(map(_weight, every)),
        "assays": lambda every: ngettext("{n} value", "{n} values", len(every)).format(n=len(every)),
        "certificates": lambda every: ngettext("{n} file", "{n} files", len(every)).format(n=len(every)),
        "kept": lambda ways: ", ".join(str(one) for one in ways.values() if one is not None),
    }
    return written.get(key, str)(value)
