"""Claims in the order of their pack, those that contradict each other together."""

from __future__ import annotations

from collections.abc import Mapping

from counterpoise.knowledge.records import Claim
from counterpoise.text import _

Group = tuple[Claim, ...]
"""One claim by itself, or all that are linked by contradictions."""


def grouped(claims: Mapping[str, Claim]) -> list[Group]:
    """Every claim in one group, at the place of the group's first; within a group in the order of the pack."""
    groups: list[Group] = []
    placed: set[str] = set()
    for key in claims:
        if key not in placed:
            linked = _linked(key, claims)
            placed |= linked
            groups.append(tuple(claim for claim in claims.values() if claim.key in linked))
    return groups


def holding(groups: list[Group], words: str) -> list[Group]:
    """The groups in which a claim holds every one of the words. A group stays whole: no side without the other."""
    wanted = words.casefold().split()
    return [group for group in groups if any(_holds(claim, wanted) for claim in group)]


def _linked(key: str, claims: Mapping[str, Claim]) -> set[str]:
    found, open_ends = {key}, [key]
    while open_ends:
        new = set(claims[open_ends.pop()].contradicts) - found
        found |= new
        open_ends += sorted(new)
    return found


def _holds(claim: Claim, wanted: list[str]) -> bool:
    evidence = [part.text for part in (*claim.speaks_for, *claim.speaks_against)]
    text = " ".join(_(part) for part in (claim.claim, claim.answer, claim.would_change, *evidence)).casefold()
    return all(word in text for word in wanted)
