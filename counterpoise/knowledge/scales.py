"""The two scales of every statement in words: what kind of evidence it is, and how we know that its source says so.

One place for pages, files and documentation; a test holds docs/knowledge.md to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.knowledge.records import Grade, Tag
from counterpoise.text import _


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scale: in a few words, beside a statement; and what it means, in a sentence."""

    name: str
    means: str


def grades() -> dict[Grade, Step]:
    """What kind of evidence a fact rests on, the most direct first. It does not say how strong that evidence is."""
    return {
        "human trial": Step(_("a trial in people"), _("People were given something under controlled conditions.")),
        "human observational": Step(
            _("seen in people, without a trial"), _("People were asked, watched or described.")
        ),
        "animal": Step(_("seen in animals only"), _("Animals only. In people it may be different.")),
        "in vitro": Step(
            _("measured in a laboratory"), _("A laboratory measured a product, a sample, cells or receptors.")
        ),
        "convention": Step(
            _("an agreement or our choice, not a measurement"),
            _("A choice: ours, or one that is generally agreed on."),
        ),
        "unknown": Step(_("nothing was found"), _("Nothing was found. That does not mean that there is nothing.")),
    }


def tags() -> dict[Tag, Step]:
    """Whether we read the fact where it was published."""
    return {
        "V": Step(_("read"), _("Read in the published text, often its abstract or one table.")),
        "D": Step(_("worked out"), _("Worked out from facts that were read, or chosen by us for the reasons given.")),
        "V2": Step(_("retold"), _("Read only in somebody else's account of it.")),
        "R": Step(_("recalled"), _("Recalled, still to be looked up.")),
    }
