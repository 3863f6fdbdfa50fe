"""Where the phrases of one table stand: which lines are its own, and which column each phrase is in."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon
from counterpoise.supply.certificates.meaning.names import exact
from counterpoise.supply.certificates.paper.layout import Box, Paper, Phrase, around
from counterpoise.supply.certificates.tables.headings import Column, Headings

FAR = 3.2
"""Usual distances of two rows from which the table has ended."""
LONGEST = 75
"""Letters of the name of a section; more is running text."""


STRIPE = 3.0
"""Heights of a letter up to which a row without ruled lines stands between two that have them."""


class Standing:
    """One table of one page, its phrases by line and column."""

    def __init__(self, paper: Paper, headings: Headings, end: int, *, alone: bool = True) -> None:
        self.paper, self.headings = paper, headings
        self.end = end
        self.alone = alone  # no other table stands beside it
        self.columns = headings.columns
        self.body = self._body(end)
        self.name = self._name_column()
        self.results = headings.of("result")

    def _line(self, number: int) -> Sequence[Phrase]:
        """The phrases of a line that stand within this table's columns."""
        left, right = self.columns[0].left, self.columns[-1].right
        return [
            phrase for phrase in self.paper.lines[number] if left - 8 <= phrase.box.centre <= right + 8 or self.alone
        ]

    def _crossing(self, column: int) -> list[float]:
        at = self.columns[column].box.centre
        return [rule.at for rule in self.paper.across if rule.start <= at <= rule.end]

    # Which lines belong to it

    def _body(self, end: int) -> list[int]:
        """The lines below the headings up to a wide gap, running text, or the end of the ruled lines."""
        body: list[int] = []
        ruled = [column for column in self.columns if column.ruled]
        floor = self._floor(ruled) if ruled else self.paper.height
        last = self.headings.bottom
        pitch: list[float] = []
        for number in range(self.headings.last + 1, end):
            line = self._line(number)
            if not line:
                continue
            place = around(phrase.box for phrase in line)
            usual = median(pitch) if len(pitch) > 1 else 2.5 * self.paper.letter
            if place.middle > floor + 0.5 * self.paper.letter or place.top - last > FAR * usual or self._running(line):
                break
            if pitch or body:
                pitch.append(max(place.middle - last, 1.0))
            body.append(number)
            last = place.middle
        return body

    def _floor(self, ruled: Sequence[Column]) -> float:
        """Where the ruled lines between the columns end, across small gaps."""
        at = {round(column.left) for column in ruled} | {round(column.right) for column in ruled}
        spans = sorted((rule.start, rule.end) for rule in self.paper.down if round(rule.at) in at)
        floor, striped = self.headings.bottom, 0.0
        for start, end in spans:
            if start <= floor + STRIPE * self.paper.letter:
                striped = max(striped, start - floor)
                floor = max(floor, end)
        return floor + (striped if striped > 4 else 0.0)  # a last row may be without its stripe as well

    def _running(self, line: Sequence[Phrase]) -> bool:
        """Running text, a label with its value, or a line of another part of the page."""
        longest = max(len(phrase.text) for phrase in line)
        if len(line) == 1 and longest > LONGEST:
            return True
        if len(line) <= 2 and ("·" in line[0].text or "|" in line[0].text or ". " in line[0].text.replace("spp. ", "")):
            return len(line[0].text) > 40
        label, colon, rest = line[0].text.partition(":")
        key = lexicon().fields.get(fold(label))
        return bool(colon and rest.strip() and key is not None and key != "method")

    def _name_column(self) -> int:
        """The column of names: of several, the one in which most are known."""
        names = self.headings.of("name")
        if len(names) < 2:
            return names[0]
        counts = dict.fromkeys(names, 0)
        for number in self.body:
            for phrase in self._line(number):
                column = self._column(phrase)[0]
                if column in counts and exact(phrase.text) is not None:
                    counts[column] += 1
        return max(names, key=lambda one: counts[one])

    # Which cell a phrase stands in

    def _column(self, phrase: Phrase) -> tuple[int | None, bool]:
        """The column of a phrase, None where it spans several, and whether that is sure."""
        box = phrase.box
        held = [number for number, column in enumerate(self.columns) if column.left <= box.centre <= column.right]
        if held and self.columns[held[0]].ruled:
            column = self.columns[held[0]]
            inside = box.left >= column.left - 2 and box.right <= column.right + 2
            return (held[0], True) if inside else (self._spanning(box, held[0]), inside)
        over = {
            number: min(box.right, column.box.right) - max(box.left, column.box.left)
            for number, column in enumerate(self.columns)
        }
        touching = [number for number, shared in over.items() if shared > 0]
        if len(touching) > 1:
            first = self._begins(box, touching)
            if first is not None:
                return first, False
            return None, False
        if touching:
            return touching[0], True
        far = sorted(
            (max(column.box.left - box.right, box.left - column.box.right), number)
            for number, column in enumerate(self.columns)
        )
        sure = len(far) < 2 or far[0][0] * 1.5 < far[1][0]
        return far[0][1], sure

    def _spanning(self, box: Box, middle: int) -> int | None:
        """A phrase wider than its ruled cell: of the column it begins in, if it ends in no other's middle."""
        beyond = [column for column in self.columns if box.left < column.box.centre < box.right]
        return middle if len(beyond) <= 1 else None

    def _begins(self, box: Box, touching: Sequence[int]) -> int | None:
        aligned = [number for number in touching if abs(self.columns[number].box.left - box.left) < 3]
        covered = sum(box.left < self.columns[number].box.centre < box.right for number in touching)
        return aligned[0] if aligned and covered <= 1 else None
