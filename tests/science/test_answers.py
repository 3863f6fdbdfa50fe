"""What is said, and when nothing is: the contract of the answers."""

import datetime as dt
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from counterpoise import diary as d
from counterpoise.assessment import UnknownMeasure, assess
from counterpoise.science import findings
from counterpoise.science.answers import LEAST_DOSES, Answers
from counterpoise.science.inference.importance import Mixture
from tests.science.people import END, dose, first, person, told

CONTRACT = {
    "format",
    "version",
    "substance",
    "verdict",
    "size",
    "measure",
    "window_days",
    "includes_expectation",
    "relief_for_pain_alone",
    "why",
    "clearer_if",
    "usual_dose",
    "relief_peak",
    "relief_4h",
    "relief_next",
    "duration_h",
    "lowest_effective_dose",
    "tolerance",
    "costs",
    "diagnostics",
}
RELIEF = {"mean", "interval_50", "interval_90", "interval_95", "probability_positive", "probability_at_least_1"}
DIAGNOSTICS = {"method", "pareto_k", "ratings", "doses", "doses_with_rating", "seconds", "model_version"}


OTHER_TIMES = "pain rated at other times, too: more than 6 hours after a dose, and when none is taken"


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.mark.parametrize("scenario", ["typical", "sparse", "unrated"])
def test_every_key_of_the_contract_is_always_there(scenario: str) -> None:
    answers = told(scenario, 1).to_json()
    assert answers.keys() >= CONTRACT
    assert answers["diagnostics"].keys() >= DIAGNOSTICS
    assert answers["tolerance"].keys() == {"verdict", "relief_ratio_now_to_start"}
    assert answers["costs"].keys() == {"side_effects", "money_per_week"}
    assert answers["includes_expectation"] is True
    assert answers["window_days"] == 365
    assert json.loads(json.dumps(answers, allow_nan=False)) == answers


def test_the_three_reliefs_have_every_number_in_order() -> None:
    answers = told("typical", 1).to_json()
    for key in ("relief_peak", "relief_4h", "relief_next"):
        relief = answers[key]
        assert relief.keys() == RELIEF
        edges = [relief[f"interval_{share}"][side] for share, side in ((95, 0), (90, 0), (50, 0))]
        edges += [relief["mean"], *(relief[f"interval_{share}"][1] for share in (50, 90, 95))]
        assert edges == sorted(edges)
    assert answers["relief_peak"]["mean"] > answers["relief_4h"]["mean"] > answers["relief_next"]["mean"]
    assert answers["usual_dose"]["mitragynine_mg"].keys() == {"mean", "interval_90"}


@pytest.mark.parametrize("scenario", ["typical", "null", "sparse", "unrated", "worse"])
def test_what_is_null_has_its_reason(scenario: str) -> None:
    answers = told(scenario, 2).to_json()
    told_of = {**answers, "money_per_week": None}
    silent = {key for key in CONTRACT - {"size"} if told_of[key] is None} | {"money_per_week"}
    assert silent <= answers["reasons"].keys()
    assert all(answers["reasons"].values())


def shortened(days: float, every_rating: int = 1, every_dose: int = 1) -> d.Diary:
    """The last days of a typical diary, thinned."""
    diary = person("typical", 3)
    recent = [r for r in diary.ratings if r.measure == "pain.now" and (END - r.at).total_seconds() < days * 86400]
    kept = [x for x in diary.doses if (END - x.at).total_seconds() < days * 86400]
    return replace(diary, doses=tuple(kept[::every_dose]), ratings=tuple(recent[::every_rating]))


@pytest.mark.parametrize(
    ("diary", "missing"),
    [
        (shortened(11), ["more days of record"]),
        (shortened(40, every_rating=6), ["more ratings of pain"]),
        (shortened(25, every_dose=6), []),
    ],
)
def test_too_short_a_record_says_what_is_missing_and_never_asks_for_doses(diary: d.Diary, missing: list[str]) -> None:
    answers = assess(diary, rng())
    assert answers.verdict == "cannot_tell"
    assert answers.relief_4h is None
    assert answers.diagnostics.method is None
    assert [re.sub(r"^\d+ ", "", text) for text in answers.clearer_if] == missing
    assert ("An answer needs at least 14 days and 40 ratings." in answers.why) == bool(missing)
    assert ("That it cannot tell is never a reason for a dose." in answers.why) == (len(diary.doses) < LEAST_DOSES)
    everything = " ".join([answers.why, *answers.clearer_if, *answers.reasons.values()])
    assert f"{LEAST_DOSES} doses" not in everything.replace(f"{len(diary.doses)} doses", "")


def test_doses_without_their_rating_are_reckoned_with_counted_and_priced() -> None:
    answers, rated = told("unrated", 1), told("typical", 1)
    assert answers.diagnostics.doses_with_rating < 0.7
    assert answers.relief_4h is not None
    assert rated.relief_4h is not None
    assert answers.relief_4h.interval_90[0] < rated.relief_4h.mean < answers.relief_4h.interval_90[1]
    missing = f"{answers.diagnostics.doses_without_rating} of {answers.diagnostics.doses} doses have no rating"
    caution = next(text for text in answers.cautions if text.startswith(missing))
    assert re.search(r"the interval of this answer would be about \d+ % narrower than it is", caution)
    assert any(text.startswith("the same with pain rated at each dose") for text in answers.clearer_if)


def test_an_empty_diary_is_answered_too() -> None:
    empty = d.Diary(person=d.Person(time_zone="Europe/Berlin"), doses=(), ratings=())
    answers = assess(empty, rng())
    assert answers.verdict == "cannot_tell"
    assert answers.usual_dose is None
    assert "usual_dose" in answers.reasons


@pytest.mark.parametrize("name", ["7-hydroxymitragynine", "7-OH", "7oh tablets"])
def test_refused_substances_are_refused_by_any_name(name: str) -> None:
    diary = person("typical", 1)
    changed = replace(diary, doses=tuple(replace(x, substance=name) for x in diary.doses))
    answers = assess(changed, rng(), substance=name)
    assert answers.substance == "7-hydroxymitragynine"
    assert answers.verdict == "cannot_tell"
    assert answers.relief_4h is None
    assert answers.diagnostics.doses == len(diary.doses)
    assert "another drug" in answers.why


def test_doses_of_another_substance_do_not_count() -> None:
    diary = person("typical", 1)
    others = tuple(replace(x, id=f"x{x.id}", substance="7-OH", amount=20.0, unit="mg", lot=None) for x in diary.doses)
    mixed = assess(replace(diary, doses=(*diary.doses, *others)), rng())
    plain = told("typical", 1)
    assert mixed.cautions[-1].startswith(
        "In these days 7-hydroxymitragynine was recorded, too; the answer reckons with it"
    )
    assert (mixed.diagnostics.doses, mixed.usual_dose) == (plain.diagnostics.doses, plain.usual_dose)
    assert mixed.relief_4h is not None
    assert plain.relief_4h is not None
    # Taken at the very same moments, what each of the two did cannot be told apart, and the interval says so.
    width = [high - low for low, high in (mixed.relief_4h.interval_90, plain.relief_4h.interval_90)]
    assert width[0] > 1.5 * width[1]


def without_seconds(answers: Answers) -> Answers:
    return replace(answers, diagnostics=replace(answers.diagnostics, seconds=None))


def test_the_same_diary_and_seed_give_the_same_answers() -> None:
    diary = person("typical", 1)
    assert without_seconds(assess(diary, rng())) == without_seconds(told("typical", 1))


def test_a_measure_of_unknown_range_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownMeasure, match=r"'knees'.*pain\.now"):
        assess(person("typical", 1), rng(), measure="knees")


def test_a_measure_of_the_persons_own_is_answered_in_its_own_points() -> None:
    diary = person("typical", 2)
    own = d.OwnMeasure(key="knees", name="Knees", low=0, high=100, step=10, higher_is_better=True)
    ratings = [
        replace(r, measure="knees", value=100 - 10 * r.value) if r.measure == "pain.now" else r for r in diary.ratings
    ]
    knees = assess(replace(diary, measures=(own,), ratings=tuple(ratings)), rng(), measure="knees")
    pain = told("typical", 2)
    assert knees.relief_4h is not None
    assert pain.relief_4h is not None
    assert knees.relief_4h.mean == pytest.approx(10 * pain.relief_4h.mean, rel=1e-3)
    assert knees.relief_4h.probability_at_least_1 == pytest.approx(pain.relief_4h.probability_at_least_1, abs=1e-3)
    assert "knees" in knees.why


def test_a_rating_off_the_scale_is_named() -> None:
    diary = person("typical", 1)
    wrong = replace(diary.ratings[0], id="w", measure="pain.now", value=11.0)
    with pytest.raises(ValueError, match="11 is not on the scale from 0 to 10"):
        assess(replace(diary, ratings=(*diary.ratings, wrong)), rng())


def test_daily_doses_bring_the_caution_about_withdrawal() -> None:
    assert any("withdrawal" in caution for caution in told("several_daily", 1).cautions)
    rare = replace(
        person("typical", 1), doses=tuple(x for x in person("typical", 1).doses if x.at.toordinal() % 3 == 0)
    )
    assert not any("withdrawal" in caution for caution in assess(rare, rng()).cautions)


def test_every_help_says_that_expectation_is_in_it() -> None:
    helped = told("typical", first("helps", "typical"))
    assert "expecting relief" in helped.why
    assert any("expecting relief" in caution for caution in helped.cautions)


def test_unknown_amounts_are_counted_and_said() -> None:
    diary = person("typical", 1)
    doses = (*(replace(x, amount=None, unit=None) for x in diary.doses[:7]), *diary.doses[7:])
    answers = assess(replace(diary, doses=doses), rng())
    assert answers.diagnostics.doses_of_unknown_amount == 7
    assert any(text.startswith("7 doses of unknown amount") for text in answers.cautions)
    assert "the amount noted with each dose" in answers.clearer_if


def test_relief_of_doses_for_pain_is_told_apart_where_both_kinds_are_there() -> None:
    mixed = told("typical", 1)
    assert mixed.relief_for_pain_alone is not None
    assert mixed.relief_4h is not None
    assert mixed.relief_for_pain_alone.mean == pytest.approx(mixed.relief_4h.mean, abs=0.6)
    habit = told("clock", 1)
    assert habit.relief_for_pain_alone is None
    assert "doses for pain" in habit.reasons["relief_for_pain_alone"]


def lowest(seed: int, plan: d.Plan | None = None) -> Answers:
    diary = person("typical", seed, 120)
    return assess(replace(diary, plans=(plan,) if plan else ()), rng())


def a_plan(**more: object) -> d.Plan:
    return d.Plan(substance="kratom", direction="hold", from_=END.date(), **more)  # type: ignore[arg-type]


def test_the_lowest_effective_dose_is_never_above_the_usual_one() -> None:
    found = [lowest(seed) for seed in range(1, 9)]
    named = [a for a in found if a.lowest_effective_dose is not None]
    assert named
    for answers in named:
        assert answers.lowest_effective_dose is not None
        assert answers.usual_dose is not None
        assert answers.lowest_effective_dose.amount <= answers.usual_dose.amount
        assert answers.lowest_effective_dose.probability >= 0.8


def test_the_lowest_effective_dose_stays_under_the_ceiling_of_the_plan() -> None:
    free = next(a for seed in range(1, 9) if (a := lowest(seed)).lowest_effective_dose is not None)
    seed = next(seed for seed in range(1, 9) if lowest(seed) == free or lowest(seed).lowest_effective_dose is not None)
    assert free.lowest_effective_dose is not None
    below = d.Quantity(amount=free.lowest_effective_dose.amount - 0.1, unit="g")
    assert lowest(seed, a_plan(ceiling_per_dose=below)).lowest_effective_dose is None


def test_no_amount_is_named_where_the_ceiling_is_in_another_unit() -> None:
    seed = next(seed for seed in range(1, 30) if lowest(seed).lowest_effective_dose)
    answers = lowest(seed, a_plan(ceiling_per_dose=d.Quantity(amount=1.0, unit="capsule")))
    assert answers.lowest_effective_dose is None
    assert "another unit" in answers.reasons["lowest_effective_dose"]


def test_a_plan_that_has_not_begun_does_not_lift_the_ceiling() -> None:
    seed = next(seed for seed in range(1, 30) if lowest(seed).lowest_effective_dose)
    low, high = (d.Quantity(amount=amount, unit="g") for amount in (0.1, 9.0))
    later = replace(a_plan(ceiling_per_dose=high), from_=END.date() + dt.timedelta(days=9))
    plans = (a_plan(ceiling_per_dose=low), later)
    assert assess(replace(person("typical", seed), plans=plans), rng()).lowest_effective_dose is None


def test_one_slip_of_the_pen_does_not_turn_the_answer() -> None:
    seed = first("helps", "typical")
    diary = person("typical", seed)
    slip = tuple(replace(x, amount=2500.0) if n == 50 else x for n, x in enumerate(diary.doses))
    answers, right = assess(replace(diary, doses=slip), rng()), told("typical", seed)
    assert answers.verdict == right.verdict == "helps"
    assert any("more than 20 times the usual amount" in caution for caution in answers.cautions)


def test_what_matters_to_the_person_is_not_called_no_difference() -> None:
    plan = a_plan(meaningful_change=0.2)
    found = [seed for seed in range(1, 40) if told("typical", seed).verdict == "no_clear_help"]
    asked = [assess(replace(person("typical", seed), plans=(plan,)), rng()) for seed in found]
    assert "cannot_tell" in [answers.verdict for answers in asked]
    for answers in asked:
        assert answers.relief_4h is not None
        assert answers.verdict == "cannot_tell" or answers.relief_4h.interval_90[1] < 0.2


def test_the_meaningful_change_of_the_plan_is_the_one_that_counts() -> None:
    seed = next(seed for seed in range(1, 9) if lowest(seed).size == "clear")
    strict = lowest(seed, a_plan(meaningful_change=4.0))
    assert strict.verdict == "helps"
    assert strict.size == "small"
    assert strict.lowest_effective_dose is None
    assert "relief of 4 or more" in strict.reasons["lowest_effective_dose"]


def certain(value: float) -> Mixture:
    return Mixture(np.array([value]), np.array([0.05]), np.array([1.0]))


@pytest.mark.parametrize(
    ("relief", "verdict", "size"),
    [
        (certain(1.6), "helps", "clear"),
        (certain(0.7), "helps", "small"),
        (certain(0.2), "no_clear_help", None),
        (certain(-0.9), "worse", None),
        (Mixture(np.array([0.9]), np.array([1.0]), np.array([1.0])), "cannot_tell", None),
    ],
)
def test_the_verdict_is_the_first_that_holds(relief: Mixture, verdict: str, size: str | None) -> None:
    assert findings.verdict(relief, 1.0) == (verdict, size)


def unasked(scenario: str, seed: int) -> tuple[d.Diary, list[d.Rating]]:
    """A diary whose ratings nothing asked for, and those of them that were made with a dose."""
    diary = person(scenario, seed)
    pain = tuple(replace(rating, prompt=None) for rating in diary.ratings if rating.measure == "pain.now")
    named = {dose.rating for dose in diary.doses}
    return replace(diary, ratings=pain), [rating for rating in pain if rating.id in named]


@pytest.mark.parametrize("scenario", ["null", "typical", "worse"])
def test_a_record_rated_only_with_doses_is_answered_without_leaning_far(scenario: str) -> None:
    """The parts of the day that passed without a dose stand in for the ratings that were not made."""
    diary, with_doses = unasked(scenario, 1)
    answers, truth = assess(replace(diary, ratings=tuple(with_doses)), rng()), diary.extra["truth"]["relief_4h"]
    assert answers.relief_4h is not None
    assert answers.relief_4h.interval_95[0] < truth < answers.relief_4h.interval_95[1]


def test_a_record_rated_only_some_hours_after_doses_gets_its_figures_and_no_verdict() -> None:
    found = [told("only_after_doses", seed) for seed in range(1, 7)]
    assert {answers.verdict for answers in found} == {"cannot_tell"}
    assert all(answers.relief_4h is not None for answers in found)
    assert all("how it is without a dose was hardly seen" in answers.why for answers in found)
    assert all(answers.clearer_if == (OTHER_TIMES,) for answers in found)


def test_no_duration_and_no_tolerance_are_told_of_an_effect_that_is_not_there() -> None:
    answers = told("null", 1)
    assert answers.duration_h is None
    assert answers.tolerance.verdict == "cannot_tell"
    assert answers.tolerance.relief_ratio_now_to_start is None


def test_nothing_that_is_said_asks_for_a_dose() -> None:
    asks = re.compile(r"\b(take|taking|increase|higher dose|more doses?|should|must|start)\b", re.I)
    for scenario in ("typical", "null", "worse", "sparse", "unrated", "several_daily", "clock"):
        answers = told(scenario, 1)
        said = [answers.why, *answers.clearer_if, *answers.cautions, *answers.reasons.values()]
        said = [text.replace("at its start", "") for text in said]
        assert [text for text in said if asks.search(text)] == []


def test_side_effects_are_counted_without_a_cause() -> None:
    answers = told("typical", 7).to_json()
    diary = person("typical", 7)
    assert sum(effect["times"] for effect in answers["costs"]["side_effects"]) <= len(diary.effects)
    assert {effect["kind"] for effect in answers["costs"]["side_effects"]} <= {effect.kind for effect in diary.effects}


def test_a_dose_in_milligrams_of_alkaloid_needs_no_potency() -> None:
    doses = tuple(replace(x, amount=28.0, unit="mg", of="mitragynine", lot=None) for x in person("typical", 1).doses)
    answers = assess(replace(person("typical", 1), doses=doses, lots=()), rng())
    assert answers.usual_dose is not None
    assert answers.usual_dose.mitragynine_mg is not None
    assert answers.usual_dose.mitragynine_mg.mean == pytest.approx(28.0)


def test_a_dose_after_now_is_not_yet_known() -> None:
    diary = person("typical", 1)
    now = END.replace(month=5)
    early = assess(diary, rng(), now=now)
    late = replace(dose(0), at=now.replace(hour=23), amount=2.5)
    assert without_seconds(assess(replace(diary, doses=(*diary.doses, late)), rng(), now=now)) == without_seconds(early)
    assert early.diagnostics.doses < told("typical", 1).diagnostics.doses
