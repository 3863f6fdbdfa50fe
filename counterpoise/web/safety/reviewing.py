"""What the rules find in a person's diary: as it is, and as it would be with one entry more."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, ParamSpec, TypeAlias

from django.db import DatabaseError
from django.dispatch import receiver
from django.utils.translation import gettext as _

from counterpoise import diary as d
from counterpoise.journal import aside as asides
from counterpoise.journal import lately, recalls
from counterpoise.journal import models as m
from counterpoise.journal.erase import person_erased
from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import BrokenPack, if_whole
from counterpoise.knowledge.records import Pair
from counterpoise.report.found import basis
from counterpoise.safety import slip
from counterpoise.safety.again import worsened
from counterpoise.safety.aside import parted, rests_on_new
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import SEVERITIES, Finding
from counterpoise.safety.now import together_now
from counterpoise.safety.of_a_bag import News
from counterpoise.safety.review import Brought, added, brought, review, with_entry
from counterpoise.safety.rules import interactions
from counterpoise.safety.rules.load import kinds, longest
from counterpoise.safety.window import window
from counterpoise.text import language

P = ParamSpec("P")
Findings: TypeAlias = tuple[Finding, ...]
LOG = logging.getLogger(__name__)
ASKED_BEFORE = ("interaction", "load", "plan")
OF_A_BAG = ("products.recall", "products.another_drug")
"""Topics of rules, and rules of a bag, whose warnings are shown before a dose is saved; what is urgent always is."""
NUMBER = "plan.too_many"
"""More doses than were agreed for a day: told quietly, and said before the dose is saved as amounts are."""
WARNING = SEVERITIES.index("warning")


@dataclass(frozen=True)
class Reviewed:
    """What is found and in sight, the worst first; `new` came with the entry in hand; `every`: also out of sight.

    unread: what is wrong, so that nothing could be looked at; a log must not fail with it. slips: what is asked about
    before the entry is saved, and never afterwards. again: the causes that were there before and of which the entry is
    no more; rests: what each that is asked about rests on, without leaf.
    """

    found: tuple[Finding, ...]
    new: tuple[Finding, ...] = ()
    every: tuple[Finding, ...] = ()
    unread: str = ""
    slips: tuple[Finding, ...] = ()
    again: frozenset[str] = frozenset()
    rests: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def told(self) -> tuple[Finding, ...]:
        """What is new and matters enough to be shown beside the log. Emergencies have a place of their own."""
        return tuple(one for one in self.new if one.rank <= WARNING and one.severity != "emergency")

    @property
    def asked(self) -> tuple[Finding, ...]:
        """What is shown before the entry is saved."""
        grave = (one for one in self.new if one.rank < WARNING or _asked(one))
        return (*self.slips, *grave)


def reviewed(person: m.Person, now: dt.datetime) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What is found now: what is in sight, and what is set aside."""
    diary = of_late(person, now)
    return _parted(person, _found(person, diary, now), diary, now)


def _parted(
    person: m.Person, found: tuple[Finding, ...], diary: d.Diary, now: dt.datetime
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    rows = asides.standing(person, now)
    since = {cause: row.at for cause, row in rows.items()}
    corrected = asides.corrected(person, min(since.values())) if since else {}
    back = rests_on_new(found, diary, since, corrected) | worsened(Case(diary, load(), now), found, since, corrected)
    return parted(found, asides.severities(rows), back)


def _whatever_breaks(look: Callable[P, Reviewed]) -> Callable[P, Reviewed]:
    @wraps(look)
    def looked(*args: P.args, **more: P.kwargs) -> Reviewed:
        try:
            return look(*args, **more)
        except BrokenPack as problem:
            LOG.exception("a file of facts is broken")
            return Reviewed((), unread=str(problem))
        except DatabaseError:  # then nothing can be saved either
            raise
        except Exception:  # a mistake in looking must keep nobody from logging
            LOG.exception("the safety rules could not look")
            return Reviewed((), unread=_("This is a mistake in the program."))

    return looked


@_whatever_breaks
def standing(person: m.Person, now: dt.datetime) -> Reviewed:
    """The same as a page shows it beside something else."""
    return Reviewed(reviewed(person, now)[0])


@_whatever_breaks
def with_new(person: m.Person, entry: d.Dose | d.Effect, now: dt.datetime) -> Reviewed:
    """What would be found with this entry; nothing is saved by asking."""
    diary, packs = of_late(person, now), recalls.knowledge(person)
    without = _without(diary, {entry.id or ""})  # in case the same was sent before
    before = _found(person, without, now)
    after = review(with_entry(without, entry), packs, max(now, entry.at))
    case = Case(without, packs, now)
    found = _in_sight(person, diary, after, now, brought(case, [entry], before, after, _news(person, entry.at)))
    return replace(found, slips=tuple(slip.slips(case, entry)), rests=_rests(case, entry, found.new))


@_whatever_breaks
def came_with(person: m.Person, rows: list[m.Row], now: dt.datetime) -> Reviewed:
    """The same of entries that are saved already."""
    diary, packs = of_late(person, now), recalls.knowledge(person)
    ids = {row.source_id for row in rows if row.source == ""}
    without = _without(diary, ids)
    before, after = review(without, packs, now), _found(person, diary, now)
    new: list[d.Dose | d.Effect] = [dose for dose in diary.doses if dose.id in ids and not dose.source]
    told = brought(Case(without, packs, now), new, before, after, _news(person, now))
    return _in_sight(person, diary, after, now, told)


@_whatever_breaks
def with_corrected(person: m.Person, was: d.Dose, dose: d.Dose, now: dt.datetime) -> Reviewed:
    """What would be found with a dose as it is corrected, that is not found with it as it was; nothing is saved."""
    diary = of_late(person, now)
    others = tuple(one for one in diary.doses if (one.id, one.source) != (was.id, was.source))
    found = review(with_entry(replace(diary, doses=others), dose), load(), max(now, dose.at))
    new = frozenset(one.cause for one in added(_found(person, diary, now), found))
    seen = _in_sight(person, diary, found, now, Brought(new, frozenset()))
    if (was.amount, was.unit, was.of, was.substance) == (dose.amount, dose.unit, dose.of, dose.substance):
        return seen
    return replace(seen, slips=tuple(slip.slips(Case(replace(diary, doses=others), load(), now), dose)))


def asked_late(person: m.Person, dose: d.Dose, now: dt.datetime) -> Finding | None:
    """What would have been asked about the amount of a dose that was saved without a look at it."""
    try:
        return slip.asked_late(Case(of_late(person, now), load(), now), dose)
    except Exception:  # the page is there all the same
        LOG.exception("the safety rules could not look")
        return None


def would_matter(person: m.Person, now: dt.datetime) -> tuple[Finding, ...]:
    """What kratom would meet among the medicines, where no dose is recorded yet."""
    try:
        return tuple(interactions.would_matter(Case(of_late(person, now), load(), now)))
    except Exception:  # the page is there all the same: what is found stands on it
        LOG.exception("the safety rules could not look")
        return ()


def of_medicine(person: m.Person, medicine: str, now: dt.datetime) -> Findings:
    """What the rules say of a medicine of the profile, by its id, with what is or may be taken."""
    found = (*standing(person, now).found, *would_matter(person, now))
    return tuple(one for one in found if medicine in one.because)


def is_gravest_pair(found: Finding) -> bool:
    """Whether it says that two things must not meet."""
    part = basis(found)
    return isinstance(part, Pair) and part.severity == "X"


def sleepy_now(person: m.Person, found: Reviewed, now: dt.datetime) -> bool:
    """Whether things that make sleepy act together at this moment, as far as it is in sight."""
    try:
        return together_now(Case(of_late(person, now), load(), now), found.found)
    except Exception:  # as before: the page is there all the same
        LOG.exception("the safety rules could not look")
        return False


def sleepy_still(person: m.Person, now: dt.datetime) -> bool:
    """The same, for a page that asks every minute: no rule looks where no dose acts any more."""
    nothing = d.Diary(person=d.Person(time_zone=person.time_zone), doses=(), ratings=())
    lasts = if_whole(lambda: longest(Case(nothing, load(), now)))
    taken = m.Dose.objects.filter(person=person, deleted_at=None)
    if lasts is None or not taken.filter(at__gt=now - lasts).exists():
        return False
    return sleepy_now(person, standing(person, now), now)


def keep(person: m.Person, found: Reviewed, now: dt.datetime) -> None:
    """The entry in hand is saved: what was found with it is what is found now."""
    if not found.unread:
        _remember(person, of_late(person, now), now, found.every)


def of_late(person: m.Person, now: dt.datetime) -> d.Diary:
    """As much of the diary as the rules look at."""
    return lately.diary(person, now - window(load()))


def _news(person: m.Person, at: dt.datetime) -> News:
    """When something new of a bag came, looked for about the day of a dose."""

    def news(lot: d.Lot) -> dt.datetime | None:
        changed = asides.corrected(person, at - dt.timedelta(days=1)).get(lot.id or "")
        came = (changed, recalls.last_brought(person))
        return max((one for one in came if one is not None), default=None)

    return news


def _asked(found: Finding) -> bool:
    topic = found.rule.partition(".")[0]
    return found.rule == NUMBER or (found.rank == WARNING and (found.rule in OF_A_BAG or topic in ASKED_BEFORE))


def _in_sight(
    person: m.Person, diary: d.Diary, after: tuple[Finding, ...], now: dt.datetime, told: Brought
) -> Reviewed:
    """What an entry adds to is seen even where it was set aside."""
    seen, away = _parted(person, after, diary, now)
    new = (one for one in after if one.cause in told.more or (one.cause in told.new and one not in away))
    return Reviewed(seen, tuple(new), after, again=told.more - told.new - told.heavier)


def _rests(case: Case, entry: d.Dose | d.Effect, found: tuple[Finding, ...]) -> dict[str, frozenset[str]]:
    """What findings rest on, without leaf: with leaf once more it is the same that acts."""
    entries = (*case.last(case.doses, longest(case)), entry)
    leaf = {case.name(one) for one in entries if isinstance(one, d.Dose) and {*kinds(case, one)} == {KRATOM}}
    return {one.cause: frozenset(one.because) - leaf for one in found}


_last: dict[uuid.UUID, tuple[d.Diary, dt.datetime, str | None, Findings]] = {}
"""Of the people last looked at: the diary, when, in which language, and what was found."""
GOOD_FOR = dt.timedelta(minutes=5)


def _found(person: m.Person, diary: d.Diary, now: dt.datetime) -> tuple[Finding, ...]:
    """A review; of the very same diary, one of the last minutes."""
    last = _last.get(person.pk)
    same = last is not None and last[0] is diary and last[2] == language()
    if last is not None and same and dt.timedelta() <= now - last[1] < GOOD_FOR:
        return last[3]
    found = review(diary, recalls.knowledge(person), now)
    _remember(person, diary, now, found)
    return found


def _remember(person: m.Person, diary: d.Diary, now: dt.datetime, found: Findings) -> None:
    _last.pop(person.pk, None)
    _last[person.pk] = (diary, now, language(), found)
    while len(_last) > lately.PEOPLE:
        _last.pop(next(iter(_last)), None)


@receiver(person_erased)
def _forget(key: uuid.UUID, **_signal: Any) -> None:
    """Nothing of an erased person stays in memory."""
    _last.pop(key, None)


def _without(diary: d.Diary, ids: set[str]) -> d.Diary:
    """Without the doses and effects of these ids that were recorded here."""
    if not any(one.id in ids and not one.source for one in (*diary.doses, *diary.effects)):
        return diary
    doses = tuple(one for one in diary.doses if one.source or one.id not in ids)
    effects = tuple(one for one in diary.effects if one.source or one.id not in ids)
    return replace(diary, doses=doses, effects=effects)
