"""The whole document, section by section."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from counterpoise.diary import Diary
from counterpoise.knowledge.load import Knowledge
from counterpoise.report.clinician import (
    appendices,
    benefit,
    dependence,
    entries,
    glance,
    harms,
    labs,
    medicines,
    pain,
    questions,
    taken,
    unknown,
    who,
)
from counterpoise.report.clinician.chosen import APPENDICES, KEYS, Chosen, titles
from counterpoise.report.clinician.reading import Reading
from counterpoise.report.document import Block, Document, Section
from counterpoise.report.figures import Json
from counterpoise.safety.finding import Finding
from counterpoise.text import _

WRITERS: dict[str, Callable[[Reading], Iterable[Block]]] = {
    "questions": questions.blocks,
    "who": who.blocks,
    "pain": pain.blocks,
    "taken": taken.blocks,
    "benefit": benefit.blocks,
    "harms": harms.blocks,
    "medicines": medicines.blocks,
    "dependence": dependence.blocks,
    "labs": labs.blocks,
    "unknown": unknown.blocks,
    "plan": appendices.plan,
    "products": appendices.products,
    "findings": appendices.findings,
    "entries": entries.blocks,
    "method": appendices.method,
}


def written(  # noqa: PLR0917 - what the report is made of, in the order of the flow
    diary: Diary,
    knowledge: Knowledge,
    answers: Json,
    findings: Sequence[Finding],
    now: dt.datetime,
    chosen: Chosen,
) -> Document:
    """The report. answers: their JSON form; findings: of `safety.review` at `now`."""
    read = Reading(diary, knowledge, answers, tuple(findings), now, chosen)
    called = titles()
    return Document(
        title=_("Report for a visit"),
        name=chosen.name,
        first=chosen.first,
        last=chosen.last,
        written_on=read.today,
        sections=(_first(read), *(_section(key, called[key], read) for key in KEYS)),
    )


def _first(read: Reading) -> Section:
    """What stands before all sections; it is no section to choose, since it says only what those that are shown say."""
    return Section(key=glance.KEY, title=_("At a glance"), blocks=tuple(glance.blocks(read)))


def _section(key: str, title: str, read: Reading) -> Section:
    appendix = key in APPENDICES
    if not read.shown(key):
        return Section(key=key, title=title, left_out=True, appendix=appendix)
    return Section(key=key, title=title, blocks=tuple(WRITERS[key](read)), appendix=appendix)
