"""The appendices: plan, bags and findings in full, the method and the list of sources."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise import __version__
from counterpoise.diary import Plan
from counterpoise.knowledge import scales
from counterpoise.knowledge.as_json import MARK
from counterpoise.plans import words
from counterpoise.report import found as found_words
from counterpoise.report import plan as plan_words
from counterpoise.report.clinician import against, bags, found
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.clinician.sources import short
from counterpoise.report.document import Block, Items, Table, Text
from counterpoise.text import _

MOST_BAGS, MOST_ASSAYS = 24, 40


def plan(read: Reading) -> Iterator[Block]:
    """What holds, line by line; and the plans before it."""
    standings = against.standings(read)
    for standing in standings:
        said = plan_words.spoken(standing, read.knowledge, read.answers["verdict"] if read.shown("benefit") else None)
        yield Text(text=said.heading)
        yield Items(items=(*said.where, *(f"{part.label}: {part.text}" for part in said.agreed)))
        steps = tuple((step.day, step.kind, step.amount or _("as before"), step.more) for step in said.steps)
        yield Table(caption=_("Start and steps"), head=(_("Day"), _("What"), _("A dose"), _("More")), rows=steps)
        if said.stop:
            yield Items(items=said.stop)
    holding = {id(standing.plan) for standing in standings}
    before = [one for one in read.diary.plans if id(one) not in holding]
    if before:
        yield Table(
            caption=_("Other plans"),
            head=(_("From"), _("Until"), _("Direction"), _("With whom")),
            rows=tuple(
                (
                    _begun(read, one),
                    on(one.ended_on) if one.ended_on else _("no end written down"),
                    words.direction(one),
                    words.with_whom(one),
                )
                for one in before
            ),
        )
    if not standings and not before:
        yield Text(text=_("No plan is written down."))


def _begun(read: Reading, plan: Plan) -> str:
    return _("begins on {day}").format(day=on(plan.from_)) if plan.from_ > read.today else on(plan.from_)


def products(read: Reading) -> Iterator[Block]:
    """Every bag of these days, and what laboratories found in them."""
    used = bags.used(read)
    if not used:
        yield Text(text=_("No bag was named in these days."))
        return
    yield Table(caption=_("All bags"), head=bags.head(), rows=tuple(bags.row(read, bag) for bag in used[:MOST_BAGS]))
    if len(used) > MOST_BAGS:
        yield Text(text=_("{count} earlier bags are not listed.").format(count=len(used) - MOST_BAGS))
    rows = [row for bag in used[:MOST_BAGS] for row in bags.assays(read, bag.lot)]
    if rows:
        yield Table(
            caption=_("What laboratories found"),
            head=(_("Bag"), _("Analyte"), _("Result"), _("Laboratory and day")),
            rows=tuple(rows[:MOST_ASSAYS]),
        )
    if len(rows) > MOST_ASSAYS:
        yield Text(text=_("{count} more results are not listed.").format(count=len(rows) - MOST_ASSAYS))


def findings(read: Reading) -> Iterator[Block]:
    """Each with its reason, what it says to do, and its evidence."""
    shown = [one for one in read.findings if found.shown(read, one)]
    if not shown:
        yield Text(text=_("Nothing was found in what is shown here."))
        return
    yield Table(
        caption=_("Findings, the worst first"),
        head=(_("How soon"), _("What and why"), _("What the person is told to do"), _("Evidence")),
        rows=tuple(
            (
                found_words.severities()[one.severity],
                f"{one.title}. {one.reason}",
                " ".join(_(read.knowledge.actions[name].text) for name in one.actions),
                found.evidence(read, one),
            )
            for one in shown
        ),
    )


def method(read: Reading) -> Iterator[Block]:
    """How to read it, and the sources; written last, so that the list is whole."""
    yield Items(
        items=(
            _("Written by the person's own record with Counterpoise {version}. Not a medical device.").format(
                version=__version__
            ),
            _("Amounts are as the person noted them: of the product, not of a drug in it."),
            _("Missing is not counted as zero, and unknown is not none."),
            _("“Middle” is the median. “Days with entries” are days on which anything was written down."),
            _("Strength: from tests of the very bag; without one, from what products of its form hold, which is wide."),
            _(
                "Kratom leaf, extracts, and products made to contain 7-hydroxymitragynine or mitragynine "
                "pseudoindoxyl are told apart and never added up."
            ),
            _("Scores of questionnaires screen; they are no diagnosis. A skipped question leaves the score open."),
            _("A plan is marked “made alone” where no one is named with whom it was agreed."),
        )
    )
    yield Text(text=" ".join(_grades()))
    rows = read.cited.rows(read.knowledge)
    if rows:
        yield Table(
            caption=_("Sources"),
            head=(_("No."), _("Source"), _("Last reviewed")),
            rows=rows,
        )


def _grades() -> Iterator[str]:
    """What the short words beside a statement mean."""
    for grade, step in scales.grades().items():
        yield _("“{short}”: {name}.").format(short=short()[grade], name=step.name)
    yield _("“not checked”: {mark}.").format(mark=_(MARK))
    yield _("“our choice”: where the line is drawn is a choice of this project, published nowhere.")
