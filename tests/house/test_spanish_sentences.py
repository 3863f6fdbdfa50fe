"""Spanish sentences as they are put together: a measure has its article, and what is ours is in Spanish."""

from __future__ import annotations

import re

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.texts import by_file, texts
from tests.house import catalogue

HELPS = "In the 4 hours after a usual dose of {substance}, {the_measure} was a little better"


def said() -> dict[str, str]:
    """Every Spanish text beside the English one, from the catalogues as they are written."""
    read = [catalogue.read("es", domain) for domain in ("django", "knowledge")]
    told = (message for one in read if one is not None for message in one if isinstance(message.id, str))
    return {str(message.id): str(message.string) for message in told}


def before(text: str) -> list[str]:
    """The words that stand right before the measure."""
    return re.findall(r"(\w+) \{the_measure\}", text)


@pytest.mark.parametrize("key", load().measures)
def test_a_measure_has_its_article_inside_a_sentence(key: str) -> None:
    inside = load().measures[key].inside
    assert inside in texts()
    assert inside.split()[0] == "the"
    assert said()[inside].split()[0] in ("el", "la")


def test_no_article_follows_de_unmerged_and_sentences_begin_with_it() -> None:
    spanish = said()
    (helps,) = (text for english, text in spanish.items() if english.startswith(HELPS))
    assert "kratom, el dolor estuvo un poco mejor" in helps.replace("{substance}", "kratom").replace(
        "{the_measure}", spanish["the pain"]
    )
    assert [text for text in spanish.values() if {"de", "a"} & {*before(text)}] == []


def test_titles_of_our_own_are_in_spanish_and_those_of_others_stay() -> None:
    sources = load().bibliography.values()
    ours = [source for source in sources if source.own]
    assert len(ours) == 3
    assert all(said()[source.title] not in ("", source.title) for source in ours)
    shown = dict(by_file())["bibliography.toml"]
    assert [source.title for source in sources if source.title in shown and not source.own] == []


def test_a_lock_is_said_to_be_on_only_where_it_was_put_on() -> None:
    (told,) = (text for english, text in said().items() if english.startswith("It keeps others at this screen"))
    assert "quitado" not in told


def test_a_button_says_what_it_does_and_not_what_was_done() -> None:
    read = catalogue.read("es", "django")
    assert read is not None
    texts = {one.id[0]: one.string or () for one in read if isinstance(one.id, tuple)}
    assert [text.split()[0] for text in texts["Set aside for {days} day"]] == ["Ocultar"] * 3
