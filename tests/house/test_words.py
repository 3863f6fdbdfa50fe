"""The words that people read: in their language, and never advice to take a dose."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import PACKAGE, files, inside, name, tree

TEMPLATES = inside(PACKAGE, ".html")
TRANSLATED = re.compile(
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}",
    re.S,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
SPOKEN_ATTRIBUTE = re.compile(r"\s(?:placeholder|title|aria-label|alt|hx-confirm)\s*=\s*(\"[^\"]*\"|'[^']*')")
MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.S)
WORD = re.compile(r"[A-Za-z]{2,}")
NAMES = {"Counterpoise", "FHIR", "CSV", "JSON", "PDF"}

ADVICE = re.compile(
    r"\btake (?:more|another|extra|a (?:higher|larger|bigger|second))\b"
    r"|\b(?:increase|raise|up|double|boost) (?:your|the) (?:dose|amount|intake)\b"
    r"|\b(?:your|the) next dose (?:is|should|could|can|will|may)\b"
    r"|\byou (?:should|could|can|may|must|need to|ought to) (?:now )?(?:take|dose|use (?:more|kratom)|increase|start)\b"
    r"|\b(?:recommend|suggest|advise)(?:ed|s)? (?:dose|amount|taking|starting|increasing)\b"
    r"|\bsafe (?:dose|amount)\b|\boptimal dose\b|\bbest dose\b|\bstart (?:taking|using) kratom\b"
    r"|\b(?:higher|larger|bigger) dose (?:would|will|may|might|could) (?:help|work|relieve)\b",
    re.I,
)
ORDER = re.compile(r"(?:^|[.!?:]\s+)(?:Take|Increase|Raise|Double|Dose) (?:\d|your|the|more|one|two|a (?:dose|gram))")
DENIED = re.compile(r"\b(?:no|not|never|nor|neither|without|cannot|n't|nothing|refuses?|instead of)\b", re.I)


def untranslated(text: str) -> list[str]:
    """Words of a template that no translation reaches."""
    text = TRANSLATED.sub(" ", text)
    text = TAG.sub(" ", text)
    shown = " ".join([MARKUP.sub(" ", text), *SPOKEN_ATTRIBUTE.findall(text)])
    return [word for word in WORD.findall(shown) if word not in NAMES]


def strings(path: Path) -> Iterator[str]:
    """Every string of a module except its docstrings; of any other file, its paragraphs."""
    if path.suffix != ".py":
        yield from re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
        return
    said = {id(doc) for node in ast.walk(tree(path)) if (doc := docstring(node))}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def docstring(node: ast.AST) -> ast.expr | None:
    body = getattr(node, "body", None)
    first = body[0] if isinstance(body, list) and body else None
    return first.value if isinstance(first, ast.Expr) else None


def advice(text: str) -> list[str]:
    """Sentences that tell someone to take a dose; a sentence that denies it first ("never take more") is none."""
    sentences = re.split(r"(?<=[.!?])\s+|\n[-*#|]", re.sub(r"[ \t]*\n[ \t]*(?![-*#|])", " ", text))
    return [
        sentence.strip()
        for sentence in sentences
        for match in [ADVICE.search(sentence) or ORDER.search(sentence)]
        if match and not DENIED.search(sentence[: match.start()])
    ]


def test_every_word_of_a_page_can_be_translated() -> None:
    assert {name(path): words for path in TEMPLATES if (words := untranslated(path.read_text(encoding="utf-8")))} == {}


def test_a_template_that_translates_says_so() -> None:
    silent = [
        name(path)
        for path in TEMPLATES
        if re.search(r"{%\s*(?:block)?trans", text := path.read_text(encoding="utf-8"))
        and not re.search(r"{%\s*load\b[^%]*\bi18n\b", text)
    ]
    assert silent == []


def test_nothing_advises_a_dose() -> None:
    shown = inside(PACKAGE, ".py", ".html", ".toml", ".js", ".typ") + files(".md")
    assert [f"{name(path)}: {sentence}" for path in shown for text in strings(path) for sentence in advice(text)] == []


def test_the_patterns_find_what_they_should() -> None:
    for bad in (
        "You could take more.",
        "Take 2 g now.",
        "Your next dose should be 3 g.",
        "We recommend taking 1 g.",
        "A higher dose may help.",
        "This is a safe\n dose.",
    ):
        assert advice(bad), bad
    for good in (
        "Never take more to make up for it.",
        "It shows no best dose.",
        "People who take kratom",
        "What you took",
    ):
        assert not advice(good), good
    assert untranslated("{% load i18n %}<h1 title='{% translate \"a\" %}'>{% translate 'Pain' %} {{ x }}</h1>") == []
    assert untranslated("<p>Pain</p><img alt='a chart'>") == ["Pain", "chart"]
