"""What is known of a substance together with others: the pairs of the packs, from either side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Pair, Substance
from counterpoise.report import names
from counterpoise.web.sourced import told


@dataclass(frozen=True, slots=True)
class Together:
    """One pair as a page of either of the two shows it. members: the packs that belong to its class, by name."""

    anchor: str
    title: str
    severity: str
    reason: str
    actions: tuple[str, ...]
    members: str
    ours: bool
    part: Pair

    @property
    def told(self) -> dict[str, Any]:
        """Who says so."""
        return told(self.part)


def pairs(pack: Substance) -> list[Together]:
    """What the packs hold of this substance with others: its own pairs, then those of others with a class of it; the
    gravest first."""
    found = [*own(pack), *_of_others(pack)]
    return sorted(found, key=lambda one: "XMm".index(one.part.severity))


def own(pack: Substance) -> Iterator[Together]:
    """The pairs in the folder of this substance."""
    for key, pair in load().interactions.get(pack.key, {}).items():
        yield _together(f"with-{key}", pair, pack.key)


def _of_others(pack: Substance) -> Iterator[Together]:
    for other, found in load().interactions.items():
        for key, pair in found.items():
            if other != pack.key and key in pack.classes:
                yield _together(f"with-{other}-{key}", pair, other)


def _together(anchor: str, pair: Pair, substance: str) -> Together:
    named = [_(one.name) for one in load().substances.values() if pair.key in one.classes]
    return Together(
        anchor=anchor,
        title=_("{substance} with: {other}").format(substance=names.substance(substance), other=_(pair.name)),
        severity=degree(pair),
        reason=_(pair.reason),
        actions=tuple(_(load().actions[name].text) for name in pair.actions),
        members=", ".join(named),
        ours=pair.our_choice,
        part=pair,
    )


def degree(pair: Pair) -> str:
    """How much it matters that two meet, in words; of what nobody prescribes, without whoever does."""
    return {
        "X": _("Not together")
        if "keep_apart" in pair.actions
        else _("Not together, unless a prescriber who knows of both agreed to it"),
        "M": _("Serious: ask before they meet"),
        "m": _("Good to know"),
    }[pair.severity]
