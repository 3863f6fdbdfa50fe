"""Recall and contaminant lists: read a file strictly. Nothing is fetched. The files are told in docs/supply.md."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args
from urllib.parse import urlsplit

from counterpoise import json_text
from counterpoise.knowledge.recalls import Kind, Recall
from counterpoise.supply.lots import is_every, is_unknown
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
    if not any((told := row.get(name)) and not is_every(told) and not is_unknown(told) for name in NARROWING):
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
