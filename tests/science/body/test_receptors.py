"""From blood to receptors: a share between nothing and all, that rises with what is there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.assessment import body
from counterpoise.science.body.beliefs import Belief
from counterpoise.science.body.receptors import Binding, Ligand, filled, occupancy

LEVEL = st.floats(0.0, 1e6)
KI = st.floats(1e-3, 1e6)


def one(value: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([[value]])


@given(first=LEVEL, second=LEVEL, ki_first=KI, ki_second=KI, more=st.floats(0.0, 1e5))
def test_the_share_lies_between_nothing_and_all_and_rises(
    first: float, second: float, ki_first: float, ki_second: float, more: float
) -> None:
    affinities = [np.array([ki_first]), np.array([ki_second])]
    share = occupancy([one(first), one(second)], affinities)[0, 0]
    assert 0 <= share <= 1
    assert occupancy([one(first + more), one(second)], affinities)[0, 0] >= share - 1e-12
    assert occupancy([one(first)], affinities[:1])[0, 0] <= share + 1e-12


@given(ki=KI)
def test_a_concentration_equal_to_the_affinity_fills_half(ki: float) -> None:
    assert occupancy([one(ki)], [np.array([ki])])[0, 0] == pytest.approx(0.5)


def test_nothing_in_the_brain_fills_nothing() -> None:
    assert occupancy([one(0.0), one(0.0)], [np.ones(1), np.ones(1)])[0, 0] == 0.0


def test_two_that_compete_fill_less_than_both_alone_together() -> None:
    affinities = [np.array([100.0]), np.array([10.0])]
    alone = [occupancy([one(50.0)], [k])[0, 0] for k in affinities]
    together = occupancy([one(50.0), one(50.0)], affinities)[0, 0]
    assert max(alone) < together < sum(alone)


def test_what_is_bound_or_kept_out_does_not_count() -> None:
    free = Ligand(np.array([1.0]), np.array([1.0]), np.array([100.0]), 398.5)
    bound = Ligand(np.array([0.04]), np.array([0.5]), np.array([100.0]), 398.5)
    assert free.free_in_brain(one(39.85))[0, 0] == pytest.approx(100.0)
    assert bound.free_in_brain(one(39.85))[0, 0] == pytest.approx(2.0)


def test_every_doubt_widens_the_result() -> None:
    """The pack's doubts give a band of many times; without them the answer would look exact."""
    held, masses = body.receptors(), body.plasma()
    level = {name: np.full((4000, 1), 10.0) for name in held.binders}
    rng = np.random.default_rng(1)
    drawn = {name: one.draw(4000, rng) for name, one in body.bindings(held, masses).items()}
    low, high = np.quantile(filled(level, drawn), [0.05, 0.95])
    assert high / low > 10
    sure = {
        name: Binding(Belief(0.1, 0.0, "logitnormal"), Belief(0.5, 0.0), Belief(100.0, 0.0), 400.0).draw(9, rng)
        for name in level
    }
    assert np.ptp(filled({name: values[:9] for name, values in level.items()}, sure)) == 0


def test_the_same_seed_gives_the_same_draw() -> None:
    binding = next(iter(body.bindings(body.receptors(), body.plasma()).values()))
    first, second = (binding.draw(7, np.random.default_rng(3)) for _once in range(2))
    assert np.array_equal(first.affinity_nm, second.affinity_nm)
    assert np.all((first.unbound > 0) & (first.unbound < 1))


def test_what_makes_no_sense_is_refused() -> None:
    fine, half = np.ones(1), Belief(0.5, 0.1)
    for said, act in (
        ("unbound", lambda: Ligand(np.array([1.5]), fine, fine, 400.0)),
        ("affinity_nm", lambda: Ligand(fine, fine, np.zeros(1), 400.0)),
        ("molar_mass", lambda: Ligand(fine, fine, fine, 0.0)),
        ("one for each", lambda: occupancy([one(1.0)], [])),
        ("a concentration", lambda: occupancy([one(-1.0)], [fine])),
        ("people 0", lambda: Binding(half, half, half, 400.0).draw(0, np.random.default_rng(1))),
        ("the same for both", lambda: filled({"a": one(1.0)}, {})),
    ):
        with pytest.raises(ValueError, match=said):
            act()
