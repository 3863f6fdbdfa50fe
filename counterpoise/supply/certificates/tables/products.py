"""Lots or products side by side: lines above the headings say which result column belongs to which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from counterpoise.supply.certificates.meaning.heads import Fact, field_of
from counterpoise.supply.certificates.meaning.lexicon import fold
from counterpoise.supply.certificates.paper.layout import Paper, Phrase, around
from counterpoise.supply.certificates.tables.headings import Column, Headings

FAR = 2.0
"""Heights of a letter from one such line to the next."""
MOST = 10


@dataclass(frozen=True)
class Over:
    """Headings whose results know their lot, and what the page says of each lot, by the lot's name there."""

    headings: Headings
    facts: Mapping[str, Mapping[str, Fact]] = field(default_factory=dict)


def told(paper: Paper, headings: Headings) -> Over:
    """The headings with a lot for each of several columns of results that are headed alike."""
    alike = _alike(headings.columns)
    if len(alike) < 2 or any(headings.columns[one].lot is not None for one in alike):
        return Over(headings)
    facts: list[dict[str, Fact]] = [{} for _one in alike]
    columns = [headings.columns[one] for one in alike]
    first, pending = headings.first, list[Sequence[Phrase]]()
    below = headings.top
    for number in range(headings.first - 1, max(-1, headings.first - MOST), -1):
        line = paper.lines[number]
        if not line:
            continue
        place = around(phrase.box for phrase in line)
        if below - place.bottom > FAR * paper.letter:
            break
        label = field_of(line[0].text) if line[0].box.right < columns[0].box.left else None
        if label is None:
            if line[0].box.left < columns[0].left - 2 or len(pending) > 1:
                break
            pending.insert(0, line)
        else:
            _collect(paper.number, label, [line[1:], *pending], columns, facts)
            pending, first = [], number
        below = place.top
    keys = [_key(one) for one in facts]
    if None in keys or len(set(keys)) < len(keys):
        return Over(headings)
    named = dict(zip(alike, keys, strict=True))
    made = tuple(
        replace(column, lot=named[number]) if number in named else column
        for number, column in enumerate(headings.columns)
    )
    return Over(
        replace(headings, first=first, columns=made), {str(key): one for key, one in zip(keys, facts, strict=True)}
    )


def _alike(columns: Sequence[Column]) -> list[int]:
    results = [number for number, column in enumerate(columns) if column.role == "result"]
    titles = {(fold(columns[one].title), columns[one].unit) for one in results}
    return results if len(titles) == 1 else []


def _collect(
    page: int, label: str, lines: Sequence[Sequence[Phrase]], columns: Sequence[Column], facts: list[dict[str, Fact]]
) -> None:
    """A line's values, each to the column that it stands over; with what goes on in the lines below."""
    for phrase in (one for line in lines for one in line):
        nearest = min(range(len(columns)), key=lambda one: abs(columns[one].box.left - phrase.box.left))
        before = facts[nearest].get(label)
        text = phrase.text if before is None else f"{before.text} {phrase.text}"
        facts[nearest][label] = Fact(label, text, page, phrase.box if before is None else before.box)


def _key(facts: Mapping[str, Fact]) -> str | None:
    fact = facts.get("lot") or facts.get("lot_else") or facts.get("product")
    return fact.text if fact is not None else None
