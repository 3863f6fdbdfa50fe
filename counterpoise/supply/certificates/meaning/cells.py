"""What one cell says: a number with its unit, a word in place of a number, a limit, a verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon, result_key, unit_key
from counterpoise.supply.certificates.meaning.numerals import NUMBER, Number, Style, first

MARKS = re.compile(r"[†‡*§¶#]+(?=\s|$)|(?<=\w)[†‡§¶]")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_UNCERTAIN = re.compile(r"(?:±|\+/[-−])\s*[\d.,]+(?:\s*[x×]\s*10\^?\d+)?(?:\s*%(?=\s*(?!\(?(?:w/w|p/p|m/m))\S))?")
_LESS = re.compile(
    r"^(?:<|≤|<=|＜|(?:less|fewer|lower) than|menos de|menor (?:que|de)|inferior a|weniger als|kleiner(?: als)?|unter"
    r"|moins de|inférieure? à)\s*(?=\d)",
    re.IGNORECASE,
)
_TICK = re.compile(r"(?P<box>[\[(]\s*(?P<x>[xX✓✔]?)\s*[\])]|[☐☑☒□■])\s*(?P<word>[^\[\]()☐☑☒□■]+)")
_MORE = re.compile(r"^(?:>|≥|>=|＞)\s*(?=\d)")
_PORTION = re.compile(r"(?P<amount>\d{1,4}(?:[.,]\d)?)\s*(?P<of>g|ml|grams?|gramos?)\b", re.IGNORECASE)
KEPT = 4096
"""Texts whose meaning is remembered: each is asked for many times."""
LONGEST = 120
"""Letters of a cell that is looked at; more is running text."""


@dataclass(frozen=True)
class Said:
    """What a cell says. All empty where it was not understood; `nothing` where it says that there is nothing."""

    value: float | None = None
    unit: str | None = None
    censored: str | None = None
    below: float | None = None
    """The number of '< 0.01'."""
    wordy: bool = False
    nothing: bool = False
    verdict: bool | None = None
    doubtful: bool = False
    two_ways: bool = False
    strange_unit: bool = False
    loq: float | None = None
    lod: float | None = None
    pair: tuple[float, str] | None = None

    @property
    def is_result(self) -> bool:
        return self.value is not None or self.censored is not None or self.wordy


def clean(text: str) -> str:
    """A cell without footnote marks and doubled spaces."""
    return re.sub(r"\s+", " ", MARKS.sub("", text)).strip()


def unit_of(text: str) -> str | None:
    """The unit that is the whole text, in the spelling of the records; a portion is 'in 25 g'."""
    text = text.strip(" ,;:")
    known = lexicon().units.get(unit_key(text))
    if known is not None:
        return known
    portion, rest = _without_portion(text)
    return portion if not rest.strip() else None


def portion_in(text: str) -> str | None:
    """The portion that a text speaks of: 'Pathogens in 25 g, by qPCR'."""
    return _without_portion(text)[0]


def _without_portion(text: str) -> tuple[str | None, str]:
    found = _behind_word().search(text)
    if found is None:
        return None, text
    of = "mL" if found["of"].casefold() == "ml" else "g"
    return f"in {found['amount'].replace(',', '.')} {of}", (text[: found.start()] + text[found.end() :]).strip(" ,")


@cache
def _behind_word() -> re.Pattern[str]:
    words = "|".join(re.escape(one) for one in lexicon().portions)
    return re.compile(rf"(?:(?<!\w)(?:{words})\s*|/\s*){_PORTION.pattern}", re.IGNORECASE)


@lru_cache(maxsize=KEPT)
def said(text: str, on_page: Style) -> Said:
    """What a cell of results says."""
    text = clean(text)
    if len(text) > LONGEST:
        return Said()
    if (ticked := _ticked(text)) is not None:
        return Said(verdict=ticked)
    text = re.sub(r"%\s*\((w/w|p/p|m/m)\)", "%", text)
    inside = [found.strip() for found in _BRACKET.findall(text)]
    portion, bare = _without_portion(_UNCERTAIN.sub(" ", _BRACKET.sub(" ", text)).strip())
    found = _bare(re.sub(r"\s+", " ", bare).strip(), on_page)
    if portion is not None and found.unit is None:
        found = replace(found, unit=portion)
    for one in inside:
        found = _with_bracket(found, one, on_page)
    return found


def _bare(text: str, on_page: Style) -> Said:
    """A cell without brackets, uncertainty and portion: a word, a bound, or a number with its unit."""
    words = lexicon()
    key = result_key(text)
    kind = words.results.get(key) if key or text in ("", "-") else "nothing"
    if kind is not None and not (kind == "nothing" and text in words.verdicts):
        return _worded(kind, None)
    if key in words.verdicts:
        return Said(verdict=words.verdicts[key])
    if less := _LESS.match(text):
        return _below(text[less.end() :], on_page)
    if more := _MORE.match(text):
        above = first(text[more.end() :], on_page)
        return Said(wordy=True, unit=above and unit_of(above[1]))
    number = first(text, on_page)
    return _word_with_unit(text) if number is None else _valued(*number)


def _valued(value: Number, rest: str) -> Said:
    unit = unit_of(rest) if rest else None
    strange = bool(rest) and unit is None
    if strange and (len(rest.split()) > 1 or not re.fullmatch(r"[^\W\d][^\d°]{0,15}", rest)):
        return Said()
    return Said(value=value.value, unit=unit, doubtful=value.doubtful, two_ways=value.two_ways, strange_unit=strange)


def _below(text: str, on_page: Style) -> Said:
    number = first(text, on_page)
    if number is None:
        return Said()
    value, rest = number
    unit = unit_of(rest) if rest else None
    if rest and unit is None:
        return Said()
    return Said(censored="below_loq", below=value.value, unit=unit, doubtful=value.doubtful)


def _worded(kind: str, unit: str | None) -> Said:
    if kind == "nothing":
        return Said(nothing=True, unit=unit)
    if kind == "wordy":
        return Said(wordy=True, unit=unit)
    return Said(censored=kind, unit=unit)


def _word_with_unit(text: str) -> Said:
    """'ND ppm', 'Absent per sample': a word in place of a number, then a unit."""
    parts = text.split()
    for cut in range(len(parts) - 1, 0, -1):
        kind = lexicon().results.get(result_key(" ".join(parts[:cut])))
        unit = unit_of(" ".join(parts[cut:]))
        if kind is not None and unit is not None:
            return _worded(kind, unit)
    return Said()


def _with_bracket(found: Said, inside: str, on_page: Style) -> Said:
    """What brackets add: the limit of quantification, or the same result in another unit."""
    words = lexicon().columns
    label = re.match(r"[^\d<≤]+", inside)
    role = words.get(fold(label.group())) if label else None
    number = first(inside[label.end() :] if label else inside, on_page)
    if number is None:
        return found
    value, rest = number
    unit = unit_of(rest) if rest else None
    if rest and unit is None:
        return found
    if unit is not None and found.unit not in (None, unit) and role in ("loq", "lod"):
        return replace(found, doubtful=True)  # a limit in another unit than the result
    if role in ("loq", "lod") or (role is None and not label and found.censored == "below_loq"):
        known = replace(found, unit=found.unit or unit)
        return replace(known, lod=value.value) if role == "lod" else replace(known, loq=value.value)
    if found.value is not None and unit is not None and not label:
        return replace(found, pair=(value.value, unit), doubtful=found.doubtful or value.doubtful)
    return found


@dataclass(frozen=True)
class Bound:
    """The most that is allowed, as far as it is a number."""

    most: float | None = None
    unit: str | None = None
    doubtful: bool = False


def limit(text: str, on_page: Style) -> Bound:
    """What a cell of limits says: 'NMT 1.5', '≤ 0.05 %', '10^7', 'máx. 500 ppb'; a least amount or a word is none."""
    text = clean(text)
    words = lexicon().bounds
    for phrase in sorted(words, key=len, reverse=True):
        folded = fold(text) if phrase[:1].isalpha() else text.casefold()
        if folded.startswith(phrase) and not (
            phrase[-1:].isalpha() and folded[len(phrase) : len(phrase) + 1].isalpha()
        ):
            if words[phrase] == "least":
                return Bound()
            text = text[len(phrase) :].lstrip(" .:")
            break
    span = re.fullmatch(r"(.+?)\s*(?:-|–|to|a)\s*(\d.*)", text)
    if span is not None and first(span[1], on_page) is not None and not re.search(r"[eE^]$", span[1]):
        text = span[2]
    number = first(_BRACKET.sub(" ", text).strip(), on_page)
    if number is None:  # a word; one with a number in it was not understood
        return Bound(doubtful=bool(re.search(r"\d", _without_portion(text)[1])))
    value, rest = number
    unit = unit_of(rest) if rest else None
    if rest and unit is None:
        return Bound(doubtful=True)
    return Bound(value.value, unit, value.doubtful)


def _ticked(text: str) -> bool | None:
    """'[X] PASS [ ] FAIL': what the one box that holds a tick says."""
    ticked = [found["word"] for found in _TICK.finditer(text) if found["x"] or found["box"] in "☑☒■"]
    return lexicon().verdicts.get(result_key(ticked[0])) if len(ticked) == 1 else None


def verdict(text: str) -> bool | None:
    """Whether a cell says pass or fail; None where it says neither."""
    text = clean(text)
    if (ticked := _ticked(text)) is not None:
        return ticked
    key = result_key(text)
    said_so = lexicon().verdicts.get(key if key else text.strip())
    return said_so


def numbers_in(text: str) -> list[str]:
    """The plain numbers of a cell, for telling how this page writes decimals."""
    return [found["plain"] for found in NUMBER.finditer(text) if found["plain"]]
