"""The words of certificates from `words.toml`, by what they mean, all languages together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from counterpoise.knowledge.pack_file import plainly, toml

Phrases = Mapping[str, tuple[str, ...]]
"""Lists of words, by language."""
Role = Literal["name", "result", "unit", "loq", "lod", "limit", "verdict", "method", "lot", "other"]
KEPT = 8192
"""Texts that are remembered as they are folded: each is asked for many times."""
_STRICT = ConfigDict(extra="forbid")


@checked(frozen=True, config=_STRICT)
class Language:
    """How a language writes numbers and dates; `day_first` only where nobody writes the month first."""

    decimal: Literal[".", ","]
    day_first: bool = False


@checked(frozen=True, config=_STRICT)
class Words:
    """The file as it stands."""

    languages: Mapping[str, Language]
    columns: Mapping[Role, Phrases]
    fields: Mapping[str, Phrases]
    results: Mapping[Literal["not_detected", "below_loq", "absent", "wordy", "nothing"], Phrases]
    verdicts: Mapping[Literal["pass", "fail"], Phrases]
    bounds: Mapping[Literal["most", "least"], Phrases]
    totals: Mapping[Literal["sums", "of", "ratios"], Phrases]
    seen: Phrases
    months: Mapping[str, Annotated[tuple[tuple[str, ...], ...], Field(min_length=12, max_length=12)]]
    beside: Phrases
    papers: Phrases
    laboratories: Phrases
    verbs: Phrases
    accredited: Phrases
    numbered: Phrases
    portions: Phrases
    units: Mapping[str, tuple[str, ...]]
    techniques: Mapping[Literal["names"], tuple[str, ...]]
    tests: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=KEPT)
def fold(text: str) -> str:
    """Words without case, accents, doubled spaces, and marks at their end: 'Método:' and 'metodo' are one."""
    apart = unicodedata.normalize("NFKD", text.replace("№", "nº").replace("º", "°")).casefold().replace("μ", "µ")
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", bare).strip(" :.;,*†‡")


@dataclass(frozen=True)
class Lexicon:
    """The words ready to be looked up, each folded."""

    words: Words
    columns: Mapping[str, Role]
    fields: Mapping[str, str]
    results: Mapping[str, str]
    verdicts: Mapping[str, bool]
    bounds: Mapping[str, str]
    units: Mapping[str, str]
    tests: Mapping[str, str]
    months: Mapping[str, int]
    totals: Mapping[str, frozenset[str]]
    seen: frozenset[str]
    beside: tuple[str, ...]
    papers: frozenset[str]
    laboratories: tuple[str, ...]
    verbs: frozenset[str]
    accredited: tuple[str, ...]
    numbered: tuple[str, ...]
    portions: tuple[str, ...]
    techniques: re.Pattern[str]

    def language(self, text: str) -> str:
        """The language most of whose own words of columns and fields stand in the text; English where none does."""
        held = f" {re.sub(r'[^a-z0-9/]+', ' ', fold(text))} "
        counts = {}
        for language in self.words.languages:
            own, others = set[str](), set[str]()
            for phrases in (*self.words.columns.values(), *self.words.fields.values()):
                for spoken, listed in phrases.items():
                    (own if spoken == language else others).update(map(fold, listed))
            counts[language] = sum(f" {phrase} " in held for phrase in own - others)
        return max(counts, key=lambda one: (counts[one], one == "en"))


def _all(phrases: Phrases) -> tuple[str, ...]:
    """Every word of every language, the longest first."""
    return tuple(sorted({fold(one) for listed in phrases.values() for one in listed}, key=len, reverse=True))


def _by_phrase(groups: Mapping[Role, Phrases]) -> dict[str, Role]:
    return {phrase: role for role, phrases in groups.items() for phrase in _all(phrases)}


def stands_in(phrase: str, text: str) -> bool:
    """Whether a phrase is in a text as words of its own; without a pattern, for there are hundreds of phrases."""
    at = text.find(phrase)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(phrase) : at + len(phrase) + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            return True
        at = text.find(phrase, at + 1)
    return False


@cache
def whole_words(phrases: Collection[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as words of their own, the longest first."""
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(one) for one in longest if one) + r")(?!\w)")


def prepared(words: Words) -> Lexicon:
    """Everything folded and turned round: from the word to what it means."""
    return Lexicon(
        words=words,
        columns=_by_phrase(words.columns),
        fields={phrase: key for key, phrases in words.fields.items() for phrase in _all(phrases)},
        results={result_key(one): key for key, listed in words.results.items() for one in _every(listed)},
        verdicts={result_key(one): key == "pass" for key, listed in words.verdicts.items() for one in _every(listed)},
        bounds={fold(one): key for key, listed in words.bounds.items() for one in _every(listed)},
        units={unit_key(one): unit for unit, spelled in words.units.items() for one in spelled},
        tests={fold(one): key for key, names in words.tests.items() for one in names},
        months={
            fold(name): number
            for spoken in words.months.values()
            for number, names in enumerate(spoken, start=1)
            for name in names
        },
        totals={key: frozenset(_all(phrases)) for key, phrases in words.totals.items()},
        seen=frozenset(_all(words.seen)),
        beside=_all(words.beside),
        papers=frozenset(_all(words.papers)),
        laboratories=_all(words.laboratories),
        verbs=frozenset(_all(words.verbs)),
        accredited=_all(words.accredited),
        numbered=_all(words.numbered),
        portions=_all(words.portions),
        techniques=whole_words(tuple(fold(one) for one in words.techniques["names"])),
    )


def _every(phrases: Phrases) -> list[str]:
    return [one for listed in phrases.values() for one in listed]


def result_key(text: str) -> str:
    """A word in a cell, folded without its spaces and stops: 'N.D.' and '< LOQ' are 'nd' and '<loq'."""
    return re.sub(r"[\s.]+", "", fold(text))


def unit_key(text: str) -> str:
    """A unit without case and spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("μ", "µ")
    apart = "".join(sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign))
    return re.sub(r"\s+", "", apart)


@cache
def lexicon() -> Lexicon:
    """The words of this package, held to their shape once."""
    here = files("counterpoise.supply.certificates.meaning")
    try:
        return prepared(TypeAdapter(Words).validate_python(toml(here, "words.toml")))
    except ValidationError as error:
        raise plainly("words.toml", error) from error
