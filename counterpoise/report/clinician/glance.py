"""What a doctor reads first: what matters most, then why this person comes, what is taken, and what it does.

Every line repeats what a section says, and only of sections that are shown; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.diary.appointments import upcoming
from counterpoise.plans.words import moment
from counterpoise.report import found as found_words
from counterpoise.report import words
from counterpoise.report.clinician import found, taken, using, who
from counterpoise.report.clinician.reading import Reading
from counterpoise.report.clinician.spans import ends
from counterpoise.report.document import Block, Items, Text
from counterpoise.report.figures import interval, points
from counterpoise.report.pdf import left_out
from counterpoise.safety.finding import SEVERITIES, Finding
from counterpoise.text import _

KEY = "glance"
MOST = 3
"""So many findings are named; of the others that are as pressing, that there are so many."""


def blocks(read: Reading) -> Iterator[Block]:
    """The most pressing findings, one in a line, then the other lines; what nobody wrote down has none."""
    yield from _worst(read)
    why = " ".join(_why(read))
    use = _("Taken: {what}").format(what=_taken(read) if read.shown("taken") else left_out())
    benefit = _("Benefit: {what}").format(what=_benefit(read) if read.shown("benefit") else left_out())
    yield Items(items=(*([_("Why: {what}").format(what=why)] if why else []), use, benefit))


def _why(read: Reading) -> Iterator[str]:
    """What the visit is about, the conditions, and what is wanted; nothing where it was not written down."""
    said = [*_of_the_person(read), *_of_the_visit(read)]
    hidden = not read.shown("questions") or not read.shown("who")
    yield from said or ([left_out()] if hidden else [])


def _of_the_visit(read: Reading) -> Iterator[str]:
    visit = upcoming(read.diary.appointments, read.today) if read.shown("questions") else None
    if visit is not None and visit.about:
        yield _("The visit is about: {about}.").format(about=visit.about)
    if visit is not None and visit.goals:
        yield _("Wants from the visit: {goals}.").format(goals="; ".join(visit.goals))


def _of_the_person(read: Reading) -> Iterator[str]:
    if read.shown("who"):
        yield from who.conditions(read.diary.person)
        yield from who.goals(read)


def _taken(read: Reading) -> str:
    """The first row of the table of what is taken, and the names of the other drugs made from kratom."""
    uses = [use for use in using.uses(read) if use.kratom_like]
    if not uses:
        return taken.nothing(read)
    first, rest = uses[0], [using.called(read, use) for use in uses[1:]]
    said = [_how_much(read, first)]
    if course := using.at_ends(read, first):
        text = _("Doses on a day with entries: {first} in the first {days} days, {last} in the last.")
        said.append(text.format(first=course[0], last=course[1], days=ends(read).days))
    if unseen := using.unseen_growth(read, first):
        said.append(unseen)
    if rest:
        said.append(_("Also: {names}.").format(names="; ".join(rest)))
    return " ".join(said)


def _how_much(read: Reading, use: using.Use) -> str:
    """How much and how often; of a few days only what was noted, as they show no habit."""
    drug = using.called(read, use)
    if not using.enough(read, use):
        return _("{drug}: {noted}.").format(drug=drug, noted=using.counted(read, use))
    text = _("{drug}: usual dose {dose}; on average {count} doses on a day with one.")
    count, _sum = using.a_day(read, use)
    return text.format(drug=drug, dose=using.usual(read, use), count=count)


def _benefit(read: Reading) -> str:
    """The verdict in words; with its interval, where there is an answer."""
    said, rows, measure = words.headline(read.answers), words.rows(read.answers), read.answers["measure"]
    if read.answers["verdict"] == "cannot_tell" or not rows:
        return said
    name, one = rows[0]
    text = _("{name}: {mean} ({between}, 90 %).")
    between = interval(one["interval_90"], measure)
    return f"{said} {text.format(name=name, mean=points(one['mean'], measure), between=between)}"


def _worst(read: Reading) -> Iterator[Block]:
    """Of all findings that are shown the worst, and how soon they matter; what is left out may hold worse."""
    shown = [one for one in read.findings if found.shown(read, one)]
    if not shown:
        yield Text(text=found.counted(read))
        return
    first = [one for one in shown if one.rank == shown[0].rank]
    title = _headed(first).format(what=found_words.severities()[first[0].severity], named=MOST, count=len(first))
    yield Items(title=title, items=tuple(_named(read, one) for one in first[:MOST]))
    if not found.all_looked(read):
        yield Text(text=_("What is left out is not counted here."))


def _headed(first: list[Finding]) -> str:
    """What stands above them: of what is only good to know, nothing presses."""
    whole = len(first) <= MOST
    if first[0].severity == SEVERITIES[-1]:
        return "{what}" if whole else _("{what} ({named} of {count})")
    return _("Most pressing: {what}") if whole else _("Most pressing: {what} ({named} of {count})")


def _named(read: Reading, finding: Finding) -> str:
    """The title; of an emergency also when it was, since one of weeks ago asks for something else than one of today."""
    if finding.severity != SEVERITIES[0] or finding.at is None:
        return finding.title
    return f"{finding.title} ({moment(finding.at.astimezone(read.zone))})"
