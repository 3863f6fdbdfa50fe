"""What the head of a page says of lot, product, laboratory, accreditation and dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from counterpoise.supply.certificates.meaning import dates
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon, whole_words
from counterpoise.supply.certificates.paper.layout import Box, Paper, Phrase, around
from counterpoise.supply.standard import STANDARD, denied

LONGEST = 160
"""Letters of a value; more is running text."""
_PART = re.compile(r"\s+[·|•]\s+|\s{3,}")
_SAMPLE = re.compile(r"^(?:sample|muestra|lot|lote)\s+(\d+)\s+(?:of|de)\s+(\d+)\s*[—–:\-]?\s*(.*)$", re.IGNORECASE)
_IDENTIFIER = r"((?:[A-Z]{2,5}\s)?(?=[A-Za-z0-9/.\-]*\d)[A-Za-z0-9][A-Za-z0-9/.\-]*[A-Za-z0-9])"
_LOT = re.compile(r"(?=[^a-z]*\d)[A-Z0-9][A-Z0-9/.\-]{3,}(?: [A-Z0-9\-]{1,6})?")
"""A number of a lot without a label's colon: capitals and digits."""
DATES = ("sampled", "reported")


@dataclass(frozen=True)
class Fact:
    """One label and its value."""

    field: str
    text: str
    page: int
    box: Box
    sure: bool = True
    """Not sure: told by its place, or by a label that says something near to it."""


@dataclass(frozen=True)
class _Piece:
    text: str
    phrase: Phrase


def facts(paper: Paper, lines: Iterable[int], used: Collection[int] = ()) -> list[Fact]:
    """Every labelled value on the lines, in reading order, but for phrases that are part of results."""
    return [fact for fact in every(paper, lines, used) if fact.field != "other"]


def every(paper: Paper, lines: Iterable[int], used: Collection[int] = ()) -> list[Fact]:
    """`other` ones too, because they end the value before."""
    found: list[Fact] = []
    numbers = list(lines)
    for place, number in enumerate(numbers):
        pieces = [
            _Piece(part.strip(), phrase)
            for phrase in paper.lines[number]
            if id(phrase) not in used
            for part in _PART.split(phrase.text)
            if part.strip()
        ]
        after = paper.lines[numbers[place + 1]] if place + 1 < len(numbers) else ()
        of_line = _of_line(paper.number, pieces, after)
        found += [_gone_on(fact, after) for fact in of_line] or _stacked(paper.number, paper.lines[number], after)
    return found


def _gone_on(fact: Fact, after: Sequence[Phrase]) -> Fact:
    """A name of a product that goes on in the next line, right below itself and with nothing before it."""
    if fact.field != "product" or not after or len(fact.text) > LONGEST // 2:
        return fact
    first = after[0]
    near = 0 <= first.box.top - fact.box.top <= 1.6 * fact.box.height
    aligned = abs(first.box.left - fact.box.left) < 2 and len(after) == 1
    if not (near and aligned) or ":" in first.text or is_label(first.text) or _dated(first.text):
        return fact
    return fact if len(first.text) > LONGEST // 3 else replace(fact, text=f"{fact.text} {first.text}")


def _stacked(page: int, line: Sequence[Phrase], after: Sequence[Phrase]) -> list[Fact]:
    """Labels in one line, each with its value right below it."""
    found: list[Fact] = []
    for number, phrase in enumerate(line):
        beside = line[number + 1] if number + 1 < len(line) else None
        if not is_label(phrase.text) or (beside is not None and not is_label(beside.text)):
            continue
        limit = beside.box.left if beside is not None else float("inf")
        under = [
            one
            for one in after
            if 0 <= one.box.top - phrase.box.bottom <= 1.2 * phrase.box.height + 4
            and one.box.left < limit
            and min(one.box.right, phrase.box.right) > max(one.box.left, phrase.box.left)
        ]
        if under and ":" not in under[0].text and not is_label(under[0].text) and len(under[0].text) <= LONGEST:
            field = field_of(phrase.text) or "other"
            found.append(Fact(field, under[0].text.strip(), page, under[0].box))
    return found


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
            if not text and number + 1 < len(pieces) and not is_label(pieces[number + 1].text):
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
    if is_label(text):
        return [(field_of(text) or "other", "")]
    return _dated(text) or _lot_alone(text)


def _lot_alone(text: str) -> list[tuple[str, str]]:
    """'Batch No. RB-25-1190': the label of a lot with nothing but its number behind it."""
    words = text.split()
    for cut in range(min(len(words) - 1, 4), 0, -1):
        value = " ".join(words[cut:])
        if field_of(" ".join(words[:cut])) == "lot" and _LOT.fullmatch(value):
            return [("lot", value)]
    return []


def _label_before(text: str, end: int) -> tuple[int, str | None]:
    """Where the longest label that ends here begins, and what it is."""
    words = [match.start() for match in re.finditer(r"\S+", text[:end])]
    for start in words:
        if start and text[start - 1] not in " ,;.(":
            continue
        if (field := field_of(text[start:end])) is not None:
            return start, field
    return 0, "other" if words and len(words) <= 4 and words[0] == 0 else None


def field_of(label: str) -> str | None:
    """What a label asks for; of those with 'No.' or '#' behind them only a lot or an accreditation is wanted."""
    fields, key = lexicon().fields, fold(label)
    if key in fields:
        return fields[key]
    bare = fold(re.sub(r"\s*(?:\bn\.?\s?[º°o]\.?|\bno\.?|\bnr\.?|#|\bnumber)\s*$", "", label, flags=re.IGNORECASE))
    found = fields.get(bare)
    return found if found in (None, "lot", "accreditation", *DATES) else "other"


def is_label(text: str) -> bool:
    """Whether a text is a label of the head of the page, without its value."""
    return field_of(text) is not None and not text.strip().startswith(":")


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
            of_lab = whole_words(lexicon().laboratories).search(fold(text)) or "17025" in text or "ccredit" in text
            sure = bool(of_lab) or re.search(r"acredit|akkredit|accrédit", text, re.IGNORECASE) is not None
            return Fact("accreditation", number, paper.number, around(phrase.box for phrase in line), sure)
    return None


def standard(paper: Paper) -> str | None:
    """The standard for laboratories as a page names it; None also where any line of it says that it does not hold."""
    lines = ["  ".join(phrase.text for phrase in line) for line in paper.lines]
    found = [(match[0], line) for line in lines if (match := STANDARD.search(line)) is not None]
    return found[0][0] if found and not any(denied(line) for _name, line in found) else None


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
