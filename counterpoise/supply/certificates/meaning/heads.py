"""What the head of a page says of lot, product, laboratory, accreditation and dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from counterpoise.supply.certificates.meaning import dates
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon, whole_words
from counterpoise.supply.certificates.paper.layout import Box, Paper, Phrase, around

LONGEST = 160
"""Letters of a value; more is running text."""
_PART = re.compile(r"\s+[·|•]\s+|\s{3,}")
_SAMPLE = re.compile(r"^(?:sample|muestra|lot|lote)\s+(\d+)\s+(?:of|de)\s+(\d+)\s*[—–:\-]?\s*(.*)$", re.IGNORECASE)
STANDARD = re.compile(r"(?:une-en\s+)?iso(?:\s*/\s*iec)?\s*17025(?:\s*:\s*\d{4})?", re.IGNORECASE)
_IDENTIFIER = r"((?:[A-Z]{2,5}\s)?(?=[A-Za-z0-9/.\-]*\d)[A-Za-z0-9][A-Za-z0-9/.\-]*[A-Za-z0-9])"
DATES = ("sampled", "reported")


@dataclass(frozen=True)
class Fact:
    """One label and its value."""

    field: str
    text: str
    page: int
    box: Box


@dataclass(frozen=True)
class _Piece:
    text: str
    phrase: Phrase


def facts(paper: Paper, lines: Iterable[int]) -> list[Fact]:
    """Every labelled value on the lines, in reading order; `other` ones too, because they end the value before."""
    found: list[Fact] = []
    numbers = list(lines)
    for place, number in enumerate(numbers):
        pieces = [
            _Piece(part.strip(), phrase)
            for phrase in paper.lines[number]
            for part in _PART.split(phrase.text)
            if part.strip()
        ]
        after = paper.lines[numbers[place + 1]] if place + 1 < len(numbers) else ()
        found += _of_line(paper.number, pieces, after)
    return [fact for fact in found if fact.field != "other"]


def _of_line(page: int, pieces: Sequence[_Piece], after: Sequence[Phrase]) -> list[Fact]:
    found: list[Fact] = []
    skip = False
    for number, piece in enumerate(pieces):
        if skip:
            skip = False
            continue
        if sample := _SAMPLE.match(piece.text):
            if sample[3]:
                found.append(Fact("product", sample[3].strip(), page, piece.phrase.box))
            continue
        for field, value in _labels(piece.text):
            text, box = value, piece.phrase.box
            if not text and number + 1 < len(pieces) and not _is_label(pieces[number + 1].text):
                text, box, skip = pieces[number + 1].text.lstrip(": "), pieces[number + 1].phrase.box, True
            if field in DATES and after and dates.unfinished(text):
                text = f"{text} {after[0].text}"
            if text and len(text) <= LONGEST:
                found.append(Fact(field, text.strip(), page, box))
    return found


def _labels(text: str) -> list[tuple[str, str]]:
    """Labels of one piece with their values: 'Sampled: 3 May  Reported: 9 May'; without a colon only before a date."""
    cuts: list[tuple[int, int, str]] = []
    for colon in re.finditer(r"\s*[:：]", text):
        start, field = _label_before(text, colon.start())
        if field is not None and (not cuts or start >= cuts[-1][1]):
            cuts.append((start, colon.end(), field))
    if cuts and cuts[0][0] == 0:
        ends = [start for start, _end, _field in cuts[1:]] + [len(text)]
        return [(field, text[end:stop].strip(" ,;")) for (_s, end, field), stop in zip(cuts, ends, strict=True)]
    if _is_label(text):
        return [(lexicon().fields[_without_number(text)], "")]
    return _dated(text)


def _label_before(text: str, end: int) -> tuple[int, str | None]:
    """Where the longest label that ends here begins, and what it is."""
    words = [match.start() for match in re.finditer(r"\S+", text[:end])]
    for start in words:
        if start and text[start - 1] not in " ,;.(":
            continue
        key = _without_number(text[start:end])
        if key in lexicon().fields:
            return start, lexicon().fields[key]
    return 0, "other" if words and len(words) <= 4 and words[0] == 0 else None


def _without_number(text: str) -> str:
    """A label without 'No.' or '#' behind it."""
    key = fold(text)
    if key in lexicon().fields:
        return key
    return fold(re.sub(r"\s*(?:\bn\.?\s?[º°o]\.?|\bno\.?|\bnr\.?|#|\bnumber)\s*$", "", text, flags=re.IGNORECASE))


def _is_label(text: str) -> bool:
    return _without_number(text) in lexicon().fields and not text.strip().startswith(":")


def _dated(text: str) -> list[tuple[str, str]]:
    """'Sampled on 4 Mar 2026, received 6 Mar 2026': labels right before dates."""
    result = []
    for part in re.split(r",\s+(?=[^\W\d])|;\s+", text):
        match = re.match(r"([^\d:]+?)\s+((?:\d|[A-Z][a-z]{2,8}\.? \d).*)$", part)
        if match is None:
            continue
        field = lexicon().fields.get(fold(match[1]))
        if field in DATES and dates.day(match[2], True) is not None:
            result.append((field, match[2]))
    return result


def accreditation(paper: Paper) -> Fact | None:
    """The number of a laboratory's accreditation: behind a word for it, in a line that speaks of accreditation."""
    speaks = whole_words(lexicon().accredited)
    for line in paper.lines:
        text = _bare("  ".join(phrase.text for phrase in line))
        if speaks.search(fold(text)) and (number := accredited_as(text)) is not None:
            return Fact("accreditation", number, paper.number, around(phrase.box for phrase in line))
    return None


def accredited_as(text: str) -> str | None:
    """The number in a line on accreditation, first one that the word itself is followed by."""
    numbers = [
        (fold(found[1]) not in lexicon().accredited, found.start(), found[2])
        for found in _behind().finditer(STANDARD.sub(" ", _bare(text)))
        if not re.fullmatch(r"(?:19|20)\d\d", found[2])
    ]
    return min(numbers)[2] if numbers else None


@cache
def _behind() -> re.Pattern[str]:
    words = "|".join(re.escape(one).replace("\\ ", r"[\s.]+") for one in lexicon().numbered)
    return re.compile(rf"(?i:(?<!\w)({words})(?:[\s.:º°#,]+(?:{words})(?!\w))*)[\s.:º°#,]*{_IDENTIFIER}")


def _bare(text: str) -> str:
    """The text without accents, letter for letter."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text.replace("º", "°"))


def laboratory(paper: Paper) -> Fact | None:
    """The name of the laboratory: the largest letters at the head of the page that are no title and no label."""
    speaks = whole_words(lexicon().papers)
    best: Phrase | None = None
    for line in paper.lines:
        for phrase in line:
            if phrase.box.top > 0.2 * paper.height:
                break
            folded = fold(phrase.text)
            if speaks.search(folded) or _is_label(phrase.text) or len(phrase.text) < 3 or ":" in phrase.text:
                continue
            if not any(letter.isalpha() for letter in folded):
                continue
            if best is None or phrase.box.height > best.box.height + 0.3:
                best = phrase
    return None if best is None else Fact("lab", best.text.strip(), paper.number, best.box)
