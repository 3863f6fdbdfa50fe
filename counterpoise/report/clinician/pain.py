"""Pain and function: the PEG with its three questions, pain over time as a picture, sleep and mood in a line each."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator, Mapping, Sequence

from counterpoise.diary import PAIN_NOW, Questionnaire, Rating
from counterpoise.knowledge.records import Measure
from counterpoise.knowledge.scoring import score
from counterpoise.report import courses, facts, names
from counterpoise.report.clinician import where
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.clinician.spans import Ends, ends, spans
from counterpoise.report.courses import Course
from counterpoise.report.document import Block, Picture, Table, Text
from counterpoise.report.drawing import NARROW
from counterpoise.text import _, local, ngettext

WORST = "pain.worst"
PEG = "peg"
ASKED = ("sleep.quality", "mood")
"""What a visit asks beside pain; where it was not rated, that is said."""
MOST = 6


def blocks(read: Reading) -> Iterator[Block]:
    """What was filled in and rated in these days; a difference over time is no effect of anything."""
    filled = _peg(read)
    by_measure: dict[str, list[Rating]] = {}
    for rating in read.ratings:
        by_measure.setdefault(rating.measure, []).append(rating)
    if filled:
        yield _peg_table(read, filled)
    yield from _rated(read, by_measure)
    yield Text(text=" ".join(_said(read, filled, by_measure)))
    yield from _picture(read, filled)


def _said(
    read: Reading, filled: Sequence[tuple[dt.date, Questionnaire, float]], rated: Mapping[str, object]
) -> Iterator[str]:
    """How the PEG went, what was not rated, and what a change does not show."""
    if filled:
        yield _peg_said(read, filled)
    else:
        yield _("PEG (pain, enjoyment of life, general activity): not filled in in these days.")
    missing = [_measure(read, key) for key in (PAIN_NOW, WORST, *ASKED) if key not in rated]
    if missing:
        yield _("Not rated in these days: {what}.").format(what=", ".join(missing))
    if place := where.said(read):
        yield place
    if rated or len(filled) > 1:
        yield _("A change over time does not show what brought it about.")


def _peg(read: Reading) -> list[tuple[dt.date, Questionnaire, float]]:
    """Those with a score: a skipped question leaves none."""
    tool = read.knowledge.instruments[PEG]
    filled = [one for one in read.within(read.diary.questionnaires) if one.instrument == PEG]
    scored = [(read.day(one.at), one, score(tool, one.answers).value) for one in filled]
    return [(day, one, value) for day, one, value in scored if value is not None]


def _peg_table(read: Reading, filled: Sequence[tuple[dt.date, Questionnaire, float]]) -> Table:
    """The first, and the last three: what lies between is in the picture."""
    kept = [*filled[:1], *filled[1:][-3:]]
    return Table(
        caption=_("PEG, 0 (best) to 10"),
        head=(_("Day"), _("Score"), _("Pain"), _("Enjoyment"), _("Activity")),
        rows=tuple(
            (
                on(day),
                local(f"{value:.1f}"),
                *(names.number(one) if one is not None else "–" for one in filled_in.answers[:3]),
            )
            for day, filled_in, value in kept
        ),
    )


def _peg_said(read: Reading, filled: Sequence[tuple[dt.date, Questionnaire, float]]) -> str:
    first, last = filled[0], filled[-1]
    if len(filled) == 1:
        return _("Filled in once, so no course can be told.")
    band = read.knowledge.instruments[PEG].bands["meaningful"]
    said = _("From {first} to {last} ({count} times filled in). A change that matters: {band} {source}.")
    return said.format(
        first=local(f"{first[2]:.1f}"),
        last=local(f"{last[2]:.1f}"),
        count=len(filled),
        band=facts.value(band),
        source=read.cite(band, band.grade),
    )


def _picture(read: Reading, filled: Sequence[tuple[dt.date, Questionnaire, float]]) -> Iterator[Picture]:
    """Pain now and pain at its worst by week or month, and the PEG on its days."""
    cut = spans(read)
    found = []
    for key in (PAIN_NOW, WORST):
        values = [(read.day(one.at), one.value) for one in read.ratings if one.measure == key]
        if values:
            found.append(Course(_named(read, key, len(values)), cut.middles(), cut.medians(values)))
    if filled:
        found.append(Course(_("PEG"), [day for day, _one, _value in filled], [value for *_rest, value in filled]))
    if not any(len([one for one in course.values if one is not None]) > 1 for course in found):
        return
    title = _("Pain, 0 to 10: middle of the ratings {each}").format(each=cut.each)
    told = "; ".join(_course(course) for course in found)
    wide, narrow = (courses.over_time(found, (0, 10), title, told, width=width) for width in (courses.PAGE, NARROW))
    yield Picture(title=title, description=told, svg=wide, narrow=narrow, numbers=courses.numbers(found, title))


def _named(read: Reading, key: str, count: int) -> str:
    ratings = ngettext("{count} rating", "{count} ratings", count).format(count=local(f"{count:,}"))
    return f"{_measure(read, key)} ({ratings})"


def _course(course: Course) -> str:
    known = [(day, value) for day, value in zip(course.days, course.values, strict=True) if value is not None]
    first, last = known[0], known[-1]
    low, high = min(value for _day, value in known), max(value for _day, value in known)
    said = _("{name}: {first} around {on}, {last} around {until}, between {low} and {high}")
    return said.format(
        name=course.name,
        first=names.number(round(first[1], 1)),
        on=on(first[0]),
        last=names.number(round(last[1], 1)),
        until=on(last[0]),
        low=names.number(round(low, 1)),
        high=names.number(round(high, 1)),
    )


def _rated(read: Reading, by_measure: Mapping[str, Sequence[Rating]]) -> Iterator[Table]:
    """Each measure at the start and at the end of the time."""
    order = [key for key in read.knowledge.measures if key in by_measure and key != "withdrawal"]
    order += sorted(by_measure.keys() - read.knowledge.measures.keys())
    cut = ends(read)
    if order:
        yield Table(
            caption=_("Ratings: the middle, and in brackets how many"),
            head=(
                _("What"),
                ngettext("First {days} day", "First {days} days", cut.days).format(days=cut.days),
                ngettext("Last {days} day", "Last {days} days", cut.days).format(days=cut.days),
                _("Scale"),
            ),
            rows=tuple(_row(read, key, by_measure[key], cut) for key in order[:MOST]),
        )


def _row(read: Reading, key: str, ratings: Sequence[Rating], cut: Ends) -> tuple[str, ...]:
    first = [one.value for one in ratings if read.day(one.at) < cut.until]
    last = [one.value for one in ratings if read.day(one.at) >= cut.since]
    scale = _scale(read, key)
    return (_measure(read, key), _middle(first), _middle(last), scale)


def _middle(values: Sequence[float]) -> str:
    return f"{names.number(round(statistics.median(values), 1))} ({len(values)})" if values else _("not rated")


def _scale(read: Reading, key: str) -> str:
    known: Measure | None = read.knowledge.measure(key)
    own = next((one for one in read.diary.measures if one.key == key), None)
    found = known or own
    if found is None:
        return _("scale not known")
    better = _("high is good") if found.higher_is_better else _("low is good")
    return f"{local(f'{found.low:g}')}–{local(f'{found.high:g}')}, {better}"


def _measure(read: Reading, key: str) -> str:
    own = next((one.name for one in read.diary.measures if one.key == key), None)
    return own or names.measure(key)
