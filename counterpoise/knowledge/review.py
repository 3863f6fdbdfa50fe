"""How the packs stand: what nobody has read in the original, what was looked at long ago, and what on a day to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.parts import parts
from counterpoise.knowledge.records import Evidence, Fact, Grade, Sourced

IN_PEOPLE: tuple[Grade, ...] = ("human trial", "human observational")
MEASURED: tuple[Grade, ...] = (*IN_PEOPLE, "animal", "in vitro")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a pack says, and where: the file and the entry in it ("facts.half_life")."""

    file: str
    entry: str
    said: Sourced


@dataclass(frozen=True, slots=True)
class Review:
    """How many files and statements there are, and which statements are waiting for somebody to look.
    ahead: their day of review has not come yet, so it cannot be right. spreadless: measured numbers that do not say how
    far they vary; in_nobody: findings in people that do not say in whom. Both may be all that was published."""

    files: int
    statements: int
    unverified: tuple[Statement, ...]
    stale: tuple[Statement, ...]
    ahead: tuple[Statement, ...]
    spreadless: tuple[Statement, ...]
    in_nobody: tuple[Statement, ...]


def review(knowledge: Knowledge, today: dt.date) -> Review:
    """Read every pack. Raises BrokenPack; so a statement without a source, a grade or a date cannot be among them."""
    files = list(knowledge.everything())
    said = [statement for file, record in files for statement in _statements(file, record)]
    return Review(
        files=len(files),
        statements=len(said),
        unverified=tuple(one for one in said if not one.said.established),
        stale=tuple(one for one in said if due(one.said.reviewed) < today),
        ahead=tuple(one for one in said if one.said.reviewed > today),
        spreadless=tuple(one for one in said if _is_spreadless(one)),
        in_nobody=tuple(one for one in said if _is_in_nobody(one.said)),
    )


def due(reviewed: dt.date) -> dt.date:
    """The last day on which a review still counts as recent: twelve months later."""
    leap_day = (reviewed.month, reviewed.day) == (2, 29)
    return reviewed.replace(year=reviewed.year + 1, day=28 if leap_day else reviewed.day)


def _is_spreadless(one: Statement) -> bool:
    """A line that a rule draws is no measurement: it varies in nobody."""
    said = one.said
    if one.file.startswith("safety/"):
        return False
    return isinstance(said, Fact) and not isinstance(said.value, str) and said.spread is None and said.grade in MEASURED


def _is_in_nobody(said: Sourced) -> bool:
    return isinstance(said, Fact | Evidence) and said.population is None and said.grade in IN_PEOPLE


def _statements(file: str, record: object) -> Iterator[Statement]:
    for entry, part in parts(record):
        if isinstance(part, Sourced):
            yield Statement(file, entry, part)
