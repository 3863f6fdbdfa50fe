"""The posterior of one person: two ways to it agree, and it is as sure as it may be."""

from dataclasses import replace

import numpy as np
import pytest

from counterpoise.science.inference import fit as fitting
from counterpoise.science.inference.fit import Posterior, fit
from counterpoise.science.inference.importance import Mixture
from counterpoise.science.inference.likelihood import explain
from counterpoise.science.inference.track import Track
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.priors import SIZE, Priors, log_prior
from tests.science.people import person, record, track

PRIORS = Priors()


def diary_track(scenario: str, seed: int, days: int) -> Track:
    diary = person(scenario, seed, days)
    return record(
        diary.doses, [r for r in diary.ratings if r.measure == "pain.now"], history=diary.person.history
    ).track


def relief(posterior: Posterior) -> Mixture:
    return posterior.relief(posterior.now.mean_4h())


def test_the_gradient_and_curvature_are_those_of_the_density() -> None:
    target = fitting._Target(diary_track("typical", 1, 30), PRIORS)
    z = np.linspace(-0.5, 0.5, target.size)
    value, gradient = target.minus_with_gradient(z)
    curvature = target.curvature(z)
    step = np.zeros(target.size)
    step[[0, 3, 8]] = 0.02, -0.01, 0.015
    moved = target.minus_with_gradient(z + step)[0]
    assert moved - value == pytest.approx(gradient @ step + step @ curvature @ step / 2, abs=1e-4)


def test_a_random_walk_finds_the_same_posterior() -> None:
    entries = diary_track("typical", 3, 60)
    weighted = fit(entries, PRIORS, np.random.default_rng(1))
    target = fitting._Target(entries, PRIORS)
    z = np.random.default_rng(2).standard_normal((1500, target.size)) * 0.7
    log_density: Array = target(z)
    start = replace(
        weighted, weight=np.exp(log_density - log_density.max()) / np.sum(np.exp(log_density - log_density.max()))
    )
    # From a poor start: draws of the prior.
    walked = fitting._walked(target, z, start, np.random.default_rng(3))
    one, two = relief(weighted), relief(walked)
    sd = (one.quantile(0.84) - one.quantile(0.16)) / 2
    assert walked.method == "random walk"
    assert abs(one.average - two.average) < 0.35 * sd


def test_two_seeds_agree_within_a_fraction_of_the_posterior_sd() -> None:
    entries = diary_track("typical", 4, 90)
    one, two = (relief(fit(entries, PRIORS, np.random.default_rng(seed))) for seed in (1, 2))
    sd = (one.quantile(0.84) - one.quantile(0.16)) / 2
    for q in (0.05, 0.5, 0.95):
        assert abs(one.quantile(q) - two.quantile(q)) < 0.15 * sd


def test_the_same_seed_gives_the_same_posterior() -> None:
    entries = diary_track("typical", 4, 30)
    one, two = (fit(entries, PRIORS, np.random.default_rng(5)) for _time in range(2))
    np.testing.assert_array_equal(one.weight, two.weight)


def test_a_silent_record_returns_the_prior() -> None:
    """One rating says next to nothing of R."""
    posterior = fit(track([(1.0, 2.0)], [(0.0, 5.0)]), PRIORS, np.random.default_rng(1))
    mixture = posterior.relief(np.ones(posterior.weight.size))
    assert mixture.average == pytest.approx(0.0, abs=0.02)
    assert mixture.quantile(0.975) == pytest.approx(1.96 * PRIORS.relief_sd, rel=0.02)


def test_parameters_far_outside_the_prior_stay_finite() -> None:
    entries = diary_track("floor", 1, 30)
    z = np.random.default_rng(1).standard_normal((400, SIZE)) * 6
    density = explain(PRIORS.theta(z), entries, PRIORS).log_likelihood + log_prior(z)
    assert np.flatnonzero(~np.isfinite(density)).size == 0


def test_the_work_grows_with_the_number_of_draws_and_is_counted() -> None:
    posterior = fit(diary_track("typical", 1, 30), PRIORS, np.random.default_rng(1))
    assert posterior.likelihoods >= fitting.SCOUTS + fitting.DRAWS
    assert posterior.weight.sum() == pytest.approx(1.0)
