"""How entries are called on pages; the names of things stand in `report.names`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import BrokenPack, if_whole
from counterpoise.report import names
from counterpoise.safety.again import OVER
from counterpoise.safety.beside import SEDATIVE
from counterpoise.safety.case import KRATOM
from counterpoise.safety.medicines import match
from counterpoise.safety.said import kinds


def reasons() -> dict[str, str]:
    """Reasons for a dose, in the order in which they are offered."""
    return names.reasons()


def stomach() -> dict[str, str]:
    """How full the stomach was."""
    return {
        "empty": _("empty"),
        "quarter": _("a little in it"),
        "half": _("half full"),
        "full": _("full"),
        "very_full": _("very full"),
    }


def needs_help(key: str) -> bool:
    """Whether an effect, by key or in own words, is a sign for which somebody is to be called, now or today."""
    return any(urgency != "record" for urgency in _urgencies(key))


def is_emergency(key: str) -> bool:
    """Whether an effect is a sign for which somebody is to be called at once."""
    return "emergency" in _urgencies(key)


def told_over(key: str, shown: Collection[str]) -> bool:
    """Whether one of the findings with these causes is of a sign that is over, and of this one."""
    keys = if_whole(lambda: kinds(load(), key)) or ()
    return any(f"{OVER}:{kind}" in shown for kind in keys)


def _urgencies(key: str) -> list[str]:
    """None with broken facts; every page then says that nothing is watched for."""
    return if_whole(lambda: [load().effects[kind].urgency for kind in kinds(load(), key)]) or []


def is_leaf(name: str) -> bool:
    """Whether a substance is plain kratom leaf, and nothing made from it. With broken facts only its key is known."""
    pack = if_whole(lambda: load().substance(name))
    return name == KRATOM if pack is None else pack.key == KRATOM


def makes_drowsy(name: str) -> bool:
    """Whether a substance other than the leaf makes drowsy, or is a stronger thing made from the leaf."""
    if is_leaf(name):
        return False
    try:
        pack = load().substance(name)
        found = match(name, load()) if pack is None else None
    except BrokenPack:
        return True  # nothing is known of it
    classes = pack.classes if pack is not None else found.classes if found is not None else ()
    keys = (pack.key,) if pack is not None else found.ingredients if found is not None else ()
    return bool({*classes} & {*SEDATIVE}) or any(key in load().interactions for key in keys)


def amount(row: m.Dose) -> str:
    """ "2 g", "28 mg of mitragynine", or that nobody knows."""
    return names.amount(row.amount, row.unit, row.of)


def dose(row: m.Dose) -> str:
    """In the word of whoever wrote it; where nothing near it says what that was read as, `dose_read`."""
    return _dose(names.taken(row.substance, row.written), row)


def dose_read(row: m.Dose) -> str:
    """ "feel free 1 bottle, read as kratom"."""
    return _joined(dose(row), read_as(row))


def dose_inside(row: m.Dose) -> str:
    """The same inside a sentence: the name that a pack gives is a plain word there."""
    name = names.taken(row.substance, row.written)
    own = name in (row.substance, row.written)
    return _joined(_dose(name if own else names.inside(name), row), read_as(row))


def read_as(row: m.Dose) -> str:
    """What their own word for it was read as."""
    return names.read_as(row.substance, row.written)


def beside(row: m.Dose) -> str:
    """What stands in small print by a dose: what its word was read as, and its bag."""
    return _joined(read_as(row), lot(row.lot) if row.lot else "")


def _dose(name: str, row: m.Dose) -> str:
    return f"{name} ({amount(row)})" if row.amount is None else f"{name} {amount(row)}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


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
