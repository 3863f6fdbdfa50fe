"""What a draw costs by this fit and by others: `python -m bench.speed [--write]`, about an hour of CPU.

CPU per effective draw of relief_peak: this fit, NUTS with its gradient on the same density, and the full model in
NumPyro and PyMC. One thread; needs the environment of bench; every line is printed as soon as it is known.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench import nuts, records
from bench.latent import Entries
from bench.oracles import drawn, said
from bench.results import machine, table, write
from bench.samplers import NumPyro, PyMC
from counterpoise.science.inference.fit import Posterior, _Target, fit
from counterpoise.science.inference.track import Track
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.priors import Priors

PRIORS = Priors()
SCENARIO, SEED = "typical", 1
FITS = 25
SIZES = {30: (400, 250), 90: (400, 250), 365: (250, 200), 1095: (150, 150)}
"""Days with 4 ratings a day, and the draws and the warm-up of each chain of NUTS there."""
LATENT = {30: (300, 100), 90: (200, 60)}
"""The same for the full model, a round."""

HEAD = (
    "ratings",
    "way",
    "CPU, s",
    "of it before the draws",
    "effective draws",
    "ms each (times this fit)",
    "by the draws alone",
    "draws the mean is worth",
    "ms each (times this fit)",
)
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU in all, and of those before the draws that are used; effective draws of relief_peak, and how many
    independent ones would give its mean as surely."""

    way: str
    seconds: float
    before: float
    effective: float
    worth: float

    @property
    def each(self) -> float:
        """Milliseconds an effective draw."""
        return 1000 * self.seconds / self.effective

    @property
    def each_alone(self) -> float:
        """The same as if draws were taken for ever."""
        return 1000 * (self.seconds - self.before) / self.effective

    @property
    def each_worth(self) -> float:
        """Milliseconds for what the mean gains by one independent draw."""
        return 1000 * self.seconds / self.worth


def this_fit(entries: Track) -> Cost:
    """Medians over fits from different seeds. Effective draws: 1 / sum of squared weights; what the mean is worth: from
    how the fits differ.

    The draws that are used are those of the last round; mode, curvature and the rounds before lead up to it.
    """
    fit(entries, PRIORS, np.random.default_rng(0))
    cost, relief = np.empty((FITS, 3)), np.empty((FITS, 2))
    for seed in range(FITS):
        start = time.process_time()
        posterior = fit(entries, PRIORS, np.random.default_rng(seed))
        took, weight = time.process_time() - start, posterior.weight
        cost[seed] = took, took * (1 - weight.size / posterior.likelihoods), 1 / np.sum(weight**2)
        relief[seed] = said(posterior)[0]
    worth = float((np.mean(relief[:, 1]) / np.std(relief[:, 0], ddof=1)) ** 2)
    seconds, before, effective = (float(middle) for middle in np.median(cost, axis=0))
    return Cost("this fit", seconds, before, effective, worth)


def expected_and_drawn(posterior: Posterior, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """relief_peak as each draw of theta expects it, and with one R drawn for each."""
    mixture = posterior.relief(posterior.now.peak())
    noise = np.random.default_rng(1).standard_normal(mixture.mean.size)
    return mixture.mean.reshape(shape), np.asarray(mixture.mean + mixture.sd * noise).reshape(shape)


def by_nuts(entries: Track, draws: int, tune: int) -> Cost:
    """NUTS on the density of the fit, by its gradient."""
    target = _Target(entries, PRIORS)
    chains = nuts.on_the_posterior(target, draws, tune, SEED)
    mean, relief = expected_and_drawn(nuts.posterior(target, chains.values), chains.values.shape[:2])
    worth = nuts.effective(mean) * float(relief.var() / mean.var())
    name = "NUTS, the same likelihood and gradient"
    return Cost(name, chains.warm_seconds + chains.seconds, chains.warm_seconds, nuts.effective(relief), worth)


def by_numpyro(entries: Track, tune: int, draws: int) -> Cost:
    """NUTS on the full model. Its first round of draws compiles and is not timed; its warm-up compiles too."""
    chains = NumPyro(Entries(entries, PRIORS), tune, draws, SEED)
    first, second = chains.more(), chains.more()
    relief = drawn(_Target(entries, PRIORS), np.concatenate([first.values, second.values], axis=1))[0]
    seconds, effective = chains.warm_seconds + second.seconds, nuts.effective(relief) / 2
    return Cost("full model, NumPyro", seconds, chains.warm_seconds, effective, effective)


def by_pymc(entries: Track, tune: int, draws: int) -> Cost:
    """NUTS (nutpie) on the full model; compiled before the clock starts."""
    chains = PyMC(Entries(entries, PRIORS), tune, 3 * draws, SEED).more()
    effective = nuts.effective(drawn(_Target(entries, PRIORS), chains.values)[0])
    seconds = chains.warm_seconds + chains.seconds
    return Cost("full model, PyMC", seconds, chains.warm_seconds, effective, effective)


def compared(days: int) -> tuple[list[Row], Cost]:
    """The lines of one length of record, and what this fit costs there."""
    entries = records.track(SCENARIO, SEED, days)
    own = this_fit(entries)
    rows: list[Row] = []
    ways: list[Callable[[], Cost]] = [lambda: own, lambda: by_nuts(entries, *SIZES[days])]
    if days in LATENT:
        ways += [lambda: by_pymc(entries, *LATENT[days]), lambda: by_numpyro(entries, *LATENT[days])]
    for way in ways:
        cost = way()
        row = (
            records.ratings_of(entries),
            cost.way,
            f"{cost.seconds:.3g}",
            f"{cost.before:.3g}",
            f"{cost.effective:.0f}",
            f"{cost.each:.3g} ({cost.each / own.each:.0f})",
            f"{cost.each_alone:.3g} ({cost.each_alone / own.each_alone:.0f})",
            f"{cost.worth:.0f}",
            f"{cost.each_worth:.3g} ({cost.each_worth / own.each_worth:.0f})",
        )
        print(*row, flush=True)
        rows.append(row)
    return rows, own


def main() -> None:
    """All lengths; how the cost of this fit grows with them."""
    found = [compared(days) for days in SIZES]
    rows = [row for part, _own in found for row in part]
    ratings = np.log([float(str(part[0][0])) for part, _own in found])
    exponent = np.polyfit(ratings, np.log([own.seconds for _part, own in found]), 1)[0]
    text = f"""
{machine()}; CPU of one thread. One {SCENARIO} person, 4 ratings a day, decisions to dose in the likelihood; the
longest record is {max(SIZES)} days, for which the window of 365 days is opened. This fit: medians of {FITS}, nothing
to warm up.

An effective draw of relief_peak is worth an independent one of theta and of R given theta: for this fit 1 / sum of
squared weights, for the others by the autocorrelation of the draws. "By the draws alone" leaves out what leads up to
them, here mode, curvature and first round, there the warm-up: as if draws were taken for ever. The last two columns
count how many independent draws would give the mean of relief_peak as surely: R given theta is integrated, which this
fit and NUTS on the same density can do, and this fit spreads its draws evenly; for it they are counted by how much the
means of {FITS} fits differ. NumPyro's warm-up holds its compilation, PyMC's is left out.

CPU of this fit grows as ratings to the power {exponent:.2f}.

{table(HEAD, rows)}
"""
    write("Speed", text)


if __name__ == "__main__":
    main()
