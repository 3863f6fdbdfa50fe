"""Headings of a table: which column holds names, results, units, limits, verdicts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from counterpoise.supply.certificates.meaning.cells import clean, said, unit_of, verdict
from counterpoise.supply.certificates.meaning.lexicon import Role, fold, lexicon, stands_in
from counterpoise.supply.certificates.meaning.names import exact
from counterpoise.supply.certificates.meaning.numerals import Style
from counterpoise.supply.certificates.paper.layout import Box, Paper, Phrase, around

Line = tuple[Phrase, ...]
LONGEST = 60
"""Letters of a heading; more is running text."""
KEPT = 4096
"""Texts whose meaning is remembered: each is asked for many times."""
NEAR = 1.3
"""Heights of a letter from one line of a heading to the next."""


@dataclass(frozen=True)
class Column:
    """One column: what it holds, its heading, the unit there; `left` and `right` are its borders on the page."""

    role: Role | None
    title: str
    box: Box
    unit: str | None = None
    lot: str | None = None
    left: float = 0.0
    right: float = 0.0
    ruled: bool = False


@dataclass(frozen=True)
class Headings:
    """A row of headings: the lines of the page it takes, and its columns from left to right."""

    first: int
    last: int
    columns: tuple[Column, ...]

    @property
    def top(self) -> float:
        return min(column.box.top for column in self.columns)

    @property
    def bottom(self) -> float:
        return max(column.box.bottom for column in self.columns)

    def of(self, role: Role) -> list[int]:
        return [number for number, column in enumerate(self.columns) if column.role == role]


@lru_cache(maxsize=KEPT)
def role_of(title: str) -> Role | None:
    """What a heading says its column holds: the whole heading, else the longest of its words that says so."""
    columns = lexicon().columns
    words = fold(re.sub(r"[(\[][^)\]]*[)\]]", " ", title))
    if words in columns:
        return columns[words]
    if len(title) > LONGEST or len(words.split()) > 5:
        return None
    held = [phrase for phrase in columns if stands_in(phrase, words)]
    others = [phrase for phrase in held if columns[phrase] == "other"]
    beside = [phrase for phrase in held if columns[phrase] in ("limit", "loq", "lod")]
    if others and not beside:
        return "other"
    # "Test result" and "Sample result" hold a result: what is tested says less than what is said of it.
    held.sort(key=lambda phrase: (columns[phrase] not in ("name", "lot"), len(phrase)))
    return columns[held[-1]] if held else None


def unit_in(title: str) -> str | None:
    """The unit of a heading: all of it, in brackets, or at its end."""
    if (whole := unit_of(title)) is not None:
        return whole
    for inside in re.findall(r"[(\[]([^)\]]*)[)\]]", title):
        if (unit := unit_of(inside)) is not None:
            return unit
    words = clean(title).replace(",", " ").split()
    for start in range(1, len(words)):
        if (unit := unit_of(" ".join(words[start:]))) is not None:
            return unit
    return None


def found(paper: Paper, taken: Collection[int] = ()) -> list[Headings]:
    """Every row of headings of a page, from top to bottom."""
    result: list[Headings] = []
    for number, line in enumerate(paper.lines):
        if any(number <= one.last for one in result):
            continue
        if number not in taken and _head(line) and not _before_fuller(paper, number):
            result += _side_by_side(_whole(paper, number))
    return result


def _before_fuller(paper: Paper, number: int) -> bool:
    """Whether the next line holds more headings: then this one is the name of a section, with a verdict or a unit."""
    after = next((line for line in paper.lines[number + 1 :] if line), ())
    if not after or after[0].box.top - paper.lines[number][0].box.bottom > 2.5 * paper.letter or not _head(after):
        return False
    return _plain_headings(after) > _plain_headings(paper.lines[number])


def _plain_headings(line: Line) -> int:
    return sum(fold(phrase.text) in lexicon().columns and verdict(phrase.text) is None for phrase in line)


def goes_on(paper: Paper, before: Headings, end: int) -> Headings | None:
    """The headings of the page before, where this page begins with rows under the same columns and names none."""
    for number, line in enumerate(paper.lines[:end]):
        if len(line) < 2 or not any(exact(phrase.text) is not None for phrase in line):
            continue
        under = [next((one.role for one in before.columns if one.left <= p.box.centre <= one.right), "") for p in line]
        if not any(role == "result" and _reads(p.text) for role, p in zip(under, line, strict=True)):
            return None
        top = around(phrase.box for phrase in line).top
        moved = tuple(
            replace(one, box=replace(one.box, top=top - 2, bottom=top - 1), ruled=False) for one in before.columns
        )
        return Headings(number, number - 1, moved) if "" not in under else None
    return None


def _reads(text: str) -> bool:
    return said(text, Style(".", True)).is_result


def _side_by_side(headings: Headings) -> list[Headings]:
    """Two tables beside each other have the same headings twice: each is a table of its own."""
    starts = headings.of("name")
    ends = [*starts[1:], len(headings.columns)]
    parts = [headings.columns[start:end] for start, end in zip(starts, ends, strict=True)]
    if starts[0] != 0 or len(parts) < 2 or not all(any(one.role == "result" for one in part) for part in parts):
        return [headings]
    return [replace(headings, columns=part) for part in parts]


def _head(line: Line) -> bool:
    """Whether a line is the main one of a row of headings: names, and something said of them."""
    roles = [role_of(phrase.text) for phrase in line if len(phrase.text) <= LONGEST]
    units = [unit_in(phrase.text) for phrase in line]
    if len(line) < 2 or any(":" in phrase.text.rstrip(":") for phrase in line):
        return False
    told = {role for role in roles if role not in (None, "name", "other")}
    named = "name" in roles
    if any(_is_data(phrase.text) for phrase in line):
        return False
    if all(fold(phrase.text) in lexicon().fields for phrase in line) and len(told) < 3:
        return False  # labels of the head of the page, their values below
    if named:
        return bool(told) or any(units)
    return "result" in roles and len(told) >= 2


def _is_data(text: str) -> bool:
    """Whether a phrase is the name of an analyte, a result or a verdict: then its line holds no headings."""
    if fold(text) in lexicon().columns:
        return False
    return exact(text) is not None or _reads(text) or verdict(text) is not None


def _whole(paper: Paper, number: int) -> Headings:
    """All lines of a heading that is higher than one line, and its columns."""
    lines = paper.lines
    main = around(phrase.box for phrase in lines[number])
    top, bottom = _band(paper, main)
    first = last = number
    while first > 0 and _belongs(lines[first - 1], lines[number], top, bottom, paper):
        first -= 1
    while last + 1 < len(lines) and _belongs(lines[last + 1], lines[number], top, bottom, paper):
        last += 1
    phrases = [phrase for line in lines[first : last + 1] for phrase in line]
    columns = _columns(phrases, paper, top, bottom)
    if not any(column.role == "name" for column in columns):
        columns = [replace(columns[0], role="name"), *columns[1:]] if columns[0].role is None else columns
    if not any(column.role == "name" for column in columns):
        left = Column("name", "", Box(0, main.top, max(columns[0].box.left - 2, 1), main.bottom))
        columns = [left, *columns]
    return Headings(first, last, tuple(_bordered(columns, paper, bottom or main.bottom)))


def _band(paper: Paper, main: Box) -> tuple[float | None, float | None]:
    """The ruled lines above and below a heading, where it stands between two."""
    near = 4 * main.height
    crossing = [rule.at for rule in paper.across if rule.start <= main.left + 3 and rule.end >= main.left + 3]
    above = [at for at in crossing if main.top - near <= at <= main.middle]
    below = [at for at in crossing if main.middle <= at <= main.bottom + near]
    return (max(above) if above else None), (min(below) if below else None)


def _belongs(line: Line, main_line: Line, top: float | None, bottom: float | None, paper: Paper) -> bool:
    """Whether a line beside the main one is part of the same row of headings."""
    if not line:
        return False
    place, main = around(phrase.box for phrase in line), around(phrase.box for phrase in main_line)
    if top is not None and bottom is not None:
        return top - 1 <= place.middle <= bottom + 1
    if min(abs(place.top - main.bottom), abs(main.top - place.bottom)) > NEAR * main.height - main.height * 0.3 and (
        place.bottom < main.top or place.top > main.bottom
    ):
        return False
    if abs(place.middle - main.middle) > NEAR * paper.letter * 1.2:
        return False
    told = [one for phrase in line for one in main_line if _near(phrase, one) and role_of(one.text) is not None]
    if told and (len(line) == 1 or any(role_of(line[0].text) == role_of(one.text) for one in told)):
        return False  # not a heading that goes on, but the first section below it: 'Analyte', 'Alkaloids'
    return all(
        (role_of(phrase.text) is not None or unit_of(phrase.text) is not None or unit_in(phrase.text) is not None)
        and exact(phrase.text) is None
        for phrase in line
    )


def _near(one: Phrase, other: Phrase) -> bool:
    return role_of(one.text) is not None and _over(one.box, other.box)


def _columns(phrases: Sequence[Phrase], paper: Paper, top: float | None, bottom: float | None) -> list[Column]:
    """Phrases that stand over one another make one heading; one that spans several is the heading of a group."""
    singles = sorted(phrases, key=lambda one: (one.box.left, one.box.top))
    groups = [
        one
        for one in singles
        if sum(_over(one.box, other.box) and other.box.top >= one.box.bottom - 2 for other in singles) > 1
        or (_spanned(one, singles, paper) and role_of(one.text) == "lot")
    ]
    stacks: list[list[Phrase]] = []
    for phrase in singles:
        if phrase in groups:
            continue
        for stack in stacks:
            if any(_over(phrase.box, one.box) for one in stack):
                stack.append(phrase)
                break
        else:
            stacks.append([phrase])
    columns = []
    for stack in stacks:
        stack.sort(key=lambda one: one.box.top)
        title = " ".join(phrase.text for phrase in stack)
        group = next((one for one in groups if _under(one, stack, singles, paper)), None)
        columns.append(_column(title, around(phrase.box for phrase in stack), group))
    return columns


def _spanned(group: Phrase, singles: Sequence[Phrase], paper: Paper) -> bool:
    return len(_below(group, singles, paper)) > 1


def _below(group: Phrase, singles: Sequence[Phrase], paper: Paper) -> list[Phrase]:
    """Headings right under one, between the same ruled lines."""
    left, right = _borders(group.box, paper)
    return [
        one
        for one in singles
        if one is not group and one.box.top >= group.box.middle and left - 1 <= one.box.centre <= right + 1
    ]


def _under(group: Phrase, stack: Sequence[Phrase], singles: Sequence[Phrase], paper: Paper) -> bool:
    return any(_over(group.box, one.box) for one in stack) or any(one in stack for one in _below(group, singles, paper))


def _borders(box: Box, paper: Paper) -> tuple[float, float]:
    lines = [rule.at for rule in paper.down if rule.start - 1 <= box.middle <= rule.end + 1]
    left = max((at for at in lines if at <= box.left + 1), default=box.left)
    right = min((at for at in lines if at >= box.right - 1), default=box.right)
    return left, right


def _over(one: Box, other: Box) -> bool:
    return min(one.right, other.right) - max(one.left, other.left) > 0.5


def _column(title: str, box: Box, group: Phrase | None) -> Column:
    role, unit = role_of(title), unit_in(title)
    if group is not None and role_of(group.text) == "lot":
        return Column("result", title, box, unit, lot=title.strip())
    if group is not None and role is None:
        role, unit = role_of(group.text), unit or unit_in(group.text)
    if role is None and unit is not None:
        role = "result"  # a heading that is nothing but a unit
        if clean(title) and unit_of(title) is None:
            role = "other"
    return Column(role, title, box, unit)


def _bordered(columns: list[Column], paper: Paper, below: float) -> list[Column]:
    """Borders: ruled lines that go on below the heading, else halfway to the neighbours."""
    at = sorted({round(rule.at, 1) for rule in paper.down if rule.start <= below + 3 and rule.end >= below + 6})
    result = []
    ordered = sorted(columns, key=lambda one: one.box.left)
    for number, column in enumerate(ordered):
        box = column.box
        before = ordered[number - 1].box.right if number else 0.0
        after = ordered[number + 1].box.left if number + 1 < len(ordered) else paper.width
        left, right = (before + box.left) / 2, (box.right + after) / 2
        lines_left = [one for one in at if before - 1 <= one <= box.left + 1]
        lines_right = [one for one in at if box.right - 1 <= one <= after + 1]
        ruled = bool(lines_left and lines_right)
        if ruled:
            left, right = max(lines_left), min(lines_right)
        result.append(replace(column, left=left, right=right, ruled=ruled))
    return result


def unknown(columns: Sequence[Column]) -> list[str]:
    """Headings that hold no part of a result, for telling the person what was passed over."""
    return [column.title for column in columns if column.role is None and column.title]
