"""The sentences of the answers: every figure with its unit and uncertainty, and never advice."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import Any

import numpy as np
import pytest

from counterpoise import assessment
from counterpoise.report import words
from counterpoise.science.people import simulate
from tests.house.test_words import advice

VERDICTS = [("helps", "clear"), ("helps", "small"), ("worse", None), ("no_clear_help", None), ("cannot_tell", None)]
MEASURES = ["pain.now", "mood", "sleep.quality", "fatigue", "withdrawal", "my own measure"]


def estimate(mean: float, spread: float = 0.8) -> dict[str, Any]:
    ends = {f"interval_{share}": [mean - k * spread, mean + k * spread] for share, k in ((50, 0.4), (90, 1), (95, 1.2))}
    return {"mean": mean, **ends, "probability_positive": 0.997, "probability_at_least_1": 0.9}


def answers(verdict: str = "helps", size: str | None = "clear", mean: float = 1.9, **more: Any) -> dict[str, Any]:
    return {
        "format": "counterpoise-answers",
        "version": 1,
        "substance": "kratom",
        "verdict": verdict,
        "size": size,
        "measure": "pain.now",
        "window_days": 365,
        "includes_expectation": True,
        "relief_for_pain_alone": None,
        "why": "One plain sentence.",
        "clearer_if": ["pain rated with each dose"],
        "cautions": ["One caution."],
        "usual_dose": {"amount": 2.0, "unit": "g", "mitragynine_mg": {"mean": 28.4, "interval_90": [21.0, 37.5]}},
        "relief_peak": estimate(mean * 1.2),
        "relief_4h": estimate(mean),
        "relief_next": estimate(mean / 2),
        "duration_h": None,
        "lowest_effective_dose": None,
        "tolerance": {"verdict": "cannot_tell", "relief_ratio_now_to_start": None},
        "costs": {"side_effects": [], "money_per_week": None},
        "reasons": {"duration_h": "Not narrowed.", "tolerance": "Not settled."},
        "diagnostics": {"ratings": 360, "doses": 210, "doses_with_rating": 0.93},
        **more,
    }


def test_every_figure_stands_with_its_unit_and_its_uncertainty() -> None:
    text = words.answers_in_words(answers())
    assert "1.9 points less pain on average over the 4 hours" in text
    assert "between 1.1 and 2.7 points less pain with 90 % probability" in text
    assert "2 g, about 28 mg of mitragynine; 21 to 38 mg, 90 %" in text


def test_an_interval_across_zero_names_both_directions() -> None:
    assert words.interval((-0.6, 1.9), "pain.now") == "anywhere from 0.6 points more pain to 1.9 points less pain"
    assert words.interval((0.6, 1.9), "pain.now") == "between 0.6 and 1.9 points less pain"
    assert words.interval((-1.9, -0.6), "mood") == "between 0.6 and 1.9 points worse mood"


@pytest.mark.parametrize("share", [0.0, 0.004, 0.5, 0.996, 1.0])
def test_certainty_is_never_claimed(share: float) -> None:
    assert words.percent(share) not in ("0 %", "100 %")


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


def test_too_short_a_record_gets_no_figures() -> None:
    silent = answers("cannot_tell", None, relief_4h=None, relief_peak=None, relief_next=None)
    said = words.spoken(silent)
    assert said.headline == "Your record cannot tell yet."
    assert said.parts == ()
    assert words.rows(silent) == []
    assert "pain rated with each dose" in words.answers_in_words(silent)


def test_a_least_amount_wearing_off_and_effects_are_told() -> None:
    more: dict[str, Any] = {
        "lowest_effective_dose": {"amount": 1.5, "unit": "g", "probability": 0.92, "reason": "The least of 2."},
        "tolerance": {"verdict": "wearing_off", "relief_ratio_now_to_start": {"mean": 0.6, "interval_90": [0.4, 0.75]}},
        "duration_h": {"mean": 5.5, "interval_90": [3.1, 8.0]},
        "costs": {"side_effects": [{"kind": "nausea", "times": 3, "worst": 2}], "money_per_week": None},
        "relief_for_pain_alone": estimate(1.4),
    }
    text = words.answers_in_words(answers(**more))
    assert "1.5 g, with a probability of 92 %. The least of 2." in text
    assert "about 60 % of what it did at the start of the record (40 to 75 %, 90 %)" in text
    assert "about 5.5 hours (3.1 to 8.0 hours, 90 %)" in text
    assert "Nausea 3 times (at worst moderate)" in text
    assert "A count says nothing about the cause." in text
    assert "1.4 points less pain over 4 hours" in text


def test_a_caution_that_the_reason_holds_already_is_not_said_twice() -> None:
    assert words.answers_in_words(answers(why="Why. One caution.")).count("One caution.") == 1


def test_no_sentence_advises() -> None:
    """All verdicts, measures and directions, and the answers about simulated people of every kind."""
    texts = [
        words.answers_in_words(answers(verdict, size, mean, measure=measure))
        for (verdict, size), measure, mean in itertools.product(VERDICTS, MEASURES, (-1.5, 0.0, 2.0))
    ]
    end = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
    for number, scenario in enumerate(sorted(simulate.scenarios())):
        rng = np.random.default_rng(number)
        person = simulate.person(days=40, ratings_per_day=3, rng=rng, scenario=scenario, end=end)
        texts.append(words.answers_in_words(assessment.assess(person, rng).to_json()))
    assert [sentence for text in texts for sentence in advice(text)] == []
    forbidden = re.compile(r"\b(take|increase|you should|raise|recommend|try)\b", re.I)
    assert [found.group() for text in texts for found in forbidden.finditer(text)] == []
