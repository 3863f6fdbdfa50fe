"""When kratom was used, as far as the diary tells: since when, lately, and how much in a day."""

from __future__ import annotations

import datetime as dt

from counterpoise.diary import Dose
from counterpoise.knowledge import contents
from counterpoise.safety.beside import last_day, listed
from counterpoise.safety.case import KRATOM, Case


def is_kratom_like(case: Case, name: str) -> bool:
    """Kratom, or one of the other drugs made from it: their packs refuse every answer."""
    pack = case.knowledge.substances.get(case.substance(name))
    return pack is not None and (pack.key == KRATOM or not pack.assessable)


def another_drug(case: Case, dose: Dose) -> str | None:
    """Which of the other drugs made from kratom a dose is: by its name, what its amount counts, or its bag.

    A bag is one by its name or by its assays; what was not logged as kratom is none by the assays of a wrong bag.
    """
    return named_drug(case, dose) or drug_by_paper(case, dose)


def named_drug(case: Case, dose: Dose) -> str | None:
    """Which of the other drugs made from kratom it is by a name: its own, what its amount counts, its product's."""
    product = case.product_of(case.lot_of(dose))
    names = (dose.substance, dose.of, *((product.substance, product.name) if product else ()))
    keys = (case.substance(name) for name in names if name is not None)
    return next((key for key in keys if key != KRATOM and is_kratom_like(case, key)), None)


def drug_by_paper(case: Case, dose: Dose) -> str | None:
    """Which one it counts as by the assays of its bag alone, whose product is noted as kratom."""
    lot = case.lot_of(dose)
    if lot is None or not is_kratom_like(case, dose.substance) or named_drug(case, dose) is not None:
        return None
    return contents.another_drug(lot, case.knowledge)


def concerns(case: Case, days: float) -> bool:
    """Whether kratom is used, was used, is planned, or stands among the medicines."""
    person, diary = case.person, case.diary
    plans = (plan for plan in diary.plans if is_kratom_like(case, plan.substance))
    planned = any(plan.ended_on is None or plan.ended_on > case.today for plan in plans)
    before = any(is_kratom_like(case, use.substance) for use in person.history)
    lately = case.last(case.doses, dt.timedelta(days=days))
    if planned or before or any(is_kratom_like(case, key) for key, _beside in listed(case)):
        return True
    return any(is_kratom_like(case, dose.substance) for dose in lately)


def first_day(case: Case) -> dt.date | None:
    """The first day of use that the diary knows of; None where it knows none, or where use began nobody says when.

    A date told only in part ("2026-04") counts as its last day, but never after the first dose: who began lately is
    not taken for somebody who has used for long.
    """
    first_dose = case.first_dose(KRATOM)
    first = None if first_dose is None else case.local(first_dose.at).date()
    for use in case.person.history:
        if case.substance(use.substance) != KRATOM:
            continue
        if use.since is None:
            return None
        since = last_day(use.since)
        first = since if first is None else min(first, since)
    return first


def told_since(case: Case) -> bool:
    """Whether the person told since when kratom is used."""
    return any(use.since is not None and case.substance(use.substance) == KRATOM for use in case.person.history)
