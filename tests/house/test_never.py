"""What the program must never say is held by machine: a closed set of things to do, and patterns over every string.

Patterns are a net, not a proof: of a hundred sentences written without sight of them fewer than half were caught at
first, of forty indirect ones two. All are caught now, but wording that nobody thought of will slip through. The closed
set is what cannot be got round: a finding names actions, it never writes one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import ActionName
from counterpoise.text import CATALOGUES
from tests import never
from tests.house.tree import ROOT

PLANTED = [
    line
    for name in ("never_planted.txt", "never_planted_afresh.txt")
    for line in (ROOT / "tests" / name).read_text(encoding="utf-8").splitlines()
]
INNOCENT = (ROOT / "tests" / "never_innocent.txt").read_text(encoding="utf-8").splitlines()


def planted() -> list[tuple[str, str]]:
    """Language and sentence."""
    told = [line.partition(": ") for line in PLANTED if not line.startswith("#")]
    return [(language, sentence) for language, _colon, sentence in told]


def test_every_planted_sentence_is_caught() -> None:
    every = planted()
    assert len(every) >= 315
    assert {language for language, _sentence in every} == never.languages()
    assert [sentence for language, sentence in every if not never.offences(sentence, language)] == []


def test_a_planted_sentence_is_caught_inside_a_longer_text() -> None:
    around = "What was recorded stays. {} Nothing is known about it."
    missed = [one for language, one in planted() if language == "en" and not never.offences(around.format(one))]
    assert missed == []


def test_what_is_forbidden_passes_but_a_not_of_another_clause_forbids_nothing() -> None:
    for language, sentence in (
        ("en", "Never take more."),
        ("en", "Nobody should take more."),
        ("en", "Do not increase your dose."),
        ("es", "Nunca se debe tomar más."),
    ):
        assert never.offences(sentence, language) == []
    for code, slipped in (
        ("en", "If the pain does not go away, take more."),
        ("en", "When you cannot sleep, take 2 g."),
        ("en", "It is no longer enough: take more."),
        ("en", "Never mind, you can take more."),
        ("de", "Wenn es nicht hilft, nimm mehr."),
        ("es", "Si no te ayuda, toma más."),
    ):
        assert never.offences(slipped, code) == [slipped]


def test_sentences_of_the_program_that_come_close_are_not_caught() -> None:
    every = [line for line in INNOCENT if not line.startswith("#")]
    assert len(every) >= 60
    assert [offence for sentence in every for offence in never.offences(sentence)] == []


def test_no_string_that_can_be_shown_is_caught() -> None:
    every = never.every_string()
    assert len(every) > 2500
    for known in (
        "Log it as it was",
        "Nothing was saved",
        "Bring this to your next appointment; if there is none, ask for one.",
    ):
        assert known in every
    assert [f"{where}: {one}" for text, where in every.items() for one in never.offences(text)] == []


def read_one_by_one() -> set[str]:
    """Translations that come close and were looked at: a finding, a limit, a heading. A new one is read first."""
    lines = Path(__file__).parents[1].joinpath("never_innocent_translations.txt").read_text(encoding="utf-8")
    return {line for line in lines.splitlines() if line and not line.startswith("#")}


def test_no_translation_is_caught_and_every_language_has_its_patterns() -> None:
    spoken = {folder.name for folder in CATALOGUES.iterdir() if folder.is_dir()}
    assert spoken <= never.languages(), "a new language: say in tests/never_patterns.txt what it must never say"
    caught = {f"{code}: {one}" for code, text in never.translations() for one in never.offences(text, code)}
    assert sorted(caught ^ read_one_by_one()) == []


def test_a_catalogue_is_read_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test before this one sees something once there are translations."""
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    folder.joinpath("django.mo").write_bytes(catalogue({"Save": "Zeit für deine Dosis."}))
    monkeypatch.setattr(never, "CATALOGUES", tmp_path)
    assert [never.offences(text, code) for code, text in never.translations()] == [["Zeit für deine Dosis."]]


def test_things_to_do_are_a_closed_set_without_a_number() -> None:
    actions = load().actions
    assert set(actions) == set(get_args(ActionName))
    assert [name for name, action in actions.items() if re.search(r"\d|\{|\bg\b|\bmg\b", action.text)] == []
    for rule in load().rules.values():
        assert set(rule.actions) <= set(actions)
    for pairs in load().interactions.values():
        assert all(set(pair.actions) <= set(actions) for pair in pairs.values())


def test_the_texts_of_a_template_and_of_a_module_are_found() -> None:
    template = (
        "{% load i18n %}<p title=\"Seen\">{% translate \"One 'a'\" %}{% translate 'Two' as x %} three</p>"
        "{% blocktranslate count n=n %}Four {{ n }}{% plural %}Fives {{ n }}{% endblocktranslate %}"
    )
    found = list(never.of_template(template))
    for text in ("One 'a'", "Two", "Four {}", "Fives {}"):
        assert text in found
    assert any("three" in text for text in found)
    assert any("Seen" in text for text in found)
    assert "Log a dose" not in never.of_module(ROOT / "counterpoise" / "web" / "today" / "saving.py")
    assert "Corrected" in never.of_module(ROOT / "counterpoise" / "web" / "today" / "saving.py")


def catalogue(texts: dict[str, str]) -> bytes:
    """A compiled catalogue (.mo) of these texts."""
    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **texts}.items())
    keys, values = ([part.encode() for part in side] for side in zip(*pairs, strict=True))
    head, at = 28, 28 + 16 * len(pairs)
    places: list[list[int]] = []
    body = b""
    for side in (keys, values):
        for part in side:
            places.append([len(part), at + len(body)])
            body += part + b"\0"
    numbers = [0x950412DE, 0, len(pairs), head, head + 8 * len(pairs), 0, 0, *(n for place in places for n in place)]
    return b"".join(number.to_bytes(4, "little") for number in numbers) + body
