"""`look(lot, packs, today)`: how a bag is kept, beside what is known of keeping it and what is only custom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from counterpoise.diary import Kept, Lot
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Keeping
from counterpoise.supply.potency import age
from counterpoise.text import _

Kind = Literal["as_it_should_be", "could_be_better", "not_told"]
TICKED = ("container", "light", "heat", "moisture", "child_lock")
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Point:
    """One thing about how a bag is kept. given: what was ticked, None: not told; says: what was found, in a sentence;
    about: what is known, with `custom`, source, grade and day."""

    key: str
    kind: Kind
    given: str | None
    says: str
    about: Keeping


def look(lot: Lot, packs: Knowledge, today: dt.date) -> tuple[Point, ...]:
    """Each thing about how the bag is kept; one that is gone is not kept any more."""
    return () if lot.gone_on is not None and lot.gone_on <= today else tuple(_points(lot, packs, today))


def reminders(lot: Lot, packs: Knowledge, today: dt.date) -> tuple[Point, ...]:
    """What could be better: what a page may remind of, where the person has not switched that off."""
    return tuple(point for point in look(lot, packs, today) if point.kind == "could_be_better")


def _points(lot: Lot, packs: Knowledge, today: dt.date) -> Iterator[Point]:
    kept = lot.kept or Kept()
    for key in TICKED:
        about, value = packs.storage[key], getattr(kept, key)
        if value is None:
            yield Point(key, "not_told", None, _("Not told."), about)
        elif value is True or value in about.fine:
            yield Point(key, "as_it_should_be", str(value), _("As it should be."), about)
        else:
            yield Point(key, "could_be_better", str(value), _BETTER[key](), about)
    yield _opened(lot, packs.storage["opened"], today)
    yield _ageing(lot, packs.storage["ageing"], today)


_BETTER = {
    "container": lambda: _("A container that closes tight keeps air and damp out."),
    "light": lambda: _("A dark place is better."),
    "heat": lambda: _("A cooler place is better."),
    "moisture": lambda: _("Keep it dry. Look at it and smell it: what is mouldy is thrown away."),
    "child_lock": lambda: _("Lock it away from children, guests and pets."),
}


def _opened(lot: Lot, about: Keeping, today: dt.date) -> Point:
    if lot.opened_on is None:
        return Point("opened", "not_told", None, _("When it was opened is not noted."), about)
    days, most = (today - lot.opened_on).days, float(about.limits["days"].value)
    said = _("Open for {days} days.").format(days=max(days, 0))
    return Point("opened", "could_be_better" if days > most else "as_it_should_be", str(lot.opened_on), said, about)


def _ageing(lot: Lot, about: Keeping, today: dt.date) -> Point:
    days = age(lot, lot.assays, today)
    if days is None:
        return Point("ageing", "not_told", None, _("How old it is cannot be told: no date is noted."), about)
    said = _("At least {days} days old.").format(days=days)
    return Point("ageing", "could_be_better" if days > YEAR_DAYS else "as_it_should_be", str(days), said, about)
