"""From a row on paper to a result: which number counts, in which unit, and everything that makes it doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counterpoise.supply.certificates.meaning import amounts, names
from counterpoise.supply.certificates.meaning.cells import Said, clean, limit, numbers_in, said, unit_of, verdict
from counterpoise.supply.certificates.meaning.lexicon import lexicon, result_key
from counterpoise.supply.certificates.meaning.numerals import Style, style
from counterpoise.supply.certificates.paper.layout import Box, Paper
from counterpoise.supply.certificates.records import Place, Result
from counterpoise.supply.certificates.tables.raw import Offered, Row


@dataclass(frozen=True)
class Read:
    """A result and the lot it stands under, where lots are columns."""

    result: Result
    lot: str | None


def decimals(rows: Iterable[Row], language: str) -> Style:
    """How this certificate writes decimals, told by all its cells of numbers."""
    texts = [
        text
        for row in rows
        for cell in (
            *(one.cell for one in row.results),
            *(row.parts[r] for r in ("loq", "lod", "limit") if r in row.parts),
        )
        for text in numbers_in(cell.text)
    ]
    return style(texts, lexicon().words.languages[language].decimal)


def results(row: Row, paper: Paper, on_page: Style) -> list[Read]:
    """The results of a row, one a lot; none where it holds none."""
    lots = dict.fromkeys(one.lot for one in row.results)
    found = []
    for lot in lots:
        result = _Reading(row, paper, on_page).result([one for one in row.results if one.lot == lot])
        if result is not None:
            found.append(Read(result, lot))
    return found


class _Reading:
    """One row for one lot."""

    def __init__(self, row: Row, paper: Paper, on_page: Style) -> None:
        self.row, self.paper, self.style = row, paper, on_page
        self.doubts: set[str] = set(row.doubts)
        self.named = names.named(row.name.text)

    def result(self, offered: Sequence[Offered]) -> Result | None:
        chosen = self._chosen(offered)
        if chosen is None:
            return None
        column, cell = chosen
        passed = self._passed(offered, cell)
        if not cell.is_result and not (cell.verdict is not None and self.named.known):
            return None
        unit = self._unit(column, cell)
        if not cell.is_result or cell.wordy:
            self.doubts.add("no_number")
        loq, lod = self._least("loq", unit, cell.loq, cell), self._least("lod", unit, cell.lod, cell)
        if loq is None and cell.below is not None:
            loq = cell.below
        most = self._limit(unit)
        self._check(cell, unit, most, passed)
        if (loq is not None and cell.value is not None and cell.value < loq) or (loq or lod or 0) < (lod or 0):
            self.doubts.add("unlikely")  # less than can be measured, and yet a number
        return Result(
            analyte=self.named.key,
            printed_as=names.spelled(self.row.name.text),
            value=cell.value,
            unit=unit,
            censored=cell.censored,  # type: ignore[arg-type]
            loq=loq,
            lod=lod,
            limit=most,
            passed=passed,
            method=self._method(),
            place=place(column.cell.box, self.paper),
            doubts=tuple(sorted(self.doubts)),  # type: ignore[arg-type]
        )

    def _chosen(self, offered: Sequence[Offered]) -> tuple[Offered, Said] | None:
        """The column that counts: a strength before an amount in a piece, and in the unit of the LOQ."""
        read = [(one, said(one.cell.text, self.style)) for one in offered]
        results = [(one, cell) for one, cell in read if cell.is_result]
        results = [pair for pair in results if self._unit_told(*pair) not in amounts.PER_DAY] or results
        if not results:
            return next(((one, cell) for one, cell in read if cell.verdict is not None), None)
        if len(results) > 1:
            self._compare(results)
        wanted = self.row.units.get("loq") or self.row.units.get("lod")
        ranked = sorted(
            results,
            key=lambda pair: (
                not (wanted is not None and self._unit_told(*pair) == wanted),
                not amounts.is_strength(self._unit_told(*pair)),
            ),
        )
        return ranked[0]

    def _compare(self, results: Sequence[tuple[Offered, Said]]) -> None:
        """Several results of one row must be the same in different units."""
        units = [self._unit_told(*pair) for pair in results]
        if len(set(units)) < len(units):
            self.doubts.add("twice")
        valued = [
            (cell.value, unit) for (_one, cell), unit in zip(results, units, strict=True) if cell.value is not None
        ]
        for value, unit in valued[1:]:
            if not amounts.agree(valued[0][0], valued[0][1], value, unit):
                self.doubts.add("pair_disagrees")
        if len({cell.censored is None for _one, cell in results}) > 1:
            self.doubts.add("pair_disagrees")

    def _unit_told(self, column: Offered, cell: Said) -> str | None:
        """The unit that the page prints for a result."""
        part = self.row.parts.get("unit")
        return cell.unit or column.unit or (unit_of(clean(part.text)) if part else None)

    def _unit(self, column: Offered, cell: Said) -> str | None:
        unit = self._unit_told(column, cell)
        heading = column.unit or (unit_of(clean(self.row.parts["unit"].text)) if "unit" in self.row.parts else None)
        if cell.unit is not None and heading is not None and not amounts.same_unit(cell.unit, heading):
            self._portion_or_doubt(cell.unit)
        if cell.strange_unit:
            self.doubts.add("unit_strange")
            return None
        inside = self._unit_by_name()
        unit = unit or inside or self.row.around.unit
        if unit is None and self.named.key == "water_activity":
            return "aw"  # it has no other
        if unit is None:
            unit = self._unit_of_limits()
            self.doubts.add("unit_missing" if unit is None else "unit_inferred")
        return unit

    def _unit_by_name(self) -> str | None:
        """The unit in 'Lead (ppm)'; '(MG)' is another name of mitragynine."""
        held = re.findall(r"[(\[]([^)\]]*)[)\]]", self.row.name.text)
        return next((unit for one in held if names.exact(one) is None and (unit := unit_of(one)) is not None), None)

    def _portion_or_doubt(self, unit: str) -> None:
        if not unit.startswith("in "):
            self.doubts.add("unit_inferred")

    def _unit_of_limits(self) -> str | None:
        """A unit that stands only beside the limits."""
        for role in ("loq", "lod"):
            cell = self.row.parts.get(role)
            if cell is not None and (unit := said(cell.text, self.style).unit) is not None:
                return unit
        cell = self.row.parts.get("limit")
        found = None
        if cell is not None:
            found = limit(cell.text, self.style).unit or said(cell.text, self.style).unit
        return found if found not in amounts.PER_DAY else None

    def _least(self, role: str, unit: str | None, in_cell: float | None, cell: Said) -> float | None:
        """LOQ or LOD in the unit of the result."""
        part = self.row.parts.get(role)
        if in_cell is not None or part is None:
            return in_cell
        found = said(part.text, self.style)
        if found.value is None:
            if not found.nothing:
                self.doubts.add("limit_unclear")
            return None
        if found.doubtful:
            self.doubts.add("number_ambiguous")
        printed = found.unit or self.row.units.get(role) or unit
        if amounts.same_unit(printed, unit):
            return found.value
        one, other = amounts.strength(found.value, printed), amounts.strength(1.0, unit)
        return round(one / other, 12) if one is not None and other is not None else None

    def _limit(self, unit: str | None) -> float | None:
        part = self.row.parts.get("limit")
        if part is None:
            return None
        found = limit(part.text, self.style)
        if found.doubtful:
            self.doubts.add("limit_unclear" if found.most is None else "number_ambiguous")
        printed = found.unit or self.row.units.get("limit") or unit
        return found.most if amounts.same_unit(printed, unit) else None

    def _passed(self, offered: Sequence[Offered], cell: Said) -> bool | None:
        part = self.row.parts.get("verdict")
        if part is not None:
            told = verdict(part.text)
            if (
                told is None
                and lexicon().results.get(result_key(part.text)) != "nothing"
                and clean(part.text).strip("-–— ")
            ):
                self.doubts.add("limit_unclear")
            return told
        if cell.verdict is not None:
            return cell.verdict
        marks = [found.verdict for one in offered if (found := said(one.cell.text, self.style)).verdict is not None]
        return marks[0] if len(marks) == 1 else None

    def _method(self) -> str | None:
        part = self.row.parts.get("method")
        text = clean(part.text) if part is not None else ""
        return (text if text.strip("-–— ") else None) or self.row.around.method

    def _check(self, cell: Said, unit: str | None, most: float | None, passed: bool | None) -> None:
        """What cannot be as it was read, or need not be."""
        if not self.named.sure:
            self.doubts.add("name_unsure")
        if not self.named.known:
            self.doubts.add("name_unknown")
        if cell.doubtful or (cell.two_ways and cell.value is not None and not _plain_thousands(cell.value, unit)):
            self.doubts.add("number_ambiguous")
        if cell.value is not None and most is not None:
            if cell.value > most and passed is True:
                self.doubts.add("above_limit_yet_passed")
            if cell.value <= most and passed is False:
                self.doubts.add("below_limit_yet_failed")
        if cell.pair is not None and cell.value is not None and not amounts.agree(cell.value, unit, *cell.pair):
            self.doubts.add("pair_disagrees")
        whole = amounts.strength(cell.value, unit) if cell.value is not None else None
        if (whole is not None and whole > 1000) or not amounts.fits(self.named.key, unit):
            self.doubts.add("unlikely")


def _plain_thousands(value: float, unit: str | None) -> bool:
    """Whether 1.234 was read as it must be meant: colonies are counted whole, strengths are seldom above a thousand."""
    return value == int(value) if unit in amounts.COUNTS else value < 1000


def place(box: Box, paper: Paper) -> Place:
    """A place as parts of the page."""
    across, down = (box.left, box.right), (box.top, box.bottom)
    left, right = (min(1.0, max(0.0, at / paper.width)) for at in across)
    top, bottom = (min(1.0, max(0.0, at / paper.height)) for at in down)
    return Place(paper.number, left, top, right, bottom)
