"""What can be rated, noted and asked: measures, kinds of effect, questionnaires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from counterpoise.knowledge.records.sourced import SHOWN, Fact, Grade, Name, Names, Number, Sourced, Words, YesNo, known

Urgency = Literal["emergency", "same day", "record"]
Period = Literal["now", "last 24 hours", "last night"]
Licence = Literal["free", "free with citation", "permission needed", "unclear"]


def _checked(code: str) -> str:
    """A LOINC ends in a check digit (mod 10: every other digit counts twice)."""
    digits = [int(sign) for sign in code.replace("-", "")]
    if sum(sum(divmod(digit * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits))) % 10:
        raise ValueError(f"'{code}' is no LOINC: its last digit does not fit the others")
    return code


Loinc = Annotated[str, Field(pattern="^[0-9]{1,7}-[0-9]$"), AfterValidator(_checked)]


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Sourced):
    """One thing that can be rated, from `low` to `high` in steps, with words for both ends; `inside`: what it is called
    inside a sentence, with its article, for languages that want one there; `of_another`: those of its
    words that are others where somebody rates for the person, who is called {name} in them."""

    key: Name
    name: Words
    inside: Words
    question: Words
    period: Period
    low: Number
    high: Number
    step: Annotated[Number, Field(gt=0)]
    higher_is_better: YesNo
    low_words: Words
    high_words: Words
    of_another: Mapping[Literal["question", "low_words", "high_words"], Words] = Field(default_factory=dict)
    loinc: Loinc | None = None
    grade: Grade

    def __post_init__(self) -> None:
        for key, words in self.of_another.items():
            if "{name}" not in words or "{" in words.replace("{name}", ""):
                raise ValueError(f"of_another.{key} must call the person {{name}}, and nothing else in curly brackets")
        if not self.low < self.high:
            raise ValueError(f"low ({self.low:g}) must be below high ({self.high:g})")
        if ((self.high - self.low) / self.step) % 1 != 0:
            raise ValueError(f"steps of {self.step:g} do not lead from {self.low:g} to {self.high:g}")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class EffectKind:
    """A name for something noticed after a dose. A name, not a claim that a substance causes it;
    what calls for help at once or the same day says who says so.

    within: words by which it is known inside of a longer text: those on both sides of " + " near each other, those of
    " & " anywhere, "|" between alternatives. unless: phrases beside which they mean something else.
    """

    key: Name
    name: Words
    aliases: Names = ()
    within: Names = ()
    unless: Names = ()
    urgency: Urgency = "record"
    wanted: YesNo = False
    action: Sourced | None = None

    def __post_init__(self) -> None:
        if (self.urgency == "record") != (self.action is None):
            raise ValueError("an effect that is urgent gives its sources in action, one that is only recorded does not")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words that stand around a name and do not change what it names; `mild` and `severe` say how strong it is."""

    key: Name
    beside: Names
    mild: Names = ()
    severe: Names = ()


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Sourced):
    """One question of a questionnaire, in its published wording, answered from `low` to `high` in whole steps;
    `answers`: the words of each step, where it has them."""

    text: Words
    low: Number
    high: Number
    answers: Annotated[tuple[Words, ...], SHOWN] = ()
    low_words: Words | None = None
    high_words: Words | None = None
    loinc: Loinc | None = None

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"low ({self.low:g}) must be below high ({self.high:g})")
        if self.answers and len(self.answers) != self.high - self.low + 1:
            raise ValueError(f"answers has {len(self.answers)} words for {self.high - self.low + 1:g} steps")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Fact):
    """What a score means; from `low` to `high` where it is about a part of the scale."""

    low: Number | None = None
    high: Number | None = None

    def __post_init__(self) -> None:
        Fact.__post_init__(self)
        if (self.low is None) != (self.high is None) or (
            self.low is not None and self.high is not None and self.low > self.high
        ):
            raise ValueError("a band gives low and high (low first), or neither")


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Sourced):
    """A questionnaire: what it asks about and under which licence. Its items stand here only where anybody may use
    them; of the others it is said who grants permission. plain: what it asks about, for whom its name says nothing.
    crisis: it asks about low mood, so whom to call is shown first."""

    key: Name
    name: Words
    about: Words
    licence: Licence
    licence_words: Words
    scoring: Words
    grade: Grade
    filled_by: Literal["the person", "a clinician"] = "the person"
    combine: Literal["mean", "sum"] | None = None
    loinc: Loinc | None = None
    items: Mapping[str, Item] = Field(default_factory=dict)
    bands: Mapping[str, Band] = Field(default_factory=dict)
    plain: Words | None = None
    crisis: YesNo = False

    def __post_init__(self) -> None:
        if self.items and self.licence not in ("free", "free with citation"):
            raise ValueError(f"items may not be bundled under the licence '{self.licence}'")
        if bool(self.items) != (self.combine is not None):
            raise ValueError("an instrument with items says how they combine, one without does not")
