"""Results without a table: 'name … result' line by line, side by side, and boxes with a label on each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from counterpoise.supply.certificates.meaning.cells import limit, said, verdict
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon
from counterpoise.supply.certificates.meaning.names import exact
from counterpoise.supply.certificates.paper.layout import Paper, Phrase
from counterpoise.supply.certificates.tables import blocks, methods
from counterpoise.supply.certificates.tables.grid import ANY_STYLE
from counterpoise.supply.certificates.tables.headings import role_of
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
    parts: dict[int, Phrase] = field(default_factory=dict)
    """The phrase of the page that a part was cut from."""
    kept: list[Phrase] = field(default_factory=list)

    def use(self, phrases: Sequence[Phrase]) -> None:
        self.used.update(id(self.parts.get(id(phrase), phrase)) for phrase in phrases)


def found(paper: Paper, lines: Sequence[int]) -> Found:
    """The rows among the lines that belong to no table."""
    result = Found()
    _boxes(paper, lines, result)
    for row, phrases in blocks.found(paper, lines, result.used):
        result.rows.append(row)
        result.use(phrases)
    sections: list[Section] = []
    for number in lines:
        left = [phrase for phrase in paper.lines[number] if id(phrase) not in result.used]
        left = [part for phrase in left for part in _parted(phrase, result)]
        rows, heads = _side_by_side(paper, left, sections, result)
        result.rows += rows
        for phrase in heads:
            sections = [one for one in sections if one.left < phrase.box.left - ALIGNED]
            wanted = role_of(phrase.text) in ("limit", "loq", "lod", "other")
            sections.append(Section(phrase.box.left, methods.around(phrase.text), not wanted))
            sections.sort(key=lambda one: one.left)
    return result


@dataclass(frozen=True)
class Section:
    """The name of a section, where it begins, and whether it is of results: not of claims or limits."""

    left: float
    around: Around = field(default_factory=Around)
    of_results: bool = True


def _section(sections: Sequence[Section], phrase: Phrase) -> Section:
    before = [one for one in sections if one.left <= phrase.box.left + ALIGNED]
    return before[-1] if before else Section(0.0)


def _parted(phrase: Phrase, result: Found) -> list[Phrase]:
    """'Mitragynine: 14.2 mg/g' and 'Lead < 0.1 ppm' are a name and a result."""
    words = phrase.text.split()
    for cut in range(len(words) - 1, 0, -1):
        name, rest = " ".join(words[:cut]), " ".join(words[cut:])
        cell = said(rest, ANY_STYLE)
        if exact(name) is None or not cell.is_result or (cell.unit is None and not name.endswith(":")):
            continue
        at = phrase.box.left + (phrase.box.right - phrase.box.left) * len(name) / len(phrase.text)
        parts = [
            Phrase(name, replace(phrase.box, right=at)),
            Phrase(rest, replace(phrase.box, left=at)),
        ]
        result.parts[id(parts[0])] = result.parts[id(parts[1])] = phrase
        result.kept += parts
        return parts
    return [phrase]


def _side_by_side(
    paper: Paper, line: Sequence[Phrase], sections: Sequence[Section], result: Found
) -> tuple[list[Row], list[Phrase]]:
    """Each name begins a row; the phrases up to the next name are its parts. What begins none is a section's name."""
    starts = [number for number, phrase in enumerate(line) if _starts(line, number)]
    rows: list[Row] = []
    for start, end in zip(starts, [*starts[1:], len(line)], strict=False):
        row = _row(paper, line[start:end], _section(sections, line[start]))
        if row is not None:
            rows.append(row)
            result.use(line[start:end])
    if rows:
        return rows, []
    return [], [phrase for phrase in line if len(phrase.text) <= methods.LONGEST]


def _starts(line: Sequence[Phrase], number: int) -> bool:
    """Whether a phrase is a known name with a result right behind it."""
    return number + 1 < len(line) and exact(line[number].text) is not None and _result(line[number + 1].text)


def _result(text: str) -> bool:
    return said(text, ANY_STYLE).is_result


def _row(paper: Paper, phrases: Sequence[Phrase], section: Section) -> Row | None:
    name, first, *rest = phrases
    parts: dict[str, Cell] = {}
    doubts: set[str] = set()
    if not section.of_results:
        return None
    for phrase in rest:
        cell = Cell(phrase.text, phrase.box)
        bound = limit(phrase.text, ANY_STYLE).most is not None and not phrase.text.lstrip()[:1].isdigit()
        if verdict(phrase.text) is not None and "verdict" not in parts:
            parts["verdict"] = cell
        elif bound and "limit" not in parts:
            parts["limit"] = cell
        elif _result(phrase.text):
            return None  # a second result without a heading: nobody can say which is meant
        elif methods.names(phrase.text) and "method" not in parts:
            parts["method"] = cell
        else:
            doubts.add("misaligned")
    return Row(
        paper.number,
        Cell(name.text, name.box),
        (Offered(Cell(first.text, first.box)),),
        parts,
        {},
        section.around,
        frozenset(doubts),
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
        if "result" not in parts or not parts["result"].text or _label(phrase.text) is not None:
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
