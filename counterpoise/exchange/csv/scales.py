"""From the scale in a file to the scale of a measure."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.diary import OwnMeasure
from counterpoise.exchange.csv.cells import number
from counterpoise.exchange.csv.mapping import Mapping, RatingColumn
from counterpoise.exchange.understood import BadFile, Context, Gathering, found_instead
from counterpoise.knowledge.load import load
from counterpoise.text import _


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers of a column and what they mean on the measure's own range."""

    column: RatingColumn
    low: float
    high: float
    """The measure's own range; value = low + (cell − column.low) / (column.high − column.low) · (high − low)."""

    def value(self, cell: str, decimal: str) -> float | None:
        """The value of a cell on the measure's range, or None where the cell is not on the column's scale."""
        given = self.column.words.get(cell)
        if given is None:
            given = number(cell, decimal)
        first, last = self.column.low, self.column.high
        if given is None or not min(first, last) <= given <= max(first, last):
            return None
        if (first, last) == (self.low, self.high):
            return given
        return round(self.low + (given - first) / (last - first) * (self.high - self.low), 9)

    @property
    def allowed(self) -> str:
        """What a cell may say."""
        first, last = sorted((self.column.low, self.column.high))
        text = _("a number from {low:g} to {high:g} is expected").format(low=first, high=last)
        words = ", ".join(self.column.words)
        return _("{numbers}, or one of: {words}").format(numbers=text, words=words) if words else text


def scales(mapping: Mapping, context: Context, gather: Gathering) -> tuple[Scale, ...]:
    """A scale for each rated column; a measure that nobody knows yet joins the diary. Raises BadFile."""
    made: dict[str, OwnMeasure] = {measure.key: measure for measure in context.own_measures}
    found = []
    for at, column in enumerate(mapping.ratings):
        place = f"ratings[{at}]"
        if column.low == column.high:
            raise BadFile(f"{place}.high", found_instead(f"{column.high:g}", _("a number other than low")))
        known = load().measure(column.measure) or made.get(column.measure)
        if known is None:
            known = made[column.measure] = _own(column, place, mapping.source)
            gather.add("measures", known, place)
        if (known.low, known.high) != (column.low, column.high):
            text = _("{column}: {low:g} to {high:g} in the file is {to_low:g} to {to_high:g} of {measure} here")
            gather.notice(
                text.format(
                    column=column.column,
                    low=column.low,
                    high=column.high,
                    to_low=known.low,
                    to_high=known.high,
                    measure=known.key,
                )
            )
        found.append(Scale(column, float(known.low), float(known.high)))
    return tuple(found)


def _own(column: RatingColumn, place: str, source: str) -> OwnMeasure:
    if column.higher_is_better is None:
        text = _("{measure} is a measure of your own: true or false is expected; measures known here: {known}")
        known = ", ".join(load().measures)
        raise BadFile(f"{place}.higher_is_better", text.format(measure=column.measure, known=known))
    if column.low > column.high:
        raise BadFile(f"{place}.low", found_instead(f"{column.low:g}", _("a number below high")))
    return OwnMeasure(
        id=column.measure,
        source=source,
        key=column.measure,
        name=column.name or column.column,
        low=column.low,
        high=column.high,
        higher_is_better=column.higher_is_better,
    )
