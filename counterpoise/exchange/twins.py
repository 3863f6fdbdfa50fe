"""Doses that look like one dose brought in from two places: they would count twice, and only the person can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from counterpoise import units
from counterpoise.diary import Dose
from counterpoise.exchange.understood import EXAMPLES, Notice, Understood
from counterpoise.text import _


def with_twins(one: Understood, here: Iterable[Dose]) -> Understood:
    """What was understood, with a notice where its doses look like others that are here under another identity."""
    known = set()
    looks = set()
    for dose in here:
        known.add((dose.source, dose.id))
        looks.add(_looks(dose))
    twins = [dose for dose in one.diary.doses if _looks(dose) in looks and (dose.source, dose.id) not in known]
    if not twins:
        return one
    text = _("the same substance, amount and minute as a dose from another file or made here: it would count twice")
    places = tuple(dose.at.isoformat(" ", "minutes")[:16] for dose in twins[:EXAMPLES])
    return replace(one, notices=(*one.notices, Notice(text, places, len(twins))))


def _looks(dose: Dose) -> object:
    minute = int(dose.at.timestamp() // 60)
    return minute, dose.substance.casefold(), dose.amount, dose.unit and units.canonical(dose.unit)
