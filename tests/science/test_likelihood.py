"""The filter against a body simulated step by step, and against itself asked another way."""

from dataclasses import replace

import numpy as np
import pytest

from counterpoise.science.inference.likelihood import explain
from counterpoise.science.inference.track import RATING
from counterpoise.science.people.person import Body, Nature
from counterpoise.science.priors import SIZE, Priors
from tests.science import oracles
from tests.science.people import theta, track

PRIORS = Priors()
DOSES = [(3.0, 2.0), (10.0, 2.0), (28.0, 3.0), (50.0, 1.0), (75.0, 2.0)]
RATINGS = [(1.0, 6.0), (4.5, 4.0), (9.0, 5.0), (12.0, 3.0), (27.0, 7.0), (30.0, 4.0), (52.0, 5.0), (80.0, 4.0)]


def test_a_group_each_for_doses_of_one_kind_changes_nothing_when_their_effect_is_one() -> None:
    """With one group empty, the other's R is that of the undivided record."""
    whole = track(DOSES, RATINGS)
    apart = replace(whole, groups=2)
    one, two = explain(theta(), whole, PRIORS), explain(theta(), apart, PRIORS)
    assert two.log_likelihood[0] == pytest.approx(one.log_likelihood[0], abs=1e-9)
    assert two.relief_mean[0, 0] == pytest.approx(one.relief_mean[0, 0], abs=1e-9)
    assert two.relief_mean[0, 1] == 0
    assert two.relief_cov[0, 1, 1] == pytest.approx(PRIORS.relief_sd**2)


def test_the_simulated_body_and_the_filter_agree_on_exposure_and_tolerance() -> None:
    person = theta(tolerance=1.2, slow_fraction=0.15)
    nature = Nature(person, 1.0, 5.0, (0.0, 0.0), 0.0)
    body = Body(nature, np.random.default_rng(1))
    for hour, amount in DOSES:
        body.pass_time(hour)
        body.take(amount / 2.0)
    body.pass_time(100.0)
    entries = replace(track(DOSES, [(0.0, 5.0), (100.0, 5.0)]), brought=0.0)
    assert explain(person, entries, PRIORS).tolerance_end[0] == pytest.approx(body.tolerance, rel=1e-9)
    gain = float(nature.gain(np.array(body.exposure), body.tolerance))
    # The body finds its peak by trying every 0.02 h.
    assert oracles.gains(person, entries)[-1] == pytest.approx(gain, rel=1e-4)


def test_draws_side_by_side_are_explained_as_each_by_itself() -> None:
    entries = track(DOSES, RATINGS)
    together = PRIORS.theta(np.random.default_rng(1).standard_normal((37, SIZE)))
    found = explain(together, entries, PRIORS)
    for i in (0, 15, 16, 36):
        alone = explain(type(together)(together.values[i : i + 1]), entries, PRIORS)
        assert alone.log_likelihood[0] == pytest.approx(found.log_likelihood[i], rel=1e-12)
        assert alone.relief_mean[0, 0] == pytest.approx(found.relief_mean[i, 0], rel=1e-12)


def test_entries_keep_their_kind() -> None:
    entries = track(DOSES, RATINGS)
    assert int(np.sum(entries.group == RATING)) == len(RATINGS)
    assert float(np.sum(entries.amount)) == pytest.approx(sum(amount for _h, amount in DOSES) / 2.0)
