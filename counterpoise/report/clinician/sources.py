"""The sources that a report rests on, numbered in the order in which they are met."""

from __future__ import annotations

import datetime as dt

from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Grade, Source, Sourced
from counterpoise.report import names
from counterpoise.text import _

OURS = "counterpoise-model"


class Cited:
    """Each source once, with the day it was last looked at.

    The kind of evidence stands beside each statement: a statement's grade is not that of every source it names.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._looked: dict[str, dt.date] = {}

    def cite(self, said: Sourced, grade: Grade) -> str:
        """ "[2, 5] people, no trial", with a mark where it was not read where it was published."""
        numbers = []
        for key in said.sources:
            numbers.append(self._numbers.setdefault(key, len(self._numbers) + 1))
            self._looked[key] = min(said.reviewed, self._looked.get(key, said.reviewed))
        named = ", ".join(str(number) for number in sorted(numbers))
        parts = [f"[{named}] {short()[grade]}", *([] if said.established else [_("not checked")])]
        return ", ".join(parts)

    def rows(self, knowledge: Knowledge) -> tuple[tuple[str, str, str], ...]:
        """Number, source, day of the last look."""
        return tuple(
            (
                str(number),
                _source(knowledge.bibliography[key]),
                self._looked[key].isoformat(),
            )
            for key, number in self._numbers.items()
        )


def short() -> dict[Grade, str]:
    """Kinds of evidence in a word or two, where there is little room; `scales.grades` says them in full."""
    return {
        "human trial": _("trial in people"),
        "human observational": _("people, no trial"),
        "animal": _("animals only"),
        "in vitro": _("laboratory"),
        "convention": _("convention"),
        "unknown": _("nothing found"),
    }


def _source(source: Source) -> str:
    year = None if source.year is None else str(source.year)
    title, where = names.published(source)
    said = [source.authors, title, where, year, source.link]
    return ". ".join(part.removesuffix(".") for part in said if part)
