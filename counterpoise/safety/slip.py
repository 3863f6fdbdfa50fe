"""Before an entry is saved: whether its amount is so far from the usual that a finger may have slipped.

Asked once and in no review: a large amount that was taken is no mistake of the record.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import replace

from counterpoise.diary import Dose, Effect
from counterpoise.safety.amounts import amounts
from counterpoise.safety.case import Case
from counterpoise.safety.days import DAY
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time import beyond
from counterpoise.units import sized

RULE = "slip.amount"
OF_THE_AMOUNT = (RULE, beyond.RULE)


def slips(without: Case, entry: Dose | Effect) -> Iterator[Finding]:
    """Where there are enough of the same in one unit to say what is usual. without: the diary as it is without it."""
    if not isinstance(entry, Dose) or entry.amount is None:
        return
    rule, own = without.knowledge.rules[RULE], amounts(without, entry)
    known = [amounts(without, one) for one in without.taken(without.substance(entry.substance), DAY * (rule.days or 0))]
    for way in reversed(own):  # as it was written first
        sizes = [size[way] for size in known if way in size]
        if len(sizes) < rule.limit("doses"):
            continue
        times = own[way] / statistics.median(sizes)
        if times >= rule.limit("ratio"):
            unit = entry.unit or ""
            said = {"amount": sized(entry.amount, unit), "times": f"{int(times + 1e-9)}"}
            usual = sized(float(f"{entry.amount / times:.2g}"), unit)
            yield without.found(RULE, [entry], filled=said | {"usual": usual})
        return


def of_the_amount(asked: Iterable[Finding]) -> Finding | None:
    """What is asked about the amount of an entry, as one thing: the graver of it says what the other saw as well."""
    found = sorted((one for one in asked if one.rule in OF_THE_AMOUNT), key=lambda one: one.rank)
    if not found:
        return None
    sources = dict.fromkeys(source for one in found for source in one.sources)
    return replace(found[0], reason=" ".join(one.reason for one in found), sources=tuple(sources))
