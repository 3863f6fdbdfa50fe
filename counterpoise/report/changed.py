"""What changed between two days: facts of the record, side by side. None of it says what caused what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from counterpoise.diary import Diary, Entry, Questionnaire
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.scoring import score
from counterpoise.plans.words import day as in_words
from counterpoise.plans.words import day_in_part
from counterpoise.report import names
from counterpoise.safety.case import KRATOM
from counterpoise.safety.finding import Finding
from counterpoise.safety.week import LEAST_DAYS, Span, week
from counterpoise.text import _

PEG = "peg"
BEFORE = dt.timedelta(days=90)
"""An effect counts as new where none of its kind was noted for so long before the first day."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One line: what, how it was in the week before the first day, and how it is. Not known is said, never left 0."""

    label: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Since:
    """Figures that stand side by side, and what is new since: each a name with its day where that is known."""

    side_by_side: tuple[Changed, ...]
    new: tuple[tuple[str, tuple[str, ...]], ...]


def changed(diary: Diary, packs: Knowledge, findings: Iterable[Finding], first: dt.date, now: dt.datetime) -> Since:
    """Since the first day up to now. findings: what is found now. first: such as the day of the last visit."""
    zone = ZoneInfo(diary.person.time_zone)
    begin = dt.datetime.combine(first, dt.time(), zone)
    then, lately = _span(diary, packs, begin), _span(diary, packs, now)
    figures = [
        Changed(_("Kratom, doses on a day with entries"), _a_day(then), _a_day(lately)),
        Changed(_("Kratom, usual dose"), _usual(then), _usual(lately)),
        Changed(_("PEG (pain and everyday life, 0 to 10)"), *_peg(diary, packs, begin, now)),
    ]
    new = [
        (_("New medicines"), tuple(_medicines(diary, first, "since"))),
        (_("Medicines that ended"), tuple(_medicines(diary, first, "until"))),
        (_("Effects not noted in the 90 days before"), tuple(_first_effects(diary, packs, begin, now))),
        (_("Blood tests"), tuple(_labs(diary, begin, now))),
        (_("Found by the safety rules"), tuple(one.title for one in findings if one.at and begin <= one.at)),
    ]
    return Since(tuple(figures), tuple((label, lines) for label, lines in new if lines))


def _span(diary: Diary, packs: Knowledge, at: dt.datetime) -> Span | None:
    """The leaf in the seven whole days before a moment; None where too few days were written down."""
    found = week(diary, packs, at)
    if not found.known:
        return None
    none = Span(found.noted, 0, 0, None, None, 0, None, {})
    return next((one.last for one in found.used if one.substance == KRATOM), none)


def _a_day(span: Span | None) -> str:
    if span is None or span.days < LEAST_DAYS:
        return _("not known")
    return names.number(round(span.doses / span.days, 1))


def _usual(span: Span | None) -> str:
    if span is None or (span.doses and span.amount is None):
        return _("not known")
    return names.amount(span.amount, span.unit) if span.doses else _("no dose noted")


def _peg(diary: Diary, packs: Knowledge, begin: dt.datetime, now: dt.datetime) -> tuple[str, str]:
    """The last one before, and the last one since."""
    filled = [one for one in diary.questionnaires if one.instrument == PEG and one.at <= now]
    return _value(packs, [one for one in filled if one.at < begin]), _value(packs, [o for o in filled if o.at >= begin])


def _value(packs: Knowledge, filled: list[Questionnaire]) -> str:
    if not filled:
        return _("not filled in")
    last = max(filled, key=lambda one: one.at)
    value = score(packs.instruments[PEG], last.answers).value
    return _("not known") if value is None else f"{names.number(round(value, 1))} ({_day(last)})"


def _medicines(diary: Diary, first: dt.date, which: str) -> Iterator[str]:
    """Those that began, or ended, on the first day or later; a year alone says too little to tell."""
    for one in diary.person.medicines:
        day = getattr(one, which)
        if day is not None and day >= first.isoformat()[: len(day)] and len(day) > len("2026"):
            yield f"{one.name} ({day_in_part(day)})"


def _first_effects(diary: Diary, packs: Knowledge, begin: dt.datetime, now: dt.datetime) -> Iterator[str]:
    def kind(said: str) -> str:
        return packs.effect(said) or said

    before = {kind(one.kind) for one in diary.effects if begin - BEFORE <= one.at < begin}
    since = sorted((one for one in diary.effects if begin <= one.at <= now), key=lambda one: one.at)
    firsts = {kind(one.kind): one for one in reversed(since) if kind(one.kind) not in before}
    for key, one in sorted(firsts.items(), key=lambda each: each[1].at):
        yield f"{names.effect(key)} ({_day(one)})"


def _labs(diary: Diary, begin: dt.datetime, now: dt.datetime) -> Iterator[str]:
    for one in diary.labs:
        if begin <= one.at <= now:
            unit = "" if one.unit == "1" else f" {one.unit}"
            yield f"{one.analyte}: {names.number(one.value)}{unit} ({_day(one)})"


def _day(entry: Entry) -> str:
    return in_words(entry.at.date())
