"""One file of a pack as a table, and what is wrong with it in words for whoever writes packs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import ValidationError

Table = dict[str, Any]
T = TypeVar("T")
LONGEST = 60
"""Letters of what was given that a refusal repeats."""


class BrokenPack(ValueError):
    """A pack that cannot be used: which file, which entry, and why. It holds nothing of any person."""

    def __init__(self, file: str, entry: str, reason: str) -> None:
        self.file, self.entry, self.reason = file, entry, reason
        super().__init__(f"{file}: {entry}: {reason}" if entry else f"{file}: {reason}")


def if_whole(read: Callable[[], T]) -> T | None:
    """What a pack gives; None where it is broken, for what must not be lost with it. What is wrong is told by the pages
    that are about it."""
    try:
        return read()
    except BrokenPack:
        return None


def toml(root: Traversable, path: str) -> Table:
    """What the file says. A mark of byte order, which some editors put first, is passed over."""
    try:
        return tomllib.loads(root.joinpath(path).read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise BrokenPack(path, "", "the file is missing") from error
    except OSError as error:
        raise BrokenPack(path, "", f"cannot be read: {error.strerror}") from error
    except RecursionError as error:
        raise BrokenPack(path, "", "not readable as TOML: nested too deeply") from error
    except ValueError as error:  # not TOML, not UTF-8, or a number of thousands of digits
        raise BrokenPack(path, "", f"not readable as TOML: {error}") from error


def inside(root: Traversable, folder: str) -> list[Traversable]:
    """Files and folders of a folder by name, without the hidden ones that editors leave behind."""
    try:
        found = [
            part for part in (root.joinpath(folder) if folder else root).iterdir() if not part.name.startswith(".")
        ]
    except OSError as error:
        raise BrokenPack(folder, "", f"the folder cannot be read: {error.strerror}") from error
    return sorted(found, key=lambda part: part.name)


def named(path: str, key: str) -> str:
    """The key that a file or folder is named by: it stands in addresses."""
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", key):
        raise BrokenPack(path, "", f"'{key}' must be small letters, digits and single hyphens")
    return key


def plainly(path: str, error: ValidationError) -> BrokenPack:
    """The first thing wrong, in words; a mistyped key before the key it leaves missing."""
    first = min(error.errors(include_url=False), key=lambda wrong: wrong["type"] != "unexpected_keyword_argument")
    kind, given, context = first["type"], first["input"], first.get("ctx", {})
    entry = ".".join(str(step) for step in first["loc"])
    match kind:
        case "unexpected_keyword_argument":
            reason = "unknown key"
        case "missing" | "missing_argument":
            reason = "missing"
        case "literal_error":
            reason = f"must be one of {context['expected']}, not '{_short(given)}'"
        case "value_error":
            reason = str(context["error"])
        case "tuple_type":
            reason = f"must be a list, not {_short(given, quoted=True)}"
        case "mapping_type" | "dataclass_type":
            reason = f"must be a table, not {_short(given, quoted=True)}"
        case _:
            reason = f"{first['msg']}, not {_short(given, quoted=True)}"
    return BrokenPack(path, entry, reason)


def _short(given: object, *, quoted: bool = False) -> str:
    try:
        said = repr(given) if quoted else str(given)
    except ValueError:  # a number of more digits than Python writes
        return "a number of thousands of digits"
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
