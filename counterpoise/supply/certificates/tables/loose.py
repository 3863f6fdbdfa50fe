"""Results without a table: 'name … result' line by line, side by side in columns, and boxes with a label on each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.supply.certificates.meaning.cells import limit, said, verdict
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon
from counterpoise.supply.certificates.meaning.names import exact
from counterpoise.supply.certificates.paper.layout import Paper, Phrase
from counterpoise.supply.certificates.tables import methods
from counterpoise.supply.certificates.tables.grid import ANY_STYLE
from counterpoise.supply.certificates.tables.raw import Around, Cell, Offered, Row

ALIGNED = 4.0
"""Points by which lines of one column may begin apart."""
NEXT_LINE = 2.2
"""Heights of a letter from one line of a box to the next."""


@dataclass
class Found:
    """Rows, and the phrases they are made of."""

    rows: list[Row] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def found(paper: Paper, lines: Sequence[int]) -> Found:
    """The rows among the lines that belong to no table."""
    result = Found()
    _boxes(paper, lines, result)
    sections: list[tuple[float, Around]] = []
    for number in lines:
        left = [phrase for phrase in paper.lines[number] if id(phrase) not in result.used]
        rows, heads = _side_by_side(paper, left, sections, result)
        result.rows += rows
        for phrase in heads:
            sections = [one for one in sections if one[0] < phrase.box.left - ALIGNED]
            sections.append((phrase.box.left, methods.around(phrase.text)))
            sections.sort()
    return result


def _section(sections: Sequence[tuple[float, Around]], phrase: Phrase) -> Around:
    before = [around for left, around in sections if left <= phrase.box.left + ALIGNED]
    return before[-1] if before else Around()


def _side_by_side(
    paper: Paper, line: Sequence[Phrase], sections: Sequence[tuple[float, Around]], result: Found
) -> tuple[list[Row], list[Phrase]]:
    """Each name begins a row; the phrases up to the next name are its parts. What begins none is a section's name."""
    starts = [number for number, phrase in enumerate(line) if _starts(line, number)]
    rows: list[Row] = []
    for start, end in zip(starts, [*starts[1:], len(line)], strict=False):
        row = _row(paper, line[start:end], _section(sections, line[start]))
        if row is not None:
            rows.append(row)
            result.used.update(id(phrase) for phrase in line[start:end])
    if rows:
        return rows, []
    return [], [phrase for phrase in line if len(phrase.text) <= methods.LONGEST]


def _starts(line: Sequence[Phrase], number: int) -> bool:
    """Whether a phrase is a known name with a result right behind it."""
    return number + 1 < len(line) and exact(line[number].text) is not None and _result(line[number + 1].text)


def _result(text: str) -> bool:
    return said(text, ANY_STYLE).is_result


def _row(paper: Paper, phrases: Sequence[Phrase], around: Around) -> Row | None:
    name, first, *rest = phrases
    parts: dict[str, Cell] = {}
    for phrase in rest:
        cell = Cell(phrase.text, phrase.box)
        if verdict(phrase.text) is not None:
            parts.setdefault("verdict", cell)
        elif limit(phrase.text, ANY_STYLE).most is not None and "limit" not in parts:
            if not phrase.text.lstrip()[:1].isdigit():
                parts["limit"] = cell
            else:
                return None  # a second number without a heading: nobody can say which is the result
    doubts = frozenset[str]()
    return Row(
        paper.number,
        Cell(name.text, name.box),
        (Offered(Cell(first.text, first.box)),),
        parts,
        {},
        around,
        doubts,
        table=False,
    )


def _boxes(paper: Paper, lines: Sequence[int], result: Found) -> None:
    """A name, and under it lines that each begin with what they hold: 'Result: …', 'Limit: …'."""
    phrases = [phrase for number in lines for phrase in paper.lines[number]]
    columns: list[list[Phrase]] = []
    for phrase in sorted(phrases, key=lambda one: (one.box.left, one.box.top)):
        for column in columns:
            if abs(column[0].box.left - phrase.box.left) <= ALIGNED:
                column.append(phrase)
                break
        else:
            columns.append([phrase])
    rows: list[Row] = []
    for column in columns:
        column.sort(key=lambda one: one.box.top)
        rows += _box_rows(paper, column, result)
    result.rows += sorted(rows, key=lambda row: (round(row.top), row.name.box.left))


def _box_rows(paper: Paper, column: Sequence[Phrase], result: Found) -> list[Row]:
    rows: list[Row] = []
    for number, phrase in enumerate(column):
        parts, taken = _labelled(column, number)
        if "result" not in parts or _label(phrase.text) is not None:
            continue
        offered = (Offered(parts.pop("result")),)
        rows.append(Row(paper.number, Cell(phrase.text, phrase.box), offered, parts, table=False))
        result.used.update(id(one) for one in (phrase, *taken))
    return rows


def _labelled(column: Sequence[Phrase], start: int) -> tuple[dict[str, Cell], list[Phrase]]:
    """The labelled lines right under a phrase; a line without a label goes on with the one before."""
    parts: dict[str, Cell] = {}
    taken: list[Phrase] = []
    last: str | None = None
    for before, phrase in zip(column[start:], column[start + 1 :], strict=False):
        if phrase.box.middle - before.box.middle > NEXT_LINE * max(before.box.height, 1):
            break
        label = _label(phrase.text)
        if label is not None and label[0] not in parts:
            last = label[0]
            parts[last] = Cell(label[1], phrase.box)
        elif label is None and last is not None and not _names_next(column, phrase):
            parts[last] = Cell(f"{parts[last].text} {phrase.text}".strip(), parts[last].box)
        else:
            break
        taken.append(phrase)
    return parts, taken


def _names_next(column: Sequence[Phrase], phrase: Phrase) -> bool:
    """Whether the line after begins with a result: then this one is the name of the next box."""
    after = column[column.index(phrase) + 1 : column.index(phrase) + 2]
    label = _label(after[0].text) if after else None
    return label is not None and label[0] == "result"


def _label(text: str) -> tuple[str, str] | None:
    label, colon, rest = text.partition(":")
    role = lexicon().columns.get(fold(label)) if colon else None
    return (role, rest.strip()) if role is not None and role not in ("name", "other", "lot") else None
