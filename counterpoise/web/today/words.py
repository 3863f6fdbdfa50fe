"""How entries are called on pages: names of the packs where there are any, else the person's own words."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise.journal import models as m
from counterpoise.knowledge.load import load


def reasons() -> dict[str, str]:
    """Reasons for a dose, in the order in which they are offered."""
    return {
        "pain": _("pain"),
        "withdrawal": _("withdrawal"),
        "mood": _("mood"),
        "energy": _("energy"),
        "sleep": _("sleep"),
        "habit": _("habit"),
        "plan": _("as planned"),
        "other": _("other"),
    }


def stomach() -> dict[str, str]:
    """How full the stomach was."""
    return {
        "empty": _("empty"),
        "quarter": _("a little in it"),
        "half": _("half full"),
        "full": _("full"),
        "very_full": _("very full"),
    }


def severities() -> dict[int, str]:
    return {1: _("mild"), 2: _("moderate"), 3: _("severe")}


def substance(key: str) -> str:
    pack = load().substances.get(key)
    return _(pack.name) if pack else key


def effect(key: str) -> str:
    kind = load().effects.get(key)
    return _(kind.name) if kind else key


def needs_help(key: str) -> bool:
    """Whether an effect is a sign for which somebody is to be called, now or today."""
    kind = load().effects.get(key)
    return kind is not None and kind.urgency != "record"


def unit(word: str, amount: float | None) -> str:
    """The unit beside its amount; the common counted ones bend with it."""
    match word:
        case "capsule":
            return ngettext("capsule", "capsules", _counted(amount))
        case "teaspoon":
            return ngettext("teaspoon", "teaspoons", _counted(amount))
        case "tablet":
            return ngettext("tablet", "tablets", _counted(amount))
        case "cup":
            return ngettext("cup", "cups", _counted(amount))
    return word


def number(value: float) -> str:
    """2.0 as "2", 2.25 as "2.25"."""
    return f"{value:.10g}"


def amount(row: m.Dose) -> str:
    """ "2 g", "28 mg of mitragynine", or that nobody knows."""
    if row.amount is None:
        return _("amount unknown")
    plain = f"{number(row.amount)} {unit(row.unit or '', row.amount)}".strip()
    return _("{amount} of {what}").format(amount=plain, what=row.of) if row.of else plain


def dose(row: m.Dose) -> str:
    return f"{substance(row.substance)} {amount(row)}"


def lot(row: m.Lot) -> str:
    number_ = f", {_('lot')} {row.lot_number}" if row.lot_number else ""
    return f"{row.product.name}{number_}"


def span(length: dt.timedelta) -> str:
    """ "3 h 20 min", "2 days 4 h"."""
    minutes = int(length.total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return ngettext("{n} day {h} h", "{n} days {h} h", days).format(n=days, h=hours)
    if hours:
        return _("{h} h {m} min").format(h=hours, m=minutes)
    return _("{m} min").format(m=minutes)


def _counted(value: float | None) -> int:
    return 1 if value is not None and value <= 1 else 2
