"""Tables that lie on their side: a column for each test, and lines of results, units and limits below the names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from counterpoise.supply.certificates.meaning.lexicon import Role
from counterpoise.supply.certificates.meaning.names import exact
from counterpoise.supply.certificates.paper.layout import Paper, Phrase
from counterpoise.supply.certificates.tables import methods
from counterpoise.supply.certificates.tables.headings import role_of
from counterpoise.supply.certificates.tables.raw import Around, Cell, Offered, Row

FAR = 3.0
"""Heights of a letter between two of its lines from which the table has ended."""
ASIDE = 0.35
"""Parts of the distance of two names by which a cell may stand beside its own."""


@dataclass(frozen=True)
class Found:
    """The rows, and the lines of the page that they take."""

    rows: tuple[Row, ...]
    lines: frozenset[int]


def found(paper: Paper) -> Found:
    """Every such table of a page."""
    rows: list[Row] = []
    taken: set[int] = set()
    for number, line in enumerate(paper.lines):
        names = _names(line)
        if number in taken or names is None:
            continue
        lines = _lines(paper, number, names)
        if any(role == "result" for role, _cells, _number in lines):
            rows += _rows(paper, names, lines, _around(paper, number))
            taken |= {number, *(one for _role, _cells, one in lines)}
    return Found(tuple(rows), frozenset(taken))


def _names(line: Sequence[Phrase]) -> Sequence[Phrase] | None:
    """The names of tests, where a line holds nothing else but perhaps the heading of its own labels."""
    held = line[1:] if line and exact(line[0].text) is None and role_of(line[0].text) == "name" else line
    return held if len(held) > 1 and all(exact(phrase.text) is not None for phrase in held) else None


def _lines(paper: Paper, start: int, names: Sequence[Phrase]) -> list[tuple[Role, Sequence[Phrase], int]]:
    """The lines below the names, each with what its label says that it holds."""
    result: list[tuple[Role, Sequence[Phrase], int]] = []
    bottom = names[0].box.bottom
    for number in range(start + 1, len(paper.lines)):
        line = paper.lines[number]
        if not line:
            continue
        role = role_of(line[0].text)
        beside = line[0].box.centre < names[0].box.left
        if role in (None, "name", "lot") or not beside or line[0].box.top - bottom > FAR * line[0].box.height:
            break
        result.append((role, line[1:], number))
        bottom = line[0].box.bottom
    return result


def _around(paper: Paper, number: int) -> Around:
    """What the line right above the names says of them."""
    above = next((paper.lines[one] for one in range(number - 1, -1, -1) if paper.lines[one]), ())
    near = [one for one in above if paper.lines[number][0].box.top - one.box.bottom < FAR * one.box.height]
    told = [methods.around(phrase.text) for phrase in near]
    return Around(
        next((one.method for one in told if one.method), None), next((one.unit for one in told if one.unit), None)
    )


def _rows(
    paper: Paper, names: Sequence[Phrase], lines: Sequence[tuple[Role, Sequence[Phrase], int]], around: Around
) -> list[Row]:
    apart = min(two.box.centre - one.box.centre for one, two in pairwise(names))
    cells: list[dict[str, Cell]] = [{} for _name in names]
    doubts: list[set[str]] = [set() for _name in names]
    for role, phrases, _number in lines:
        for phrase in phrases:
            nearest = min(range(len(names)), key=lambda one: abs(names[one].box.centre - phrase.box.centre))
            aside = abs(names[nearest].box.centre - phrase.box.centre) > ASIDE * apart
            left = abs(names[nearest].box.left - phrase.box.left) < 3
            if (aside and not left) or role in cells[nearest]:
                doubts[nearest].add("misaligned")
            cells[nearest].setdefault(role, Cell(phrase.text, phrase.box))
    return [
        Row(
            paper.number,
            Cell(name.text, name.box),
            (Offered(parts.pop("result")),),
            {role: cell for role, cell in parts.items() if role != "other"},
            {},
            around,
            frozenset(doubt),
        )
        for name, parts, doubt in zip(names, cells, doubts, strict=True)
        if "result" in parts
    ]
