"""Simulated people: reproducible, valid as diaries, with the truth beside them."""

import numpy as np
import pytest

from counterpoise import diary_file
from counterpoise.science.people import simulate
from counterpoise.science.people.scenarios import SCENARIOS, scenarios
from counterpoise.science.priors import Priors
from tests.science.people import END, person


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_makes_a_diary_that_can_be_written_and_read(scenario: str) -> None:
    diary = person(scenario, 5, 30)
    assert diary_file.read(diary_file.write(diary)) == diary
    assert diary.extra["scenario"] == scenario
    assert set(diary.extra["truth"]) == {"relief_peak", "relief_4h", "duration_h", "tolerance_ratio"}
    assert max(entry.at for entry in (*diary.doses, *diary.ratings, *diary.effects)) <= END


def test_every_scenario_is_explained() -> None:
    assert scenarios().keys() == SCENARIOS.keys()


def test_the_same_seed_is_the_same_person_and_another_seed_another() -> None:
    def written(seed: int) -> str:
        made = simulate.person(days=20, ratings_per_day=4, rng=np.random.default_rng(seed), scenario="typical", end=END)
        return diary_file.write(made)

    assert written(1) == written(1)
    assert written(1) != written(2)


def test_people_of_no_effect_have_none() -> None:
    assert person("null", 1).extra["truth"]["relief_peak"] == 0
    assert person("worse", 1).extra["truth"]["relief_4h"] < -0.5
    assert person("wearing_off", 1).extra["truth"]["tolerance_ratio"] < 0.8


def test_doses_come_when_it_hurts_but_not_by_the_clock() -> None:
    def difference(scenario: str) -> float:
        gaps = []
        for seed in range(6):
            ratings = [r for r in person(scenario, seed).ratings if r.measure == "pain.now"]
            named = {dose.rating for dose in person(scenario, seed).doses}
            at_dose = [r.value for r in ratings if r.id in named]
            others = [r.value for r in ratings if r.id not in named]
            gaps.append(np.mean(at_dose) - np.mean(others))
        return float(np.mean(gaps))

    assert difference("null") > 1.5
    assert abs(difference("clock")) < 1.0


def test_the_people_are_drawn_from_another_population_than_the_priors() -> None:
    assert all(kind.population != Priors() for kind in SCENARIOS.values())


@pytest.mark.parametrize(("per_day", "count"), [(0, 0), (0.5, 15), (8, 240)])
def test_ratings_a_day_is_the_number_of_set_times(per_day: float, count: int) -> None:
    diary = simulate.person(
        days=30, ratings_per_day=per_day, rng=np.random.default_rng(1), scenario="clock", end=END.replace(hour=10)
    )
    planned = [r for r in diary.ratings if r.prompt == "scheduled" and r.measure == "pain.now"]
    assert len(planned) == pytest.approx(count, abs=8 if per_day else 0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"scenario": "nobody"}, "typical, null"),
        ({"days": 0}, "from 1 to 3660, not 0"),
        ({"ratings_per_day": 25}, "from 0 to 24, not 25"),
        ({"end": END.replace(tzinfo=None)}, "UTC offset"),
    ],
)
def test_what_cannot_be_simulated_is_refused(wrong: dict[str, object], message: str) -> None:
    right = {"days": 10, "ratings_per_day": 4, "rng": np.random.default_rng(1), "scenario": "typical", "end": END}
    with pytest.raises(ValueError, match=message):
        simulate.person(**{**right, **wrong})  # type: ignore[arg-type]


def test_several_amounts_are_taken_often_enough_to_be_compared() -> None:
    amounts = [dose.amount for dose in person("typical", 1).doses]
    assert sum(amounts.count(amount) >= 5 for amount in set(amounts)) >= 2
