"""What is watched for: rules with their thresholds, pairs that should not meet, and the closed set of things to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Annotated, Literal

from pydantic import Field

from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.knowledge.records.sourced import Fact, Grade, Name, Names, Sourced, Whole, Words, YesNo, known

Severity = Literal["emergency", "urgent", "warning", "notice"]
"""From the worst on: call now; today; soon; good to know."""

ActionName = Literal[
    "call_then_log",
    "poison_centre",
    "naloxone",
    "crisis_line",
    "not_alone",
    "no_more_until_clear",
    "doctor_today",
    "ask_about_stopping",
    "doctor_soon",
    "ask_pharmacist",
    "ask_what_it_is",
    "name_it",
    "add_the_end",
    "tell_prescriber",
    "prescriber_today",
    "tell_surgeon",
    "blood_test",
    "bring_the_record",
    "do_not_drive",
    "do_not_combine",
    "keep_apart",
    "do_not_use",
    "never_stop_at_once",
    "review_plan",
    "look_at_answers",
    "help_line",
    "treatment_exists",
    "check_the_bag",
    "set_the_bag_aside",
    "add_what_is_missing",
    "read_more",
]
"""All that the program can say to do. None names an amount, a next dose or a higher one."""

MedicineClass = Literal[
    "opioid",
    "buprenorphine",
    "opioid_antagonist",
    "benzodiazepine",
    "z_drug",
    "barbiturate",
    "gabapentinoid",
    "muscle_relaxant",
    "sedating_antihistamine",
    "other_sedative",
    "antipsychotic",
    "maoi",
    "ssri",
    "snri",
    "tca",
    "triptan",
    "other_serotonergic",
    "qt_prolonging",
    "cyp3a4_inhibitor",
    "cyp3a4_inducer",
    "cyp3a4_narrow",
    "cyp2d6_substrate",
    "pgp_substrate",
    "anticoagulant",
    "antiplatelet",
    "hepatotoxic",
    "stimulant",
    "seizure_threshold",
    "antiepileptic",
    "nsaid",
    "alcohol",
    "cannabis",
]
"""What a medicine is to the rules about combinations; a medicine may be several of these."""


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do, in one or two plain sentences."""

    key: ActionName
    text: Words


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Sourced):
    """One thing that is watched for. `title` and `reason` may hold words in braces that the finding fills in.

    our_choice: the rule, or where it draws its line, is ours and published nowhere; `sources` then say what made us
    choose it. limits: the lines it draws, by name. days: how far back it looks; None: as far as the diary goes. words:
    keys and words by which it knows what it is about. unless: phrases that hold such words and mean something else.
    """

    key: Name
    title: Words
    reason: Words
    severity: Severity
    actions: tuple[ActionName, ...]
    grade: Grade
    our_choice: YesNo = False
    limits: Mapping[str, Fact] = Field(default_factory=dict)
    days: Annotated[Whole, Field(gt=0)] | None = None
    words: Names = ()
    unless: Names = ()

    def __post_init__(self) -> None:
        for name, fact in self.limits.items():
            if isinstance(fact.value, str):
                raise ValueError(f"limits.{name} must be a number")
        for text in (self.title, self.reason):
            for _before, word, how, _more in Formatter().parse(text):
                if word is not None and (how or not re.fullmatch("[a-z][a-z_]*", word)):
                    raise ValueError(f"'{{{word}}}' is no word that a finding could fill in")

    def limit(self, name: str) -> float:
        """One of the lines, as a number."""
        if name not in self.limits:
            raise BrokenPack("safety", f"{self.key}.limits.{name}", "missing")
        return float(self.limits[name].value)


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class AsOpioid(Sourced):
    """That a substance acts as an opioid: the other half of a pair whose reason is what is known of opioids."""

    text: Words
    grade: Grade


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Sourced):
    """What is known of a substance together with a class of medicines.

    severity: X do not combine without the prescriber, M major, m moderate. both_logged: how grave it is where both were
    logged as doses while both act, where that is graver than `severity` says of a dose. as_opioid: that the substance
    is an opioid, where `grade` and `sources` are of opioids in general.
    """

    key: MedicineClass
    name: Words
    severity: Literal["X", "M", "m"]
    both_logged: Literal["urgent"] | None = None
    reason: Words
    actions: tuple[ActionName, ...]
    grade: Grade
    our_choice: YesNo = False
    as_opioid: AsOpioid | None = None

    @property
    def every_source(self) -> tuple[str, ...]:
        """Of both halves."""
        return self.sources if self.as_opioid is None else (*self.sources, *self.as_opioid.sources)
