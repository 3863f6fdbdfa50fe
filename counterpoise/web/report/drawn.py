"""A report as the template draws it: each block with its kind, each picture with the name by which it is asked for."""

from __future__ import annotations

from typing import Any

from counterpoise.report.document import Document, Picture, Section, Table
from counterpoise.report.drawing import in_theme
from counterpoise.web.look import DEVICE

NARROW = "(max-width: 40rem)"
"""The screen of a phone: what is drawn for its width."""


def in_blocks(document: Document, theme: str = DEVICE) -> list[dict[str, Any]]:
    """The sections with their blocks; `of` names a picture and is empty for everything else.

    theme: what the page wears, which its pictures follow on the screen; on paper they stay light.
    """
    return [{"section": section, "blocks": _blocks(section, theme)} for section in document.sections]


def pictures(document: Document) -> dict[str, str]:
    """Every picture (SVG) by its name: that of a phone has "narrow-" before it, and in the dark "dark-" before that."""
    blocks = [part for section in in_blocks(document) for part in section["blocks"] if part["of"]]
    light = {part["of"]: part["block"].svg for part in blocks}
    light |= {f"narrow-{part['of']}": part["block"].narrow for part in blocks if part["block"].narrow}
    return light | {f"dark-{name}": in_theme(svg, "dark") for name, svg in light.items()}


def _blocks(section: Section, theme: str) -> list[dict[str, Any]]:
    drawn = [block for block in section.blocks if isinstance(block, Picture)]
    return [
        {
            "kind": type(block).__name__.lower(),
            "block": block,
            "rows": _cells(block) if isinstance(block, Table) else [],
            "numbers": _cells(block.numbers) if isinstance(block, Picture) and block.numbers else [],
            **(_of(block, f"{section.key}-{drawn.index(block)}", theme) if isinstance(block, Picture) else {"of": ""}),
        }
        for block in section.blocks
    ]


def _of(picture: Picture, name: str, theme: str) -> dict[str, Any]:
    """Its name, and which one which screen gets: pairs of a condition and a name, the last for any other screen."""
    dark = {DEVICE: [("(prefers-color-scheme: dark)", "dark-"), ("", "")], "dark": [("", "dark-")]}
    widths = [(NARROW, "narrow-"), ("", "")] if picture.narrow else [("", "")]
    screens = [
        (" and ".join(filter(None, (scheme, width))), f"{shade}{size}{name}")
        for scheme, shade in dark.get(theme, [("", "")])
        for width, size in widths
    ]
    return {"of": name, "screens": screens}


def _cells(table: Table) -> list[list[tuple[str, str]]]:
    """Each row as its cells, each with the name of its column."""
    return [list(zip(table.head, row, strict=True)) for row in table.rows]
