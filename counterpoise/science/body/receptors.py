"""From blood to a receptor: how much is free, how much of that reaches the brain, how much of the receptor it fills.

Each step is a number that is hardly known. Every one comes in as a belief, and one draw of each goes with one simulated
person, so that what comes out is as wide as what went in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.science.body.beliefs import Belief
from counterpoise.science.pharmacology.exposure import Array


@dataclass(frozen=True, slots=True)
class Ligand:
    """What is drawn for one substance that binds, each of shape (people,).

    unbound: the share in plasma that is not bound to protein; brain: free in the brain for each free in plasma;
    affinity_nm: the concentration that alone fills half of the receptors (Ki), nmol/L. molar_mass: g/mol.
    Raises ValueError where one of them is not above 0, or unbound is above 1.
    """

    unbound: Array
    brain: Array
    affinity_nm: Array
    molar_mass: float

    def __post_init__(self) -> None:
        for name in ("unbound", "brain", "affinity_nm", "molar_mass"):
            if not np.all(np.asarray(getattr(self, name)) > 0):
                raise ValueError(f"{name}: not allowed; above 0")
        if not np.all(self.unbound <= 1):
            raise ValueError("unbound: not allowed; at most 1")

    def free_in_brain(self, plasma: Array) -> Array:
        """The concentration that the receptor meets, nmol/L, shape (people, times).

        plasma: total concentration in plasma, ng/mL, shape (people, times).
        1000 C / molar_mass x unbound x brain: at any moment as if brain and blood had had time to even out.
        Source: the free drug hypothesis, Smith, Di and Kerns 2010, doi 10.1038/nrd3287.
        """
        return np.asarray(1e3 * plasma / self.molar_mass * (self.unbound * self.brain)[:, None])


@dataclass(frozen=True, slots=True)
class Binding:
    """What is believed of one substance that binds: as in Ligand, each as a Belief. molar_mass: g/mol."""

    unbound: Belief
    brain: Belief
    affinity_nm: Belief
    molar_mass: float

    def draw(self, people: int, rng: np.random.Generator) -> Ligand:
        """One draw of each quantity for each person, independent of one another.

        people: how many. log or logit of each ~ normal. Raises ValueError for fewer than one person.
        """
        if people < 1:
            raise ValueError(f"people {people}: not allowed; from 1")
        z = rng.standard_normal((3, people))
        return Ligand(self.unbound.at(z[0]), self.brain.at(z[1]), self.affinity_nm.at(z[2]), self.molar_mass)


def occupancy(free_nm: Sequence[Array], affinity_nm: Sequence[Array]) -> Array:
    """The share of receptors that is filled by any of several substances that compete for them, 0 to 1.

    free_nm: concentration at the receptor of each substance, nmol/L, shape (people, times) each; affinity_nm: Ki of
    each, nmol/L, shape (people,) each.  x / (1 + x),  x = sum of concentration / Ki.
    Raises ValueError for no substance at all, for unequal numbers of them, for a concentration below 0 and for a Ki
    that is not above 0. Source: Gaddum 1937, doi 10.1113/jphysiol.1937.sp003486; filled does not mean switched on.
    """
    if not free_nm or len(free_nm) != len(affinity_nm):
        raise ValueError(f"{len(free_nm)} concentrations, {len(affinity_nm)} affinities: not allowed; one for each")
    if any(np.any(c < 0) for c in free_nm) or any(np.any(k <= 0) for k in affinity_nm):
        raise ValueError("a concentration or an affinity: not allowed; 0 or more, and above 0")
    load = sum(c / k[:, None] for c, k in zip(free_nm, affinity_nm, strict=True))
    return np.asarray(load / (1 + load))


def filled(plasma: Mapping[str, Array], ligands: Mapping[str, Ligand]) -> Array:
    """The share of receptors that is filled by what is in the blood, 0 to 1, shape (people, times).

    plasma: total concentration of each substance in plasma, ng/mL, shape (people, times); ligands: by the same names.
    `occupancy` of what is free in the brain. Raises ValueError as it does, and for names that differ.
    """
    if plasma.keys() != ligands.keys():
        raise ValueError(f"{sorted(plasma)} in plasma, {sorted(ligands)} that bind: not allowed; the same for both")
    return occupancy(
        [ligands[name].free_in_brain(level) for name, level in plasma.items()],
        [ligands[name].affinity_nm for name in plasma],
    )
