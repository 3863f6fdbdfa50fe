"""A report as the template draws it: each block with its kind, each picture with the name by which it is asked for."""

from __future__ import annotations

from typing import Any

from counterpoise.report.document import Document, Picture, Section, Table


def in_blocks(document: Document) -> list[dict[str, Any]]:
    """The sections with their blocks; `of` names a picture and is empty for everything else."""
    return [{"section": section, "blocks": _blocks(section)} for section in document.sections]


def pictures(document: Document) -> dict[str, str]:
    """Every picture (SVG) by its name; what is drawn for a phone has "narrow-" before it."""
    blocks = [part for section in in_blocks(document) for part in section["blocks"] if part["of"]]
    wide = {part["of"]: part["block"].svg for part in blocks}
    return wide | {f"narrow-{part['of']}": part["block"].narrow for part in blocks if part["block"].narrow}


def _blocks(section: Section) -> list[dict[str, Any]]:
    drawn = [block for block in section.blocks if isinstance(block, Picture)]
    return [
        {
            "kind": type(block).__name__.lower(),
            "block": block,
            "rows": _cells(block) if isinstance(block, Table) else [],
            "numbers": _cells(block.numbers) if isinstance(block, Picture) and block.numbers else [],
            "of": f"{section.key}-{drawn.index(block)}" if isinstance(block, Picture) else "",
        }
        for block in section.blocks
    ]


def _cells(table: Table) -> list[list[tuple[str, str]]]:
    """Each row as its cells, each with the name of its column."""
    return [list(zip(table.head, row, strict=True)) for row in table.rows]
