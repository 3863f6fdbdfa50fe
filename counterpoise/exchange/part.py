"""One object of a JSON file from elsewhere, read key by key: any key may be missing, none may be something else."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Any

from counterpoise import json_text
from counterpoise.exchange.understood import BadFile, Gathering, Puzzle, found_instead
from counterpoise.text import _

_LONGEST_NOTE = 10_000
_LONGEST_ID = 64


def parsed(data: bytes) -> Any:
    """The values of a JSON file. Raises BadFile."""
    try:
        return json_text.parsed(data)
    except json_text.BadJson as error:
        raise BadFile(error.place, error.problem) from None


class Part:
    """An object and its path in the file. Every getter gives None for what is missing, and raises Puzzle."""

    def __init__(self, values: dict[str, Any], place: str) -> None:
        self.values, self.place = values, place

    def text(self, key: str) -> str | None:
        """Words; none where there are no letters."""
        value = self._typed(key, str)
        return value.strip() or None if isinstance(value, str) else None

    def note(self, key: str) -> str | None:
        """Words of any length that fits a note."""
        found = self.text(key)
        return found if found is None or len(found) <= _LONGEST_NOTE else f"{found[: _LONGEST_NOTE - 1]}…"

    def number(self, key: str) -> float | None:
        """A number."""
        value = self._typed(key, int | float)
        try:
            return None if value is None else float(value)
        except OverflowError:
            raise self.puzzle(key, _("a number")) from None

    def flag(self, key: str) -> bool | None:
        """Yes or no."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.puzzle(key, _("true or false"))
        return value

    def milliseconds(self, key: str) -> dt.datetime | None:
        """An instant in milliseconds since 1970; 0 stands for none."""
        value = self.number(key)
        if not value:
            return None
        try:
            at = dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(milliseconds=value)
        except OverflowError:
            raise self.puzzle(key, _("a time in milliseconds since 1970")) from None
        if not 1900 < at.year < 2200:
            raise self.puzzle(key, _("a time in milliseconds since 1970"))
        return at

    def id(self, key: str) -> str | None:
        """An id, shortened where it is longer than an id may be."""
        value = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise self.puzzle(key, _("a text"))
        return value if not value or len(value) <= _LONGEST_ID else digest(value)

    def part(self, key: str) -> Part | None:
        """An object inside."""
        value = self._typed(key, dict)
        return None if value is None else Part(value, f"{self.place}.{key}" if self.place else key)

    def parts(self, key: str, gather: Gathering) -> Iterator[Part]:
        """The objects of a list inside; what is none is said."""
        path = f"{self.place}.{key}" if self.place else key
        value = self.values.get(key)
        if value is not None and not isinstance(value, list):
            gather.puzzle(path, _("a list is expected"))
        yield from parts(value if isinstance(value, list) else [], path, gather)

    def mention_unknown(self, known: Iterable[str], gather: Gathering) -> None:
        """Point out the keys that this program does not know."""
        for key in self.values.keys() - set(known):
            gather.notice(_("unknown key '{key}', ignored").format(key=key[:40]), self.place)

    def puzzle(self, key: str, allowed: str) -> Puzzle:
        """The complaint about a value."""
        path = f"{self.place}.{key}" if self.place else key
        return Puzzle(path, found_instead(self.values.get(key), allowed))

    def _typed(self, key: str, type_: type | UnionType) -> Any:
        value = self.values.get(key)
        if value is None or (isinstance(value, type_) and not isinstance(value, bool)):
            return value
        raise self.puzzle(key, _("a text") if type_ is str else _("an object") if type_ is dict else _("a number"))


def parts(values: list[Any], path: str, gather: Gathering) -> Iterator[Part]:
    """The objects of a list; what is none is said."""
    for n, value in enumerate(values):
        if isinstance(value, dict):
            yield Part(value, f"{path}[{n}]")
        else:
            gather.puzzle(f"{path}[{n}]", _("an object is expected"))


def digest(value: Any) -> str:
    """A short name for a value, the same for the same value."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:40]


class Namer:
    """Ids for records that have none: by content as the file gives it, and the ordinal among equals.

    Not by the record made of it, so that a better reading of the same file brings no second copy.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def __call__(self, content: Any) -> str:
        name = digest(content)
        self._seen[name] += 1
        return f"{name}.{self._seen[name]}"
