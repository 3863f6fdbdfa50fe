"""The certificates that somebody made later who had not seen the reader; `README.md` there has the first contact."""

import pytest

from tests.supply import judge
from tests.supply.test_certificates import count, reading

RESULTS_RIGHT = 0.97
"""Part of all results: what is reached, so that it is not lost again."""
VALUES_RIGHT = 0.97
SILENTLY_WRONG = 0
"""Details (limits, verdicts, methods, the head of the page) that are wrong and look certain."""


def everything() -> judge.Count:
    total = judge.Count()
    for name in judge.LATER:
        total.add(count(name))
    return total


def test_there_are_14_certificates() -> None:
    assert len(judge.LATER) == 14


def test_the_share_that_is_right_is_kept() -> None:
    total = everything()
    assert total.results == 199
    assert total.results_right >= RESULTS_RIGHT * total.results, total.not_right
    assert total.right >= VALUES_RIGHT * total.values, total.not_right


@pytest.mark.parametrize("name", judge.LATER)
def test_no_value_is_wrong_and_looks_certain(name: str) -> None:
    """Analyte, value, unit, censoring: never, whatever else may be missing."""
    fields = ("analyte", "value", "unit", "censored", "printed_as")
    wrong = [said for said in count(name).silently_wrong if any(f" {field} " in f" {said} " for field in fields)]
    invented = [said for said in count(name).silently_wrong if said.endswith((": invented", "is no assay"))]
    assert wrong + invented == []


def test_few_details_are_wrong_and_look_certain() -> None:
    assert len(everything().silently_wrong) <= SILENTLY_WRONG, everything().silently_wrong


def test_most_of_what_is_right_is_certain() -> None:
    total = everything()
    assert total.low <= 0.15 * total.results


def test_a_day_that_is_not_in_the_calendar_is_no_day() -> None:
    assert reading("espuma-gris-traspuesto").samples[0].sampled_on is None


def test_nothing_in_a_letter_is_certain() -> None:
    (sample,) = reading("bellweather-letter").samples
    assert sample.results
    assert all(one.doubts for one in sample.results)
