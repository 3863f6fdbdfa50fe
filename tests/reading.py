"""How hard a text is to read, as a school grade: Flesch and Kincaid, with syllables counted by rule.

grade = 0.39 · words / sentences + 11.8 · syllables / words − 15.59 (Kincaid and others 1975). It sees long words and
long sentences only: a text of low grade can still be muddled. The rules for syllables are held to words whose
syllables are known (tests/test_reading.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from counterpoise.knowledge.load import load

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+")
END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")
ONE_VOWEL_SOUND = re.compile(r"(?:[tsc]i|[gs]e)(?=ou|o[nu]|a[nl]|en)|(?<=[qg])u(?=[aeiouy])")
"""The i of "nation" and "special", the u of "quite": written, not heard as a syllable."""
VOWELS = re.compile(r"[aeiouy]+")
TWO_SOUNDS = re.compile(r"i[ao](?!u)|iu|eo(?!ple)|ua|yi|[aeo]ing|ea(?=[st]e)|i(?=et)|(?<=r)ie|ya")
"""Vowels side by side that are heard apart: "trial", "period", "being", "create", "diet"."""
SILENT_END = re.compile(r"(?<=[^aeiouy])(?:(?<![^aeiouy]l)e|(?<![sxzcg])(?<!sh)(?<!ch)(?<![^aeiouy]l)es|(?<![td])ed)$")
"""The last e of "use", "rates" and "named"; that of "little", "doses" and "wanted" is heard."""
EXCEPTIONS = {"people": 2, "science": 2, "every": 2, "area": 3, "idea": 3, "heroin": 3, "opioid": 3, "anyone": 3}


def grade(text: str, names: Iterable[str] = ()) -> float:
    """The Flesch-Kincaid grade; each of the names counts as one short word, wherever it stands."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?:s\b|\b)", "it", text, flags=re.I)
    spoken = [word for sentence in sentences(text) for word in words(sentence)]
    if not spoken:
        raise ValueError("a text without a word has no grade")
    return 0.39 * len(spoken) / len(sentences(text)) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59


def sentences(text: str) -> list[str]:
    """What ends in a full stop, an exclamation or a question mark. "3.5 g" is no end."""
    return [part for part in END.split(text.strip()) if WORD.search(part)]


def words(text: str) -> list[str]:
    """Words and numbers; the parts of "week-long" are two words, "%" is said as one."""
    return WORD.findall(text.replace("%", " percent "))


def syllables(word: str) -> int:
    """Syllables of an English word, by rule; a number is taken for as many as it has digits."""
    if word.isdigit():
        return len(word)
    plain = word.lower().replace("’", "'")
    plain = plain.removesuffix("'s").replace("'", "")
    if plain.removesuffix("s") in EXCEPTIONS:
        return EXCEPTIONS[plain.removesuffix("s")]
    heard = ONE_VOWEL_SOUND.sub("x", SILENT_END.sub("", plain))
    return max(1, len(VOWELS.findall(heard)) + len(TWO_SOUNDS.findall(heard)))


def names() -> list[str]:
    """What stands for a thing and cannot be said more plainly: substances, and what acts in a body."""
    packs = load().substances.values()
    acting = ("7-hydroxymitragynine", "mitragynine", "dopamine", "buprenorphine", "morphine", "naloxone")
    return [*(name for pack in packs for name in (pack.name, *pack.aliases)), *acting]
