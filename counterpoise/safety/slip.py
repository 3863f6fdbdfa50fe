"""Before an entry is saved: whether its amount is so far from the usual that a finger may have slipped.

Asked once and in no review: a large amount that was taken is no mistake of the record. Before enough is known to say
what is usual, it is held beside the few there are; where there are none, beside the most that a study reports.
"""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from counterpoise.diary import Dose, Effect
from counterpoise.safety.amounts import amounts
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.days import DAY
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time import beyond
from counterpoise.units import sized

RULE = "slip.amount"
OF_FEW = "slip.of_few"
OF_NONE = "slip.of_none"
OF_THE_AMOUNT = (RULE, OF_FEW, OF_NONE, beyond.RULE)
NEAR = 1e-9
Size = dict[str, float]
"""How much a dose is, by way (`amounts`)."""


def slips(without: Case, entry: Dose | Effect) -> Iterator[Finding]:
    """At most one question about the amount of an entry. without: the diary as it is without it."""
    if not isinstance(entry, Dose) or entry.amount is None:
        return
    rule, own = without.knowledge.rules[RULE], amounts(without, entry)
    for way, lately, few in _noted(without, entry, own):
        if len(lately) >= rule.limit("doses"):
            yield from _beside_usual(without, entry, own[way], lately)
            return
        if few:
            yield from _beside(OF_FEW, without, entry, own[way] / statistics.median(few))
            return
    yield from _beside_none(without, entry, own)


def doubtful(case: Case, dose: Dose) -> bool:
    """Whether a dose of the diary may be a slip of the finger, beside all the others: it is far above what is usual.

    Among few it may be the other that is wrong, so far below them is in doubt as well; and so is what would be asked
    about as a first dose, however often.
    """
    if beyond.exceeds(case, dose):
        return True
    rule, own = case.knowledge.rules[RULE], amounts(case, dose)
    for way, lately, few in _noted(case, dose, own):
        if len(lately) >= rule.limit("doses"):
            return next(_beside_usual(case, dose, own[way], lately), None) is not None
        if few:
            times, ratio = own[way] / statistics.median_low(few), case.knowledge.rules[OF_FEW].limit("ratio")
            if _reaches(times, ratio) or _reaches(1 / times, ratio):
                return True
            break
    return next(_beside_none(case, dose, own), None) is not None


def _noted(case: Case, entry: Dose, own: Size) -> Iterator[tuple[str, list[float], list[float]]]:
    """By way, as it was written first: what else was noted lately, and the latest few, however long ago; where enough
    is known lately in one way, that one alone."""
    rule, substance = case.knowledge.rules[RULE], case.substance(entry.substance)
    enough = int(rule.limit("doses"))

    def others(since: dt.timedelta | None = None) -> list[Size]:
        taken = case.taken(substance, since)
        return [amounts(case, one) for one in taken if (one.id, one.source) != (entry.id, entry.source)]

    lately = others(DAY * (rule.days or 0))
    for way in reversed(own):
        sizes = [size[way] for size in lately if way in size]
        if len(sizes) >= enough:
            yield way, sizes, sizes[-enough:]
            return
    every = others()
    for way in reversed(own):
        sizes = [size[way] for size in every if way in size]
        yield way, [], sizes[-enough:]


def _beside_usual(without: Case, entry: Dose, size: float, lately: Sequence[float]) -> Iterator[Finding]:
    """What was noted as often of late as makes a usual dose is no slip: a larger one for the night, say."""
    alike = sum(math.isclose(size, one, rel_tol=NEAR) for one in lately)
    if alike < without.knowledge.rules[RULE].limit("doses"):
        yield from _beside(RULE, without, entry, size / statistics.median(lately))


def _reaches(times: float, ratio: float) -> bool:
    """Ten times 2.14 is ten times, whatever is lost in reckoning."""
    return times >= ratio * (1 - NEAR)


def _beside(rule: str, without: Case, entry: Dose, times: float) -> Iterator[Finding]:
    """Where an amount is so many times another as the rule says, or more."""
    if entry.amount is None or not _reaches(times, without.knowledge.rules[rule].limit("ratio")):
        return
    unit = entry.unit or ""
    said = {"amount": sized(entry.amount, unit), "times": f"{int(times + 1e-9)}"}
    other = sized(float(f"{entry.amount / times:.2g}"), unit)
    yield without.found(rule, [entry], filled=said | {"usual": other})


def _beside_none(without: Case, entry: Dose, own: Size) -> Iterator[Finding]:
    """Leaf, as if of the middle strength that the pack knows, beside the most of one use that was reported. What is
    more than that of the weakest leaf is asked about by a rule of its own."""
    if entry.amount is None or "g" not in own or not beyond.is_leaf(without, entry) or beyond.exceeds(without, entry):
        return
    strength = without.knowledge.substances[KRATOM].potency["leaf"].centre
    most = without.knowledge.rules[beyond.RULE].limit("mitragynine")
    holds = own.get("mg of mitragynine", own["g"] * strength)
    if holds > most:
        said = {"amount": sized(entry.amount, entry.unit or "")}
        said |= {"most": sized(most, "mg"), "strength": sized(strength, "mg")}
        yield without.found(OF_NONE, [entry], filled=said)


def of_the_amount(asked: Iterable[Finding]) -> Finding | None:
    """What is asked about the amount of an entry, as one thing: the graver of it says what the other saw as well."""
    found = sorted((one for one in asked if one.rule in OF_THE_AMOUNT), key=lambda one: one.rank)
    if not found:
        return None
    sources = dict.fromkeys(source for one in found for source in one.sources)
    return replace(found[0], reason=" ".join(one.reason for one in found), sources=tuple(sources))
