"""What is known of the bag that a dose came from, and told once more with the first dose of a day from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from counterpoise.diary import Dose, Lot
from counterpoise.knowledge import contents
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.products import ANOTHER_DRUG, RECALL, cause_of

_BACK = dt.timedelta(days=2)
News = Callable[[Lot], dt.datetime | None]
"""When something new of a bag came last: a list of recalls, or a change of the bag; None: nothing did."""


def no_news(_lot: Lot) -> None:
    """Where nobody keeps when things came."""


def of_its_bag(without: Case, entry: Dose, after: Iterable[Finding], news: News = no_news) -> frozenset[str]:
    """Causes: that the very bag was called back, or is another drug by its certificate. without: as it is without the
    dose. A list may come, or a certificate be read, when a bag is long in use: then nothing of it is new. Doses of the
    day that were written down before it came were not asked about it."""
    lot = without.lot_of(entry)
    if lot is None:
        return frozenset()
    recalled = f"{RECALL}:{cause_of(lot)}:"
    another = f"{ANOTHER_DRUG}:{contents.another_drug(lot, without.knowledge)}"
    known = frozenset(one.cause for one in after if one.cause.startswith(recalled) or one.cause == another)
    if not known:
        return known
    day = without.local(entry.at).date()
    came = news(lot)
    lately = without.last(without.doses, without.now - entry.at + _BACK)
    asked = (dose for dose in lately if came is None or (dose.recorded_at or dose.at) >= came)
    if any(without.lot_of(dose) is lot and without.local(dose.at).date() == day for dose in asked):
        return frozenset()
    return known
