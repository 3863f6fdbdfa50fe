"""What the rules look at: the diary up to a moment, by time, beside what is known."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from counterpoise.diary import ENTRY_LISTS, Diary, Dose, Effect, Entry, Lab, Lot, Product, Questionnaire, Rating, finder
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.knowledge.records import ActionName, Rule, Severity
from counterpoise.safety.finding import Finding
from counterpoise.safety.medicines import LEAF, match
from counterpoise.text import _

E = TypeVar("E", bound=Entry)
_AT = attrgetter("at")
KRATOM = LEAF


class Case:
    """One diary at one moment. Entries dated later than `now` are not seen."""

    def __init__(self, diary: Diary, knowledge: Knowledge, now: dt.datetime) -> None:
        self.diary, self.knowledge, self.now = diary, knowledge, now
        self.person = diary.person

    @cached_property
    def doses(self) -> Sequence[Dose]:
        """Every dose so far, by time."""
        return self._so_far(self.diary.doses)

    @cached_property
    def effects(self) -> Sequence[Effect]:
        """Every effect so far, by time."""
        return self._so_far(self.diary.effects)

    @cached_property
    def ratings(self) -> Sequence[Rating]:
        """Every rating so far, by time."""
        return self._so_far(self.diary.ratings)

    @cached_property
    def labs(self) -> Sequence[Lab]:
        """Every laboratory value so far, by time."""
        return self._so_far(self.diary.labs)

    @cached_property
    def questionnaires(self) -> Sequence[Questionnaire]:
        """Every questionnaire so far, by time."""
        return self._so_far(self.diary.questionnaires)

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
        return entry.id or self._places.get(id(entry), "")

    @cached_property
    def _places(self) -> dict[int, str]:
        lists = {name: getattr(self.diary, name) for name in ENTRY_LISTS}
        return {id(entry): f"{name}[{place}]" for name, all_ in lists.items() for place, entry in enumerate(all_)}

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

    def _so_far(self, entries: Sequence[E]) -> Sequence[E]:
        by_time = sorted(entries, key=_AT)
        while by_time and by_time[-1].at > self.now:
            by_time.pop()
        return by_time


@lru_cache(maxsize=4096)
def _key_of(knowledge: Knowledge, name: str) -> str:
    pack = knowledge.substance_in(name)
    if pack is None or ((found := match(name, knowledge)) is not None and pack.key in found.not_taken):
        return name  # "no kratom", "kratom (stopped 2019)"
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
