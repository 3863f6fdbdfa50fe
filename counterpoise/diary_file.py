"""The JSON form of a diary (`counterpoise-diary`, version 1): read, check, write, and its published schema."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from counterpoise import json_text
from counterpoise.diary import RECORD_LISTS, Diary, Record
from counterpoise.text import _

_R = TypeVar("_R")
_Rec = TypeVar("_Rec", bound=Record)
_ABOUT_THE_RECORDING = ("id", "source", "recorded_at", "recorded_by")
_NO_IDENTITY = ("written",)
"""Not in the name of a record: a file that was brought before such words were kept must find its entries again."""
_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


class BadDiary(ValueError):
    """A diary, or one record, that cannot be accepted: where, what was found, what is allowed."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem


def read(text: str | bytes) -> Diary:
    """Parse and check a whole diary file; every record gets its identity.

    Raises BadDiary with the first problem's path, value and what is allowed.
    """
    data = _parsed(text)
    _check_header(data)
    return _read_body({key: value for key, value in data.items() if key not in ("format", "version")})


def write(diary: Diary) -> str:
    """The diary as JSON text; `read` gives the same diary back."""
    body = dump(diary)
    for dose in body["doses"]:
        dose.setdefault("amount", None)  # taken, amount unknown: said, not left out
    head = {"format": Diary.FORMAT, "version": Diary.VERSION}
    return json.dumps(head | body, ensure_ascii=False, indent=1) + "\n"


def accepted(diary: Diary) -> Diary:
    """A diary made by a program, held against everything that `read` holds a file against. Raises BadDiary."""
    return _read_body(dump(diary))


def dump(record: Any) -> dict[str, Any]:
    """A record as plain JSON values; what was not given is left out."""
    plain: dict[str, Any] = _adapter(type(record)).dump_python(
        record, mode="json", by_alias=True, exclude_defaults=True, warnings=False
    )
    return plain


def load(kind: type[_R], data: dict[str, Any], place: str = "") -> _R:
    """One record from its JSON values. Raises BadDiary."""
    try:
        record: _R = _adapter(kind).validate_json(json.dumps(data))
    except ValidationError as error:
        raise _explained(error, place) from None
    return record


def checked(record: _R, place: str = "") -> _R:
    """The record, held against the ranges of its fields. Raises BadDiary."""
    load(type(record), dump(record), place)
    return record


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of a diary file, generated from the records: once, since it takes a third of a second."""
    generated = _adapter(Diary).json_schema(by_alias=True)
    head = {"format": {"const": Diary.FORMAT}, "version": {"const": Diary.VERSION}}
    generated["properties"] = head | generated["properties"]
    generated["required"] = ["format", "version", *generated["required"]]
    generated["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return generated


def identified(diary: Diary) -> Diary:
    """The diary with an id on every record: its own, else one made from its content and its ordinal among equals."""
    person = replace(
        diary.person,
        medicines=with_ids(diary.person.medicines),
        history=with_ids(diary.person.history),
    )
    lists: dict[str, Any] = {name: with_ids(getattr(diary, name)) for name in RECORD_LISTS}
    return replace(diary, person=person, **lists)


def with_ids(records: Sequence[_Rec]) -> tuple[_Rec, ...]:
    """Give each record without an id one made from its content, so that a second import adds nothing.

    Two equal records in one file stay two: the second gets the next ordinal.
    """
    seen: Counter[str] = Counter()
    result = []
    for record in records:
        if record.id:
            result.append(record)
            continue
        digest = fingerprint(record)
        seen[digest] += 1
        result.append(replace(record, id=f"{digest}.{seen[digest]}"))
    return tuple(result)


def content(record: Record) -> dict[str, Any]:
    """What a record says, as JSON values, whoever recorded it and whenever. The offset of an instant is part of it."""
    return {key: value for key, value in dump(record).items() if key not in _ABOUT_THE_RECORDING}


def fingerprint(record: Record) -> str:
    """A name for the content of a record, whoever recorded it and whenever.

    Only what was given counts: a field that a later version adds leaves the names of older records as they are.
    """
    said = {key: value for key, value in content(record).items() if key not in _NO_IDENTITY}
    text = json.dumps(said, sort_keys=True)
    return hashlib.sha256(f"{type(record).__name__}:{text}".encode()).hexdigest()[:40]


def no_such_target(place: str, wanted: str, target: str) -> BadDiary:
    """The refusal of a link that leads nowhere."""
    return BadDiary(
        place,
        _("{value} is not the id of any {target} in this diary").format(value=_shown(wanted), target=_target(target)),
    )


def _target(kind: str) -> str:
    return {"product": _("product"), "lot": _("lot"), "rating": _("rating")}[kind]


def _read_body(body: dict[str, Any]) -> Diary:
    try:
        diary: Diary = _adapter(Diary).validate_json(json.dumps(body))
    except ValidationError as error:
        raise _explained(error) from None
    diary = identified(diary)
    _check_unique(diary)
    _check_links(diary)
    return diary


def _parsed(text: str | bytes) -> dict[str, Any]:
    try:
        data = json_text.parsed(text)
    except json_text.BadJson as error:
        raise BadDiary(error.place, error.problem) from None
    if not isinstance(data, dict):
        raise BadDiary("", _("not a diary: a JSON object is expected"))
    return data


def _check_header(data: dict[str, Any]) -> None:
    if data.get("format") != Diary.FORMAT:
        found = _shown(data.get("format"))
        raise BadDiary("format", _("{found} found; {allowed} is expected").format(found=found, allowed=Diary.FORMAT))
    if data.get("version") != Diary.VERSION or isinstance(data["version"], bool):
        found = _shown(data.get("version"))
        message = _("{found} found; this program reads version {allowed} (written by a newer version?)")
        raise BadDiary("version", message.format(found=found, allowed=Diary.VERSION))


def _check_unique(diary: Diary) -> None:
    lists = {name: getattr(diary, name) for name in RECORD_LISTS}
    lists |= {"person.medicines": diary.person.medicines, "person.history": diary.person.history}
    for name, records in lists.items():
        seen: set[tuple[str | None, str]] = set()
        for index, record in enumerate(records):
            key = (record.source, record.id)
            if key in seen:
                raise BadDiary(f"{name}[{index}].id", _("{value} is used twice").format(value=_shown(record.id)))
            seen.add(key)


def _check_links(diary: Diary) -> None:
    for name, target, known in (
        ("lots", "product", {product.id for product in diary.products}),
        ("doses", "lot", {lot.id for lot in diary.lots}),
        ("doses", "rating", {rating.id for rating in diary.ratings}),
    ):
        for index, record in enumerate(getattr(diary, name)):
            wanted = getattr(record, target)
            if wanted is not None and wanted not in known:
                raise no_such_target(f"{name}[{index}].{target}", wanted, target)


def _explained(error: ValidationError, place: str = "") -> BadDiary:
    first = error.errors(include_url=False)[0]
    path = _path(first["loc"], place)
    context = first.get("ctx", {})
    match first["type"]:
        case "unexpected_keyword_argument" | "extra_forbidden":
            return BadDiary(path, _("unknown key (written by a newer version?)"))
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            return BadDiary(path, _("is missing"))
        case "timezone_aware":
            text = _("{value} has no UTC offset; a time such as 2026-05-01T08:12:00-05:00 is expected")
            return BadDiary(path, text.format(value=_shown(first["input"])))
        case "value_error":
            return BadDiary(
                path, _("{value} is {problem}").format(value=_shown(first["input"]), problem=context["error"])
            )
        case _:
            text = _("{value} is not allowed: {allowed}")
            return BadDiary(path, text.format(value=_shown(first["input"]), allowed=_allowed(first["msg"])))


def _path(location: Sequence[int | str], place: str) -> str:
    path = place
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _allowed(message: str) -> str:
    return message.removeprefix("Input ")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


__all__ = [
    "BadDiary",
    "accepted",
    "checked",
    "content",
    "dump",
    "fingerprint",
    "identified",
    "load",
    "no_such_target",
    "read",
    "schema",
    "with_ids",
    "write",
]
