"""Before an entry is saved: whether its amount is so far from the usual that a finger may have slipped.

Asked once and in no review: a large amount that was taken is no mistake of the record. Before enough is known to say
what is usual, it is held beside the few there are; where there are none, beside the most that a study reports.
"""

from __future__ import annotations

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
Size = dict[str, float]
"""How much a dose is, by way (`amounts`)."""


def slips(without: Case, entry: Dose | Effect) -> Iterator[Finding]:
    """At most one question about the amount of an entry. without: the diary as it is without it."""
    if not isinstance(entry, Dose) or entry.amount is None:
        return
    rule, own = without.knowledge.rules[RULE], amounts(without, entry)
    substance = without.substance(entry.substance)
    known = [amounts(without, one) for one in without.taken(substance, DAY * (rule.days or 0))]
    for way in reversed(own):  # as it was written first
        sizes = [size[way] for size in known if way in size]
        if len(sizes) >= rule.limit("doses"):
            yield from _beside(RULE, without, entry, own[way] / statistics.median(sizes))
            return
    yield from _early(without, entry, own, [amounts(without, one) for one in without.taken(substance)])


def would_ask(case: Case, dose: Dose) -> bool:
    """Whether the amount of a dose of the diary would be asked about if it were logged now, beside all the others: it
    was never confirmed, or is far from them."""
    without = _without(case, dose)
    return beyond.exceeds(without, dose) or next(slips(without, dose), None) is not None


def asked_late(case: Case, dose: Dose) -> Finding | None:
    """What would have been asked about the amount of a dose that is in the diary already, as nobody could be asked."""
    return next(slips(_without(case, dose), dose), None)


def _without(case: Case, dose: Dose) -> Case:
    others = tuple(one for one in case.diary.doses if (one.id, one.source) != (dose.id, dose.source))
    return Case(replace(case.diary, doses=others), case.knowledge, case.now)


def _early(without: Case, entry: Dose, own: Size, known: Sequence[Size]) -> Iterator[Finding]:
    """Beside the latest few, however long ago: there are too few of late to say what is usual."""
    latest = int(without.knowledge.rules[RULE].limit("doses"))
    for way in reversed(own):
        sizes = [size[way] for size in known if way in size][-latest:]
        if sizes:
            yield from _beside(OF_FEW, without, entry, own[way] / min(sizes))
            return
    yield from _beside_none(without, entry, own)


def _beside(rule: str, without: Case, entry: Dose, times: float) -> Iterator[Finding]:
    """Where an amount is so many times another as the rule says, or more."""
    if entry.amount is None or times < without.knowledge.rules[rule].limit("ratio"):
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
