"""How many years of school a text asks for: the grade of Flesch and Kincaid, with names of substances counted as short.

Kincaid and others 1975: 0.39 words in a sentence + 11.8 syllables in a word - 15.59.
"""

from __future__ import annotations

import re

from counterpoise.knowledge.load import load

WORD = re.compile(r"[A-Za-z][A-Za-z’']*")
END = re.compile(r"[.!?](?=\s|$|[”\"])")
DRUGS = {"buprenorphine", "naloxone", "morphine", "mitragynine"}
SILENT = re.compile(r"(?:(?<![lszxcgi])(?<!ch)(?<!sh)es|(?<![td])ed|(?<!l)e)$")
APART = re.compile(r"(?<![tscg])i[aou]|ie(?=t|nc)|(?<=[rd])ea$|(?<=cr)ea|uici|[yei]ing|ua(?=l)|eo(?!p)")


def grade(text: str) -> float:
    """The grade; a text without a word has none and is refused."""
    words = WORD.findall(_plain(text))
    if not words:
        raise ValueError("no word in this text")
    sentences = max(1, len(END.findall(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, less an e that is not spoken, more where two vowels are spoken apart."""
    low = word.lower().replace("’", "'").removesuffix("'s")
    groups = len(re.findall(r"[aeiouy]+", low)) + len(APART.findall(low))
    return max(1, groups - bool(len(low) > 3 and SILENT.search(low)))


def _plain(text: str) -> str:
    """The text with every name of a substance put as one short word."""
    for name in sorted(_names(), key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", "it", text, flags=re.I)
    return text


def _names() -> set[str]:
    packs = load().substances.values()
    parts = {part for pack in packs for name in (pack.key, pack.name, *pack.aliases) for part in (name, *name.split())}
    return DRUGS | {part for part in parts if len(part) > 4}
