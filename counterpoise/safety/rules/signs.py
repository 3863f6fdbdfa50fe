"""Signs that call for help: what was noted, how lately, whether it lasts, and what comes together."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from operator import attrgetter

from counterpoise.diary import Effect
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Rule
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.labs import liver_raised
from counterpoise.safety.rules.load import acting_at
from counterpoise.safety.said import degree, kinds
from counterpoise.safety.use import first_day, told_since
from counterpoise.text import _, ngettext

EMERGENCIES = ("signs.emergency", "signs.emergency_body", "signs.emergency_crisis")
LASTING = ("signs.constipation", "signs.vomiting", "signs.weight_loss", "signs.low_mood", "signs.insomnia")
WEEK = dt.timedelta(weeks=1)
_AT = attrgetter("at")


def find(case: Case) -> Iterator[Finding]:
    """Every sign, the gravest first."""
    yield from _emergencies(case)
    yield from _very_drowsy(case)
    yield from _same_day(case)
    yield from _muscle(case)
    yield from _liver(case)
    for rule in LASTING:
        yield from _lasting(case, rule)
    yield from _severe(case)
    yield from _fall(case)


def kinds_of(knowledge: Knowledge, said: str) -> tuple[str, ...]:
    """The kinds of effect that a text names, by their keys ("Dark urine", "my lips went blue"); else the words."""
    return kinds(knowledge, said) or ("_".join(said.replace("_", " ").casefold().split()),)


def name_of(case: Case, kind: str) -> str:
    """What a kind of effect is called."""
    known = case.knowledge.effects.get(kind)
    return kind if known is None else _(known.name)


def noted(
    case: Case, since: dt.timedelta, open_for: dt.timedelta = dt.timedelta(), of: Container[str] = ()
) -> dict[str, list[Effect]]:
    """What was noted in the last so much time, or went on in it, by kind.

    open_for: how long one of these kinds (of) goes on that was noted here and is not said to be over.
    """
    found: dict[str, list[Effect]] = {}
    begin = case.now - since
    earlier = (one for one in case.lasting if one.at < begin)
    for effect in (*earlier, *case.last(case.effects, since)):
        for kind in kinds_of(case.knowledge, effect.kind):
            if effect.at >= begin or last_of(case, effect, open_for if kind in of else dt.timedelta()) >= begin:
                found.setdefault(kind, []).append(effect)
    return found


def last_of(case: Case, effect: Effect, open_for: dt.timedelta) -> dt.datetime:
    """The last moment at which an effect is known or taken to go on.

    Without an end it is not known to be over. That is taken for going on only where it was noted here, where it can be
    called over, and for a while: files from elsewhere mostly tell no end.
    """
    if effect.ended_at is not None and effect.ended_at >= effect.at:
        return min(effect.ended_at, case.now)
    open_ = effect.source is None and case.now - effect.at <= open_for
    return case.now if open_ else effect.at


def still(case: Case, effects: Iterable[Effect]) -> list[Effect]:
    """Those that are not known to be over. An end before the beginning is a slip, and none."""
    return [one for one in effects if one.ended_at is None or one.ended_at > case.now or one.ended_at < one.at]


def _emergencies(case: Case) -> Iterator[Finding]:
    rules = case.knowledge.rules
    named = {kind: rule for rule in EMERGENCIES for kind in rules[rule].words}
    after = rules["signs.after_emergency"]
    here = noted(case, _hours(case, "signs.after_emergency"), _open_for(after), after.words)
    for kind, effects in sorted(here.items()):
        known = case.knowledge.effects.get(kind)
        if known is None or known.urgency != "emergency":
            continue
        rule = named.get(kind, "signs.emergency")
        begin = case.now - dt.timedelta(hours=rules[rule].limit("hours"))
        open_ = [one for one in still(case, effects) if last_of(case, one, dt.timedelta()) >= begin]
        sign = name_of(case, kind)
        if open_:
            yield case.found(rule, open_, cause=kind, sign=sign)
        else:
            actions = rules[rule].actions[:1] + after.actions[:1] if rule == "signs.emergency_crisis" else None
            words = {"sign": sign, "over": _over(case, effects)}
            yield case.found("signs.after_emergency", effects, cause=kind, actions=actions, filled=words)


def _very_drowsy(case: Case) -> Iterator[Finding]:
    """Severely drowsy while something acts that slows breathing; told as any emergency, and as one that is over."""
    rule, after = case.knowledge.rules["signs.very_drowsy"], _hours(case, "signs.after_emergency")
    begin = case.now - _hours(case, "signs.very_drowsy")
    found = [one for kind in rule.words for one in noted(case, after).get(kind, ())]
    met = [(one, acting_at(case, one.at)) for one in found if _degree(case, one) >= rule.limit("degree")]
    told = [(one, doses, names) for one, (doses, names) in met if names]
    for one, doses, names in reversed(told):
        if one.at >= begin and still(case, [one]):
            drugs = ", ".join(dict.fromkeys(names))
            yield case.found("signs.very_drowsy", [one, *doses], drugs=drugs)
            return
    if told:
        effects = [one for one, _doses, _names in told]
        words = {"sign": name_of(case, rule.words[0]), "over": _over(case, effects)}
        yield case.found("signs.after_emergency", effects, cause="signs.very_drowsy", filled=words)


def _over(case: Case, effects: Sequence[Effect]) -> str:
    if still(case, effects):
        return _("It began some time ago, and nothing says that it is over.")
    return _("The sign is over.")


def _same_day(case: Case) -> Iterator[Finding]:
    rule = case.knowledge.rules["signs.same_day"]
    here = noted(case, _hours(case, "signs.same_day"), _open_for(rule), rule.words)
    for kind in rule.words:
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
    """Those of the first that one of the others is near to, from the end of the one to the beginning of the other."""
    for one in these:
        for other in those:
            first, second = sorted((one, other), key=_AT)
            if second.at - (first.ended_at or first.at) <= apart:
                yield one
                break


def _liver(case: Case) -> Iterator[Finding]:
    """One finding about the liver at most: the gravest that fits."""
    rules = case.knowledge.rules
    early, several, sure = rules["signs.liver_early"], rules["signs.liver_two"], rules["signs.liver_sign"]
    here = noted(case, dt.timedelta(days=early.limit("days")), _open_for(sure), sure.words)
    seen = [kind for kind in early.words if kind in here]
    grave = [kind for kind in sure.words if kind in here]
    began = first_day(case) if seen else None
    age = None if began is None else case.today - began
    words = {"signs": _listed(case, seen)}
    effects = [*{id(one): one for kind in seen for one in here[kind]}.values()]
    if len(seen) >= several.limit("signs"):
        yield case.found("signs.liver_two", effects, filled=words)
    elif seen and not _slight(case, effects) and age is not None and age <= dt.timedelta(weeks=early.limit("weeks")):
        yield case.found("signs.liver_early", effects, began=_began(case, age), filled=words)
    elif grave:
        yield case.found("signs.liver_sign", effects, filled=words)
    elif seen and (raised := liver_raised(case)):
        yield case.found("signs.itching_blood", [*effects, *raised])
    elif seen:
        again = len(_severe_days(case, effects)) >= rules["signs.severe"].limit("times")
        yield case.found("signs.itching", effects, severity=rules["signs.severe"].severity if again else None)


def _began(case: Case, age: dt.timedelta) -> str:
    """When use began, where the person told it; a first dose of the record is no beginning."""
    if not told_since(case):
        return _("When your use began is not told here.")
    weeks = max(1, round(age / WEEK))
    said = ngettext(
        "You told that use began about {weeks} week ago.", "You told that use began about {weeks} weeks ago.", weeks
    )
    return said.format(weeks=weeks)


def _slight(case: Case, effects: Sequence[Effect]) -> bool:
    """A single, mild itch: common after any opioid. Whatever was not said to be mild is not."""
    return [(kinds_of(case.knowledge, one.kind), _degree(case, one)) for one in effects] == [(("itching",), 1)]


def _degree(case: Case, effect: Effect) -> int:
    """How strong it was, as told or by its words; 0: not said."""
    return effect.severity or degree(case.knowledge, effect.kind) or 0


def _lasting(case: Case, name: str) -> Iterator[Finding]:
    rule = case.knowledge.rules[name]
    least = rule.limit("degree") if "degree" in rule.limits else 0
    back, open_for = dt.timedelta(days=rule.limit("days")), _open_for(rule)
    here = noted(case, back, open_for, rule.words)
    since = case.local(case.now - back).date()
    for kind in rule.words:
        effects = [one for one in here.get(kind, ()) if _degree(case, one) >= least]
        days = sorted({day for one in effects for day in _days(case, one, open_for, since)})
        span = (days[-1] - days[0]).days if days else 0
        if len(days) >= rule.limit("times") and span >= rule.limit("span"):
            yield case.found(name, effects, times=str(len(days)), span=str(span + 1))


def _severe(case: Case) -> Iterator[Finding]:
    """Severe and after a dose, again and again; what has a rule of its own is left to it."""
    rules = case.knowledge.rules
    rule = rules["signs.severe"]
    own = {kind for name in (*LASTING, "signs.itching") for kind in rules[name].words}
    for kind, effects in sorted(noted(case, dt.timedelta(days=rule.limit("days"))).items()):
        known = case.knowledge.effects.get(kind)
        if kind in own or (known is not None and (known.wanted or known.urgency != "record")):
            continue
        after = _severe_days(case, effects)
        if len(after) >= rule.limit("times"):
            every = [one for those in after.values() for one in those]
            yield case.found("signs.severe", every, cause=kind, sign=name_of(case, kind), times=str(len(after)))


def _severe_days(case: Case, effects: Iterable[Effect]) -> dict[dt.date, list[Effect]]:
    """Those that were severe and came after a dose, by day."""
    within = dt.timedelta(hours=case.knowledge.rules["signs.severe"].limit("hours"))
    found: dict[dt.date, list[Effect]] = {}
    for one in effects:
        if _degree(case, one) == 3 and after_a_dose(case, one, within):
            found.setdefault(case.local(one.at).date(), []).append(one)
    return found


def _fall(case: Case) -> Iterator[Finding]:
    rule = case.knowledge.rules["signs.fall"]
    here = noted(case, dt.timedelta(days=rule.limit("days")))
    falls = [one for kind in rule.words for one in here.get(kind, ())]
    if falls:
        yield case.found("signs.fall", falls)


def after_a_dose(case: Case, effect: Effect, within: dt.timedelta) -> bool:
    """Whether anything was taken in so much time before it."""
    return bisect_right(case.doses, effect.at, key=_AT) > bisect_left(case.doses, effect.at - within, key=_AT)


def _days(case: Case, effect: Effect, open_for: dt.timedelta, since: dt.date) -> Iterator[dt.date]:
    """The days of an effect on the person's clock, from a day on."""
    first = max(since, case.local(effect.at).date())
    last = case.local(last_of(case, effect, open_for)).date()
    for day in range(max(0, (last - first).days) + 1):
        yield first + dt.timedelta(days=day)


def _listed(case: Case, kinds: Iterable[str]) -> str:
    return ", ".join(name_of(case, kind) for kind in kinds)


def _hours(case: Case, rule: str) -> dt.timedelta:
    return dt.timedelta(hours=case.knowledge.rules[rule].limit("hours"))


def _open_for(rule: Rule) -> dt.timedelta:
    """How long what is not said to be over goes on."""
    return dt.timedelta(days=rule.limit("days_open") if "days_open" in rule.limits else 0)
