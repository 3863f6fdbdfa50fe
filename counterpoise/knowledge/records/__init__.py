"""What the packs hold, as frozen values: the field names are the keys of the TOML files (docs/knowledge.md)."""

from counterpoise.knowledge.records.body import Binder, Plasma, Published, Quantity, Receptors
from counterpoise.knowledge.records.claims import Claim, Evidence, Topic, Verdict
from counterpoise.knowledge.records.emergency import Country, Emergency, Line, Sign
from counterpoise.knowledge.records.law import Jurisdiction, Ruling
from counterpoise.knowledge.records.learn import Page, Section
from counterpoise.knowledge.records.measures import EffectKind, Instrument, Item, Licence, Measure, Period, Urgency
from counterpoise.knowledge.records.products import Analyte, Limit
from counterpoise.knowledge.records.sourced import (
    ESTABLISHED,
    SHOWN,
    Day,
    Fact,
    Grade,
    Keys,
    Name,
    Names,
    Number,
    Source,
    Sourced,
    Spread,
    Tag,
    Words,
    YesNo,
    known,
)
from counterpoise.knowledge.records.substances import KineticName, Kinetics, Prior, Refusal, Substance, SubstanceClass

__all__ = [
    "ESTABLISHED",
    "SHOWN",
    "Analyte",
    "Binder",
    "Claim",
    "Country",
    "Day",
    "EffectKind",
    "Emergency",
    "Evidence",
    "Fact",
    "Grade",
    "Instrument",
    "Item",
    "Jurisdiction",
    "Keys",
    "KineticName",
    "Kinetics",
    "Licence",
    "Limit",
    "Line",
    "Measure",
    "Name",
    "Names",
    "Number",
    "Page",
    "Period",
    "Plasma",
    "Prior",
    "Published",
    "Quantity",
    "Receptors",
    "Refusal",
    "Ruling",
    "Section",
    "Sign",
    "Source",
    "Sourced",
    "Spread",
    "Substance",
    "SubstanceClass",
    "Tag",
    "Topic",
    "Urgency",
    "Verdict",
    "Words",
    "YesNo",
    "known",
]
