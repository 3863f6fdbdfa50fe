"""The sentences of the answers: every figure with its unit and uncertainty, and never advice."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import Any

import numpy as np
import pytest

from counterpoise import assessment
from counterpoise.report import figures, words
from counterpoise.science.people import simulate
from tests.house.test_words import advice
from tests.report.told import COMPARISONS, EFFECTS, answers, effect, estimate

VERDICTS = [("helps", "clear"), ("helps", "small"), ("worse", None), ("no_clear_help", None), ("cannot_tell", None)]
MEASURES = ["pain.now", "mood", "sleep.quality", "fatigue", "withdrawal", "my own measure"]


def test_every_figure_stands_with_its_unit_and_its_uncertainty() -> None:
    text = words.answers_in_words(answers())
    assert "1.9 points less pain on average over the 4 hours" in text
    assert "between 1.1 and 2.7 points less pain with 90 % probability" in text
    assert "2 g, about 28 mg of mitragynine; 21 to 38 mg, 90 %" in text


def test_an_interval_across_zero_names_both_directions() -> None:
    assert figures.interval((-0.6, 1.9), "pain.now") == "anywhere from 0.6 points more pain to 1.9 points less pain"
    assert figures.interval((0.6, 1.9), "pain.now") == "between 0.6 and 1.9 points less pain"
    assert figures.interval((-1.9, -0.6), "mood") == "between 0.6 and 1.9 points worse mood"


@pytest.mark.parametrize("share", [0.0, 0.004, 0.5, 0.996, 1.0])
def test_certainty_is_never_claimed(share: float) -> None:
    assert figures.percent(share) not in ("0 %", "100 %")


def test_what_cannot_be_told_says_why() -> None:
    said = words.spoken(answers())
    untold = {part.key: part.text for part in said.parts if not part.told}
    assert untold["duration"] == "Not narrowed."
    assert untold["tolerance"] == "Not settled."


def test_what_is_not_settled_is_not_told_as_a_finding() -> None:
    ratio = {"verdict": "cannot_tell", "relief_ratio_now_to_start": {"mean": 1.0, "interval_90": [0.95, 1.06]}}
    text = words.answers_in_words(answers("cannot_tell", None, tolerance=ratio))
    assert "Only a best guess, too unsure to be an answer: A usual dose" in text
    assert "Not settled. The model leaves 95 to 106 % (90 %)" in text
    assert "assumed beforehand, not seen in the record" in text
    assert "about 100 %" not in text
    assert "Only a best guess" not in words.answers_in_words(answers())


def test_no_money_is_spoken_of_where_only_effects_are_asked_about() -> None:
    none = {part.key: part.text for part in words.spoken(answers()).parts}
    assert none["costs"] == "No unwanted effect was noted in these days."
    effects = [effect()]
    assert "costs" not in {part.key for part in words.spoken(answers(costs={"side_effects": effects})).parts}


def test_too_short_a_record_gets_no_figures() -> None:
    silent = answers("cannot_tell", None, relief_4h=None, relief_peak=None, relief_next=None)
    said = words.spoken(silent)
    assert said.headline == "This record cannot tell yet."
    assert said.parts == ()
    assert words.rows(silent) == []
    assert "pain rated with each dose" in words.answers_in_words(silent)


def test_a_least_amount_and_wearing_off_are_told() -> None:
    more: dict[str, Any] = {
        "lowest_effective_dose": {"amount": 1.5, "unit": "g", "probability": 0.92, "reason": "The least of 2."},
        "tolerance": {"verdict": "wearing_off", "relief_ratio_now_to_start": {"mean": 0.6, "interval_90": [0.4, 0.75]}},
        "duration_h": {"mean": 5.5, "interval_90": [3.1, 8.0]},
        "relief_for_pain_alone": estimate(1.4),
    }
    text = words.answers_in_words(answers(**more))
    assert "1.5 g, with a probability of 92 %. The least of 2." in text
    assert "about 60 % of what it did at the start of the record (40 to 75 %, 90 %)" in text
    assert "about 5.5 hours (3.1 to 8.0 hours, 90 %)" in text
    assert "1.4 points less pain over 4 hours" in text


def test_with_several_doses_a_day_what_a_dose_adds_at_its_usual_times_comes_first() -> None:
    several, seldom = answers(several_daily=True), answers(several_daily=False)
    assert words.rows(several)[0][0] == "Beside what still acts"
    assert words.rows(seldom)[0][0] == "On average over 4 hours"
    lines = words.answers_in_words(several).splitlines()
    assert lines[2].startswith("At the times it is usually taken, beside what still acts of earlier doses, a dose goes")
    assert "0.9 points less pain over 4 hours (between 0.1 and 1.8 points less pain, 90 %)" in lines[2]
    assert "next" not in [part.key for part in words.spoken(several).parts]
    assert "next" in [part.key for part in words.spoken(seldom).parts]
    assert words.spoken(seldom).surer == ""


def test_answers_of_before_amounts_and_links_were_told_can_still_be_read() -> None:
    said = words.spoken(answers())
    assert (said.amounts, said.effects, said.surer) == (None, None, "")


def test_a_caution_that_the_reason_holds_already_is_not_said_twice() -> None:
    assert words.answers_in_words(answers(why="Why. One caution.")).count("One caution.") == 1


def test_no_sentence_advises() -> None:
    """All verdicts, measures and directions, and the answers about simulated people of every kind."""
    texts = [
        words.answers_in_words(answers(verdict, size, mean, measure=measure))
        for (verdict, size), measure, mean in itertools.product(VERDICTS, MEASURES, (-1.5, 0.0, 2.0))
    ]
    texts += [words.answers_in_words(told) for told in (*COMPARISONS, *EFFECTS)]
    end = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
    for number, scenario in enumerate(sorted(simulate.scenarios())):
        rng = np.random.default_rng(number)
        person = simulate.person(days=40, ratings_per_day=3, rng=rng, scenario=scenario, end=end)
        texts.append(words.answers_in_words(assessment.assess(person, rng).to_json()))
    assert [sentence for text in texts for sentence in advice(text)] == []
    forbidden = re.compile(r"\b(take|increase|you should|raise|recommend|try)\b", re.I)
    assert [found.group() for text in texts for found in forbidden.finditer(text)] == []
