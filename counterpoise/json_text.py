"""JSON from elsewhere: strictly read, so that nothing odd reaches the records or the database."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import Any

from counterpoise.text import _


class BadJson(ValueError):
    """A text that is no plain JSON: where in it (may be empty), and what is wrong."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem


DEEPEST = 50
"""Levels of lists and objects in each other, at most."""
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def parsed(data: bytes | str, deepest: int = DEEPEST) -> Any:
    """The values of a JSON text; bytes are UTF-8, or UTF-16 with its mark. Raises BadJson.

    Refused beside what is no JSON: a key twice in one object, NaN and infinite numbers, half characters, and nesting
    that no diary has.
    """
    try:
        text = _decoded(data)
        found = json.loads(text, parse_constant=_refused_number, parse_float=_finite, object_pairs_hook=_each_key_once)
    except RecursionError:
        raise BadJson("", _("nested too deeply")) from None
    except json.JSONDecodeError as error:
        place = _("line {line}, column {column}").format(line=error.lineno, column=error.colno)
        raise BadJson(place, _("not readable as JSON ({problem})").format(problem=error.msg)) from None
    except BadJson:
        raise
    except ValueError as error:  # letters that are none, or a number with thousands of digits
        raise BadJson("", _("not readable as JSON ({problem})").format(problem=_short(error))) from None
    if _HALF_CHARACTER.search(text):
        _refuse_half_characters(found)
    if _deeper(found, deepest):
        raise BadJson("", _("nested too deeply"))
    return found


def _decoded(data: bytes | str) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def _refused_number(name: str) -> Any:
    raise BadJson("", _("{value} found; a number is expected").format(value=name))


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two lists under one name, the first would be lost without a word."""
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _times),) = Counter(key for key, _value in pairs).most_common(1)
        raise BadJson("", _("the key {key} stands twice in one object").format(key=json.dumps(twice[:40])))
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise BadJson("", _("{value} found; a number is expected").format(value=digits[:40]))
    return number


def _refuse_half_characters(found: Any) -> None:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadJson("", _("a text in it holds half a character (a lone surrogate)")) from None
    except RecursionError:
        raise BadJson("", _("nested too deeply")) from None


def _deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    if levels == 0:
        return bool(value)
    inside = value.values() if isinstance(value, dict) else value
    return any(_deeper(inner, levels - 1) for inner in inside if isinstance(inner, dict | list))


def _short(error: ValueError) -> str:
    return str(error).splitlines()[0][:120]
