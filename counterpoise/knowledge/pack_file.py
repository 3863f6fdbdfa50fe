"""One file of a pack: read as TOML, and what is wrong with it in words for whoever writes it."""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

Table = dict[str, Any]


class BrokenPack(ValueError):
    """A pack that cannot be used: which file, which entry, and why."""

    def __init__(self, file: str, entry: str, reason: str) -> None:
        self.file, self.entry, self.reason = file, entry, reason
        super().__init__(f"{file}: {entry}: {reason}" if entry else f"{file}: {reason}")


def toml(root: Traversable, path: str) -> Table:
    try:
        return tomllib.loads(root.joinpath(path).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BrokenPack(path, "", "the file is missing") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenPack(path, "", f"not readable as TOML: {error}") from error


def plainly(path: str, error: ValidationError) -> BrokenPack:
    """The first thing wrong, in words for whoever writes the pack; a mistyped key before the key it leaves missing."""
    first = min(error.errors(include_url=False), key=lambda wrong: wrong["type"] != "unexpected_keyword_argument")
    kind, given, context = first["type"], first["input"], first.get("ctx", {})
    entry = ".".join(str(step) for step in first["loc"])
    match kind:
        case "unexpected_keyword_argument":
            reason = "unknown key"
        case "missing" | "missing_argument":
            reason = "missing"
        case "literal_error":
            reason = f"must be one of {context['expected']}, not '{given}'"
        case "value_error":
            reason = str(context["error"])
        case _:
            reason = f"{first['msg']}, not {given!r}"
    return BrokenPack(path, entry, reason)
