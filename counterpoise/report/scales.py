"""The scales of evidence in words: how a claim stands, and what kind of evidence a statement rests on."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.knowledge.records import Grade, Topic, Verdict
from counterpoise.text import _


@dataclass(frozen=True)
class Step:
    """One step of a scale: its name, as it stands beside a statement, and what is meant by it."""

    name: str
    meaning: str


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


def grades() -> dict[Grade, Step]:
    """What kind of evidence it is; not how strong it is."""
    return {
        "human trial": Step(
            _("a trial in people"), _("People were given something under controlled conditions, and watched.")
        ),
        "human observational": Step(
            _("seen in people, without a trial"),
            _("People were asked, watched or described. What came first, and why, such a study seldom tells."),
        ),
        "animal": Step(_("seen in animals"), _("Animals only. In people it may be otherwise.")),
        "in vitro": Step(
            _("measured in a laboratory"), _("A product, a sample, cells or receptors were measured; no living body.")
        ),
        "convention": Step(
            _("a rule or a choice, not a measurement"), _("Something that was laid down: by us, by custom or by law.")
        ),
        "unknown": Step(_("nothing found"), _("We looked and found nothing. Somebody else may find more.")),
    }


def topics() -> dict[Topic, str]:
    """What claims are about."""
    return {
        "pain and the brain": _("Pain and the brain"),
        "how it works": _("How it works"),
        "benefit": _("What it does for people"),
        "risk": _("Risk"),
        "use": _("Use"),
        "product": _("Product"),
        "law and tests": _("Law and tests"),
    }
