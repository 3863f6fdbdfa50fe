"""Sellers and recalls: what the bags of each seller showed, and which bags stand on a list that was brought."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise import diary as d
from counterpoise.journal import lately, recalls
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.plans.words import day
from counterpoise.supply.recalled import Folded, folded, matches
from counterpoise.supply.recalls import BadRecalls
from counterpoise.supply.suppliers import OfLot, Supplier, SurpriseKind, suppliers
from counterpoise.supply.wording import number
from counterpoise.web.moments import clock
from counterpoise.web.products.left import REACH


def sellers(person: m.Person) -> list[dict[str, Any]]:
    """What each seller's bags showed."""
    now = timezone.now()
    keys = _keys(person)
    return [_seller(one, keys) for one in suppliers(lately.diary(person, now - REACH), load(), now)]


def bad_list(name: str, data: bytes) -> str:
    """Why a list of recalls cannot be read; nothing where it can."""
    try:
        recalls.read(name, data)
    except BadRecalls as problem:
        return f"{name}: {problem}"
    return ""


def held_against(person: m.Person, row: m.RecallList) -> dict[str, Any]:
    """One list, and which bags stand on it."""
    told: dict[str, Any] = {"key": row.pk, "name": row.name}
    brought = _("brought {day}").format(day=day(clock(person, row.at).date()))
    try:
        lines = recalls.lines(row.pk)
    except BadRecalls as problem:
        return told | {"about": brought, "problem": str(problem)}
    count = ngettext("{n} line", "{n} lines", len(lines)).format(n=len(lines))
    keys = _keys(person)
    found = folded(matches(lines, lately.diary(person, timezone.now() - REACH)))
    return told | {"about": f"{count} · {brought}", "matches": [_match(one, keys) for one in found]}


def _keys(person: m.Person) -> dict[tuple[str | None, str], Any]:
    """The key of each bag's row, by its identity."""
    rows = m.Lot.objects.filter(person=person).values_list("source", "source_id", "id")
    return {(source or None, id_): key for source, id_, key in rows}


def _match(of_bag: Folded, keys: dict[tuple[str | None, str], Any]) -> dict[str, Any]:
    one, recall = of_bag.match, of_bag.match.recall
    said = recall.vendor, recall.product, recall.lot and _("lot {number}").format(number=recall.lot)
    return {
        "key": keys[one.lot.source, one.lot.id],
        "bag": _called(one.product, one.lot),
        "how": _("stands on this list.") if one.sure else _("may be meant: please hold name and lot against it."),
        "text": f"{', '.join(part for part in said if part)}: {recall.reason}. {of_bag.more}".rstrip(". "),
        "publisher": recall.publisher,
        "on": recall.published_on,
        "link": recall.link,
    }


def _called(product: d.Product, lot: d.Lot) -> str:
    number_ = _("lot {number}").format(number=lot.lot_number) if lot.lot_number else ""
    return ", ".join(part for part in (product.name, number_) if part)


def _seller(one: Supplier, keys: dict[tuple[str | None, str], Any]) -> dict[str, Any]:
    facts = [
        (_("Bags"), str(len(one.lots))),
        (_("With values of a laboratory"), _("{n} of {all}").format(n=one.with_certificate, all=len(one.lots))),
    ]
    facts += _spreads(one)
    return {
        "name": one.name or _("Seller not noted"),
        "facts": facts,
        "bags": [
            {"key": keys[lot.lot.source, lot.lot.id], "name": _called(lot.product, lot.lot), "told": _told(lot)}
            for lot in reversed(one.lots)
        ],
    }


def _spreads(one: Supplier) -> list[tuple[str, str]]:
    """How far the measured bags of one kind are apart: an extract is not held against leaf."""
    text = _("the strongest holds {times} times as much as the weakest")
    kinds = {_("Strength of leaf"): one.spread(extracts=False), _("Strength of extracts"): one.spread(extracts=True)}
    return [(name, text.format(times=number(times))) for name, times in kinds.items() if times is not None]


def _told(one: OfLot) -> list[str]:
    """What a bag showed, in sentences."""
    said = [_surprises()[kind] for kind in one.surprises if kind != "label"]
    if one.found is not None and one.labelled:
        text = _("{found} mg/g of mitragynine were measured; the label says {label} mg/g.")
        said.insert(0, text.format(found=number(one.found), label=number(one.labelled)))
    elif one.found is not None:
        said.insert(0, _("{found} mg/g of mitragynine were measured.").format(found=number(one.found)))
    elif not one.certificates and not one.lot.assays:
        said.insert(0, _("No value of a laboratory."))
    return said


def _surprises() -> dict[SurpriseKind, str]:
    return {
        "seven_oh": _("More 7-hydroxymitragynine than leaf holds."),
        "metal": _("A concern about metals."),
        "microbe": _("A concern about germs."),
        "failed": _("The certificate calls something failed."),
        "wrong_lot": _("The certificate is of another lot."),
        "label": _("Measured and labelled strength differ."),
    }
