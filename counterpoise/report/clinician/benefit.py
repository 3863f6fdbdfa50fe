"""What the answers say, in their own words, with a box on how they were found and where that ends."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise import assessment
from counterpoise.report import charts, words
from counterpoise.report.clinician.reading import Reading
from counterpoise.report.courses import PAGE
from counterpoise.report.document import Block, Box, Items, Picture, Text
from counterpoise.report.drawing import NARROW
from counterpoise.report.figures import directions, points
from counterpoise.text import _, local


def blocks(read: Reading) -> Iterator[Block]:
    """The verdict first, then part by part; then the box."""
    answers = read.answers
    said = words.spoken(answers)
    yield Text(text=" ".join(filter(None, (said.headline, said.why, said.surer))))
    yield from _parts(said)
    yield from _picture(read)
    yield Box(title=_("Method and limits"), lines=tuple(_limits(read, said)))


def _parts(said: words.Said) -> Iterator[Block]:
    """What can be told, part by part; what cannot be told yet, in one line by its questions."""
    parts = [part for part in said.parts if part.key != "costs"]
    lines = [f"{part.question} {part.text}" for part in parts if part.told]
    untold = [part.question for part in parts if not part.told]
    if untold:
        lines.append(_("Cannot be told yet: {questions}").format(questions=" ".join(untold)))
    if lines:
        yield Items(items=tuple(lines))


def _picture(read: Reading) -> Iterator[Picture]:
    """The first estimate as a picture, and under it what its marks mean."""
    rows = words.rows(read.answers)
    if not rows or read.answers["verdict"] == "cannot_tell":
        return
    change = assessment.meaningful_change(
        read.diary, substance=read.answers["substance"], measure=read.answers["measure"]
    )
    drawn = [
        charts.Row(name, one["mean"], one["interval_50"], one["interval_90"], one["interval_95"]) for name, one in rows
    ]
    better, worse = directions(read.answers["measure"])
    title = _("Change by one usual dose, in points")
    measure = read.answers["measure"]
    told = _("{what}: {mean}. Thick: 50 %, middle: 90 %, thin: 95 %. Upright lines: no change, and {change} points.")
    told = told.format(what=drawn[0].label, mean=points(drawn[0].mean, measure), change=local(f"{change:g}"))
    wide, narrow = (charts.interval(drawn[:1], change, worse, better, width=width) for width in (PAGE, NARROW))
    key = _(
        "How to read it: the dot is the middle of what is likely. If the model holds, the truth lies in the thick bar "
        "with 50 %, in the middle bar with 90 %, in the thin line with 95 % probability. Upright lines: no change (0), "
        "and the change that matters ({change})."
    )
    yield Picture(title=title, description=told, svg=wide, key=key.format(change=local(f"{change:g}")), narrow=narrow)


def _days(read: Reading) -> str:
    """Which days the answer rests on beside those that are shown: a report and a link differ in this."""
    if read.chosen.these_days_only:
        return _(
            "It rests on the days shown here and no others; the person's own report looks back further, so its figures "
            "may differ a little."
        )
    return _(
        "It rests on them whatever days are shown here; a link or a file for someone else rests on the days that it "
        "shows, so its figures may differ a little."
    )


def _limits(read: Reading, said: words.Said) -> Iterator[str]:
    """What a reader who knows about evidence asks first."""
    if said.basis:
        yield f"{said.basis} {_days(read)}"
    yield _(
        "Observed in daily life, not randomised and not blinded. Doses are taken because it hurts (confounding by "
        "indication): the model weighs pain before each dose and how pain wanders by itself, and can do so only as far "
        "as pain was rated."
    )
    yield _(
        "A Bayesian model of this one person: a dose acts over hours, its effect may wear off, ratings err. 90 % "
        "means: the truth lies there with 90 % probability, if the model holds. What was expected of a dose is part of "
        "its effect here. No before–after difference and no correlation is shown as an effect; “cannot tell yet” is "
        "what it says unless the record speaks clearly."
    )
    yield from said.cautions
    if said.clearer_if:
        yield _("What would make it clearer: {what}.").format(what="; ".join(said.clearer_if))
