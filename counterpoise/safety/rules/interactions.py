"""What should not meet: a substance in use together with medicines of the profile and with what was logged.

One finding for each substance and medicine, whatever the number of its classes: the worst speaks. A medicine of the
profile is told once; one that was only logged is told while both act, and a day longer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from counterpoise.diary import Dose
from counterpoise.knowledge.names import ingredient
from counterpoise.knowledge.records import ActionName, MedicineClass, Pair, Severity
from counterpoise.safety.beside import Beside, acting, classes_of, current, hours, in_use, listed, logged, of_choice
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.text import _, ngettext

NAMED, LONGEST = 5, 60
"""So many names are spelled out, each of so many letters at most."""

_WORST = {"X": 0, "M": 1, "m": 2}
_IN_PROFILE: dict[str, Severity] = {"X": "urgent", "M": "warning", "m": "notice"}
_AT_A_DOSE: dict[str, Severity] = {"X": "warning", "M": "warning", "m": "notice"}
PARACETAMOL = "paracetamol"
_MG = {"mg": 1.0, "g": 1000.0}


@dataclass(frozen=True, slots=True)
class _Told:
    """What one finding says: the pairs of a medicine, the worst first, how bad, and what it rests on."""

    substance: str
    beside: Beside
    pairs: tuple[Pair, ...]
    severity: Severity
    because: tuple[str, ...]
    at: dt.datetime | None


def find(case: Case) -> Iterator[Finding]:
    """Pairs, medicines that no rule covers, and names that are not known."""
    used = list(in_use(case))
    days = dt.timedelta(days=case.knowledge.rules["medicines.not_covered"].limit("days_of_use"))
    limits_of = case.knowledge.rules["load.sedatives"]
    longest = max(limits_of.limit(name) for name in limits_of.limits if name.startswith("after_"))
    profile, taken = list(current(case)), list(logged(case, days))
    acting_on = list(logged(case, max(days, dt.timedelta(days=longest))))
    for substance in used:
        for told in (*_in_profile(case, substance, profile, taken), *_at_doses(case, substance, acting_on)):
            yield _finding(case, told)
    yield from _not_covered(case, used, [*profile, *taken])


def would_matter(case: Case) -> Iterator[Finding]:
    """Before anything is recorded as taken, which is not known to be nothing: what kratom would meet."""
    if case.first_doses or any(in_use(case)):
        return
    for beside in current(case):
        if pairs := pairs_of(case, KRATOM, beside):
            severity = _AT_A_DOSE if _only_when_needed(beside, ()) else _IN_PROFILE
            yield _finding(case, _Told(KRATOM, beside, pairs, severity[pairs[0].severity], (beside.entry,), None))


def _in_profile(case: Case, substance: str, profile: list[Beside], taken: list[Beside]) -> Iterator[_Told]:
    """taken: what was logged while the substance counts as in use."""
    days = dt.timedelta(days=case.knowledge.rules["medicines.not_covered"].limit("days_of_use"))
    last = case.taken(substance, days)[-1:]
    for beside in profile:
        if pairs := pairs_of(case, substance, beside):
            because = (*(case.name(dose) for dose in last), beside.entry)
            severity = _AT_A_DOSE if _only_when_needed(beside, taken) else _IN_PROFILE
            yield _Told(substance, beside, pairs, severity[pairs[0].severity], because, last[0].at if last else None)


def _only_when_needed(beside: Beside, taken: Iterable[Beside]) -> bool:
    """Whether a medicine is there for need and was not taken lately: it weighs no more than a dose that was."""
    if beside.medicine is None or beside.match is None or not beside.medicine.as_needed:
        return False
    logged = {key for one in taken if one.match is not None for key in one.match.ingredients}
    return logged.isdisjoint(beside.match.ingredients)


def _at_doses(case: Case, substance: str, taken: list[Beside]) -> Iterator[_Told]:
    back = dt.timedelta(hours=case.knowledge.rules["load.sedatives"].limit("hours_back"))
    own = acting(case, substance)
    standing = next((beside.entry for key, beside in listed(case) if key == substance), None)
    for beside in taken:
        pairs = pairs_of(case, substance, beside)
        if not pairs:
            continue
        theirs = hours(case, beside.match)
        met = _meeting(case.taken(substance, own + theirs + back), own, beside.doses, theirs, case.now - back)
        if met is not None:
            because, at = tuple(case.name(dose) for dose in met), max(dose.at for dose in met)
        elif standing is not None and (last := beside.doses[-1]).at + theirs >= case.now - back:
            because, at = (case.name(last), standing), last.at
        else:
            continue
        severity = _AT_A_DOSE[pairs[0].severity]
        if met is not None and pairs[0].both_logged is not None:
            severity = pairs[0].both_logged
        if _little_paracetamol(case, beside, taken, pairs[0]):
            severity = "notice"
        yield _Told(substance, beside, pairs, severity, because, at)


def _meeting(
    ours: list[Dose], own: dt.timedelta, others: tuple[Dose, ...], theirs: dt.timedelta, since: dt.datetime
) -> tuple[Dose, Dose] | None:
    """The latest two doses that act together, the later one not before `since`."""
    for one in reversed(ours):
        for other in reversed(others):
            if one.at <= other.at + theirs and other.at <= one.at + own and max(one.at, other.at) >= since:
                return one, other
    return None


def pairs_of(case: Case, substance: str, beside: Beside) -> tuple[Pair, ...]:
    """The pairs of a medicine with a substance, the worst first; of equals as the file has them. Of a name that holds
    the substance as well ("7-OH and Xanax") it is what else is in it."""
    if beside.match is None:
        return ()
    classes = beside.match.classes
    if substance in beside.match.ingredients:
        others = (classes_of(case, key) for key in beside.match.ingredients if key != substance)
        classes = frozenset[MedicineClass]().union(*others)
    known = [pair for key, pair in case.knowledge.interactions[substance].items() if key in classes]
    return tuple(sorted(known, key=lambda pair: _WORST[pair.severity]))


def _little_paracetamol(case: Case, beside: Beside, taken: list[Beside], worst: Pair) -> bool:
    """Whether it is only paracetamol, and no more in a day than sources warn of, under all names together. An amount
    that is not known may be more; so may what a mixture holds."""
    if beside.match is None or beside.match.ingredients != (PARACETAMOL,) or worst.key != "hepatotoxic":
        return False
    with_it = [one for one in taken if one.match is not None and PARACETAMOL in one.match.ingredients]
    since = case.now - dt.timedelta(days=1)
    day = [(one.match, dose) for one in with_it for dose in one.doses if dose.at > since]
    amounts = [
        dose.amount * _MG[dose.unit]
        for match, dose in day
        if dose.amount is not None and dose.unit in _MG and match is not None and match.ingredients == (PARACETAMOL,)
    ]
    most = case.knowledge.rules["medicines.not_covered"].limit("paracetamol")
    return len(amounts) == len(day) and sum(amounts) <= most


def _finding(case: Case, told: _Told) -> Finding:
    worst = told.pairs[0]
    rule = f"interaction.{worst.key}"
    return Finding(
        rule=rule,
        severity=told.severity,
        title=_("{medicine} together with {substance}").format(
            medicine=_called(case, told), substance=known_name(case, told.substance)
        ),
        reason=" ".join([_(worst.reason), *_more(case, told)]),
        cause=cause_of(case, told.substance, told.beside, worst),
        because=tuple(dict.fromkeys(told.because)),
        actions=_actions(case, told),
        sources=tuple(dict.fromkeys(source for pair in told.pairs for source in pair.every_source)),
        at=told.at,
    )


def _more(case: Case, told: _Told) -> Iterator[str]:
    """What the reason says beyond that of the pair."""
    match = told.beside.match
    if others := [_(pair.name) for pair in told.pairs[1:] if pair.severity != "m"]:
        yield _("It also counts among: {classes}.").format(classes="; ".join(others))
    if match is not None and match.certainty == "likely":
        names = ", ".join(known_name(case, key) for key in match.ingredients)
        said = _("We read “{typed}” as {names}. If that is wrong, correct it.")
        yield said.format(typed=told.beside.name, names=names)
    if told.beside.ended == "lately":
        yield _("It was stopped, and acts on for days or weeks after the last of it.")
    elif told.beside.ended:
        yield _("It was stopped, and acts on for days or weeks after the last of it. Its name does not say when.")


def _called(case: Case, told: _Told) -> str:
    """As the person wrote it, or as the pack of what was logged is called, and what a guess takes it for; of a name
    that holds the substance too, what else is in it."""
    match = told.beside.match
    holds = case.substance(told.beside.name) == told.substance or (match and told.substance in match.ingredients)
    bearing = ", ".join(known_name(case, key) for key in _bearing(case, told.substance, told.beside, told.pairs[0]))
    if holds:
        return bearing
    typed = known_name(case, told.beside.name) if told.beside.name in case.knowledge.substances else told.beside.name
    if match is not None and match.certainty == "likely" and bearing.casefold() not in typed.casefold():
        return _("{typed} (probably {names})").format(typed=typed, names=bearing[:1].lower() + bearing[1:])
    return typed


def cause_of(case: Case, substance: str, beside: Beside, worst: Pair) -> str:
    """What stays the same as long as it is the same pair."""
    bearing = "+".join(sorted(_bearing(case, substance, beside, worst)))
    return f"interaction.{worst.key}:{':'.join(sorted((bearing, substance)))}"


def _bearing(case: Case, substance: str, beside: Beside, worst: Pair) -> tuple[str, ...]:
    """The ingredients that the pair is about: of Percocet the oxycodone, so that both are one cause."""
    match = beside.match
    keys = () if match is None else tuple(key for key in match.ingredients if key != substance)
    return tuple(key for key in keys if worst.key in classes_of(case, key)) or keys


def _actions(case: Case, told: _Told) -> tuple[ActionName, ...]:
    actions = to_do(case, told.substance, told.beside, told.pairs[0])
    return (*actions, "add_the_end") if told.beside.ended == "when unknown" else actions


def to_do(case: Case, substance: str, beside: Beside, worst: Pair) -> tuple[ActionName, ...]:
    """What to do about a pair; of what nobody prescribes, nobody is told to speak with whoever does."""
    if not of_choice(case, _bearing(case, substance, beside, worst)):
        return worst.actions
    kept = ("keep_apart" if name == "do_not_combine" else name for name in worst.actions if name != "tell_prescriber")
    return tuple(dict.fromkeys(kept))


def known_name(case: Case, key: str) -> str:
    return ingredient(key, case.knowledge.substances)


def _not_covered(case: Case, used: list[str], all_: list[Beside]) -> Iterator[Finding]:
    unknown: dict[str, str] = {}
    uncovered: dict[str, str] = {}
    for beside in all_:
        names = tuple(case.name(dose) for dose in beside.doses[-1:])
        entry = beside.entry or names[0]
        if beside.match is None:
            if case.substance(beside.name) not in case.knowledge.substances:
                unknown[beside.name] = entry
        elif used and not _covered(case, used, beside):
            uncovered[beside.name] = entry
    substances = ", ".join(known_name(case, key) for key in used)
    for rule, found in (("medicines.unknown", unknown), ("medicines.not_covered", uncovered)):
        if found:
            cause = _cause("+".join(sorted(name.casefold() for name in found)))
            one = case.found(rule, cause=cause, names=_few(sorted(found)), substance=substances)
            yield replace(one, because=tuple(dict.fromkeys(found.values())))


def _few(names: list[str]) -> str:
    """The first names, and how many more there are: a list of hundreds says less."""
    shown = ", ".join(name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return shown
    return ngettext("{names} and {count} more", "{names} and {count} more", more).format(names=shown, count=more)


def _cause(names: str) -> str:
    """The names, or where they are long what stands for them: a cause is kept, and compared whole."""
    return names if len(names) <= 2 * LONGEST else hashlib.sha256(names.encode()).hexdigest()


def _covered(case: Case, used: list[str], beside: Beside) -> bool:
    """Whether a rule says something about it. What is no medicine (heat, moving about) asks for none."""
    ingredients = () if beside.match is None else beside.match.ingredients
    if any(key in used for key in ingredients) or any(pairs_of(case, key, beside) for key in used):
        return True
    no_medicine = {*case.knowledge.medicines.no_medicine}
    no_medicine |= {key for key, pack in case.knowledge.substances.items() if not pack.classes}
    return no_medicine.issuperset(ingredients)
