"""Recall and contaminant lists: read a file strictly, and find the bags that a line speaks of. Nothing is fetched.

The files are told in docs/supply.md. What a line leaves out does not narrow it: without a lot it speaks of every lot.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from counterpoise import json_text
from counterpoise.diary import Diary, Lot, Product, finder
from counterpoise.knowledge.recalls import Kind, Recall
from counterpoise.supply.wording import alike, close
from counterpoise.text import _

FORMAT, VERSION = "counterpoise-recalls", 1
COLUMNS = tuple(field.name for field in fields(Recall))
REQUIRED = ("reason", "published_on", "publisher")
NARROWING = ("vendor", "product", "lot")
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST = 500
MOST_LINES = 20_000


class BadRecalls(ValueError):
    """A list that cannot be used: which line, which field, what stands there, what is allowed."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place, self.problem = place, problem


@dataclass(frozen=True, slots=True)
class Match:
    """A bag that a line speaks of. sure: all that the line tells is what is noted of the bag; else it may be it."""

    recall: Recall
    lot: Lot
    product: Product
    sure: bool


def read_csv(text: str) -> tuple[Recall, ...]:
    """A list from a table with the columns vendor, product, lot, kind, reason, published_on, publisher, link."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        lines = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadRecalls(_("line {line}").format(line=rows.line_num), str(error)) from None
    if not lines:
        raise BadRecalls("", _("the file is empty"))
    (_first, head), *rest = lines
    names = [cell.strip().lower() for cell in head]
    _check_names(_("line 1"), names)
    _check_length(rest)
    found = []
    for line, row in rest:
        place = _("line {line}").format(line=line)
        if len(row) != len(names):
            said = _("{found} cells; the first line names {wanted} columns")
            raise BadRecalls(place, said.format(found=len(row), wanted=len(names)))
        found.append(_recall(place, {name: cell.strip() for name, cell in zip(names, row, strict=True)}))
    return tuple(found)


def read_json(text: str | bytes) -> tuple[Recall, ...]:
    """A list from {"format": "counterpoise-recalls", "version": 1, "recalls": [{…}]}."""
    try:
        data = json_text.parsed(text)
    except json_text.BadJson as error:
        raise BadRecalls(error.place, error.problem) from None
    if not isinstance(data, dict):
        raise BadRecalls("", _("not a list of recalls: a JSON object is expected"))
    for name, wanted in (("format", FORMAT), ("version", VERSION)):
        if data.get(name) != wanted or isinstance(data.get(name), bool):
            said = _("{found} found; {allowed} is expected")
            raise BadRecalls(name, said.format(found=_shown(data.get(name)), allowed=wanted))
    if unknown := sorted(set(data) - {"format", "version", "recalls"}):
        raise BadRecalls(str(unknown[0]), _("unknown key"))
    rows = data.get("recalls")
    if not isinstance(rows, list):
        raise BadRecalls("recalls", _("{found} found; a list is expected").format(found=_shown(rows)))
    _check_length(rows)
    return tuple(_from_json(f"recalls[{place}]", row) for place, row in enumerate(rows))


def _from_json(place: str, row: Any) -> Recall:
    if not isinstance(row, dict):
        raise BadRecalls(place, _("{found} found; an object is expected").format(found=_shown(row)))
    _check_names(place, list(row), every=False)
    for name, value in row.items():
        if value is not None and not isinstance(value, str):
            raise BadRecalls(f"{place}.{name}", _("{found} found; a text is expected").format(found=_shown(value)))
    return _recall(place, {name: (value or "").strip() for name, value in row.items()})


def _check_names(place: str, names: list[str], *, every: bool = True) -> None:
    for name in names:
        if name not in COLUMNS:
            said = _("{found} is no column; allowed: {allowed}")
            raise BadRecalls(place, said.format(found=_shown(name), allowed=", ".join(COLUMNS)))
        if names.count(name) > 1:
            raise BadRecalls(place, _("{found} stands there twice").format(found=_shown(name)))
    for name in REQUIRED if every else ():
        if name not in names:
            raise BadRecalls(place, _("the column {name} is missing").format(name=name))


def _check_length(lines: list[Any]) -> None:
    if len(lines) > MOST_LINES:
        raise BadRecalls("", _("{found} lines; at most {most} are read").format(found=len(lines), most=MOST_LINES))


def _recall(place: str, row: Mapping[str, str]) -> Recall:
    for name in REQUIRED:
        if not row.get(name):
            raise BadRecalls(f"{place}, {name}", _("is missing"))
    if not any(row.get(name) for name in NARROWING):
        said = _("names no vendor, product or lot: at least one is needed")
        raise BadRecalls(place, said)
    for name, value in row.items():
        if len(value) > LONGEST:
            said = _("{found} is too long; at most {most} characters are allowed")
            raise BadRecalls(f"{place}, {name}", said.format(found=_shown(value), most=LONGEST))
    return Recall(
        vendor=row.get("vendor") or None,
        product=row.get("product") or None,
        lot=row.get("lot") or None,
        kind=_kind(f"{place}, kind", row.get("kind", "")),
        reason=row["reason"],
        published_on=_day(f"{place}, published_on", row["published_on"]),
        publisher=row["publisher"],
        link=_link(f"{place}, link", row.get("link", "")),
    )


def _kind(place: str, value: str) -> Kind:
    found = next((kind for kind in KINDS if kind == (value.lower() or "recall")), None)
    if found is None:
        said = _("{found} is not allowed; allowed: {allowed}")
        raise BadRecalls(place, said.format(found=_shown(value), allowed=", ".join(KINDS)))
    return found


def _day(place: str, value: str) -> dt.date:
    try:
        if len(value) != len("2026-05-01"):
            raise ValueError
        return dt.date.fromisoformat(value)
    except ValueError:
        said = _("{found} is no day; one such as 2026-05-01 is expected")
        raise BadRecalls(place, said.format(found=_shown(value))) from None


def _link(place: str, value: str) -> str | None:
    """Only what a browser opens as a page: a file of somebody else's must not bring a script."""
    if not value:
        return None
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.netloc) and value.isprintable() and " " not in value
    except ValueError:
        good = False
    if not good:
        said = _("{found} is no address of a page; one such as https://example.org is expected")
        raise BadRecalls(place, said.format(found=_shown(value)))
    return value


def _shown(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else f"'{value}'"
    return text if len(text) <= len("…") + 60 else text[:60] + "…"


def matches(recalls: Iterable[Recall], diary: Diary) -> tuple[Match, ...]:
    """Every bag that a line speaks of, or may speak of, each with its line."""
    product_of = finder(diary.products)
    bags = [(lot, product) for lot in diary.lots if (product := product_of(lot.product, lot.source)) is not None]
    return tuple(found for recall in recalls for found in _matches(recall, bags))


def _matches(recall: Recall, bags: Iterable[tuple[Lot, Product]]) -> Iterator[Match]:
    for lot, product in bags:
        pairs = [
            (recall.vendor, product.vendor),
            (recall.product, product.name),
            (recall.lot, lot.lot_number),
        ]
        found = [_fits(told, noted) for told, noted in pairs if told is not None]
        # The next lot has nearly the same number: it counts only beside a seller or product that is the very one.
        names = found if recall.lot is None else found[:-1]
        if "no" not in found and ("yes" in found or "near" in names):
            yield Match(recall, lot, product, _is_sure(recall, found))


def _is_sure(recall: Recall, found: Iterable[str]) -> bool:
    """A seller may call back all that it sold; something found in its products was found in some of them only."""
    narrow = recall.kind == "recall" or recall.product is not None or recall.lot is not None
    return narrow and all(one == "yes" for one in found)


def named(recall: Recall) -> str:
    """Which of seller, product and lot a line names, in words."""
    names = [
        word
        for word, told in ((_("seller"), recall.vendor), (_("product"), recall.product), (_("lot"), recall.lot))
        if told
    ]
    return ", ".join(names)


def _fits(told: str, noted: str | None) -> Literal["yes", "near", "unknown", "no"]:
    """What of the bag is not noted may be what the line tells; what differs by a slip of the pen may be meant."""
    if not noted:
        return "unknown"
    return "yes" if alike(told, noted) else "near" if close(told, noted) else "no"
