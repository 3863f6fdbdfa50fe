"""The tokens of the style sheet, read from it, so that the page that shows them cannot say anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHEET = Path(__file__).parents[1] / "static" / "style.css"
KINDS = {
    "colour": re.compile("light-dark|#|rgb"),
    "letters": re.compile("^(small|body|large|title|display|letters)$"),
    "space": re.compile(r"^s\d$"),
}


@dataclass(frozen=True)
class Token:
    """One custom property: its name and what it is at first."""

    name: str
    value: str


@cache
def tokens() -> tuple[Token, ...]:
    """All that the first `:root` of the sheet declares, in its order."""
    root = SHEET.read_text(encoding="utf-8").split(":root {", 1)[1].split("\n}", 1)[0]
    plain = re.sub(r"/\*.*?\*/", "", root, flags=re.S)
    return tuple(Token(name, value.strip()) for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", plain))


def grouped() -> dict[str, list[Token]]:
    """The tokens by what they are for; shadows are no colours, though they hold some."""
    found: dict[str, list[Token]] = {kind: [] for kind in (*KINDS, "other")}
    for token in tokens():
        colour = KINDS["colour"].search(token.value) and not token.name.startswith("shad")
        kind = "colour" if colour else next((k for k in ("letters", "space") if KINDS[k].search(token.name)), "other")
        found[kind].append(token)
    return found
