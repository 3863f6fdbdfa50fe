"""What is known of the bag that a dose came from, and told once more with the first dose of a day from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from counterpoise.diary import Dose
from counterpoise.knowledge import contents
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.products import ANOTHER_DRUG, RECALL, cause_of

_BACK = dt.timedelta(days=2)


def of_its_bag(without: Case, entry: Dose, after: Iterable[Finding]) -> frozenset[str]:
    """Causes: that the very bag was called back, or is another drug by its certificate. without: as it is without the
    dose. A list may come, or a certificate be read, when a bag is long in use: then nothing of it is new."""
    lot = without.lot_of(entry)
    if lot is None:
        return frozenset()
    day = without.local(entry.at).date()
    lately = without.last(without.doses, without.now - entry.at + _BACK)
    if any(without.lot_of(dose) is lot and without.local(dose.at).date() == day for dose in lately):
        return frozenset()
    recalled = f"{RECALL}:{cause_of(lot)}:"
    another = f"{ANOTHER_DRUG}:{contents.another_drug(lot, without.knowledge)}"
    return frozenset(one.cause for one in after if one.cause.startswith(recalled) or one.cause == another)
