"""What is taken, from which bag and how strong, and the plan beside what was recorded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from counterpoise.report import courses, names
from counterpoise.report.clinician import against, bags, using
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.clinician.spans import Spans, ends, spans
from counterpoise.report.clinician.using import Use
from counterpoise.report.document import Block, Items, Picture, Table, Text
from counterpoise.report.drawing import NARROW
from counterpoise.text import _, local, ngettext

MOST_ROWS, MOST_BAGS = 6, 3
"""So many stand on the first pages; the rest in the appendix."""


def blocks(read: Reading) -> Iterator[Block]:
    """Drugs, doses over time, bags, plan."""
    found = using.uses(read)
    if not found:
        yield Text(text=nothing(read))
    else:
        yield _table(read, found)
        yield from _notes(read, found)
        yield from _pictures(read, found)
        yield from _bags(read)
    yield from _plan(read)


def nothing(read: Reading) -> str:
    """Where no dose is to be told: whether none was recorded, or what was may have been left out."""
    if read.shown("medicines"):
        return _("No dose was recorded in these days, which does not show that none was taken.")
    return _("No dose is shown for these days. Something is left out here, so doses may have been recorded.")


def _caption(noted: int, days: int) -> str:
    """ "Taken, on 1 day with entries out of 90 days"."""
    text = ngettext(
        "Taken, on {noted} day with entries out of {days}", "Taken, on {noted} days with entries out of {days}", noted
    )
    return text.format(noted=noted, days=ngettext("{n} day", "{n} days", days).format(n=days))


def _table(read: Reading, found: list[Use]) -> Table:
    return Table(
        caption=_caption(len(read.noted), read.days),
        head=(
            _("Drug and form"),
            _("Usual dose, lately (range)"),
            _("Doses a day taken, mean"),
            _("In all such a day, median"),
            _("Days taken"),
            _("Last"),
        ),
        rows=tuple(
            (
                using.called(read, use),
                using.usual(read, use),
                *using.a_day(read, use),
                using.days_taken(read, use),
                on(read.day(use.doses[-1].at)),
            )
            for use in found[:MOST_ROWS]
        ),
    )


def _notes(read: Reading, found: list[Use]) -> Iterator[Text]:
    """What the table leaves out, the reasons given, and use at the start and at the end."""
    said = []
    if len(found) > MOST_ROWS:
        rest = ", ".join(using.called(read, use) for use in found[MOST_ROWS:])
        said.append(_("Also noted: {what}.").format(what=rest))
    reasons = Counter(dose.reason for use in found if use.kratom_like for dose in use.doses)
    told = ", ".join(
        f"{names.reasons()[reason] if reason else _('not told')} {count}" for reason, count in reasons.most_common()
    )
    if told:
        said.append(_("Reasons noted for kratom and drugs made from it: {reasons}.").format(reasons=told))
    said = said or [_("No reasons were noted.")]
    yield Text(text=" ".join([*said, *_course(read, found)]))


def _course(read: Reading, found: list[Use]) -> Iterator[str]:
    """How use was at the start of these days and at their end; nothing where too few of them have entries."""
    both = [(use, using.at_ends(read, use)) for use in found if use.kratom_like]
    text = _("{first} and {last} of {drug}")
    told = [text.format(first=one[0], last=one[1], drug=_short(read, use)) for use, one in both if one]
    if told:
        text = _("Doses on a day with entries, in the first {days} days and in the last: {what}.")
        yield text.format(days=ends(read).days, what="; ".join(told))
        yield from dict.fromkeys(unseen for use, _one in both if (unseen := using.unseen_growth(read, use)))


def _short(read: Reading, use: Use) -> str:
    """The name in a sentence below the table, which says of another drug that it is one."""
    return names.substance(use.drug) if use.other and use.bag is None else using.called(read, use)


def _pictures(read: Reading, found: list[Use]) -> Iterator[Picture]:
    """Doses a day over time, of one drug in one form: leaf where there is any."""
    use = found[0]
    days = Counter(read.day(dose.at) for dose in use.doses)
    if not use.kratom_like or len(days) < 2:
        return
    cut = spans(read)
    values = _a_day(read, cut, days)
    title = _("{drug}: doses on a day with entries, {each}").format(drug=using.called(read, use), each=cut.each)
    told = _said(cut, values)
    drawn = courses.numbers([courses.Course(_("Doses a day"), cut.middles(), values)], title)
    wide, narrow = (courses.bars(cut.middles(), values, title, told, width=width) for width in (courses.PAGE, NARROW))
    yield Picture(title=title, description=told, svg=wide, narrow=narrow, numbers=drawn)


def _a_day(read: Reading, cut: Spans, doses: Counter[dt.date]) -> list[float | None]:
    """The mean over the days with entries; None where there was no such day."""
    noted = Counter(cut.of(day) for day in read.noted)
    taken: Counter[int] = Counter()
    for day, count in doses.items():
        taken[cut.of(day)] += count
    return [taken[n] / noted[n] if noted[n] else None for n in range(len(cut.starts))]


def _said(cut: Spans, values: list[float | None]) -> str:
    known = [(day, value) for day, value in zip(cut.middles(), values, strict=True) if value is not None]
    text = _("{first} a day around {on}, {last} around {until}; at most {most}.")
    return text.format(
        first=local(f"{known[0][1]:.1f}"),
        on=on(known[0][0]),
        last=local(f"{known[-1][1]:.1f}"),
        until=on(known[-1][0]),
        most=local(f"{max(value for _day, value in known):.1f}"),
    )


def _bags(read: Reading) -> Iterator[Block]:
    """The bags used last; that another one was begun is said, since strength differs between them."""
    used = bags.used(read)
    if not used:
        yield Text(text=_("From which product or bag is not told, so the strength is not known."))
        return
    yield Table(
        caption=_("Bags, the one used last first"),
        head=bags.head(),
        rows=tuple(bags.row(read, bag) for bag in used[:MOST_BAGS]),
    )
    more = len(used) - MOST_BAGS
    changed = bags.changes(used)
    said = []
    if changed:
        count = ngettext(
            "A new bag was begun {n} time in these days.", "A new bag was begun {n} times in these days.", changed
        )
        said.append(count.format(n=changed))
    if more > 0 and read.shown("products"):
        said.append(_("Earlier bags stand in the appendix."))
    if said:
        yield Text(text=" ".join(said))


def _plan(read: Reading) -> Iterator[Block]:
    """What was agreed and what was recorded since; a plan made alone is marked so."""
    lines = against.lines(read)
    if not lines:
        yield Text(text=_("No plan is written down."))
    else:
        yield Items(items=tuple(lines))
