"""What the rules look at: the diary of late up to a moment, by time, beside what is known."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from counterpoise.diary import ENTRY_LISTS, Diary, Dose, Effect, Entry, Lab, Lot, Product, Questionnaire, Rating, finder
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.knowledge.records import ActionName, Rule, Severity
from counterpoise.safety.finding import Finding
from counterpoise.safety.medicines import LEAF, denies
from counterpoise.safety.window import before_plans, window
from counterpoise.text import _

E = TypeVar("E", bound=Entry)
_AT = attrgetter("at")
CLOCKS_DIFFER = dt.timedelta(minutes=10)
"""So far ahead an effect may be dated, by a clock that is fast, and is looked at: a grave sign does not wait for it."""
NOW = dt.timedelta()
LASTS = dt.timedelta(days=60)
"""So long at most what is not said to be over is taken to go on; each rule says for how long."""
KRATOM = LEAF
_APART = 2
"""Days by which the date on the clock of an entry can differ from the date elsewhere, and one to spare."""


class Case:
    """One diary at one moment. Entries dated later than `now` are not seen, but for effects just ahead of it."""

    def __init__(self, diary: Diary, knowledge: Knowledge, now: dt.datetime) -> None:
        self.diary, self.knowledge, self.now = diary, knowledge, now
        self.person = diary.person

    @cached_property
    def doses(self) -> Sequence[Dose]:
        """The doses of late, by time: as far back as any rule looks."""
        return self._of_late(self.diary.doses)

    @cached_property
    def effects(self) -> Sequence[Effect]:
        """The effects of late, by time."""
        return self._of_late(self.diary.effects, CLOCKS_DIFFER)

    @cached_property
    def lasting(self) -> Sequence[Effect]:
        """Those that went on after they began, or are not said to be over, by time."""
        of_late = self.now - LASTS
        return [
            one
            for one in self.effects
            if (one.at >= of_late and one.source is None if one.ended_at is None else one.ended_at != one.at)
        ]

    @cached_property
    def ratings(self) -> Sequence[Rating]:
        """The ratings of late, by time."""
        return self._of_late(self.diary.ratings)

    @cached_property
    def labs(self) -> Sequence[Lab]:
        """Every laboratory value so far, by time."""
        return self._by_time(self.diary.labs)

    @cached_property
    def questionnaires(self) -> Sequence[Questionnaire]:
        """Every questionnaire so far, by time."""
        return self._by_time(self.diary.questionnaires)

    @cached_property
    def first_doses(self) -> Mapping[tuple[str, str | None], Dose]:
        """The first dose ever, of each substance and bag as they are written."""
        found: dict[tuple[str, str | None], Dose] = {}
        days: dict[tuple[str, str | None], int] = {}
        for dose in self.diary.doses:  # dates first: to compare moments of different clocks takes long
            key, day = (dose.substance, dose.lot), dose.at.toordinal()
            known = days.get(key)
            if known is not None and day > known + _APART:
                continue
            if dose.at <= self.now and (known is None or dose.at < found[key].at):
                found[key], days[key] = dose, day
        return found

    def first_dose(self, substance: str) -> Dose | None:
        """The first dose ever of a substance."""
        of_it = (dose for (name, _lot), dose in self.first_doses.items() if self.substance(name) == substance)
        return min(of_it, key=_AT, default=None)

    @cached_property
    def doses_before_plans(self) -> Sequence[Dose]:
        """The doses of late, and those of the weeks before plans and their steps, however long ago: by time."""
        since = (self.now - window(self.knowledge)).date()
        spans = [span for span in before_plans(self.diary, self.knowledge) if span[0] <= since]
        if not spans:
            return self.doses
        days = {day for first, last in spans for day in range(first.toordinal(), last.toordinal() + _APART)}
        late = {id(dose) for dose in self.doses}
        before = [dose for dose in self.diary.doses if dose.at.toordinal() in days and id(dose) not in late]
        return self._by_time([*before, *self.doses])

    @cached_property
    def _substances(self) -> dict[str, str]:
        """The key of the pack that each way of naming a substance leads to; its own words where there is none."""
        return {}

    def substance(self, name: str) -> str:
        """The key of the pack of a substance; for one without a pack the words themselves."""
        known = self._substances.get(name)
        if known is None:
            known = self._substances[name] = _key_of(self.knowledge, name)
        return known

    def by_itself(self, dose: Dose) -> bool:
        """Whether an amount is one of the substance alone: of a shot of extract, or a mixture, it is not."""
        return self.substance(dose.substance) == dose.substance or _alone(self.knowledge, dose.substance)

    def taken(self, substance: str, since: dt.timedelta | None = None) -> list[Dose]:
        """Doses of one substance, by time; `since`: only those of the last so much time."""
        doses = self.doses if since is None else self.last(self.doses, since)
        return [dose for dose in doses if self.substance(dose.substance) == substance]

    def last(self, entries: Sequence[E], since: dt.timedelta) -> Sequence[E]:
        """The entries of the last so much time."""
        return entries[bisect_left(entries, self.now - since, key=_AT) :]

    def local(self, at: dt.datetime) -> dt.datetime:
        """A moment on the clock of the person's home."""
        return at.astimezone(self._zone)

    @cached_property
    def today(self) -> dt.date:
        """The day it is where the person lives."""
        return self.local(self.now).date()

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.person.time_zone)

    def lot_of(self, dose: Dose) -> Lot | None:
        """The bag a dose came from, where it names one."""
        return self._lots(dose.lot, dose.source)

    def product_of(self, lot: Lot | None) -> Product | None:
        """What is in a bag."""
        return None if lot is None else self._products(lot.product, lot.source)

    @cached_property
    def _lots(self) -> Callable[[str | None, str | None], Lot | None]:
        return finder(self.diary.lots)

    @cached_property
    def _products(self) -> Callable[[str | None, str | None], Product | None]:
        return finder(self.diary.products)

    def name(self, entry: Entry) -> str:
        """What a finding calls an entry: its id; for one without, its place in the diary ("doses[3]")."""
        return entry.id or self._place(entry)

    def _place(self, entry: Entry) -> str:
        for name in ENTRY_LISTS:
            listed = getattr(self.diary, name)
            if listed and type(listed[0]) is type(entry):
                if name not in self._places:
                    self._places[name] = {id(one): place for place, one in enumerate(listed)}
                place = self._places[name].get(id(entry))
                return "" if place is None else f"{name}[{place}]"
        return ""

    @cached_property
    def _places(self) -> dict[str, dict[int, int]]:
        """Places of entries by what Python calls them, for the lists that were asked about."""
        return {}

    def found(
        self,
        rule: str,
        because: Iterable[Entry] = (),
        *,
        cause: str = "",
        severity: Severity | None = None,
        actions: tuple[ActionName, ...] | None = None,
        filled: Mapping[str, str] | None = None,
        **words: str,
    ) -> Finding:
        """A finding of a rule of the packs. filled, words: what fills the braces of its title and reason; cause: told
        apart from other findings of the same rule by this."""
        words |= filled or {}
        said: Rule = self.knowledge.rules[rule]
        entries = sorted(because, key=_AT)
        return Finding(
            rule=rule,
            severity=severity or said.severity,
            title=_filled(rule, said.title, words),
            reason=_filled(rule, said.reason, words),
            cause=f"{rule}:{cause}" if cause else rule,
            because=tuple(dict.fromkeys(self.name(entry) for entry in entries)),
            actions=said.actions if actions is None else actions,
            sources=said.sources,
            at=entries[-1].at if entries else None,
        )

    def _of_late(self, entries: Sequence[E], ahead: dt.timedelta = NOW) -> Sequence[E]:
        """By their dates first: to compare moments of different clocks takes long, and a diary may hold ten years."""
        since = self.now - window(self.knowledge)
        day = since.toordinal() - _APART
        late = [entry for entry in entries if entry.at.toordinal() >= day]
        return self.last(self._by_time(late, ahead), self.now - since)

    def _by_time(self, entries: Iterable[E], ahead: dt.timedelta = NOW) -> Sequence[E]:
        by_time = list(entries)
        if any(later.at < one.at for one, later in pairwise(by_time)):  # a diary that was read is in order already
            by_time.sort(key=_seconds)
        while by_time and by_time[-1].at > self.now + ahead:
            by_time.pop()
        return by_time


def _seconds(entry: Entry) -> float:
    """Quicker to compare than moments of different clocks."""
    return entry.at.timestamp()


@lru_cache(maxsize=4096)
def _key_of(knowledge: Knowledge, name: str) -> str:
    pack = knowledge.substance_in(name)
    if pack is None or denies(name, pack.key, knowledge):
        return name  # "no kratom", "kratom (stopped 2019)", "kratom-free tea"
    return pack.key


@lru_cache(maxsize=4096)
def _alone(knowledge: Knowledge, name: str) -> bool:
    return knowledge.substance(name) is not None


def _filled(rule: str, text: str, words: Mapping[str, str]) -> str:
    try:
        return _(text).format(**words)
    except KeyError as error:
        file, _dot, key = rule.partition(".")
        raise BrokenPack(f"safety/{file}.toml", key, f"nothing fills in {error} of '{text}'") from error
