"""Signs that call for help: what was noted, how lately, whether it lasts, and what comes together."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

from counterpoise.diary import Effect
from counterpoise.knowledge.load import Knowledge
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.use import first_day, told_since
from counterpoise.text import _, ngettext

EMERGENCIES = ("signs.emergency", "signs.emergency_body", "signs.emergency_crisis")
LASTING = ("signs.constipation", "signs.vomiting", "signs.weight_loss", "signs.low_mood", "signs.insomnia")
WEEK = dt.timedelta(weeks=1)
_AT = attrgetter("at")


def find(case: Case) -> Iterator[Finding]:
    """Every sign, the gravest first."""
    yield from _emergencies(case)
    yield from _same_day(case)
    yield from _muscle(case)
    yield from _liver(case)
    for rule in LASTING:
        yield from _lasting(case, rule)
    yield from _severe(case)
    yield from _fall(case)


@lru_cache(maxsize=4096)
def kind_of(knowledge: Knowledge, said: str) -> str:
    """The key of a kind of effect, also where a file spells it out ("Dark urine"); else the words themselves."""
    return knowledge.effect(said) or "_".join(said.replace("_", " ").casefold().split())


def name_of(case: Case, kind: str) -> str:
    """What a kind of effect is called."""
    known = case.knowledge.effects.get(kind)
    return kind if known is None else _(known.name)


def noted(case: Case, since: dt.timedelta) -> dict[str, list[Effect]]:
    """What was noted in the last so much time, by kind."""
    found: dict[str, list[Effect]] = {}
    for effect in case.last(case.effects, since):
        found.setdefault(kind_of(case.knowledge, effect.kind), []).append(effect)
    return found


def still(case: Case, effects: Iterable[Effect]) -> list[Effect]:
    """Those that are not known to be over. An end before the beginning is a slip, and none."""
    return [one for one in effects if one.ended_at is None or one.ended_at > case.now or one.ended_at < one.at]


def _emergencies(case: Case) -> Iterator[Finding]:
    rules = case.knowledge.rules
    named = {kind: rule for rule in EMERGENCIES for kind in rules[rule].words}
    after = rules["signs.after_emergency"]
    for kind, effects in sorted(noted(case, _hours(case, "signs.after_emergency")).items()):
        known = case.knowledge.effects.get(kind)
        if known is None or known.urgency != "emergency":
            continue
        rule = named.get(kind, "signs.emergency")
        recent = case.last(effects, dt.timedelta(hours=rules[rule].limit("hours")))
        open_ = still(case, recent)
        sign = name_of(case, kind)
        if open_:
            yield case.found(rule, open_, cause=kind, sign=sign)
        else:
            actions = rules[rule].actions[:1] + after.actions[:1] if rule == "signs.emergency_crisis" else None
            yield case.found("signs.after_emergency", effects, cause=kind, actions=actions, sign=sign)


def _same_day(case: Case) -> Iterator[Finding]:
    here = noted(case, _hours(case, "signs.same_day"))
    for kind in case.knowledge.rules["signs.same_day"].words:
        open_ = still(case, here.get(kind, ()))
        if open_:
            yield case.found("signs.same_day", open_, cause=kind, sign=name_of(case, kind))


def _muscle(case: Case) -> Iterator[Finding]:
    rule = case.knowledge.rules["signs.muscle"]
    here = noted(case, _hours(case, "signs.muscle"))
    first, second = (here.get(kind, []) for kind in rule.words)
    apart = dt.timedelta(hours=rule.limit("hours_apart"))
    together = [*_near(first, second, apart), *_near(second, first, apart)]
    if together:
        yield case.found("signs.muscle", together)


def _near(these: Sequence[Effect], those: Sequence[Effect], apart: dt.timedelta) -> Iterator[Effect]:
    """Those of the first that one of the others is near to. Both by time."""
    for one in these:
        at = bisect_left(those, one.at - apart, key=_AT)
        if at < len(those) and those[at].at <= one.at + apart:
            yield one


def _liver(case: Case) -> Iterator[Finding]:
    """One finding about the liver at most: the gravest that fits."""
    rules = case.knowledge.rules
    early, several = rules["signs.liver_early"], rules["signs.liver_two"]
    here = noted(case, dt.timedelta(days=early.limit("days")))
    seen = [kind for kind in early.words if kind in here]
    grave = [kind for kind in rules["signs.liver_sign"].words if kind in here]
    began = first_day(case) if seen else None
    age = None if began is None else case.today - began
    words = {"signs": _listed(case, seen)}
    effects = [one for kind in seen for one in here[kind]]
    if len(seen) >= several.limit("signs"):
        yield case.found("signs.liver_two", effects, filled=words)
    elif seen and not _slight(effects) and age is not None and age <= dt.timedelta(weeks=early.limit("weeks")):
        yield case.found("signs.liver_early", effects, began=_began(case, age), filled=words)
    elif grave:
        yield case.found("signs.liver_sign", effects, filled=words)
    elif seen:
        yield case.found("signs.itching", effects)


def _began(case: Case, age: dt.timedelta) -> str:
    """When use began, where the person told it; a first dose of the record is no beginning."""
    if not told_since(case):
        return _("When your use began is not told here.")
    weeks = max(1, round(age / WEEK))
    said = ngettext(
        "You told that use began about {weeks} week ago.", "You told that use began about {weeks} weeks ago.", weeks
    )
    return said.format(weeks=weeks)


def _slight(effects: Sequence[Effect]) -> bool:
    """A single, mild itch: common after any opioid. Whatever was not said to be mild is not."""
    return len(effects) == 1 and effects[0].kind.casefold() == "itching" and effects[0].severity == 1


def _lasting(case: Case, name: str) -> Iterator[Finding]:
    rule = case.knowledge.rules[name]
    degree = rule.limit("degree") if "degree" in rule.limits else 0
    here = noted(case, dt.timedelta(days=rule.limit("days")))
    for kind in rule.words:
        effects = [one for one in here.get(kind, ()) if (one.severity or 0) >= degree]
        days = sorted({day for one in effects for day in _days(case, one)})
        span = (days[-1] - days[0]).days if days else 0
        if len(days) >= rule.limit("times") and span >= rule.limit("span"):
            yield case.found(name, effects, times=str(len(days)), span=str(span + 1))


def _severe(case: Case) -> Iterator[Finding]:
    """Severe and after a dose, again and again; what has a rule of its own is left to it."""
    rule = case.knowledge.rules["signs.severe"]
    within = dt.timedelta(hours=rule.limit("hours"))
    own = {kind for name in LASTING for kind in case.knowledge.rules[name].words}
    for kind, effects in sorted(noted(case, dt.timedelta(days=rule.limit("days"))).items()):
        known = case.knowledge.effects.get(kind)
        if kind in own or (known is not None and (known.wanted or known.urgency != "record")):
            continue
        after = [one for one in effects if one.severity == 3 and after_a_dose(case, one, within)]
        days = {case.local(one.at).date() for one in after}
        if len(days) >= rule.limit("times"):
            yield case.found("signs.severe", after, cause=kind, sign=name_of(case, kind), times=str(len(days)))


def _fall(case: Case) -> Iterator[Finding]:
    rule = case.knowledge.rules["signs.fall"]
    here = noted(case, dt.timedelta(days=rule.limit("days")))
    falls = [one for kind in rule.words for one in here.get(kind, ())]
    if falls:
        yield case.found("signs.fall", falls)


def after_a_dose(case: Case, effect: Effect, within: dt.timedelta) -> bool:
    """Whether anything was taken in so much time before it."""
    return bisect_right(case.doses, effect.at, key=_AT) > bisect_left(case.doses, effect.at - within, key=_AT)


def _days(case: Case, effect: Effect) -> Iterator[dt.date]:
    """The days of an effect on the person's clock; one that is not known to be over has the day on which it began."""
    first = case.local(effect.at).date()
    last = first if effect.ended_at is None else case.local(min(effect.ended_at, case.now)).date()
    for day in range(max(0, (last - first).days) + 1):
        yield first + dt.timedelta(days=day)


def _listed(case: Case, kinds: Iterable[str]) -> str:
    return ", ".join(name_of(case, kind) for kind in kinds)


def _hours(case: Case, rule: str) -> dt.timedelta:
    return dt.timedelta(hours=case.knowledge.rules[rule].limit("hours"))
