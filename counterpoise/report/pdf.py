"""A document as a PDF: tagged, to PDF/UA-1, drawn by typst from data alone. No network; texts are never markup."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from counterpoise.plans.words import day
from counterpoise.report.document import Block, Box, Document, Items, Picture, Section, Table, Text
from counterpoise.text import _, language

LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "GT", "CR", "PA", "SV", "NI", "DO", "PR"})
"""Countries that print on Letter; all others on A4."""
STANDARD: Final = "ua-1"
WIDE = 27
"""Columns with cells of more letters than this share the room that is left."""
BESIDE = 105
"""Letters of two tables that have room beside each other."""
EVERYWHERE = 0x250
"""Signs below this are in the typeface that comes along."""


def pdf(document: Document, country: str | None = None) -> bytes:
    """The whole document. country: of the reader, for the size of the paper."""
    told = as_data(document, country)
    try:
        return _compiled(_template(), told)
    except _refusal():
        missing = _not_printable(told)
        if not missing:
            raise
    plain = _replaced(told, missing)
    plain["unprinted"] = _("Signs that the typefaces of this machine do not hold are shown as a question mark.")
    return _compiled(_template(), plain)


def as_data(document: Document, country: str | None = None) -> dict[str, Any]:
    """What the template draws."""
    code, region = _spoken()
    days = _("{first} to {last}").format(first=day(document.first), last=day(document.last))
    named = [document.name] if document.name else []
    written = _("written on {day}").format(day=day(document.written_on))
    return {
        "title": document.title,
        "about": " · ".join([*named, days, written]),
        "running": " · ".join([*named, document.title, days]),
        "statement": statement(),
        "page": _("Page {n} of {all}"),
        "appendices": _("Appendices"),
        "language": code,
        "region": region,
        "paper": "us-letter" if country in LETTER else "a4",
        "sections": [_section(one) for one in document.sections],
        "unprinted": None,
    }


def _spoken() -> tuple[str, str | None]:
    """Language and region for those who have it read out; English where the machine names none ("C")."""
    code, _dash, region = language().replace("_", "-").partition("-")
    known = code.isascii() and code.isalpha() and 2 <= len(code) <= 3
    wide = len(region) == 2 and region.isascii() and region.isalpha()
    return (code.lower() if known else "en", region.upper() if wide else None)


def statement() -> str:
    """What every page says of itself."""
    return _("Written by the person's own record; not a medical device.")


def left_out() -> str:
    """What stands in the place of a section that is not shown."""
    return _("Left out by the person.")


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "appendix": section.appendix,
        "left_out": left_out() if section.left_out else None,
        "blocks": _beside([_block(block) for block in section.blocks]),
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Text():
            return {"kind": "text", "text": block.text}
        case Items():
            return {"kind": "items", "title": block.title, "items": list(block.items)}
        case Table():
            rows = [list(row) for row in block.rows]
            return {
                "kind": "table",
                "caption": block.caption,
                "head": list(block.head),
                "rows": rows,
                "widths": _widths(rows),
                "letters": sum(max(map(len, column)) for column in zip(block.head, *rows, strict=True)),
            }
        case Picture():
            return {
                "kind": "picture",
                "title": block.title,
                "description": f"{block.title}. {block.description}",
                "svg": _in_print(block.svg),
                "key": block.key,
                "width": 88 if block.key else 100,
            }
        case Box():
            return {"kind": "box", "title": block.title, "lines": list(block.lines)}


def _beside(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two small tables, one after the other, stand beside each other."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        last = found[-1] if found else {}
        if _small(last) and _small(block) and last["letters"] + block["letters"] <= BESIDE:
            found[-1] = {"kind": "beside", "blocks": [last, block]}
        else:
            found.append(block)
    return found


def _small(block: Mapping[str, Any]) -> bool:
    return block.get("kind") == "table" and all(width == "auto" for width in block["widths"])


def _widths(rows: list[list[str]]) -> list[float | str]:
    """Short columns as wide as they are; long ones share the rest, the longest the most of it."""
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [round(math.sqrt(size), 1) if size > WIDE else "auto" for size in longest]


def _in_print(svg: str) -> str:
    """The picture with the typeface of the page, which needs no font of the machine."""
    start = svg.find('font-family="')
    while start >= 0:
        start += len('font-family="')
        end = svg.index('"', start)
        svg = f"{svg[:start]}Libertinus Serif{svg[end:]}"
        start = svg.find('font-family="', start)
    return svg


@cache
def _template() -> bytes:
    return files("counterpoise.report").joinpath("clinician.typ").read_bytes()


def _refusal() -> type[Exception]:
    from typst import TypstError

    refusal: type[Exception] = TypstError
    return refusal


def _compiled(template: bytes, told: Mapping[str, Any]) -> bytes:
    import typst

    made: bytes = typst.compile(
        template,
        format="pdf",
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(told, ensure_ascii=False).replace(" %", "\u00a0%")},
    )
    return made


def _not_printable(told: Any) -> frozenset[str]:
    """Signs of a text that no typeface here holds; PDF/UA forbids to print a box for them."""
    unusual = sorted(
        {sign for text in _texts(told) for sign in text if ord(sign) >= EVERYWHERE or not sign.isprintable()}
    )
    control = {sign for sign in unusual if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Cn")} - {"\n"}
    return frozenset(control).union(_missing([sign for sign in unusual if sign not in control and sign != "\n"]))


def _missing(signs: list[str]) -> Iterable[str]:
    """By halves: most texts hold none, or one kind of them."""
    if not signs or _prints("".join(signs)):
        return ()
    if len(signs) == 1:
        return signs
    half = len(signs) // 2
    return (*_missing(signs[:half]), *_missing(signs[half:]))


def _prints(text: str) -> bool:
    source = b'#set document(title: "-")\n#set text(font: "Libertinus Serif", lang: "en")\n'
    source += b"#for sign in json(bytes(sys.inputs.data)).clusters() [#sign ]"
    import typst

    try:
        typst.compile(source, format="pdf", pdf_standards=STANDARD, sys_inputs={"data": json.dumps(text)})
    except _refusal():
        return False
    return True


def _texts(told: Any) -> Iterable[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for key, part in told.items():
            if key != "svg":
                yield from _texts(part)
    elif isinstance(told, list):
        for part in told:
            yield from _texts(part)


def _replaced(told: Any, missing: frozenset[str]) -> Any:
    """The same with a question mark for each; what only steers is dropped."""
    marks = {
        ord(sign): "?" if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn", "Mn") else "" for sign in missing
    }
    if isinstance(told, str):
        return told.translate(marks)
    if isinstance(told, Mapping):
        return {key: _replaced(part, missing) for key, part in told.items()}
    if isinstance(told, list):
        return [_replaced(part, missing) for part in told]
    return told
