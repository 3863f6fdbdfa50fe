"""The rows of a table under its headings, along ruled lines where there are some and by lines of text where not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from counterpoise.supply.certificates.meaning.cells import clean, said, unit_of
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon
from counterpoise.supply.certificates.meaning.names import exact
from counterpoise.supply.certificates.meaning.numerals import Style
from counterpoise.supply.certificates.paper.layout import Paper, Phrase, around
from counterpoise.supply.certificates.tables import guess, methods
from counterpoise.supply.certificates.tables.headings import Headings
from counterpoise.supply.certificates.tables.raw import Around, Cell, Offered, Row
from counterpoise.supply.certificates.tables.standing import Standing

CLOSE = 0.75
"""Parts of the usual distance of two rows within which a line goes on with the row beside it."""
ANY_STYLE = Style(".", True)


@dataclass
class Draft:
    """A row while its cells come together, by column."""

    cells: dict[int, list[Phrase]] = field(default_factory=dict)
    doubts: set[str] = field(default_factory=set)
    around: Around = field(default_factory=Around)

    def text(self, column: int) -> str:
        ordered = sorted(self.cells.get(column, ()), key=lambda one: (round(one.box.middle), one.box.left))
        return " ".join(phrase.text for phrase in ordered)

    def cell(self, column: int) -> Cell:
        return Cell(self.text(column), around(phrase.box for phrase in self.cells[column]))

    @property
    def middle(self) -> float:
        return median(phrase.box.middle for phrases in self.cells.values() for phrase in phrases)


@dataclass(frozen=True)
class Table:
    """What one table holds: its rows, the lines of the page it takes, and lines in it that are no rows."""

    rows: tuple[Row, ...]
    lines: frozenset[int]
    texts: tuple[Phrase, ...]
    top: float
    bottom: float


class Reader(Standing):
    """The rows of one table."""

    def __init__(self, paper: Paper, headings: Headings, end: int, above: Around, *, alone: bool = True) -> None:
        super().__init__(paper, headings, end, alone=alone)
        self.columns = guess.by_cells(self.columns, self._texts_by_column())
        self.results = [number for number, column in enumerate(self.columns) if column.role == "result"]
        self.above = above
        self.texts: list[Phrase] = []
        self.used: set[int] = set(range(headings.first, headings.last + 1))
        self._over_bands: set[int] = set()

    def _texts_by_column(self) -> dict[int, list[str]]:
        held: dict[int, list[str]] = {}
        for number in self.body:
            for phrase in self._line(number):
                column, _sure = self._column(phrase)
                if column is not None:
                    held.setdefault(column, []).append(phrase.text)
        return held

    def table(self) -> Table:
        """Its rows in their order."""
        drafts = self._drafts()
        self._set_right(drafts)
        drafts = self._without_tail(drafts)
        self._doubt_empty_columns(drafts)
        rows = [row for draft in drafts if (row := self._row(draft)) is not None]
        self._let_go(drafts)
        boxes = [phrase.box for number in self.used for phrase in self._line(number)]
        bottom = max((box.bottom for box in boxes), default=self.headings.bottom)
        return Table(tuple(rows), frozenset(self.used), tuple(self.texts), self.headings.top, bottom)

    def _without_tail(self, drafts: list[Draft]) -> list[Draft]:
        """Without lines behind the last result that are no known test: names of sections, with a verdict."""
        if self.end >= len(self.paper.lines):
            return drafts
        last = max((number for number, one in enumerate(drafts) if self._holds_result(one)), default=len(drafts))
        kept = [
            draft
            for number, draft in enumerate(drafts)
            if number <= last or self._holds_result(draft) or exact(draft.text(self.name)) is not None
        ]
        return kept

    def _doubt_empty_columns(self, drafts: Sequence[Draft]) -> None:
        """A heading of limits or verdicts with nothing below it: its ticks are drawn, or stand where nobody looked."""
        for number, column in enumerate(self.columns):
            if column.role in ("verdict", "limit", "loq", "lod") and not any(number in one.cells for one in drafts):
                for draft in drafts:
                    draft.doubts.add("limit_unclear")

    def _holds_result(self, draft: Draft) -> bool:
        return any(said(draft.text(column), ANY_STYLE).is_result for column in self.results if column in draft.cells)

    def _let_go(self, drafts: Sequence[Draft]) -> None:
        """Lines of text behind the last row are no part of the table: they may belong to the next one."""
        last = max(
            (phrase.box.bottom for draft in drafts for cell in draft.cells.values() for phrase in cell), default=0.0
        )
        for number in [one for one in self.used if one > self.headings.last]:
            if around(phrase.box for phrase in self._line(number)).top >= last:
                self.used.discard(number)
                gone = {id(phrase) for phrase in self._line(number)}
                self.texts = [phrase for phrase in self.texts if id(phrase) not in gone]

    # Rows

    def _drafts(self) -> list[Draft]:
        drafts: list[Draft] = []
        context = self.above
        bands = self._bands()
        merged = self._merged(bands)
        for band in range(len(bands) - 1):
            numbers = [number for number in self.body if self._in_band(number, bands, band)]
            found, context = self._in_lines(numbers, context) if self._many(numbers) else self._one(numbers, context)
            for draft in found:
                for column, phrases in merged.get(band, {}).items():
                    draft.cells.setdefault(column, list(phrases))
                draft.doubts |= {"misaligned"} if self._on_rule(draft) else set()
            drafts += found
        return drafts

    def _bands(self) -> list[float]:
        """Heights of the ruled lines that part the names; at least the top and the bottom of the table."""
        if not self.body:
            return []
        top, bottom = self.headings.bottom, max(phrase.box.bottom for phrase in self._line(self.body[-1])) + 2
        column = self.columns[self.name]
        at = column.box.centre if column.box.right - column.box.left > 4 else (column.left + column.right) / 2
        inner: list[float] = []
        for height in sorted(rule.at for rule in self.paper.across if rule.start <= at <= rule.end):
            if top + 1 < height < bottom - 1 and (not inner or height - inner[-1] > 3):
                inner.append(height)
        if inner and inner[0] - top < 0.6 * self.paper.letter:
            return [*inner, bottom]  # the line right under the headings
        return [top - 1, *inner, bottom]

    def _merged(self, bands: Sequence[float]) -> dict[int, dict[int, list[Phrase]]]:
        """Cells that reach over several rows: for each band, what such cells hold, by column."""
        result: dict[int, dict[int, list[Phrase]]] = {}
        if len(bands) < 3:
            return result
        for number in self.body:
            for phrase in self._line(number):
                column, _sure = self._column(phrase)
                if column is None or column == self.name or not self.columns[column].ruled:
                    continue
                heights = self._crossing(column)
                above = max((at for at in heights if at <= phrase.box.middle), default=bands[0])
                below = min((at for at in heights if at > phrase.box.middle), default=bands[-1])
                held = [
                    band
                    for band in range(len(bands) - 1)
                    if above - 1 <= (bands[band] + bands[band + 1]) / 2 <= below + 1
                ]
                if len(held) > 1 and not self._straddles(phrase, bands):
                    self._over_bands.add(id(phrase))
                    for band in held:
                        result.setdefault(band, {}).setdefault(column, []).append(phrase)
        return result

    def _straddles(self, phrase: Phrase, bands: Sequence[float]) -> bool:
        """Whether a result stands on the line between two names: then its cell was not merged, it slipped."""
        return self.columns[self._column(phrase)[0] or 0].role in ("result", "verdict") and any(
            abs(at - phrase.box.middle) < 0.3 * phrase.box.height for at in self._crossing(self.results[0])
        )

    def _in_band(self, number: int, bands: Sequence[float], band: int) -> bool:
        line = self._line(number)
        middle = around(phrase.box for phrase in line).middle
        on_rule = any(abs(at - middle) < 0.4 * line[0].box.height for at in bands[1:-1])
        if on_rule and all(self._column(phrase)[0] != self.name for phrase in line):
            # Slipped off its row: all of a table slips one way, and its first result is its first name's.
            middle += self.paper.letter * (-0.6 if middle > self._first_name() else 0.6)
        return bands[band] <= middle < bands[band + 1]

    def _first_name(self) -> float:
        names = [
            phrase.box.middle
            for number in self.body
            for phrase in self._line(number)
            if self._column(phrase)[0] == self.name and exact(phrase.text) is not None
        ]
        return min(names, default=self.headings.bottom)

    def _on_rule(self, draft: Draft) -> bool:
        for column, phrases in draft.cells.items():
            heights = self._crossing(column)
            for phrase in phrases:
                quarter = 0.25 * phrase.box.height
                if id(phrase) not in self._over_bands and any(
                    phrase.box.top + quarter < at < phrase.box.bottom - quarter for at in heights
                ):
                    return True
        return False

    def _cells(self, number: int) -> tuple[dict[int, list[Phrase]], list[Phrase], bool]:
        """The cells of a line, what spans columns in it, and whether every column is sure."""
        cells: dict[int, list[Phrase]] = {}
        spanning: list[Phrase] = []
        all_sure = True
        for phrase in self._line(number):
            column, sure = self._column(phrase)
            if id(phrase) in self._over_bands:
                continue
            if column is None:
                spanning.append(phrase)
                continue
            all_sure &= sure and column not in cells  # two phrases of one line in one cell: a heading was missed
            cells.setdefault(column, []).append(phrase)
        return cells, spanning, all_sure

    def _many(self, numbers: Sequence[int]) -> bool:
        """Whether lines between two rules are rows of their own: more than one of them holds a name and more."""
        count = 0
        for number in numbers:
            cells, spanning, _sure = self._cells(number)
            count += self.name in cells and len(cells) > 1 and not spanning
        return count > 1 or len(self._bands()) <= 2

    def _one(self, numbers: Sequence[int], context: Around) -> tuple[list[Draft], Around]:
        """All lines between two rules as one row, or as the name of a section."""
        draft = Draft(around=context)
        texts: list[Phrase] = []
        for number in numbers:
            self.used.add(number)
            cells, spanning, sure = self._cells(number)
            texts += spanning
            if not sure:
                draft.doubts.add("misaligned")
            for column, phrases in cells.items():
                draft.cells.setdefault(column, []).extend(phrases)
        self._part_from_section(draft)
        alone = [phrase for phrases in draft.cells.values() for phrase in phrases]
        if texts or self._no_row(draft):
            section = [*texts, *alone]
            self.texts += section
            return [], methods.around(" ".join(phrase.text for phrase in section)) if section else context
        return ([draft] if draft.cells else []), context

    def _part_from_section(self, draft: Draft) -> None:
        """The name of a section that no ruled line parts from the first row below it."""
        names = sorted(draft.cells.get(self.name, ()), key=lambda one: one.box.top)
        if len(names) < 2 or len(draft.cells) < 2 or exact(draft.text(self.name)) is not None:
            return
        others = around(p.box for column, held in draft.cells.items() if column != self.name for p in held)
        first, *rest = names
        text = " ".join(phrase.text for phrase in rest)
        if exact(text) is not None and exact(first.text) is None and first.box.bottom <= others.top + 1:
            self.texts.append(first)
            draft.cells[self.name] = rest
            said_there = methods.around(first.text)
            draft.around = Around(said_there.method or draft.around.method, said_there.unit or draft.around.unit)

    def _no_row(self, draft: Draft) -> bool:
        """The name of a section: one cell alone, which is no known test or in a band of its own."""
        return len(draft.cells) == 1

    def _in_lines(self, numbers: Sequence[int], context: Around) -> tuple[list[Draft], Around]:
        """Each line with a name is a row; what stands without one goes to the row beside it."""
        drafts: list[tuple[float, Draft]] = []
        loose: list[tuple[float, dict[int, list[Phrase]]]] = []
        pitch = self._pitch(numbers)
        for number in numbers:
            self.used.add(number)
            cells, spanning, sure = self._cells(number)
            if not cells and not spanning:
                continue
            middle = around(phrase.box for phrase in self._line(number)).middle
            if self.name in cells and len(cells) > 1 and not spanning:
                drafts.append((middle, Draft(cells, set() if sure else {"misaligned"}, context)))
            elif spanning or (set(cells) == {self.name} and not self._goes_on(middle, drafts, pitch, cells[self.name])):
                section = [*spanning, *(phrase for phrases in cells.values() for phrase in phrases)]
                self.texts += section
                context = methods.around(" ".join(phrase.text for phrase in section))
            elif self._names_section(cells):
                self.texts += cells[0]
                context = methods.around(cells[0][0].text)
            elif set(cells) == {self.name}:
                drafts[-1][1].cells[self.name] += cells[self.name]
                drafts[-1][1].doubts |= set() if exact(drafts[-1][1].text(self.name)) else {"name_unsure"}
            else:
                loose.append((middle, cells))
        for middle, cells in loose:
            self._attach(middle, cells, drafts)
        return [draft for _middle, draft in drafts], context

    def _pitch(self, numbers: Sequence[int]) -> float:
        middles = [
            around(phrase.box for phrase in self._line(number)).middle
            for number in numbers
            if len(self._line(number)) > 1
        ]
        steps = [after - before for before, after in pairwise(middles)]
        return median(steps) if steps else 2 * self.paper.letter

    def _names_section(self, cells: dict[int, list[Phrase]]) -> bool:
        """Whether a line holds one phrase, at the left edge of a table whose names stand elsewhere."""
        if set(cells) != {0} or self.name == 0 or len(cells[0]) > 1:
            return False
        text = cells[0][0].text
        return unit_of(text) is None and not said(text, ANY_STYLE).is_result

    def _goes_on(
        self, middle: float, drafts: Sequence[tuple[float, Draft]], pitch: float, phrases: Sequence[Phrase]
    ) -> bool:
        """Whether a name alone on its line is the second line of the name above it, and not that of a section."""
        if not drafts or middle - drafts[-1][0] >= CLOSE * pitch:
            return False
        text, before = " ".join(phrase.text for phrase in phrases), drafts[-1][1].text(self.name)
        if exact(f"{before} {text}") is not None and exact(text) is None:
            return True
        return exact(before) is None and fold(text) not in lexicon().columns and not text.isupper()

    def _attach(self, middle: float, cells: dict[int, list[Phrase]], drafts: list[tuple[float, Draft]]) -> None:
        """A line without a name: results slipped by half a row, or a cell that goes on over two lines."""
        if not drafts:
            self.texts += [phrase for phrases in cells.values() for phrase in phrases]
            return
        number = min(range(len(drafts)), key=lambda one: abs(drafts[one][0] - middle))
        holds_result = any(column in cells for column in self.results)
        if holds_result:
            empty = [one for one in range(len(drafts)) if not any(c in drafts[one][1].cells for c in self.results)]
            first = middle > drafts[0][0]
            near = [one for one in empty if (drafts[one][0] < middle) == first]
            if near:
                number = min(near, key=lambda one: abs(drafts[one][0] - middle))
        draft = drafts[number][1]
        if holds_result:
            draft.doubts.add("misaligned")
        for column, phrases in cells.items():
            if column in self.results and column in draft.cells:
                draft.doubts.add("misaligned")
                self.texts += phrases
            else:
                draft.cells.setdefault(column, []).extend(phrases)

    # What stands beside its heading

    def _set_right(self, drafts: Sequence[Draft]) -> None:
        """A table that slipped one column to the right of its headings: nothing under 'Result', all one place on."""
        if len(self.results) != 1 or not drafts:
            return
        result = self.results[0]
        if any(result in draft.cells for draft in drafts) or self.name > result:
            return
        fits = [said(draft.text(result + 1), ANY_STYLE).is_result for draft in drafts if result + 1 in draft.cells]
        if len(fits) < len(drafts) or not all(fits):
            return
        for draft in drafts:
            draft.doubts.add("misaligned")
            moved = {column - 1 if column > result else column: phrases for column, phrases in draft.cells.items()}
            draft.cells = moved

    def _row(self, draft: Draft) -> Row | None:
        if self.name not in draft.cells:
            self.texts += [phrase for phrases in draft.cells.values() for phrase in phrases]
            return None
        offered: list[Offered] = []
        parts: dict[str, Cell] = {}
        units: dict[str, str] = {}
        for number, column in enumerate(self.columns):
            if number == self.name or number not in draft.cells:
                continue
            cell = draft.cell(number)
            if column.role == "result":
                offered.append(Offered(cell, column.unit, column.lot, clean(column.title)))
            elif column.role is None and guess.unexplained(cell.text):
                draft.doubts.add("limit_unclear")
            elif column.role not in (None, "name", "other", "lot"):
                if column.role in parts:
                    draft.doubts.add("twice")
                    continue
                parts[column.role] = cell
                if column.unit is not None:
                    units[column.role] = column.unit
        if guess.unlike(parts):
            draft.doubts.add("misaligned")
        name = draft.cell(self.name)
        return Row(self.paper.number, name, tuple(offered), parts, units, draft.around, frozenset(draft.doubts))
