"""A name on a line of its own, and below it lines of labels with their values, several in a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from counterpoise.supply.certificates.meaning.cells import said, verdict
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon
from counterpoise.supply.certificates.meaning.names import exact
from counterpoise.supply.certificates.paper.layout import Paper, Phrase
from counterpoise.supply.certificates.tables.grid import ANY_STYLE
from counterpoise.supply.certificates.tables.raw import Cell, Offered, Row

FAR = 2.2
"""Heights of a letter between two lines of one block."""
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.)]|[a-z][.)]|[•▪–-])\s+", re.IGNORECASE)
_BOX = re.compile(r"^(?:[\[(]\s*[xX✓✔]?\s*[\])]|[☐☑☒□■])\s*\S+$")


def found(paper: Paper, lines: Sequence[int], used: set[int]) -> list[tuple[Row, list[Phrase]]]:
    """The rows, and the phrases that each is made of."""
    result: list[tuple[Row, list[Phrase]]] = []
    for place, number in enumerate(lines):
        line = [phrase for phrase in paper.lines[number] if id(phrase) not in used]
        for at, phrase in enumerate(line):
            text = _NUMBERED.sub("", phrase.text)
            beside = line[at + 1] if at + 1 < len(line) else None
            if exact(text) is None or (beside is not None and exact(beside.text) is None):
                continue
            right = beside.box.left - 2 if beside is not None else paper.width
            parts, taken = _parts(paper, lines[place + 1 :], phrase, right, used)
            if "result" in parts and said(parts["result"].text, ANY_STYLE).is_result:
                offered = (Offered(parts.pop("result")),)
                name = Cell(text, phrase.box)
                result.append((Row(paper.number, name, offered, parts, table=False), [phrase, *taken]))
    return result


def _parts(
    paper: Paper, lines: Sequence[int], name: Phrase, right: float, used: set[int]
) -> tuple[dict[str, Cell], list[Phrase]]:
    """What the labelled lines below a name say, up to the next name, a gap, or a line without labels."""
    parts: dict[str, Cell] = {}
    taken: list[Phrase] = []
    bottom = name.box.bottom
    for number in lines:
        held = [one for one in paper.lines[number] if name.box.left - 8 <= one.box.left < right and id(one) not in used]
        if not held:
            continue
        if held[0].box.top - bottom > FAR * name.box.height or exact(_NUMBERED.sub("", held[0].text)) is not None:
            break
        told = _of_line(held)
        if not told or any(role in parts for role in told):
            break
        parts |= told
        taken += held
        bottom = held[0].box.bottom
    return parts, taken


def _of_line(line: Sequence[Phrase]) -> dict[str, Cell]:
    """'FOUND: 0.88 PPM   LIMIT: 1.0 PPM   [X] PASS   [ ] FAIL' by what each holds; nothing where a part is strange."""
    parts: dict[str, Cell] = {}
    boxes = [phrase for phrase in line if _BOX.match(phrase.text)]
    last: str | None = None
    for phrase in line:
        if phrase in boxes:
            continue
        label, colon, rest = phrase.text.partition(":")
        role = lexicon().columns.get(fold(label)) if colon else None
        if role is not None and role not in ("name", "lot"):
            last = None if rest.strip() else role
            if rest.strip():
                parts[role] = Cell(rest.strip(), phrase.box)
        elif last is not None:
            parts[last] = Cell(phrase.text, phrase.box)
            last = None
        elif verdict(phrase.text) is not None and "verdict" not in parts:
            parts["verdict"] = Cell(phrase.text, phrase.box)
        else:
            return {}
    if boxes and "verdict" not in parts:
        parts["verdict"] = Cell(" ".join(phrase.text for phrase in boxes), boxes[0].box)
    return {role: cell for role, cell in parts.items() if role != "other"}
