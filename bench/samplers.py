"""The full latent model in NumPyro and in PyMC, one thread each; needs the environment of bench."""

import math
import os
import time
from typing import Any

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import numpy as np
import numpyro
import nutpie
import pymc
import pytensor
import pytensor.tensor as pt
from jax.scipy.special import log_ndtr
from numpyro.distributions import Normal
from numpyro.infer import MCMC, NUTS
from pytensor.gradient import disconnected_grad

from bench.latent import STILL, Entries, Maths
from bench.nuts import CHAINS, Chains, timed
from counterpoise.science.priors import SIZE

jax.config.update("jax_enable_x64", True)

FARTHEST = 37.0
"""Sd below which a tail is no longer told apart from 0 by erfc."""


def _log_tail(x: Any) -> Any:
    """log Phi by erfc: PyMC's own needs a function that its compiler for JAX lacks."""
    return pt.log(0.5 * pt.erfc(-pt.maximum(x, -FARTHEST) / math.sqrt(2)))


def _jax_running(keep: Any, fresh: Any) -> Any:
    def step(before: Any, now: Any) -> tuple[Any, Any]:
        here = now[0] * before + now[1]
        return here, here

    return jax.lax.scan(step, 0.0, (keep, fresh))[1]


def _pytensor_running(keep: Any, fresh: Any) -> Any:
    begin = pt.zeros((), dtype="float64")
    return pytensor.scan(lambda k, f, before: k * before + f, [keep, fresh], begin, return_updates=False)


JAX = Maths(jax.numpy, log_ndtr, jax.lax.stop_gradient, _jax_running)
PYTENSOR = Maths(pt, _log_tail, disconnected_grad, _pytensor_running)


class NumPyro:
    """Rounds of draws that go on where the last ended; the first round carries the compilation."""

    def __init__(self, entries: Entries, tune: int, draws: int, seed: int) -> None:
        def model() -> None:
            unknown = numpyro.sample("unknown", Normal(0, 1).expand([SIZE + STILL]).to_event(1))
            shocks = numpyro.sample("shocks", Normal(0, 1).expand([2, entries.moments]).to_event(2))
            numpyro.factor("written", entries.log_likelihood(JAX, unknown, shocks))

        self.chains = MCMC(
            NUTS(model),
            num_warmup=tune,
            num_samples=draws,
            num_chains=CHAINS,
            chain_method="sequential",
            progress_bar=False,
        )
        start = time.process_time()
        self.chains.warmup(jax.random.PRNGKey(seed))
        self.warm_seconds = time.process_time() - start

    def more(self) -> Chains:
        """The next round."""
        start = time.process_time()
        self.chains.run(self.chains.post_warmup_state.rng_key)
        unknown = np.asarray(self.chains.get_samples(group_by_chain=True)["unknown"])
        self.chains.post_warmup_state = self.chains.last_state
        return Chains(unknown, self.warm_seconds, time.process_time() - start)


class PyMC:
    """Rounds of draws, each with a warm-up of its own."""

    def __init__(self, entries: Entries, tune: int, draws: int, seed: int) -> None:
        self.tune, self.draws, self.seed = tune, draws, seed
        with pymc.Model() as model:
            unknown = pymc.Normal("unknown", shape=SIZE + STILL)
            shocks = pymc.Normal("shocks", shape=(2, entries.moments))
            pymc.Potential("written", entries.log_likelihood(PYTENSOR, unknown, shocks))
        self.model: Any = nutpie.compile_pymc_model(model, backend="jax", gradient_backend="jax")

    def more(self) -> Chains:
        """The next round."""
        self.seed += 1
        return timed(self.model, self.draws, self.tune, self.seed, "unknown")
