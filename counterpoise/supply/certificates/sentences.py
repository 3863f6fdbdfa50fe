"""Letters: results in sentences. None is certain, and they are looked for only where a file holds nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from counterpoise.supply.certificates.meaning.cells import said
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon
from counterpoise.supply.certificates.meaning.names import exact
from counterpoise.supply.certificates.paper.layout import Box, Paper, Word
from counterpoise.supply.certificates.tables.grid import ANY_STYLE
from counterpoise.supply.certificates.tables.raw import Cell, Offered, Row

LONGEST_NAME, LONGEST_RESULT, FAR = 5, 5, 14
"""Words of a name, of a result, and from a name to its result."""
_END = re.compile(r"[.;]$")


def found(paper: Paper) -> list[Row]:
    """A name, and behind it in the same sentence the first result that has a unit or is a word."""
    words = _joined([word for line in paper.lines for phrase in line for word in _words(paper, phrase.box)])
    rows: list[Row] = []
    at = 0
    while at < len(words):
        size = _name(words, at)
        if not size:
            at += 1
            continue
        row = _result(paper, words, at, at + size)
        rows += [row] if row is not None else []
        at += size
    return rows


def _words(paper: Paper, box: Box) -> list[Word]:
    inside = [
        word
        for word in paper.words
        if abs(word.box.middle - box.middle) < 0.5 * box.height and box.left - 1 <= word.box.left <= box.right
    ]
    return sorted(inside, key=lambda word: word.box.left)


def _joined(words: Sequence[Word]) -> list[Word]:
    """Words broken over two lines are one: '7-' and 'hydroxymitragynine'."""
    result: list[Word] = []
    for word in words:
        if (
            result
            and result[-1].text.endswith("-")
            and len(result[-1].text) > 1
            and word.box.top > result[-1].box.top + 2
        ):
            result[-1] = Word(result[-1].text + word.text, result[-1].box)
        else:
            result.append(word)
    return result


def _name(words: Sequence[Word], at: int) -> int:
    """How many words from here are the name of a test; 0 where none is."""
    for size in range(LONGEST_NAME, 0, -1):
        text = " ".join(word.text for word in words[at : at + size])
        if len(text) > 3 and text[0].isalnum() and not _END.search(text) and exact(text.rstrip(",")) is not None:
            return size
    return 0


def _bounds(word: str) -> bool:
    """Whether a word speaks of a limit or a claim: the number behind it is no result."""
    words, key = lexicon(), fold(word)
    if key in words.verbs:
        return False
    return words.columns.get(key) in ("limit", "loq", "lod", "other") or (key in words.bounds and key.isalpha())


def _result(paper: Paper, words: Sequence[Word], start: int, behind: int) -> Row | None:
    for at in range(behind, min(behind + FAR, len(words))):
        if _name(words, at) or _bounds(words[at].text):
            return None  # the next test comes first, or a limit
        for size in range(LONGEST_RESULT, 0, -1):
            text = " ".join(word.text for word in words[at : at + size]).strip(" ,;.")
            cell = said(text, ANY_STYLE)
            told = any(fold(word.text) in lexicon().verbs for word in words[behind : at + 1])
            if told and cell.is_result and (cell.unit is not None or cell.censored is not None):
                name = " ".join(word.text for word in words[start:behind]).strip(" ,")
                offered = (Offered(Cell(text, words[at].box)),)
                doubts = frozenset({"guessed"})
                return Row(paper.number, Cell(name, words[start].box), offered, doubts=doubts, table=False)
        if _END.search(words[at].text) and not re.search(r"\d\.$|\b[A-Z]\.$", words[at].text):
            return None
    return None
