"""Effects noted: each with its verdict and its uncertainty; a link is never called a cause."""

from __future__ import annotations

import re

import pytest

from counterpoise.report import figures, words
from counterpoise.report.noted import Effects, noted
from tests.report.told import EFFECTS, FEW, LINKED, MAYBE, NOT_LINKED, SELDOM, WANTED, answers, effect, with_effects


def told(*effects: dict[str, object]) -> Effects:
    found = noted(with_effects(*effects))
    assert found is not None
    return found


def test_a_link_is_told_as_how_much_more_often_with_its_interval() -> None:
    (one,) = told(LINKED).told
    assert (one.name, one.noted, one.label) == ("Nausea", "8 times, at worst moderate", "linked to doses")
    assert one.text == (
        "It was noted about 3 times as often at the peak of a usual dose as with nothing acting (1.8 to 5 times, "
        "90 %). It shows from 2.5 g on, with a probability of 97 %."
    )


def test_a_link_without_an_amount_names_none() -> None:
    assert "It shows from" not in told(effect()).told[0].text


def test_what_is_not_linked_says_so() -> None:
    (one,) = told(NOT_LINKED).told
    assert one.label == "not linked to doses"
    assert one.text.startswith("It was noted about as often at the peak of a usual dose as with nothing acting (0.6 to")


def test_what_cannot_be_told_gives_both_ends_and_no_best_guess() -> None:
    (one,) = told(MAYBE).told
    assert one.label == "cannot tell yet"
    assert "anything from 0.8 to 4.4 times as often as with nothing acting fits" in one.text
    assert "1.9" not in one.text


def test_an_amount_from_which_it_may_start_is_told_beside_the_one_from_which_it_shows() -> None:
    (one,) = told(effect(starts=2.5, least=1.5)).told
    assert one.text.endswith("It shows from 2.5 g on, with a probability of 97 %; it may start from 1.5 g on.")


def test_what_nothing_can_be_told_of_is_named_in_one_sentence_for_each_reason() -> None:
    with_doses = effect("cannot_tell", None, kind="dizziness", times=7, worst=2, reason="Noted along with doses.")
    found = told(FEW, with_doses, WANTED)
    assert found.told == ()
    assert found.untold == (
        f"Itching, once, at worst mild; Calmer (wanted), 2 times. {SELDOM}",
        "Dizzy, 7 times, at worst moderate. Noted along with doses.",
    )
    assert found.mind == "A count says nothing about the cause."


def test_links_are_read_first() -> None:
    assert [one.verdict for one in told(NOT_LINKED, MAYBE, LINKED).told] == ["linked", "cannot_tell", "not_linked"]


@pytest.mark.parametrize("answered", EFFECTS)
def test_a_link_is_never_called_a_cause(answered: dict[str, object]) -> None:
    text = words.answers_in_words(answered)
    assert re.search(r"does not show that the dose is its cause|says nothing about the cause", text)
    assert not re.search(r"\bcaused\b|\bcauses\b|because of|due to|side effect", text)


def test_effects_are_told_even_of_a_record_too_short_for_an_answer() -> None:
    silent = with_effects(FEW, verdict="cannot_tell", size=None, relief_4h=None)
    assert "Itching, once" in words.answers_in_words(silent)


def test_where_nothing_was_noted_that_is_said() -> None:
    assert noted(answers()) is None
    assert "No unwanted effect was noted in these days." in words.answers_in_words(answers())
    assert "No unwanted effect was noted" not in words.answers_in_words(EFFECTS[0])


@pytest.mark.parametrize(("ratio", "said"), [(54.6, "55"), (9.96, "10"), (3.04, "3"), (1.83, "1.8"), (0.352, "0.4")])
def test_how_often_is_told_as_exactly_as_people_can_use_it(ratio: float, said: str) -> None:
    assert figures.times(ratio) == said
