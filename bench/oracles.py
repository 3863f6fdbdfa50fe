"""Does the fit find what slower ways find? `python -m bench.oracles [--write]`, about an hour of CPU.

The filter against a grid over u and s; the fit against NUTS on the same posterior, and against NUTS on the model with
nothing integrated. Needs the environment of bench; every line is printed as soon as it is known.
"""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bench import nuts, records
from bench.latent import RELIEF, Entries
from bench.results import machine, table, write
from bench.samplers import NumPyro
from counterpoise.science.inference.fit import Posterior, _Target, fit
from counterpoise.science.inference.likelihood import explain
from counterpoise.science.inference.track import Track
from counterpoise.science.people.scenarios import SCENARIOS
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.priors import SIZE, Priors
from tests.science import oracles

PRIORS = Priors()
FITS = 6
"""Fits, each from a seed of its own, whose mean is compared."""
ERROR, LATENT_ERROR, MOST_ROUNDS = 0.05, 0.05, 20
"""NUTS is run until its Monte-Carlo error is below so many posterior sd, on the posterior and on the full model."""
DAYS = (30, 60, 90)
PEOPLE = [(scenario, i + 1, DAYS[i % len(DAYS)]) for i, scenario in enumerate(list(SCENARIOS)[:20])]
LATENT = [("typical", 1, 30), ("floor", 2, 30), ("unrated", 3, 30)]
GRID = [("typical", 5.0), ("felt", 5.0), ("unrated", 5.0), ("never_rated", 5.0), ("only_when_bad", 6.0), ("floor", 2.0)]
GRID_DAYS, GRID_SEEDS = 30, (1, 2, 3)

GRID_HEAD = "people", "moments", "zeros", "log L a moment", "mean of R, sd", "sd, ratio", "log L", "mean", "sd"
HEAD = (
    "people",
    "days",
    "ratings",
    "largest k",
    "peak, sd",
    "4 h, sd",
    "error of NUTS",
    "error of the fits",
    "worst single fit",
    "sd, ratio",
)
Row = tuple[object, ...]


def said(posterior: Posterior) -> Array:
    """Mean and sd of relief_peak and of relief_4h: shape (2, 2)."""
    result = np.empty((2, 2))
    for i, factor in enumerate((posterior.now.peak(), posterior.now.mean_4h())):
        mixture = posterior.relief(factor)
        variance = mixture.weight @ (mixture.sd**2 + (mixture.mean - mixture.average) ** 2)
        result[i] = mixture.average, math.sqrt(variance)
    return result


def expected(target: _Target, z: Array) -> Array:
    """relief_peak and relief_4h as each draw of theta (chains, draws, size) expects them: (2, chains, draws)."""
    posterior = nuts.posterior(target, z)
    factors = posterior.now.peak(), posterior.now.mean_4h()
    return np.array([posterior.relief(factor).mean.reshape(z.shape[:2]) for factor in factors])


def drawn(target: _Target, values: Array) -> Array:
    """relief_peak and relief_4h of draws of all unknowns (chains, draws, SIZE + STILL): (2, chains, draws)."""
    now = nuts.posterior(target, values[:, :, target.free]).now
    relief = target.priors.relief_sd * values[:, :, SIZE + RELIEF]
    return np.array([factor.reshape(relief.shape) * relief for factor in (now.peak(), now.mean_4h())])


def errors(reliefs: Array) -> Array:
    """Monte-Carlo error of the mean of each of reliefs (2, chains, draws)."""
    return np.array([one.std() / math.sqrt(nuts.effective(one)) for one in reliefs])


def until_sure(
    more: Callable[[], nuts.Chains], reliefs: Callable[[Array], Array], sd: Array, least: float
) -> tuple[Array, Array]:
    """Rounds of draws, side by side, until both errors are below `least` sd; the draws, and the errors in sd."""
    values = more().values
    for _round in range(MOST_ROUNDS):
        error = errors(reliefs(values)) / sd
        if error.max() < least:
            break
        values = np.concatenate([values, more().values])
    return values, error


def compared(person: tuple[str, int, int], ours: Array, theirs: Array, error: Array, ks: list[float]) -> Row:
    """One line: differences in the posterior sd of the other way. ours (FITS, 2, 2), theirs (2, 2)."""
    scenario, seed, days = person
    off = (ours[:, :, 0] - theirs[:, 0]) / theirs[:, 1]
    ratio = np.mean(ours[:, :, 1], axis=0) / theirs[:, 1]
    row = (
        scenario,
        days,
        records.ratings_of(records.track(scenario, seed, days)),
        f"{max(ks):.2f}",
        *(f"{one:+.3f}" for one in off.mean(axis=0)),
        f"{error.max():.3f}",
        f"{off.std(axis=0, ddof=1).max() / math.sqrt(FITS):.3f}",
        f"{np.abs(off).max():.3f}",
        f"{ratio[np.argmax(np.abs(np.log(ratio)))]:.3f}",
    )
    print(*row, flush=True)
    return row


def fitted(entries: Track) -> tuple[Array, list[float]]:
    """What FITS fits say, and the k of each."""
    fits = [fit(entries, PRIORS, np.random.default_rng(seed)) for seed in range(FITS)]
    return np.array([said(one) for one in fits]), [one.pareto_k for one in fits]


def against_nuts(person: tuple[str, int, int]) -> Row:
    """The fits of one person against NUTS on the same density."""
    entries = records.track(*person)
    target, (ours, ks), seeds = _Target(entries, PRIORS), fitted(entries), iter(range(1, 100))
    z, error = until_sure(
        lambda: nuts.on_the_posterior(target, 400, 250, next(seeds)),
        lambda values: expected(target, values),
        ours[:, :, 1].mean(axis=0),
        ERROR,
    )
    return compared(person, ours, said(nuts.posterior(target, z)), error, ks)


def against_latent(person: tuple[str, int, int]) -> Row:
    """The fits of one person against NUTS on everything that the filter integrates, and theta."""
    entries = records.track(*person)
    target, (ours, ks) = _Target(entries, PRIORS), fitted(entries)
    chains = NumPyro(Entries(entries, PRIORS), tune=500, draws=250, seed=1)
    sd = ours[:, :, 1].mean(axis=0)
    values, error = until_sure(chains.more, lambda values: drawn(target, values), sd, LATENT_ERROR)
    reliefs = drawn(target, values).reshape(2, -1)
    return compared(person, ours, np.column_stack([reliefs.mean(axis=1), reliefs.std(axis=1)]), error, ks)


def against_grid(scenario: str, level: float) -> Row:
    """The worst of some people: the filter at the prior's centre against the grid, with and without decisions."""
    priors, theta, off = replace(PRIORS, level_mean=level), PRIORS.theta(np.zeros((1, SIZE))), []
    tracks = [records.track(scenario, seed, GRID_DAYS) for seed in GRID_SEEDS]
    for whole in tracks:
        for entries in (whole, oracles.ratings_alone(whole)):
            exact, found = oracles.gridded(theta, entries, priors), explain(theta, entries, oracles.at_known(priors))
            density = (found.log_likelihood[0] - exact.log_likelihood) / entries.moments.held.size
            mean, sd = found.relief_mean[0, 0], math.sqrt(found.relief_cov[0, 0, 0])
            off.append((abs(density), abs(mean - exact.mean) / exact.sd, sd / exact.sd))
    both = np.array(off).reshape(len(tracks), 2, 3)
    worst = both.max(axis=0)
    worst[:, 2] = np.exp(np.log(both[:, :, 2])[np.abs(np.log(both[:, :, 2])).argmax(axis=0), [0, 1]])
    zeros = np.mean(np.concatenate([(t.moments.low == -np.inf) for t in tracks]))
    told = [f"{part[0]:.1e}" if i == 0 else f"{part[i]:.3f}" for part in worst for i in range(3)]
    row = (scenario, sum(t.moments.held.size for t in tracks), f"{100 * zeros:.0f} %", *told)
    print(*row, flush=True)
    return row


def summed(rows: list[Row]) -> str:
    """The largest and the median difference of a table."""
    off = np.abs([[float(str(cell)) for cell in row[4:6]] for row in rows])
    single = max(float(str(row[8])) for row in rows)
    return f"Largest difference {off.max():.3f} sd, median {np.median(off):.3f}; of a single fit at most {single:.3f}."


def main() -> None:
    """The filter, the posterior, the model."""
    grid = [against_grid(scenario, level) for scenario, level in GRID]
    same = [against_nuts(person) for person in PEOPLE]
    latent = [against_latent(person) for person in LATENT]
    text = f"""
{machine()}. The filter is held to 1e-8 against a dense normal, statsmodels and celerite2 in the tests.

The filter against a grid over (u, s), usual pain and rhythm known, R open: {len(GRID_SEEDS)} people of {GRID_DAYS} days
a line, the worst of them. First everything that is written down, then, in the last three columns, the ratings alone.
Decisions on what was not rated and ratings that are missing (the third to fifth line) hold more doubt than a rating.

{table(GRID_HEAD, grid)}

Relief by the fit (mean of {FITS} fits from different seeds) less relief by NUTS on the same density, in posterior sd;
NUTS is run until its error is below {ERROR} sd. {summed(same)}

{table(HEAD, same)}

The same against NUTS (NumPyro) on the full model: u and s at every moment, R and all the rest drawn, nothing matched;
until its error is below {LATENT_ERROR} sd. {summed(latent)}

{table(HEAD, latent)}
"""
    write("Oracles", text)


if __name__ == "__main__":
    main()
