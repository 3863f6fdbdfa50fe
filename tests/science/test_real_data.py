"""Two published records of real people: figures as published, and nothing claimed that they do not hold.

Kept beside the project, not in it: amitriptyline against placebo (Dinat 2015, PLoS One 10:e0126297; data by
P. Kamerman, CC BY 4.0) and one person's 70 days of melatonin by lot (nof1kit, CC BY 4.0).
"""

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy import stats

from counterpoise import diary as d
from counterpoise.assessment import assess
from counterpoise.exchange import formats
from counterpoise.exchange.csv import Mapping
from counterpoise.science.answers import Answers

TABLET_MG = 25
"""Inert tablets are counted as so many milligrams, too."""
VISITS = dt.timedelta(weeks=3)
VISIT_AT, DOSE_AT = dt.time(10), dt.time(21)
"""The data give neither: visits are put at ten in the morning, doses at nine in the evening."""
FIRST = dt.date(2024, 1, 1)
TOKYO = ZoneInfo("Asia/Tokyo")
MELATONIN_AT = dt.time(22)


@pytest.fixture(scope="module")
def periods(shared_data: Path) -> list[dict[str, str]]:
    """One row for each person and period: visits T1 to T3, the largest dose, the change."""
    text = (shared_data / "hivsn_amitriptyline" / "PainDoseReg.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


def slope(rows: list[dict[str, str]]) -> tuple[float, float, float, float]:
    """Change of pain for each further tablet: least squares, its 95 % interval and p."""
    found = stats.linregress(column(rows, "Dose") / TABLET_MG, column(rows, "PainChange"))
    reach = stats.t.ppf(0.975, len(rows) - 2) * found.stderr
    return found.slope, found.slope - reach, found.slope + reach, found.pvalue


def test_by_least_squares_each_inert_tablet_seems_to_bring_half_a_point_of_pain(periods: list[dict[str, str]]) -> None:
    placebo = [row for row in periods if row["Treatment"] == "P"]
    assert len(placebo) == 122
    assert slope(placebo) == pytest.approx((0.51, -0.004, 1.03, 0.052), abs=0.005)


def test_who_hurts_most_at_first_hurts_less_later_whatever_the_tablet(periods: list[dict[str, str]]) -> None:
    assert np.corrcoef(column(periods, "T1"), column(periods, "PainChange"))[0, 1] == pytest.approx(-0.44, abs=0.005)


def as_diary(row: dict[str, str]) -> d.Diary:
    """One period of one person: three visits, a dose every evening between them."""
    ratings = [
        d.Rating(id=f"r{i}", at=_at(i * VISITS, VISIT_AT), measure="pain.now", value=float(row[f"T{i + 1}"]))
        for i in range(3)
    ]
    doses = [
        d.Dose(id=f"d{day}", at=_at(dt.timedelta(days=day), DOSE_AT), substance="tablet", amount=amount, unit="mg")
        for day in range((2 * VISITS).days)
        for amount in [float(row["Dose"])]
    ]
    return d.Diary(person=d.Person(time_zone="Africa/Johannesburg"), doses=tuple(doses), ratings=tuple(ratings))


def _at(since: dt.timedelta, clock: dt.time) -> dt.datetime:
    return dt.datetime.combine(FIRST + since, clock, ZoneInfo("Africa/Johannesburg"))


def test_of_three_visits_a_period_nothing_is_told(periods: list[dict[str, str]]) -> None:
    told = [assess(as_diary(row), np.random.default_rng(1), substance="tablet") for row in periods]
    assert len(told) == 244
    assert {answers.verdict for answers in told} == {"cannot_tell"}
    assert {answers.relief_4h for answers in told} == {None}
    assert all("3 ratings" in answers.why for answers in told)


@pytest.fixture(scope="module")
def days(shared_data: Path) -> list[dict[str, str]]:
    """One row for each of the 70 days."""
    text = (shared_data / "nof1kit_melatonin" / "miura_ema_70day_daily.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_days_with_and_without_melatonin_are_as_published(days: list[dict[str, str]]) -> None:
    mood, taken = column(days, "mood"), column(days, "melatonin") == 1
    welch = stats.ttest_ind(mood[taken], mood[~taken], equal_var=False)
    found = (*_mean_sd(mood[~taken]), *_mean_sd(mood[taken]), mood[taken].mean() - mood[~taken].mean())
    assert found == pytest.approx((76.67, 6.41, 77.59, 4.45, 0.92), abs=0.005)
    assert (welch.statistic, welch.pvalue) == pytest.approx((0.696, 0.489), abs=0.0006)


def _mean_sd(values: np.ndarray) -> tuple[float, float]:
    return float(values.mean()), float(values.std(ddof=1))


def test_a_day_of_mood_goes_on_into_the_next_as_published(days: list[dict[str, str]]) -> None:
    mood, day = column(days, "mood"), column(days, "study_day")
    until = day[1:] >= 18
    assert np.polyfit(mood[:-1][until], mood[1:][until], 1)[0] == pytest.approx(0.341, abs=0.0005)


@pytest.fixture(scope="module")
def melatonin(shared_data: Path, days: list[dict[str, str]]) -> Answers:
    """The ratings as they are imported, mood on 0 to 100, and a dose on the evening of each flagged day."""
    own = {"column": "mood", "measure": "mood today", "low": 0, "high": 100, "higher_is_better": True}
    when = {"column": "datetime", "format": "iso", "zone": "Asia/Tokyo"}
    said = Mapping.from_json({"when": when, "ratings": [own]})
    data = (shared_data / "nof1kit_melatonin" / "miura_ema_70day.csv").read_bytes()
    read = formats.read("miura.csv", data, "UTC", said).diary
    doses = tuple(
        d.Dose(id=row["date"], at=at, substance="melatonin", amount=1.0, unit="unit")
        for row in days
        if row["melatonin"] == "1"
        for at in [dt.datetime.combine(dt.date.fromisoformat(row["date"]), MELATONIN_AT, TOKYO)]
    )
    (measure,) = (replace(own_measure, step=1.0) for own_measure in read.measures)
    diary = d.Diary(person=d.Person(time_zone="Asia/Tokyo"), doses=doses, ratings=read.ratings, measures=(measure,))
    return assess(diary, np.random.default_rng(1), substance="melatonin", measure="mood today")


def test_of_melatonin_by_lot_the_model_claims_nothing_either(melatonin: Answers) -> None:
    assert (melatonin.diagnostics.ratings, melatonin.diagnostics.doses) == (195, 35)
    assert melatonin.relief_4h is not None
    low, high = melatonin.relief_4h.interval_90
    assert low < 0 < high
    assert melatonin.verdict in ("cannot_tell", "no_clear_help")
