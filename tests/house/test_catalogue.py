"""Every language is whole: each message is there and translated, fits its English, and is what was compiled."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from tests.house import catalogue
from tests.house.tree import PACKAGE, ROOT

LANGUAGES = catalogue.languages()
OLD_STYLE = re.compile(r"%(?:\(\w+\)[sd]|[sd%])")
TAG = re.compile(r"</?[a-z][^>]*>")
CONTEXT = re.compile(r"""pgettext|{% *(?:blocktrans\w*|trans\w*)[^%]* context """)
COMMAND = re.compile(r"`[^`]+`|--[a-z][a-z-]+|\./x \w+")


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def written(language: str, domain: str) -> Catalog:
    found = catalogue.read(language, domain)
    assert found is not None
    return found


def messages(language: str, domain: str) -> list[Message]:
    return [message for message in written(language, domain) if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """Each form of a translation beside the English that it stands for."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    said = list(message.string or ())
    return [(message.id[min(number, len(message.id) - 1)], form) for number, form in enumerate(said)]


def placeholders(text: str) -> set[str]:
    """Everything that is filled in: `%(x)s`, `%d`, `{x:g}`; and marks that a page would show as text if they broke."""
    found = set(OLD_STYLE.findall(text)) | set(TAG.findall(text))
    if "{" in text:
        found |= {f"{{{name}:{spec}}}" for _text, name, spec, _how in Formatter().parse(text) if name is not None}
    return found


def wrong(message: Message) -> list[str]:
    """What a translation does not share with its English."""
    found = []
    for english, said in forms(message):
        if not said:
            continue
        allowed = placeholders(english)
        most = allowed if isinstance(message.id, str) else set().union(*map(placeholders, message.id))
        if not allowed <= placeholders(said) or not placeholders(said) <= most:
            found.append(f"placeholders: {english!r} -> {said!r}")
        if re.search(r"^\s*", english)[0] != re.search(r"^\s*", said)[0]:  # type: ignore[index]
            found.append(f"space before: {english!r} -> {said!r}")
        if re.search(r"\s*$", english)[0] != re.search(r"\s*$", said)[0]:  # type: ignore[index]
            found.append(f"space after: {english!r} -> {said!r}")
        if set(COMMAND.findall(english)) != set(COMMAND.findall(said)):
            found.append(f"commands: {english!r} -> {said!r}")
    return found


@pytest.mark.parametrize("domain", ["django", "knowledge"])
def test_the_catalogue_holds_what_the_program_says_and_nothing_else(language: str, domain: str) -> None:
    """Otherwise: `python -m tests.house.catalogue`, then translate what is new."""
    said = catalogue.of_the_code() if domain == "django" else catalogue.of_the_packs()
    held = {message.id if isinstance(message.id, str) else tuple(message.id) for message in messages(language, domain)}
    assert sorted(map(str, held ^ set(said))) == []
    assert written(language, domain).obsolete == {}


def said_by(path: Path) -> list[str]:
    """Every text that a module has translated, wherever in it."""
    calls = [one for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)]
    named = [one for one in calls if isinstance(one.func, ast.Name) and one.func.id in catalogue.KEYWORDS]
    first = [one.args[0] for one in named if one.args]
    return [one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_no_text_stands_where_the_catalogue_does_not_look() -> None:
    """Inside an f-string, `_("…")` is not seen, and stays English in every language."""
    found = {part for one in catalogue.of_the_code() for part in ((one,) if isinstance(one, str) else one)}
    unseen = [(path.name, one) for path in sorted(PACKAGE.rglob("*.py")) for one in said_by(path) if one not in found]
    assert unseen == []


NEEDED = ("measures.toml", "effects.toml", "blood.toml", "emergency.toml", "help.toml", "safety/", "/interactions.toml")
"""Packs that no language may be without: somebody may need them at once. What is missing of others shows in English."""


def missing(language: str, domain: str) -> list[Message]:
    return [one for one in messages(language, domain) if not catalogue.translated(one) or one.fuzzy]


def test_every_message_of_the_program_is_translated(language: str) -> None:
    assert [one.id for one in missing(language, "django")] == []


def test_nothing_that_somebody_may_need_at_once_is_left_in_english(language: str) -> None:
    left = [
        one.id
        for one in missing(language, "knowledge")
        if any(needed in file for file, _line in one.locations for needed in NEEDED)
    ]
    assert left == []


def test_two_plurals_do_not_begin_alike() -> None:
    """A compiled catalogue finds a plural by its singular alone."""
    said = [message for message in catalogue.of_the_code() if isinstance(message, tuple)]
    singulars = [singular for singular, _plural in said]
    assert sorted({one for one in singulars if singulars.count(one) > 1}) == []


@pytest.mark.parametrize("domain", ["django", "knowledge"])
def test_a_translation_holds_what_its_english_holds(language: str, domain: str) -> None:
    assert [fault for message in messages(language, domain) for fault in wrong(message)] == []


def test_plurals_have_all_their_forms(language: str) -> None:
    found = written(language, "django")
    plurals = [one for one in found if one.id and not isinstance(one.id, str)]
    assert plurals
    assert [one.id for one in plurals if len(one.string or ()) != found.num_plurals] == []


def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    path = catalogue.LOCALE / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        held = {str(one.id): one.string for one in read_mo(file) if one.id}
    due = {str(one.id): one.string for one in read_mo(io.BytesIO(catalogue.compiled(language))) if one.id}
    assert held == due


def test_program_and_packs_do_not_say_one_thing_in_two_ways(language: str) -> None:
    """Both are compiled into one catalogue, which holds one translation of a text."""
    packs = {one.id: one.string for one in messages(language, "knowledge")}
    both = [(one.id, one.string, packs[one.id]) for one in messages(language, "django") if one.id in packs]
    assert [pair for pair in both if pair[1] != pair[2] and pair[2]] == []


def test_the_faults_are_found() -> None:
    for english, said in (
        ("{count} doses", "{cuenta} dosis"),
        ("{value:g} of 10", "{value} de 10"),
        ("%(name)s: over", "%(nombre)s: fin"),
        ("<kbd>./x</kbd> opens it", "./x lo abre"),
        ("see `counterpoise check`", "mira `counterpoise revisar`"),
        ("Passphrase: ", "Frase secreta:"),
    ):
        assert wrong(Message(english, said)), english
    assert wrong(Message(("{n} day", "{n} days"), ("un día", "{n} días"))) != []
    assert wrong(Message(("one day", "{n} days"), ("un día", "{n} días"))) == []


def test_no_text_has_a_context_which_the_catalogues_do_not_know() -> None:
    """Such a text would stay English in every language, unseen by the tests above."""
    assert CONTEXT.search("{% translate '{n} arrived' context 'one entry' %}")
    files = (path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html"))
    assert [str(path.relative_to(ROOT)) for path in files if CONTEXT.search(path.read_text(encoding="utf-8"))] == []
