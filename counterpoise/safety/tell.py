"""What to tell a doctor: what is used, how much, since when; other medicines; signs and blood values with dates.

Plain lines, in the order in which a doctor asks. What is not known is said to be unknown; nothing is judged here.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from counterpoise.diary import Diary, Dose, Medicine, PastUse
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.amounts import FindLot, in_unit
from counterpoise.plans.extracts import extract_finder
from counterpoise.plans.words import day, day_in_part, moment
from counterpoise.safety.blood import name_of as test_name
from counterpoise.safety.blood import newest, written
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.rules.signs import kinds_of, name_of
from counterpoise.safety.tell_bags import bags
from counterpoise.safety.use import another_drug, is_kratom_like
from counterpoise.text import _, ngettext
from counterpoise.units import sized

Kind = tuple[str, bool]
_AT = attrgetter("at")
LATELY = dt.timedelta(days=30)
SIGNS = dt.timedelta(days=60)
BLOOD_DAYS = 365
"""How far back the lines look: what a doctor asks about first. Nothing is decided by them."""


def what_to_tell(diary: Diary, knowledge: Knowledge, now: dt.datetime) -> list[str]:
    """One line for each thing to tell; empty only where nothing is recorded."""
    case = Case(diary, knowledge, now)
    return [*_used(case), *_medicines(case), *_about(case), *_signs(case), *_blood(case)]


def what_was_noted(diary: Diary, knowledge: Knowledge, now: dt.datetime) -> list[str]:
    """Of these lines those of what was logged, for whoever only writes that down: doses, and signs."""
    case = Case(diary, knowledge, now)
    return [*_taken(case), *_signs(case)]


def _used(case: Case) -> Iterator[str]:
    """What was taken, then what is known of the bags, and what was told of before."""
    yield from _taken(case)
    yield from bags(case, _lately(case))
    for use in case.person.history:
        said = ", ".join(_before(use))
        yield _("Before this record: {what}, {said}.").format(
            what=called(case, case.substance(use.substance)), said=said
        )


def _lately(case: Case) -> list[Dose]:
    """The doses of whole days: as many as the lines say."""
    return [dose for dose in case.last(case.doses, LATELY) if case.local(dose.at).date() > case.today - LATELY]


def _taken(case: Case) -> Iterator[str]:
    """Each substance of the last days, kratom and what is made from it first."""
    kind_of = _kinds(case)
    doses: dict[Kind, list[Dose]] = {}
    for dose in _lately(case):
        doses.setdefault(kind_of(dose), []).append(dose)
    for kind in sorted(doses, key=lambda kind: not is_kratom_like(case, kind[0])):
        first = min((dose for dose in case.first_doses.values() if kind_of(dose) == kind), key=_AT, default=None)
        yield _line(case, kind, doses[kind], first or doses[kind][0])


def _before(use: PastUse) -> Iterator[str]:
    """Since when, how often, how much: what a clinician asks of the time before."""
    yield _("since {since}").format(since=day_in_part(use.since)) if use.since else _("since when is not told")
    if use.until:
        yield _("until {until}").format(until=day_in_part(use.until))
    if use.per_day is not None:
        yield ngettext("about once a day", "about {count} times a day", 1 if use.per_day == 1 else 2).format(
            count=written(use.per_day)
        )
    if use.amount is not None:
        yield _("{each} each").format(each=sized(use.amount, use.unit or ""))


def _kinds(case: Case) -> Callable[[Dose], Kind]:
    """What a dose is: the key of its substance, by its bag as well, and whether it is an extract: never one range."""
    extract = extract_finder(case.diary, case.knowledge)

    def kind(dose: Dose) -> Kind:
        key = another_drug(case, dose) or case.substance(dose.substance)
        return key, key == KRATOM and extract(dose)

    return kind


def _line(case: Case, kind: Kind, doses: list[Dose], first: Dose) -> str:
    key, extract = kind
    days = len({case.local(dose.at).date() for dose in doses})
    said = _("{what}: {times} on {days} of the last {span} days, {amounts}; first noted {first}, last {last}.")
    return said.format(
        what=_("{what}, extract").format(what=called(case, key)) if extract else called(case, key),
        times=times(case, key, len(doses)),
        days=days,
        span=LATELY.days,
        amounts=amounts(doses, case.lot_of),
        first=day(case.local(first.at).date()),
        last=moment(case.local(doses[-1].at)),
    )


def times(case: Case, key: str, count: int) -> str:
    """Of kratom doses; a glass of wine or a hot bath is no dose."""
    if is_kratom_like(case, key):
        return ngettext("{count} dose", "{count} doses", count).format(count=count)
    return ngettext("noted once", "noted {count} times", count).format(count=count)


def amounts(doses: Sequence[Dose], lot_of: FindLot) -> str:
    """ "1.5 to 3 g each": in the unit used most; those that are not known in it are said to be there. What one capsule
    of a bag weighs makes capsules known in grams."""
    known = [(dose.amount, dose.unit) for dose in doses if dose.amount is not None and dose.unit is not None]
    if not known:
        return _("amounts not known")
    unit = Counter(unit for _amount, unit in known).most_common(1)[0][0]
    found = [dose.amount if dose.unit == unit else in_unit(dose, lot_of(dose), unit) for dose in doses]
    sizes = [float(f"{size:.4g}") for size in found if size is not None]
    low, high = min(sizes), max(sizes)
    most = sized(high, unit)
    each = most if low == high else _("{low} to {high}").format(low=written(low), high=most)
    said = _("{each} each").format(each=each)
    rest = len(doses) - len(sizes)
    return said if not rest else _("{said} ({rest} in another unit or not known)").format(said=said, rest=rest)


def called(case: Case, key: str) -> str:
    pack = case.knowledge.substances.get(key)
    return key if pack is None else _(pack.name)


def _medicines(case: Case) -> Iterator[str]:
    today = case.today.isoformat()
    taken = [one for one in case.person.medicines if one.until is None or one.until >= today[: len(one.until)]]
    if taken:
        yield _("Other medicines: {names}.").format(names="; ".join(_medicine(one) for one in taken))
    else:
        yield _("Other medicines: none are written down here, which does not mean that there are none.")


def _medicine(one: Medicine) -> str:
    since = _("since {since}").format(since=day_in_part(one.since)) if one.since else ""
    needed = _("when needed") if one.as_needed else ""
    return ", ".join(part for part in (one.name, one.dose or "", needed, since) if part)


def _about(case: Case) -> Iterator[str]:
    person = case.person
    sexes = {"female": _("female"), "male": _("male")}
    body = [_("born {year}").format(year=person.birth_year)] if person.birth_year is not None else []
    body += [sexes[person.sex]] if person.sex in sexes else []
    body += [written(person.weight_kg, "kg")] if person.weight_kg is not None else []
    if body:
        yield _("About the person: {told}.").format(told=", ".join(body))
    told = [condition.replace("_", " ") for condition in person.conditions]
    told += [_("pregnant")] if person.pregnant else []
    told += [_("breast-feeding")] if person.nursing else []
    if told:
        yield _("Illnesses and the like: {told}.").format(told=", ".join(told))
    if person.allergies:
        yield _("Allergies: {told}.").format(told=", ".join(person.allergies))
    if person.surgery_on is not None and person.surgery_on >= case.today:
        yield _("Operation planned on {day}.").format(day=day(person.surgery_on))


def _signs(case: Case) -> Iterator[str]:
    """Signs that call for help, with the days on which they were noted."""
    days: dict[str, list[str]] = {}
    for effect in case.last(case.effects, SIGNS):
        for kind in kinds_of(case.knowledge, effect.kind):
            known = case.knowledge.effects.get(kind)
            grave = known is not None and known.urgency != "record"
            if grave or kind == "itching" or effect.severity == 3:
                days.setdefault(kind, []).append(day(case.local(effect.at).date()))
    for kind, on in days.items():
        yield _("{sign}: noted {days}.").format(sign=name_of(case, kind), days=", ".join(dict.fromkeys(on)))


def _blood(case: Case) -> Iterator[str]:
    for key, lab in newest(case, BLOOD_DAYS).items():
        limit = _("upper limit not given")
        if lab.upper_limit is not None:
            limit = _("upper limit {limit}").format(limit=written(lab.upper_limit, lab.unit))
        on = day(case.local(lab.at).date())
        said = _("{test}: {value} on {day} ({limit}).")
        test = test_name(case.knowledge.blood[key])
        yield said.format(test=test, value=written(lab.value, lab.unit), day=on, limit=limit)
