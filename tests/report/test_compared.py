"""Amounts compared: each beside the usual dose, the comparison looking down, with its uncertainty."""

from __future__ import annotations

import pytest

from counterpoise.report import words
from counterpoise.report.compared import compared
from tests.report.told import COMPARISONS, HARM, LESS, SAME, UNSURE, USUAL, answers, with_amounts


def beside(*amounts: dict[str, object]) -> list[str]:
    found = compared(with_amounts(*amounts))
    assert found is not None
    return [one.beside_usual for one in found.amounts]


def test_the_usual_dose_stands_first_and_the_others_look_down() -> None:
    found = compared(with_amounts(LESS, SAME, USUAL))
    assert found is not None
    assert [one.name for one in found.amounts] == ["2 g", "1.5 g", "1 g"]
    assert found.amounts[0].beside_usual == ""
    assert found.amounts[0].relief == "1.9 points less pain over 4 hours (between 1.1 and 2.7 points less pain, 90 %)"
    assert "at least 5 times in the last 90 days" in found.about


def test_nearly_the_same_is_said_with_its_probability() -> None:
    assert beside(SAME, USUAL) == ["", "It did about as much as 2 g, with a probability of 87 %."]


def test_less_is_said_by_how_much() -> None:
    assert beside(LESS, USUAL) == ["", "It did less than 2 g: by 0.7 points (0.4 to 1.1, 90 %)."]


def test_what_cannot_be_told_apart_is_not_told_apart() -> None:
    said = "It cannot be told apart from 2 g yet: anything from 0.1 points more to 1.1 points less fits (90 %)."
    assert beside(UNSURE, USUAL) == ["", said]


def test_a_smaller_harm_is_not_called_more_relief() -> None:
    said = "It made things worse by less than 2 g: by 0.6 points (0.2 to 1.0, 90 %)."
    assert beside(HARM, USUAL) == ["", said]


def test_below_a_ceiling_the_usual_dose_is_only_compared_with() -> None:
    assert beside(SAME) == ["It did about as much as 2 g, with a probability of 87 %."]


@pytest.mark.parametrize("told", [answers(), with_amounts(), with_amounts(USUAL), with_amounts(usual_dose=None)])
def test_with_nothing_to_compare_nothing_is_said(told: dict[str, object]) -> None:
    assert compared(told) is None
    assert "Amounts compared" not in words.answers_in_words(told)


def test_best_guesses_are_called_so() -> None:
    assert "Only best guesses" in words.answers_in_words(COMPARISONS[-1]).split("Amounts compared:")[1]
    assert "Only best guesses" not in words.answers_in_words(COMPARISONS[0])


def test_the_terminal_shows_every_amount() -> None:
    text = words.answers_in_words(with_amounts(LESS, SAME, USUAL))
    assert "- 2 g (usual): 1.9 points less pain over 4 hours" in text
    assert "- 1.5 g: 1.7 points less pain over 4 hours" in text
    assert "90 %). It did about as much as 2 g" in text
