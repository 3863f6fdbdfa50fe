"""When nothing is told although there is a record: what it does not show is never filled in by assumption."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from counterpoise import diary as d
from counterpoise.assessment import UnknownMeasure, assess
from counterpoise.science import answers as answering
from counterpoise.science.inference.fit import Posterior, fit
from counterpoise.science.inference.track import Track
from counterpoise.science.priors import Priors
from tests.science.people import END, person, told

OTHER_TIMES = "pain rated at other times, too: more than 6 hours after a dose, and when none is taken"


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_where_the_draws_did_not_carry_the_answer_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = told("null", 1)
    assert whole.verdict == "no_clear_help"

    def failed(track: Track, priors: Priors, rng: np.random.Generator) -> Posterior:
        return replace(fit(track, priors, rng), method="random walk", pareto_k=0.9)

    monkeypatch.setattr(answering, "fit", failed)
    withheld = assess(person("null", 1), rng())
    assert (withheld.verdict, withheld.relief_4h) == ("cannot_tell", whole.relief_4h)
    assert "could not be worked out reliably" in withheld.why


def test_of_several_doses_a_day_too_little_relief_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Relief from zero is then an extrapolation that leans towards none."""
    often = told("null", 1)
    assert often.verdict == "no_clear_help"
    monkeypatch.setattr(answering, "SEVERAL", 0.5)
    withheld = assess(person("null", 1), rng())
    assert (withheld.verdict, withheld.several_daily) == ("cannot_tell", True)
    assert "some kratom acts nearly all the time" in withheld.why
    assert withheld.relief_4h == often.relief_4h


def only_with_doses(days: int, value: Callable[[int], float]) -> d.Diary:
    """One dose a day at an hour of chance, rated with it and at no other time, whatever the pain."""
    chance = np.random.default_rng(3)
    at = [END - dt.timedelta(days=day, minutes=int(chance.integers(0, 840))) for day in range(days, 0, -1)]
    return d.Diary(
        person=d.Person(time_zone="UTC"),
        doses=tuple(
            d.Dose(id=f"d{i}", at=t, substance="kratom", amount=2.0, unit="g", rating=f"r{i}") for i, t in enumerate(at)
        ),
        ratings=tuple(d.Rating(id=f"r{i}", at=t, measure="pain.now", value=value(i)) for i, t in enumerate(at)),
    )


@pytest.mark.parametrize("value", [lambda i: 5.0, lambda i: float((4, 5, 5, 6)[i * 7 % 4])])
def test_of_ratings_made_only_with_doses_nothing_is_told(value: Callable[[int], float]) -> None:
    """What is inferred from silence between doses is an assumption, not a record."""
    answers = assess(only_with_doses(90, value), rng())
    assert (answers.verdict, answers.lowest_effective_dose) == ("cannot_tell", None)
    assert "how it is without a dose was hardly seen" in answers.why
    assert answers.clearer_if == (OTHER_TIMES,)


@pytest.mark.parametrize("value", [0.0, 5.0, 10.0])
def test_of_ratings_that_never_differ_nothing_is_told(value: float) -> None:
    whole = person("typical", 1, 120)
    answers = assess(replace(whole, ratings=tuple(replace(r, value=value) for r in whole.ratings)), rng())
    assert answers.verdict == "cannot_tell"
    assert "Nearly all ratings of pain are the same" in answers.why


def test_one_full_day_and_a_stray_entry_later_are_no_two_weeks() -> None:
    whole = person("typical", 1, 120)
    day = [END - dt.timedelta(days=20, minutes=10 * i) for i in range(60)]
    pain = [rating for rating in whole.ratings if rating.measure == "pain.now"][:61]
    crowded = replace(
        whole,
        doses=tuple(replace(dose, at=at, rating=None) for dose, at in zip(whole.doses[:12], day[::5], strict=True)),
        ratings=tuple(replace(r, at=at) for r, at in zip(pain, [*day, END], strict=True)),
    )
    answers = assess(crowded, rng())
    assert (answers.verdict, answers.relief_4h) == ("cannot_tell", None)
    assert "an answer needs them on at least 10 days" in answers.why
    assert "lie on few days, which cannot tell for now." in answers.why
    assert "That it cannot tell is never a reason for a dose." in answers.why


def test_amounts_that_do_not_end_after_some_decimals_are_compared_all_the_same() -> None:
    """Ounces as grams: the usual dose is among the amounts."""
    whole = person("typical", 1)
    ounces = tuple(replace(dose, amount=(dose.amount or 0) / 28.349523125, unit="oz") for dose in whole.doses)
    found = [assess(diary, rng()) for diary in (whole, replace(whole, doses=ounces))]
    assert [len(answers.amounts) for answers in found] == [len(found[0].amounts)] * 2
    assert found[1].amounts[-1].less_than_usual is None


def test_nobody_who_cut_down_hears_of_the_former_usual_dose() -> None:
    whole = person("typical", 1, 120)
    since = END - dt.timedelta(days=14)
    cut = tuple(replace(dose, amount=0.5) if dose.at >= since else dose for dose in whole.doses)
    answers = assess(replace(whole, doses=cut), rng())
    assert answers.interval_would_be is not None
    assert answers.interval_would_be.alternating is None


def test_a_ceiling_for_the_day_bounds_a_dose_too() -> None:
    plan = d.Plan(
        substance="kratom",
        direction="hold",
        from_=dt.date(2026, 1, 1),
        ceiling_per_day=d.Quantity(amount=1.0, unit="g"),
    )
    for seed in range(1, 5):
        least = assess(replace(person("typical", seed), plans=(plan,)), rng()).lowest_effective_dose
        assert least is None or least.amount <= 1.0


@pytest.mark.parametrize("after", [3.0, 7.0])
def test_one_change_from_no_doses_to_daily_ones_is_no_effect(after: float) -> None:
    """A month without, a month with a dose every eight hours, and pain at another level: before against after."""
    noise = np.random.default_rng(5)
    at = [END - dt.timedelta(hours=6 * i + 2) for i in range(240)]
    since = END - dt.timedelta(days=30)
    values = [float(np.clip((after if t > since else 5.0) + noise.integers(-1, 2), 0, 10)) for t in at]
    ratings = [
        d.Rating(id=f"r{i}", at=t, measure="pain.now", value=v) for i, (t, v) in enumerate(zip(at, values, strict=True))
    ]
    taken = [END - dt.timedelta(hours=8 * i + 1) for i in range(88)]
    doses = [d.Dose(id=f"d{i}", at=t, substance="kratom", amount=2.0, unit="g") for i, t in enumerate(taken)]
    diary = d.Diary(person=d.Person(time_zone="UTC"), doses=tuple(doses), ratings=tuple(ratings))
    answers = assess(diary, rng())
    assert answers.verdict == "cannot_tell"
    assert "hardly ever took turns" in answers.why


@pytest.mark.parametrize(
    ("low", "high", "step"), [(5.0, 5.0, 1.0), (5.0, 1.0, 1.0), (0.0, 1e-300, 1e-301), (0.0, 1.0, 2.0)]
)
def test_a_measure_without_a_scale_is_refused_by_name(low: float, high: float, step: float) -> None:
    own = d.OwnMeasure(id="m", key="ache", name="Ache", low=low, high=high, step=step, higher_is_better=False)
    with pytest.raises(UnknownMeasure, match="'ache': no scale"):
        assess(replace(person("typical", 1, 120), measures=(own,)), rng(), measure="ache")
