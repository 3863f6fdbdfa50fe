"""NUTS on the posterior of the fit, with the gradient of the fit; needs the environment of bench."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import nutpie
from numpyro.diagnostics import effective_sample_size
from nutpie.compiled_pyfunc import from_pyfunc

from counterpoise.science.inference.fit import Posterior, _Target
from counterpoise.science.pharmacology.exposure import Array

CHAINS = 2


@dataclass(frozen=True, slots=True)
class Chains:
    """Draws of the unknowns (chains, draws, size); seconds of CPU for the warm-up and for the draws."""

    values: Array
    warm_seconds: float
    seconds: float


def on_the_posterior(target: _Target, draws: int, tune: int, seed: int) -> Chains:
    """Coordinates of theta: so many draws of each of CHAINS chains, after `tune` to find its step and its mass."""

    def logp(z: Array) -> tuple[float, Array]:
        minus, gradient = target.minus_with_gradient(z)
        return -minus, -gradient

    def as_it_is(_seed_1: object, _seed_2: object, _chain: object) -> Callable[[Array], dict[str, Array]]:
        return lambda z: {"z": z}

    model = from_pyfunc(target.size, lambda: logp, as_it_is, [np.dtype("float64")], [(target.size,)], ["z"])
    return timed(model, draws, tune, seed, "z")


def timed(model: Any, draws: int, tune: int, seed: int, name: str) -> Chains:
    """A compiled model sampled by nutpie in one thread; CPU is told apart by the steps of each phase."""
    start = time.process_time()
    found = nutpie.sample(model, draws=draws, tune=tune, chains=CHAINS, cores=1, seed=seed, progress_bar=False)
    seconds = time.process_time() - start
    steps, warm = (float(group["n_steps"].sum()) for group in (found.sample_stats, found.warmup_sample_stats))
    values = np.asarray(found.posterior[name])
    return Chains(values, seconds * warm / (warm + steps), seconds * steps / (warm + steps))


def posterior(target: _Target, z: Array) -> Posterior:
    """Draws of theta's coordinates (chains, draws, size), each with R given it, as the fit holds them."""
    theta = target.theta(z.reshape(-1, z.shape[2]))
    weight = np.full(theta.values.shape[0], 1 / theta.values.shape[0])
    return Posterior(theta, weight, target.explain(theta), "random walk", np.nan, 0)


def effective(values: Array) -> float:
    """Effective number of draws for the mean of values (chains, draws)."""
    return float(effective_sample_size(values))
