"""What people say about kratom and pain, each with what is known for and against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from counterpoise.knowledge.records.sourced import Grade, Name, Names, Sourced, Words, known

Verdict = Literal["supported", "plausible", "contested", "contradicted", "unknown"]
Topic = Literal["pain and the brain", "how it works", "benefit", "risk", "use", "product", "law and tests"]


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Sourced):
    """One finding that speaks for a claim or against it, in a sentence, and in whom it was found."""

    text: Words
    grade: Grade
    population: Words | None = None


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Sourced):
    """A claim as people say it, how it stands, and what would change that.

    sources, tag, reviewed: of the verdict. contradicts: keys of claims that are said against each other; each names the
    other. see: pages that the answer leads to, each as the name of a view or "learn/page".
    """

    key: Name
    claim: Words
    topic: Topic
    verdict: Verdict
    answer: Words
    would_change: Words
    speaks_for: tuple[Evidence, ...] = ()
    speaks_against: tuple[Evidence, ...] = ()
    contradicts: Names = ()
    see: Names = ()

    def __post_init__(self) -> None:
        if self.key in self.contradicts:
            raise ValueError("a claim cannot contradict itself")
        needed = {
            "supported": self.speaks_for,
            "plausible": self.speaks_for,
            "contested": self.speaks_for and self.speaks_against,
            "contradicted": self.speaks_against,
            "unknown": True,
        }
        if not needed[self.verdict]:
            raise ValueError(f"the verdict '{self.verdict}' rests on no evidence for it")
