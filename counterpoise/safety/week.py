"""The last seven days beside the four weeks before, in numbers and one plain sentence each; nothing is judged."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise import units
from counterpoise.diary import Diary, Dose, Reason
from counterpoise.knowledge.load import Knowledge
from counterpoise.safety.case import Case
from counterpoise.safety.days import WEEK, Days, Taken, clock, on
from counterpoise.safety.rules.over_time.use import number
from counterpoise.safety.tell import amounts, called, times
from counterpoise.text import _, ngettext

WEEKS_BEFORE = 4
LEAST_DAYS = 4
"""Days of seven that were written down, at least: with fewer, nothing is said about the week."""


@dataclass(frozen=True, slots=True)
class Span:
    """One substance over some noted days. amount: the middle of the known single doses in `unit`, the unit that most
    were noted in; None where none is known. unknown: doses without amount. first_hour: the middle of the first doses.
    """

    days: int
    doses: int
    days_with: int
    amount: float | None
    unit: str | None
    unknown: int
    first_hour: float | None
    reasons: Mapping[Reason, int]

    @property
    def dose_free(self) -> int:
        """Noted days without a dose."""
        return self.days - self.days_with

    @property
    def a_week(self) -> float | None:
        """Doses in seven noted days."""
        return WEEK * self.doses / self.days if self.days else None


@dataclass(frozen=True, slots=True)
class Used:
    """One substance: last week, the weeks before, and a sentence."""

    substance: str
    last: Span
    before: Span
    sentence: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Something else that was noted last week: how often, on how many days, and a sentence."""

    substance: str
    count: int
    days: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Rated:
    """A measure: the middle of its ratings; None where there were none."""

    measure: str
    last: float | None
    before: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """from_, to: the first and the last day. noted: how many of the seven were written down. known: whether enough."""

    from_: dt.date
    to: dt.date
    noted: int
    known: bool
    sentence: str
    used: tuple[Used, ...]
    beside: tuple[Beside, ...]
    rated: tuple[Rated, ...]


def week(diary: Diary, knowledge: Knowledge, now: dt.datetime) -> Week:
    """The seven whole days before today, by the person's clock."""
    case = Case(diary, knowledge, now)
    days = Days(case, WEEK * (WEEKS_BEFORE + 1) + 2)
    last = days.week(0)
    before = [day for ago in range(1, WEEKS_BEFORE + 1) for day in days.week(ago)]
    first = days.today - dt.timedelta(days=WEEK)
    known = len(last) >= LEAST_DAYS
    used = []
    for substance, taken in days.taken.items():
        lately, then, name = _span(taken, last), _span(taken, before), _(knowledge.substances[substance].name)
        used.append(Used(substance, lately, then, _sentence(name, lately, then) if known else _cannot_say(name)))
    said = (
        _("{days} of 7 days were written down.")
        if known
        else _("{days} of 7 days were written down: too few to say much about the week.")
    )
    until = days.today - dt.timedelta(days=1)
    return Week(
        from_=first,
        to=until,
        noted=len(last),
        known=known,
        sentence=said.format(days=len(last)),
        used=tuple(used),
        beside=tuple(_beside(case, days, first)),
        rated=_rated(case, days, last, before),
    )


def to_json(week: Week) -> dict[str, Any]:
    """The week as plain values."""
    return {
        "from": week.from_.isoformat(),
        "to": week.to.isoformat(),
        "days_noted": week.noted,
        "enough": week.known,
        "sentence": week.sentence,
        "substances": [
            {
                "substance": one.substance,
                "sentence": one.sentence,
                "last_week": _span_json(one.last),
                "four_weeks_before": _span_json(one.before),
            }
            for one in week.used
        ],
        "beside": [
            {"substance": one.substance, "sentence": one.sentence, "times": one.count, "days": one.days}
            for one in week.beside
        ],
        "ratings": [
            {"measure": one.measure, "last_week": one.last, "four_weeks_before": one.before, "ratings": one.count}
            for one in week.rated
        ],
    }


def _span_json(span: Span) -> dict[str, Any]:
    return {
        "days_noted": span.days,
        "doses": span.doses,
        "doses_a_week": span.a_week,
        "days_with_a_dose": span.days_with,
        "dose_free_days": span.dose_free,
        "median_amount": span.amount,
        "unit": span.unit,
        "amount_unknown": span.unknown,
        "first_dose_hour": span.first_hour,
        "reasons": dict(span.reasons),
    }


def _sentence(name: str, last: Span, before: Span) -> str:
    doses = ngettext("{name}: {count} dose", "{name}: {count} doses", last.doses).format(name=name, count=last.doses)
    days = ngettext("on {days} day", "on {days} days", last.days_with).format(days=last.days_with)
    if before.days < LEAST_DAYS * WEEKS_BEFORE / 2 or before.a_week is None:
        return _("{doses} {days}; too little was written down before to compare.").format(doses=doses, days=days)
    usual = number(before.a_week)
    return _("{doses} {days}; in the four weeks before, about {usual} a week.").format(
        doses=doses, days=days, usual=usual
    )


def _beside(case: Case, days: Days, first: dt.date) -> Iterator[Beside]:
    """What was noted of the last seven days and is not kratom, nor made from it; by name."""
    noted: dict[str, list[Dose]] = {}
    for dose in case.last(case.doses, dt.timedelta(days=WEEK + 2)):
        substance = case.substance(dose.substance)
        if substance not in days.taken and first <= clock(case, dose).date() < days.today:
            noted.setdefault(substance, []).append(dose)
    for substance, doses in sorted(noted.items()):
        count = len({clock(case, dose).date() for dose in doses})
        on_days = ngettext("on {days} day", "on {days} days", count).format(days=count)
        said = _("{what}: {times} {days}, {amounts}.").format(
            what=called(case, substance),
            times=times(case, substance, len(doses)),
            days=on_days,
            amounts=amounts(doses, case.lot_of),
        )
        yield Beside(substance, len(doses), count, said)


def _cannot_say(name: str) -> str:
    return _("{name}: we cannot say.").format(name=name)


def _span(taken: Mapping[dt.date, Sequence[Taken]], days: list[dt.date]) -> Span:
    doses = [one.dose for one in on(taken, days)]
    kinds = Counter(
        units.canonical(dose.unit) for dose in doses if dose.amount is not None and dose.unit and not dose.of
    )
    unit = kinds.most_common(1)[0][0] if kinds else None
    amounts = [
        amount
        for dose in doses
        if unit and dose.amount is not None and dose.unit and not dose.of
        if (amount := units.converted(dose.amount, dose.unit, unit)) is not None
    ]
    with_one = [taken[day] for day in days if taken.get(day)]
    firsts = [group[0].clock.hour + group[0].clock.minute / 60 for group in with_one]
    return Span(
        days=len(days),
        doses=len(doses),
        days_with=len(with_one),
        amount=statistics.median(amounts) if amounts else None,
        unit=unit,
        unknown=sum(dose.amount is None for dose in doses),
        first_hour=statistics.median(firsts) if firsts else None,
        reasons=Counter(dose.reason for dose in doses if dose.reason is not None),
    )


def _rated(case: Case, days: Days, last: Iterable[dt.date], before: Iterable[dt.date]) -> tuple[Rated, ...]:
    """Measures rated last week, in the order of the packs, then the person's own."""
    in_last, in_before = set(last), set(before)
    now: dict[str, list[float]] = {}
    then: dict[str, list[float]] = {}
    for rating in case.last(case.ratings, dt.timedelta(days=WEEK * (WEEKS_BEFORE + 1) + 2)):
        day = clock(case, rating).date()
        if day in in_last or day in in_before:
            (now if day in in_last else then).setdefault(rating.measure, []).append(rating.value)
    order = [
        *(key for key in case.knowledge.measures if key in now),
        *sorted(now.keys() - case.knowledge.measures.keys()),
    ]
    return tuple(
        Rated(key, statistics.median(now[key]), statistics.median(then[key]) if key in then else None, len(now[key]))
        for key in order
    )
