"""Before an entry is saved: whether its amount is so far from the usual that a finger may have slipped.

Asked once and in no review: a large amount that was taken is no mistake of the record, and what to watch for then is
told by `far`. Before enough is known to say what is usual, it is held beside the few there are; where there are none,
beside the most that a study reports.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
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
NEAR = 1e-9
Size = dict[str, float]
"""How much a dose is, by way (`amounts`)."""
Middle = Callable[[list[float]], float]


def slips(without: Case, entry: Dose | Effect, middle: Middle = statistics.median) -> Iterator[Finding]:
    """At most one question about the amount of an entry, beside all others of the diary."""
    if not isinstance(entry, Dose) or entry.amount is None:
        return
    own, found = amounts(without, entry), beside(without, entry, _others(without, entry))
    if found is None:
        yield from _beside_none(without, entry, own)
    elif (times := times_far(without, found, own[found.way], middle)) is not None:
        yield _asked(without, found.rule, entry, times)


def doubtful(case: Case, dose: Dose) -> bool:
    """Whether a dose of the diary may be a slip of the finger, beside all the others: it is far above what is usual.

    Among few it may be the other that is wrong, so far below them is in doubt as well; and so is what would be asked
    about as a first dose, however often.
    """
    if beyond.exceeds(case, dose):
        return True
    own, found = amounts(case, dose), beside(case, dose, _others(case, dose))
    if found is not None and found.rule == RULE:
        return times_far(case, found, own[found.way]) is not None
    if found is not None:
        times, ratio = own[found.way] / statistics.median_low(found.sizes), case.knowledge.rules[OF_FEW].limit("ratio")
        if _reaches(times, ratio) or _reaches(1 / times, ratio):
            return True
    return next(_beside_none(case, dose, own), None) is not None


def asked_late(case: Case, dose: Dose) -> Finding | None:
    """What would have been asked about the amount of a dose that is in the diary already, as nobody could be asked. Of
    few others more than one may have slipped, so it is held beside the lower of the middle ones."""
    return next(slips(case, dose, statistics.median_low), None)


class Beside(NamedTuple):
    """What an amount is held beside: by which rule, counted in which way, and the sizes of the other doses."""

    rule: str
    way: str
    sizes: list[float]


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


def times_far(case: Case, found: Beside, size: float, middle: Middle = statistics.median) -> float | None:
    """How many times the middle of the others, where that is as much as the rule says. What was noted as often of late
    as makes a usual dose is not far: a larger one for the night, say."""
    rule = case.knowledge.rules[found.rule]
    if found.rule == RULE and sum(math.isclose(size, one, rel_tol=NEAR) for one in found.sizes) >= rule.limit("doses"):
        return None
    times = size / middle(found.sizes)
    return times if _reaches(times, rule.limit("ratio")) else None


def _reaches(times: float, ratio: float) -> bool:
    """Ten times 2.14 is ten times, whatever is lost in reckoning."""
    return times >= ratio * (1 - NEAR)


def _others(case: Case, dose: Dose) -> list[Dose]:
    taken = case.taken(case.substance(dose.substance))
    return [one for one in taken if (one.id, one.source) != (dose.id, dose.source)]


def _asked(without: Case, rule: str, entry: Dose, times: float) -> Finding:
    unit, size = entry.unit or "", entry.amount or 0.0
    said = {"amount": sized(size, unit), "times": f"{int(times + NEAR)}"}
    return without.found(rule, [entry], filled=said | {"usual": sized(float(f"{size / times:.2g}"), unit)})


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
