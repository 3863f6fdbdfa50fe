"""Before an entry is saved: whether its amount is so far from the usual that a finger may have slipped.

Asked once and in no review: a large amount that was taken is no mistake of the record, and what to watch for then is
told by `far`. Before enough is known to say what is usual, it is held beside the few there are; where there are none,
beside the most that a study reports.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

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
    own, found = amounts(without, entry), beside(without, entry, without.taken(without.substance(entry.substance)))
    if found is None:
        yield from _beside_none(without, entry, own)
    else:
        yield from _beside(found.rule, without, entry, own[found.way] / found.other)


class Beside(NamedTuple):
    """What an amount is held beside: by which rule, counted in which way, and the sizes of the other doses."""

    rule: str
    way: str
    sizes: list[float]

    @property
    def other(self) -> float:
        """What the question holds it beside: the usual, and of too few to say what that is the least."""
        return statistics.median(self.sizes) if self.rule == RULE else min(self.sizes)


def beside(case: Case, dose: Dose, others: Sequence[Dose]) -> Beside | None:
    """others: of the same substance, by time. None where none of them can be held beside it.

    Where there are too few of late to say what is usual, the latest few are taken, however long ago.
    """
    rule, own = case.knowledge.rules[RULE], amounts(case, dose)
    late, least = case.last(others, DAY * (rule.days or 0)), int(rule.limit("doses"))
    known = [amounts(case, one) for one in late]
    for way in reversed(own):  # as it was written first
        sizes = [size[way] for size in known if way in size]
        if len(sizes) >= least:
            return Beside(RULE, way, sizes)
    known = [amounts(case, one) for one in others]
    for way in reversed(own):
        sizes = [size[way] for size in known if way in size][-least:]
        if sizes:
            return Beside(OF_FEW, way, sizes)
    return None


def would_ask(case: Case, dose: Dose) -> bool:
    """Whether the amount of a dose of the diary would be asked about if it were logged now, beside all the others: it
    was never confirmed, or is far from them."""
    others = tuple(one for one in case.diary.doses if (one.id, one.source) != (dose.id, dose.source))
    without = Case(replace(case.diary, doses=others), case.knowledge, case.now)
    return beyond.exceeds(without, dose) or next(slips(without, dose), None) is not None


def _beside(rule: str, without: Case, entry: Dose, times: float) -> Iterator[Finding]:
    """Where an amount is so many times another as the rule says, or more."""
    if entry.amount is None or times < without.knowledge.rules[rule].limit("ratio"):
        return
    unit = entry.unit or ""
    said = {"amount": sized(entry.amount, unit), "times": f"{int(times + 1e-9)}"}
    other = sized(float(f"{entry.amount / times:.2g}"), unit)
    yield without.found(rule, [entry], filled=said | {"usual": other})


def _beside_none(without: Case, entry: Dose, own: Size) -> Iterator[Finding]:
    """Leaf beside the most of one use that was reported. What is more than that of the weakest leaf is asked about by
    a rule of its own."""
    if entry.amount is None or not above_one_use(without, entry, own) or beyond.exceeds(without, entry):
        return
    said = {"amount": sized(entry.amount, entry.unit or "")}
    said |= {"most": sized(_most(without), "mg"), "strength": sized(_strength(without), "mg")}
    yield without.found(OF_NONE, [entry], filled=said)


def above_one_use(case: Case, dose: Dose, own: Size) -> bool:
    """Whether a dose is leaf by weight and holds more than the most of one use that was reported: as if of the middle
    strength that the pack knows, where its own is not known."""
    if "g" not in own or not beyond.is_leaf(case, dose):
        return False
    return own.get("mg of mitragynine", own["g"] * _strength(case)) > _most(case)


def _strength(case: Case) -> float:
    return case.knowledge.substances[KRATOM].potency["leaf"].centre


def _most(case: Case) -> float:
    return case.knowledge.rules[beyond.RULE].limit("mitragynine")


def of_the_amount(asked: Iterable[Finding]) -> Finding | None:
    """What is asked about the amount of an entry, as one thing: the graver of it says what the other saw as well."""
    found = sorted((one for one in asked if one.rule in OF_THE_AMOUNT), key=lambda one: one.rank)
    if not found:
        return None
    sources = dict.fromkeys(source for one in found for source in one.sources)
    return replace(found[0], reason=" ".join(one.reason for one in found), sources=tuple(sources))
