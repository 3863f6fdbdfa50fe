"""What should be left of a bag, for how long that is, and what it costs, in words. Never that more is to be bought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise import diary as d
from counterpoise.diary import PAIN_NOW
from counterpoise.journal import lately
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.plans.amounts import in_unit
from counterpoise.supply.stock import Stock, stock_of
from counterpoise.supply.wording import number
from counterpoise.web.balance import answering
from counterpoise.web.products import money
from counterpoise.web.products.reading import Bag

REACH = dt.timedelta(days=31)


def left(person: m.Person, bag: Bag, now: dt.datetime) -> Stock | None:
    """What is in the bag by now; nothing of one that is finished."""
    return next(found for _bag, found in of_each(person, [bag], now))


def of_each(person: m.Person, bags: Sequence[Bag], now: dt.datetime) -> list[tuple[Bag, Stock | None]]:
    """The same of several bags: the diary is gone through once, and each bag looks only at doses that concern it."""
    if all(bag.lot.gone_on is not None for bag in bags):
        return [(bag, None) for bag in bags]
    diary = lately.diary(person, _since(person, now))
    lot_of, of_late = diary.lot_finder(), now - REACH
    own: dict[int, list[int]] = {}
    every: list[int] = []
    for place, dose in enumerate(diary.doses):
        lot = lot_of(dose)
        if lot is None or dose.at >= of_late:
            every.append(place)
        if lot is not None:
            own.setdefault(id(lot), []).append(place)
    lots = {(lot.id, lot.source): lot for lot in diary.lots}
    found: list[tuple[Bag, Stock | None]] = []
    for bag in bags:
        lot = lots.get((bag.lot.id, bag.lot.source)) if bag.lot.gone_on is None else None
        places = [] if lot is None else sorted({*every, *own.get(id(lot), [])})
        its = replace(diary, doses=tuple(diary.doses[place] for place in places))
        found.append((bag, None if lot is None else stock_of(lot, its, load(), now)))
    return found


def short(found: Stock | None) -> list[tuple[str, str]]:
    """For the list of bags."""
    if found is None:
        return []
    if found.taken is not None:
        return [(_("Left"), _("more is noted than it held"))]
    if found.left is None:
        return [(_("Left"), _("cannot tell"))]
    said = _("about {left} of {size}").format(left=found.count(found.left), size=found.shown(found.size or 0.0))
    return [(_("Left"), said), *_days(found)]


def told(person: m.Person, found: Stock | None) -> dict[str, Any] | None:
    """For the page of a bag."""
    if found is None:
        return None
    facts = [(_("Left"), _said(found)), *_days(found), *_costs(person, found)]
    notes = []
    if found.unknown:
        text = ngettext(
            "{n} dose from it is of unknown amount: it counts as the usual one.",
            "{n} doses from it are of unknown amount: each counts as the usual one.",
            found.unknown,
        )
        notes.append(text.format(n=found.unknown))
    if found.unnamed:
        text = ngettext(
            "{n} dose since it was opened names no bag and may have come from it.",
            "{n} doses since it was opened name no bag and may have come from it.",
            found.unnamed,
        )
        notes.append(text.format(n=found.unnamed))
    return {"facts": facts, "notes": notes}


def _said(found: Stock) -> str:
    """What is in it; a range of one number would only look exact."""
    if found.left is None or found.low is None or found.high is None or number(found.low) != number(found.high):
        return found.says()
    text = _("About {left} should be in it, if every amount was as you noted it.")
    return text.format(left=found.shown(found.left))


def _days(found: Stock) -> list[tuple[str, str]]:
    """How long it lasts; more than a year says enough."""
    if found.days is None:
        return []
    how = _("by your plan") if found.basis == "plan" else _("as used lately")
    days = round(found.days)
    most = _("more than a year")
    said = most if days > 366 else ngettext("about {n} day", "about {n} days", days).format(n=days)
    return [(_("Lasts"), f"{said}, {how}")]


def _costs(person: m.Person, found: Stock) -> list[tuple[str, str]]:
    if found.cost is None or found.currency is None:
        return []
    unit = _("of a {unit}").format(unit=found.unit) if found.unit != "g" else _("of a gram")
    said = [(_("Price {unit}").format(unit=unit), money.written(found.cost, found.currency))]
    if found.cost_per_day is not None:
        said.append((_("Cost of a day"), money.written(found.cost_per_day, found.currency)))
    point = _per_point(person, found)
    if point is not None:
        said.append((_("Cost of a point less pain"), money.written(point, found.currency)))
    return said


def _per_point(person: m.Person, found: Stock) -> float | None:
    """Where the answers are worked out by now, and say that it helps."""
    substance = found.product.substance if found.product is not None else ""
    kept = answering.kept(person, substance, PAIN_NOW)
    if kept is None or kept.answers.get("verdict") != "helps":
        return None
    usual, relief = kept.answers.get("usual_dose"), kept.answers.get("relief_peak")
    if not usual or not relief:
        return None
    dose = d.Dose(at=_ANY, substance=substance, amount=usual["amount"], unit=usual["unit"])
    size = in_unit(dose, found.lot, found.unit)
    return None if size is None else found.cost_per_point(size, relief["mean"])


_ANY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def _since(person: m.Person, now: dt.datetime) -> dt.datetime:
    """The first dose that any bag in use can have lost."""
    rows = m.Lot.objects.filter(person=person, deleted_at=None, gone_on=None)
    first = m.Dose.objects.filter(person=person, deleted_at=None, lot__in=rows).order_by("at").first()
    days = [day for pair in rows.values_list("opened_on", "bought_on") for day in pair if day is not None]
    at = [dt.datetime.combine(min(days), dt.time(), dt.UTC) - dt.timedelta(days=1)] if days else []
    return min([now - REACH, *at, *([first.at] if first is not None else [])])
