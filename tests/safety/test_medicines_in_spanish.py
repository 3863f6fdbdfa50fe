"""Medicines by their Spanish names: read for sure where they are in the dictionary, and shown in the language."""

from __future__ import annotations

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.names import ingredient
from counterpoise.knowledge.texts import texts
from counterpoise.safety.medicines import match
from counterpoise.text import use_language


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ibuprofeno", "ibuprofen"),
        ("Gabapentina 300 mg", "gabapentin"),
        ("oxicodona", "oxycodone"),
        ("Codeína", "codeine"),
        ("fenitoína", "phenytoin"),
        ("ácido mefenámico", "mefenamic acid"),
        ("hierba de San Juan", "st john's wort"),
        ("apixabán", "apixaban"),
        ("Cafeína", "caffeine"),
    ],
)
def test_a_spanish_name_is_no_guess(typed: str, key: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert (found.certainty, found.ingredients) == ("exact", (key,))


@pytest.mark.parametrize("word", ["cantina", "creatinina", "Katrina", "latina", "receta", "comida"])
def test_words_near_a_spanish_name_are_not_taken_for_it(word: str) -> None:
    assert match(word, load()) is None


def test_the_name_of_an_ingredient_is_a_text_and_shown_in_the_language() -> None:
    said = set(texts())
    assert set(load().medicines.ingredients) <= said
    with use_language("es"):
        assert ingredient("gabapentin", load().substances) == "Gabapentina"
