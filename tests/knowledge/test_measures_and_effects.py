"""What can be rated and noticed: ranges, directions and words that nobody can turn round."""

import pytest

from counterpoise.knowledge.load import load

MEASURES = load().measures
EFFECTS = load().effects
EMERGENCY = load().emergency


def test_the_measures_the_pages_offer_are_there_and_the_first_is_pain_now() -> None:
    assert list(MEASURES) == [
        *("pain.now", "pain.worst", "pain.average", "sleep.quality", "mood"),
        *("fatigue", "thinking", "activity", "company", "withdrawal"),
    ]


@pytest.mark.parametrize("key", list(MEASURES))
def test_a_measure_is_rated_with_one_tap_of_eleven(key: str) -> None:
    measure = MEASURES[key]
    assert (measure.key, measure.low, measure.high, measure.step) == (key, 0.0, 10.0, 1.0)
    assert measure.question.endswith("?")
    assert measure.low_words != measure.high_words


@pytest.mark.parametrize(
    ("key", "higher_is_better", "worst"),
    [
        ("pain.now", False, "the worst pain I can imagine"),
        ("sleep.quality", True, "very badly"),
        ("fatigue", False, "completely worn out"),
        ("thinking", True, "completely in a fog"),
        ("company", True, "far less than I wanted"),
        ("withdrawal", False, "the worst I can imagine"),
    ],
)
def test_the_words_at_the_bad_end_stand_at_the_bad_end(key: str, higher_is_better: bool, worst: str) -> None:
    measure = MEASURES[key]
    assert measure.higher_is_better is higher_is_better
    assert (measure.low_words if higher_is_better else measure.high_words) == worst


def test_a_code_is_given_only_where_it_was_checked() -> None:
    assert {key: measure.loinc for key, measure in MEASURES.items() if measure.loinc} == {"pain.now": "72514-3"}
    assert MEASURES["pain.now"].tag == "V"


def test_a_measure_people_made_up_has_no_known_range() -> None:
    assert load().measure("pain.now") is MEASURES["pain.now"]
    assert load().measure("knee stiffness") is None


def test_kinds_of_effect_of_the_diary_file_have_names() -> None:
    named = "nausea constipation sedation itching jaundice dark_urine seizure chest_pain slow_breathing fainting"
    assert {*named.split(), "suicidal_thoughts"} <= set(EFFECTS)


def test_every_emergency_sign_can_be_recorded_and_every_such_record_is_a_sign() -> None:
    recorded = {effect for sign in EMERGENCY.signs.values() for effect in sign.effects}
    assert recorded == {key for key, effect in EFFECTS.items() if effect.urgency == "emergency"}


def test_what_is_wanted_is_never_urgent() -> None:
    wanted = [effect for effect in EFFECTS.values() if effect.wanted]
    assert wanted
    assert all(effect.urgency == "record" for effect in wanted)


def test_names_of_effects_are_told_apart() -> None:
    assert len({effect.name for effect in EFFECTS.values()}) == len(EFFECTS)
