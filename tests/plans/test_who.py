"""With whom something was agreed: one text keeps the name and who that is."""

from __future__ import annotations

import pytest

from counterpoise.plans import who


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " - ",
        "…",
        "me",
        "Me!",
        "myself",
        "just me",
        "me, myself and I",
        "n/a",
        "no one",
        "ich selbst",
        "Nadie",
    ],
)
def test_words_that_name_nobody(text: str | None) -> None:
    assert who.nobody(text)
    assert who.written(text or "", "doctor") is None
    assert not who.professional(f"{text} (doctor)")


@pytest.mark.parametrize("text", ["Dr Ng", "My doctor", "me and Dr Ng", "Ines", "Dr Alone-Smith", "Yo-Yo Ma", "李医生"])
def test_names_are_somebody(text: str) -> None:
    assert not who.nobody(text)
    assert not who.professional(text)  # nothing says who that is
    assert who.written(text, "other") == text


@pytest.mark.parametrize("of", who.PROFESSIONALS)
def test_who_that_is_is_read_as_it_was_written(of: str) -> None:
    text = who.written(" Dr Ng ", of)
    assert text == f"Dr Ng ({of})"
    assert who.read(text) == ("Dr Ng", of)
    assert who.professional(text)
    assert who.said(text) == text


def test_other_words_in_brackets_are_part_of_the_name() -> None:
    assert who.read("Dr Ng (pain clinic)") == ("Dr Ng (pain clinic)", "")
    assert not who.professional("Dr Ng (pain clinic)")
