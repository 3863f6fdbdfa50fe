"""Dependence and withdrawal: scales where they were filled in, withdrawal as rated, and how use has changed."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from counterpoise.diary import Questionnaire
from counterpoise.knowledge.records import Instrument
from counterpoise.knowledge.scoring import Score, score
from counterpoise.report import facts, names
from counterpoise.report.clinician import found
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.document import Block, Items
from counterpoise.safety.dependence import SELF_CHECK
from counterpoise.safety.week import week
from counterpoise.text import _, ngettext

SCALES = (SELF_CHECK, "sows", "cows", "kds")
WITHDRAWAL = "withdrawal"


def blocks(read: Reading) -> Iterator[Block]:
    """Lines; then what the rules see in the use."""
    yield Items(items=(*_scales(read), *_rated(read), *_for_withdrawal(read), *_lately(read)))
    shown = found.of_section(read, "dependence")
    if shown:
        yield found.table(read, shown, _("How use has changed, by the safety rules"))


def _scales(read: Reading) -> Iterator[str]:
    """The newest of each that was filled in in these days; of the others, that they were not."""
    filled = read.within(read.diary.questionnaires)
    missing = []
    for key in SCALES:
        tool = read.knowledge.instruments[key]
        ones = [one for one in filled if one.instrument == key and any(a is not None for a in one.answers)]
        if ones:
            yield _filled(read, tool, ones[-1], [_sum(tool, one) for one in ones])
        elif tool.items or key == "sows":
            missing.append(_(tool.name))
    if missing:
        yield _("Not filled in in these days: {names}.").format(names="; ".join(missing)).replace("?.", "?")


def _filled(read: Reading, tool: Instrument, last: Questionnaire, sums: list[str]) -> str:
    course = ngettext("{count} time filled in", "{count} times filled in", len(sums)).format(count=len(sums))
    text = _("{name} ({day}): {score}, {course}{before}.")
    before = ", " + _("before: {score}").format(score=sums[-2]) if len(sums) > 1 else ""
    said = text.format(name=_(tool.name), day=on(read.day(last.at)), score=sums[-1], course=course, before=before)
    reached = score(tool, last.answers) if tool.items else None
    if reached is not None and reached.band is not None and reached.settled:
        band = tool.bands[reached.band]
        said = f"{said} {facts.value(band)} {read.cite(band, band.grade)}."
    return " ".join([said, _("It screens; it is no diagnosis.")])


def _sum(tool: Instrument, one: Questionnaire) -> str:
    """ "4 of 11"; with questions skipped at least so much: what was skipped is not known."""
    given = [answer for answer in one.answers if answer is not None]
    reached: Score | None = score(tool, one.answers) if tool.items else None
    total = reached.at_least if reached is not None else sum(given)
    whole = len(given) == len(one.answers)
    said = names.number(round(total, 1))
    if tool.items:
        most = sum(item.high for item in tool.items.values())
        said = _("{score} of {most}").format(score=said, most=names.number(most))
    return said if whole else _("at least {score}, some questions skipped").format(score=said)


def _rated(read: Reading) -> Iterator[str]:
    """Withdrawal from 0 to 10, at the start and at the end of the time."""
    values = [(read.day(one.at), one.value) for one in read.ratings if one.measure == WITHDRAWAL]
    if not values:
        yield _("Withdrawal was not rated in these days.")
        return
    third = max(1, len(values) // 3)
    first, last = (statistics.median(v for _d, v in part) for part in (values[:third], values[-third:]))
    text = _(
        "Withdrawal, 0 to 10: {count}, from {first} (first third) to {last} (last third); highest {most} on {day}."
    )
    most = max(values, key=lambda pair: pair[1])
    count = ngettext("{count} rating", "{count} ratings", len(values)).format(count=len(values))
    yield text.format(
        count=count,
        first=names.number(round(first, 1)),
        last=names.number(round(last, 1)),
        most=names.number(most[1]),
        day=on(most[0]),
    )


def _for_withdrawal(read: Reading) -> Iterator[str]:
    """Doses taken against withdrawal, of those whose reason is known."""
    told = [dose.reason for dose in read.doses if dose.reason is not None]
    against = sum(reason == "withdrawal" for reason in told)
    if against:
        text = _("{against} of {told} doses with a reason were taken against withdrawal.")
        yield text.format(against=against, told=len(told))


def _lately(read: Reading) -> Iterator[str]:
    """The last week beside the four before, of kratom and the drugs made from it."""
    told = week(read.diary, read.knowledge, read.now)
    if told.used:
        said = " ".join(one.sentence for one in told.used)
        yield _("Week to {day}: {said}").format(day=on(told.to), said=said)
