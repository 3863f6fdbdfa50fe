"""The last days of the time chosen, day by day, with the person's own notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from counterpoise.diary import Dose, Effect, Entry, Rating
from counterpoise.report import names
from counterpoise.report.clinician import bags
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.document import Block, Table, Text
from counterpoise.safety.case import KRATOM
from counterpoise.safety.rules.signs import kinds_of
from counterpoise.safety.use import drug_by_paper, named_drug
from counterpoise.text import _

DAYS = 31
LONGEST = 160
"""Letters of a note that are shown."""
WITHDRAWAL = "withdrawal"
SEVERE = 3
FEW = 2
"""Ratings of a day that are read at a glance, without times."""
LEAF = ("powder", "capsule", "leaf", "other")
"""Forms that are not named beside each dose."""


def blocks(read: Reading) -> Iterator[Block]:
    """A row for each day; only what belongs to a section that is shown."""
    last = min(read.chosen.last, read.today)
    first = max(read.chosen.first, last - dt.timedelta(days=DAYS - 1))
    if first > read.chosen.first:
        yield Text(text=_("The last {days} days of the time chosen.").format(days=DAYS))
    told = _("From {first} to {last}").format(first=on(first), last=on(last))
    rows = tuple(_rows(read, first))
    if rows:
        if any(_taken_before(read, one) for one in read.effects if read.day(one.at) >= first):
            yield Text(text=_before_in_words(read))
        yield Table(caption=told, head=(_("Day"), _("Taken"), _("Rated"), _("Effects and notes")), rows=rows)
    else:
        yield Text(text=_("{days}: nothing to show.").format(days=told))


def _rows(read: Reading, first: dt.date) -> Iterator[tuple[str, ...]]:
    """Day, what was taken, what was rated, what was noticed or noted."""
    days: dict[dt.date, list[Entry]] = {}
    for entry in _shown(read):
        if (day := read.day(entry.at)) >= first:
            days.setdefault(day, []).append(entry)
    for day, entries in sorted(days.items()):
        taken = [_taken(read, one) for one in entries if isinstance(one, Dose)]
        noticed = [_noticed(read, one) for one in entries if isinstance(one, Effect)]
        notes = [f"“{_short(one.note)}”" for one in entries if one.note and one.note.strip()]
        yield (on(day), "; ".join(taken), "; ".join(_rated(read, entries)), "; ".join([*noticed, *notes]))


def _shown(read: Reading) -> Iterator[Entry]:
    """The entries of sections that are shown."""
    yield from read.doses if read.shown("taken") else ()
    for rating in read.ratings:
        if read.shown("dependence" if rating.measure == WITHDRAWAL else "pain"):
            yield rating
    yield from read.effects if read.shown("harms") else ()


def _taken(read: Reading, dose: Dose, beside: Effect | None = None) -> str:
    """ "08:12 Kratom 2 g, pain"; "08:12 feel free 1 bottle (read as kratom), pain". beside: the effect beside which it
    is told once more."""
    reason, what = names.reasons().get(dose.reason, "") if dose.reason else "", _what(read, dose)
    word = _word(read, dose)
    said = f"{_time(read, dose, beside)} {word or what} {names.amount(dose.amount, dose.unit, dose.of)}"
    if word:
        said = f"{said} ({names.read_as_named(what)})"
    lot = read.lot_of(dose)
    if lot is not None and drug_by_paper(read.case, dose) is not None:
        said = _("{taken} from {bag}").format(taken=said, bag=bags.called(read, lot))
    return f"{said}, {reason}" if reason else said


def _word(read: Reading, dose: Dose) -> str | None:
    """What the person called it, where that is no name of what it is read as: feel free, OPMS Gold."""
    packs = read.knowledge.substances
    if dose.written or dose.substance in packs or _drug(read, dose) not in packs:
        return dose.written
    return dose.substance


def _drug(read: Reading, dose: Dose) -> str:
    return named_drug(read.case, dose) or read.case.substance(dose.substance)


def _what(read: Reading, dose: Dose) -> str:
    """The drug it is by its name or its bag; an extract is never listed as if it were leaf."""
    drug = names.substance(_drug(read, dose))
    product = read.product_of(read.lot_of(dose))
    form = product.form if product is not None else None
    pack = read.knowledge.substances.get(KRATOM)
    if form is None or form in LEAF or pack is None or form not in pack.forms:
        return drug
    return f"{drug} ({_(pack.forms[form]).lower()})"


def _rated(read: Reading, entries: Sequence[Entry]) -> Iterator[str]:
    """ "Pain now 5, 4, 3 (highest 08:10, lowest 19:37)": by time; all times of many ratings would hide the rest."""
    by_measure: dict[str, list[Rating]] = {}
    for one in entries:
        if isinstance(one, Rating):
            by_measure.setdefault(one.measure, []).append(one)
    for key, ratings in by_measure.items():
        own = next((one.name for one in read.diary.measures if one.key == key), None)
        values = ", ".join(names.number(one.value) for one in ratings)
        yield f"{own or names.measure(key)} {values}{_ends(read, ratings)}"


def _ends(read: Reading, ratings: Sequence[Rating]) -> str:
    """When the lowest and the highest of a day were, the first of each; nothing of a few, or of all the same."""
    low, high = min(ratings, key=lambda one: one.value), max(ratings, key=lambda one: one.value)
    if len(ratings) <= FEW or low.value == high.value:
        return ""
    text = _("lowest {low}, highest {high}") if low.at <= high.at else _("highest {high}, lowest {low}")
    return f" ({text.format(low=_time(read, low), high=_time(read, high))})"


def _noticed(read: Reading, effect: Effect) -> str:
    """ "19:37 Drowsy, mild"; with a warning sign what was recorded as taken in the hours before it."""
    how = names.severity(effect.severity) or _("not told how bad")
    said = f"{_time(read, effect)} {names.effect(effect.kind)}, {how}"
    taken = [_taken(read, dose, effect) for dose in _taken_before(read, effect)]
    return _("{effect} (before it: {doses})").format(effect=said, doses="; ".join(taken)) if taken else said


def _taken_before(read: Reading, effect: Effect) -> list[Dose]:
    """What was recorded as taken in the hours before a warning sign, to its minute: nobody writes down two things in
    one. Nothing of sections that are left out."""
    if not (read.shown("harms") and read.shown("taken") and _warns(read, effect)):
        return []
    begin = effect.at - dt.timedelta(hours=_hours(read))
    end = effect.at.replace(second=0, microsecond=0) + dt.timedelta(minutes=1)
    return [dose for dose in read.doses if begin <= dose.at < end]


def _warns(read: Reading, effect: Effect) -> bool:
    """Whether it calls for help at once or the same day, or was severe."""
    known = (read.knowledge.effects.get(kind) for kind in kinds_of(read.knowledge, effect.kind))
    return effect.severity == SEVERE or any(one is not None and one.urgency != "record" for one in known)


def _hours(read: Reading) -> float:
    """How long before a warning sign doses are looked for: as the rules of safety do for what was severe."""
    return read.knowledge.rules["signs.severe"].limit("hours")


def _before_in_words(read: Reading) -> str:
    text = _(
        "Beside a warning sign stands what was recorded as taken in the {hours} hours before it. That it was taken "
        "before does not show that it is the cause."
    )
    return text.format(hours=names.number(_hours(read)))


def _time(read: Reading, entry: Entry, beside: Entry | None = None) -> str:
    """The time; of something that stands beside an entry of another day with its own day."""
    time = f"{entry.at.astimezone(read.zone):%H:%M}"
    other = beside is not None and read.day(beside.at) != read.day(entry.at)
    return f"{on(read.day(entry.at))} {time}" if other else time


def _short(note: str) -> str:
    plain = " ".join(note.split())
    return plain if len(plain) <= LONGEST else plain[:LONGEST].rstrip() + "…"
