"""What the program must never say: patterns over every string that it can show, in every language that it speaks.

A sentence that forbids ("never take more") is no offence. One that only sounds like it ("why not take more?") is.
"""

from __future__ import annotations

import ast
import gettext
import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from counterpoise.knowledge.load import load
from counterpoise.knowledge.texts import texts
from counterpoise.text import CATALOGUES
from tests.house.tree import PACKAGE, inside, tree

PATTERNS = Path(__file__).with_name("never_patterns.txt")
_UNIT = (
    r"(?:g|mg|ml|grams?|milligrams?|capsules?|teaspoons?|spoons?|spoonfuls?|tablets?|cups?|drops?|doses?|servings?|"
    r"portions?|helpings?)\b"
)
_WORDS = {
    "AMOUNT": rf"(?:\d+(?:[.,]\d+)?|\{{\w*\}}|one|two|three|four|half an?|an?|another)\s+{_UNIT}",
    "MUCH": rf"(?:\d+(?:[.,]\d+)?|\{{\w*\}}|two|three|four|half an?|another|one more)\s+{_UNIT}",
    "ATONCE": r"(?:now|today|tonight|tomorrow|at once|immediately|instantly|right away|abruptly|suddenly|cold turkey|"
    r"altogether|completely|entirely|overnight|this very|from one day|in one go)\b",
    "DOSE": r"(?:dose|amount|portion|serving|helping|cup|spoon|spoonful|teaspoon|capsule|tablet|gram|intake|quantity)",
    "UPPING": r"(?:increasing|raising|doubling|boosting|upping|(?:bumping|stepping|going|turning|moving) (?:it )?up)",
    "UP": r"(?:increase|raise|double|boost|up|bump|step up|go up|turn up)",
    "FIRST": r"(?:^|[.!?:;,]\s+|\b(?:you|to|please|should|can|could|may|must|might|then|just|and|or|now)\s+)",
    "TAKE": r"(?:take|have|drink|use|try|swallow|dose|redose)",
}
_FORBIDS = {
    "en": r"\b(?:never|do not|does not|did not|don't|doesn't|cannot|can't|must not|should not|is no|are no|shows no|"
    r"nobody should)\b[^.:,;!?]{0,60}$",
    "de": r"\b(?:nie|niemals|nicht|keine?[nrms]?)\b[^.:,;!?]{0,60}$",
    "es": r"\b(?:nunca|jamás|no|ningun[oa]?)\b[^.:,;!?]{0,60}$",
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ“\"{])|\n")
Pattern = re.Pattern[str]


@cache
def patterns() -> Mapping[str, tuple[Pattern, ...]]:
    """By section of the file: "always", "unless forbidden", and a language each."""
    found: dict[str, list[Pattern]] = {}
    section = ""
    for line in PATTERNS.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line[1:2].isalpha() and "]" in line:
            section = line[1 : line.index("]")]
        elif line and not line.startswith("#"):
            pattern = re.sub(r"<([A-Z]+)>", lambda word: _WORDS[word.group(1)], line)
            found.setdefault(section, []).append(re.compile(pattern, re.I))
    return {name: tuple(every) for name, every in found.items()}


def languages() -> set[str]:
    """Those of which it is written down what must not be said."""
    return {"en", *patterns()} - {"always", "unless forbidden"}


def offences(text: str, language: str = "en") -> list[str]:
    """The sentences of a text that must never be said."""
    return [sentence.strip() for sentence in _SENTENCE.split(text) if _offends(sentence.strip(), language)]


@cache
def _offends(sentence: str, language: str) -> bool:
    always, may = (patterns()["always"], patterns()["unless forbidden"]) if language == "en" else ((), _of(language))
    forbids = re.compile(_FORBIDS[language], re.I)
    if any(pattern.search(sentence) for pattern in always):
        return True
    matches = (match for pattern in may for match in pattern.finditer(sentence))
    return any(not forbids.search(sentence[: match.start() + 1]) for match in matches)


def _of(language: str) -> tuple[Pattern, ...]:
    return patterns()[language]


_FILLED = re.compile(r"\{\w*(?::\w+)?\}|%\(\w+\)s")
"""The name of what is filled in is no word of a translation: {substance} is not "sube"."""
_TRANSLATE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
_BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b[^%]*%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.S)
_PLURAL = re.compile(r"{%\s*plural\s*%}")
_VARIABLE = re.compile(r"{{.*?}}")
_TAG = re.compile(r"{%.*?%}|{{.*?}}|<!--.*?-->|<[^>]*>", re.S)
_SPOKEN = re.compile(r"\s(?:placeholder|title|aria-label|alt)\s*=\s*(\"[^\"]*\"|'[^']*')")
_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def every_string() -> dict[str, str]:
    """English texts that can be shown, each with where it stands. What people say is quoted, and stays out."""
    quoted = {claim.claim for claim in load().claims.values()}
    found = {text: "the packs" for text in texts() if text not in quoted}
    for path in inside(PACKAGE, ".html", ".svg", ".txt"):
        found |= dict.fromkeys(of_template(path.read_text(encoding="utf-8")), path.name)
    for path in inside(PACKAGE, ".py"):
        found |= dict.fromkeys(of_module(path), path.name)
    return found


def of_template(text: str) -> Iterator[str]:
    """The texts of a template: those that are translated, and whatever else would be seen."""
    for one, other in _TRANSLATE.findall(text):
        yield one or other
    for block in _BLOCK.findall(text):
        yield from (" ".join(_VARIABLE.sub("{}", form).split()) for form in _PLURAL.split(block))
    rest = _BLOCK.sub(" ", text)
    yield " ".join(html.unescape(_TAG.sub(" ", rest)).split())
    yield from _SPOKEN.findall(rest)


def of_module(path: Path) -> Iterator[str]:
    """The texts that a module gives to gettext."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and _called(node.func) in _CALLS:
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


def translations() -> Iterator[tuple[str, str]]:
    """Language and text of everything in the catalogues. What people say is quoted, and stays out."""
    for file in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.mo")):
        language = file.parents[1].name
        with file.open("rb") as read:
            catalogue: Mapping[object, str] = gettext.GNUTranslations(read)._catalog  # type: ignore[attr-defined]
        quoted = {claim.claim for claim in load().claims.values()}
        yield from ((language, _FILLED.sub("{}", text)) for key, text in catalogue.items() if key and key not in quoted)


def _called(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
