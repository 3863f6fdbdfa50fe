"""The scales of the packs in words: what kind of evidence a statement is, how we know that its source says so, and how
a claim stands.

One place for pages, files and documentation; a test holds docs/knowledge.md to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.knowledge.records import Grade, Tag, Topic, Verdict
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


def verdicts() -> dict[Verdict, Step]:
    """How a claim stands, from what is borne out to what nobody knows."""
    return {
        "supported": Step(_("Supported"), _("Findings in people bear it out.")),
        "plausible": Step(
            _("Plausible"), _("Findings point that way, but they are few, weak, or do not come from people.")
        ),
        "contested": Step(_("Contested"), _("Findings point both ways, or it depends on what exactly is meant.")),
        "contradicted": Step(_("Contradicted"), _("Findings speak against it, as it is said.")),
        "unknown": Step(_("Not known"), _("We found nothing that decides it.")),
    }


def topics() -> dict[Topic, str]:
    """What claims are about: first what people ask first."""
    return {
        "benefit": _("What it does for people"),
        "risk": _("Risk"),
        "use": _("Use"),
        "product": _("Product"),
        "law and tests": _("Law and tests"),
        "how it works": _("How it works"),
        "pain and the brain": _("Pain and the brain"),
    }
