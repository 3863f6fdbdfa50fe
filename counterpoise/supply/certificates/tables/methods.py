"""The method that a section's line names, and its unit."""

from __future__ import annotations

import re

from counterpoise.supply.certificates.meaning.cells import portion_in, unit_of
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon
from counterpoise.supply.certificates.meaning.names import exact
from counterpoise.supply.certificates.tables.raw import Around

_CODE = re.compile(r"\b[A-Z]{1,4}(?:-[A-Z]{1,4})*-?\d{1,4}(?:-\d+)?\b|\b[A-Z]{1,4}-[A-Z]{1,4}-?\d+\b")
LONGEST = 120


def around(text: str) -> Around:
    """What a line says of the rows by it; nothing where it names no way to measure."""
    return Around(method(text), _unit(text))


def method(text: str) -> str | None:
    """The method in a line such as 'Alkaloids (HPLC-DAD, EL-22)', 'Metals — ICP-MS' or 'Method: AOAC 2017.14'."""
    if len(text) > LONGEST:
        return None
    label, colon, rest = text.partition(":")
    field = lexicon().fields.get(fold(label)) if colon else None
    if field is not None:
        return (rest.strip() or None) if field == "method" else None
    inside = re.search(r"\(([^()]*)\)\s*$", text)
    if inside is not None and not names(text[: inside.start()]) and names(inside[1], codes=True):
        return inside[1].strip()
    dashed = re.split(r"\s+[—–-]\s+", text, maxsplit=1)
    if len(dashed) == 2 and names(dashed[1]) and not names(dashed[0]):
        return dashed[1].strip()
    return _in_sentence(re.split(r"\.(?:\s|$)", text, maxsplit=1)[0])


def joined(section: str | None, under: str | None) -> str | None:
    """What a section's name and the line under its table say together: 'qPCR' and 'SOP-322' are one."""
    if section is None or under is None or names(under):
        return section or under
    return f"{section}, {under}"


def below(text: str) -> str | None:
    """The method in a line right under a table: 'ICP-MS, SOP-204 · 9 Mar 2026', or nothing but codes."""
    first = re.split(r"\.\s|\s+[·|]\s+", text)[0].rstrip(".")
    if len(first) > 40 or "=" in first or ":" in first:
        return None
    codes = re.sub(r"[\s,/;&]+", "", _CODE.sub("", first)) == ""
    return first.strip() if codes else method(first)


def _in_sentence(sentence: str) -> str | None:
    by = re.search(r"\b(?:by|using|por|mediante|con)\s+", sentence)
    if by is not None and names(sentence[by.end() :]):
        sentence = sentence[by.end() :]
    return sentence.strip(" .,;") if names(sentence) else None


def names(text: str, *, codes: bool = False) -> bool:
    """Whether the text names a way to measure; in brackets behind a section's name also the code of a procedure."""
    return lexicon().techniques.search(fold(text)) is not None or (codes and _CODE.search(text) is not None)


def _unit(text: str) -> str | None:
    for inside in re.findall(r"[(\[]([^()\[\]]*)[)\]]", text):
        if exact(inside) is None and (unit := unit_of(inside)) is not None:  # '(MG)' is mitragynine
            return unit
    words = re.sub(r"\s*[—–·|,]\s*", " ", text).split()
    for start in range(1, len(words)):
        if not any(map(str.isdigit, words[start - 1])) and (unit := unit_of(" ".join(words[start:]))) is not None:
            return unit
    if len(re.findall(r"\d+", text)) == 1 and (portion := portion_in(text)) is not None:
        return portion
    tail = re.search(r"\b(?:in|expressed as|as|en|expresado en)\s+(\S+)\s*$", text)
    return unit_of(tail[1]) if tail else None
