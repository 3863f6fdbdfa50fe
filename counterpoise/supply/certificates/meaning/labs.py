"""Which name on a page is the laboratory's: it has no label of its own, so words and places have to tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterpoise.supply.certificates.meaning import heads
from counterpoise.supply.certificates.meaning.cells import unit_of, verdict
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon, whole_words
from counterpoise.supply.certificates.meaning.names import exact, no_assay
from counterpoise.supply.certificates.paper.layout import Box, Paper, Phrase

HEAD = 0.2
"""Part of the page's height that is its head."""
LONGEST = 70
_PARTED = re.compile(r"\s+[·|•–—]\s+|\s{3,}")


@dataclass(frozen=True)
class _Name:
    """What may be a laboratory's name."""

    text: str
    box: Box
    worded: bool


def laboratory(paper: Paper) -> heads.Fact | None:
    """The largest letters at the head of the page that are no title, label or value, or words of a laboratory."""
    offered = list(_offered(paper))
    head = [one for one in offered if one.box.top <= HEAD * paper.height]
    best = _largest(head)
    worded = _largest([one for one in head if one.worded])
    if best is not None and worded is not None and worded.box.height >= 0.8 * best.box.height:
        return _fact(worded, paper, sure=True)
    elsewhere = _in_small_print(paper)
    if best is not None and (_again(best, offered) or _described(best, paper)):
        return _fact(best, paper, sure=True)
    if worded is not None or elsewhere is not None:
        return _fact(worded or elsewhere or offered[0], paper, sure=best is None)
    return None if best is None else _fact(best, paper, sure=False)


def _fact(name: _Name, paper: Paper, *, sure: bool) -> heads.Fact:
    return heads.Fact("lab", name.text.strip(" ,;"), paper.number, name.box, sure)


def _offered(paper: Paper) -> Iterator[_Name]:
    values = {fact.box for fact in heads.every(paper, range(len(paper.lines)))}
    for line in paper.lines:
        for phrase in line:
            if phrase.box in values:
                continue
            for part in _PARTED.split(phrase.text):
                if _may_be(part):
                    yield _Name(part.strip(), phrase.box, _worded(part))


def _may_be(text: str) -> bool:
    """Whether a text can be a name at all: no title, label, verdict, unit, test, number or sentence."""
    folded = fold(text)
    if len(text) < 3 or len(text) > LONGEST or ":" in text or re.search(r"[^\W\d_]{3}", text) is None:
        return False
    if heads.is_label(text) or verdict(text) is not None or unit_of(text) is not None or exact(text) is not None:
        return False
    if folded in lexicon().columns or no_assay(text) or re.match(r"\d", text):
        return False
    return whole_words(lexicon().papers).search(folded) is None


def _worded(text: str) -> bool:
    return text.strip()[:1].isupper() and whole_words(lexicon().laboratories).search(fold(text)) is not None


def _largest(names: Sequence[_Name]) -> _Name | None:
    best: _Name | None = None
    for one in names:
        if best is None or one.box.height > best.box.height + 0.3:
            best = one
    return best


def _again(name: _Name, offered: Sequence[_Name]) -> bool:
    """Whether the name stands at a second place too, in the small print at the foot."""
    wanted = _close(name.text)
    return any(one is not name and one.box != name.box and wanted in _close(one.text) for one in offered)


def _close(text: str) -> str:
    return re.sub(r"\W+", "", fold(text))


def _described(name: _Name, paper: Paper) -> bool:
    """Whether the line right below says that this is a laboratory."""
    near = [
        phrase
        for line in paper.lines
        for phrase in line
        if 0 <= phrase.box.top - name.box.top <= 2.5 * name.box.height and phrase.box != name.box
    ]
    return any(_says_laboratory(phrase, name) for phrase in near)


def _says_laboratory(phrase: Phrase, name: _Name) -> bool:
    apart = min(phrase.box.right, name.box.right) - max(phrase.box.left, name.box.left)
    return apart > 0 and whole_words(lexicon().laboratories).search(fold(phrase.text)) is not None


def _in_small_print(paper: Paper) -> _Name | None:
    """'… tested at Ivory Gull Labs LLC, 1402 …': words with capitals, one of them a laboratory's."""
    words = "|".join(re.escape(one) for one in lexicon().laboratories)
    word = r"[^\W\d_a-zà-ÿ][\w'’.&-]*"
    name = re.compile(
        rf"(?:{word}\s+(?:(?:&|of|de|del|y|et|und)\s+)?){{0,4}}{word}(?:,?\s(?:LLC|Inc\.?|Ltd\.?|GmbH|S\.A\.|S\.L\.))?"
    )
    for line in paper.lines:
        for phrase in line:
            for found in name.finditer(phrase.text):
                folded = fold(found[0])
                if " " not in found[0] or not re.search(rf"(?<!\w)(?:{words})(?!\w)", folded):
                    continue
                if whole_words(lexicon().papers).search(folded) or heads.is_label(found[0]):
                    continue
                return _Name(re.sub(r"^(?:Tested|Analy[sz]ed|Issued)\s+(?:at|by)\s+", "", found[0]), phrase.box, True)
    return None
