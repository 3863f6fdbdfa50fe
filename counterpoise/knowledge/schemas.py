"""What each file of the packs is read as."""

from collections.abc import Mapping

from pydantic import TypeAdapter

from counterpoise.knowledge.records import (
    Action,
    ActionName,
    Analyte,
    BloodTest,
    Claim,
    EffectKind,
    Emergency,
    Fact,
    Help,
    Instrument,
    Jurisdiction,
    Keeping,
    Kinetics,
    Measure,
    Medicines,
    Page,
    Pair,
    Plasma,
    Receptors,
    Region,
    Rule,
    Source,
    Substance,
    Wording,
)

sources = TypeAdapter(Mapping[str, Source])
measures = TypeAdapter(Mapping[str, Measure])
effects = TypeAdapter(Mapping[str, EffectKind])
body = TypeAdapter(Mapping[str, Region])
wording = TypeAdapter(Mapping[str, Wording])
emergency = TypeAdapter(Emergency)
help_ = TypeAdapter(Help)
kinetics = TypeAdapter(Kinetics)
substance = TypeAdapter(Substance)
instruments = TypeAdapter(Mapping[str, Instrument])
certificates = TypeAdapter(Mapping[str, Fact])
storage = TypeAdapter(Mapping[str, Keeping])
analytes = TypeAdapter(Mapping[str, Analyte])
blood = TypeAdapter(Mapping[str, BloodTest])
jurisdictions = TypeAdapter(Mapping[str, Jurisdiction])
claims = TypeAdapter(Mapping[str, Claim])
page = TypeAdapter(Page)
actions = TypeAdapter(Mapping[ActionName, Action])
medicines = TypeAdapter(Medicines)
rules = TypeAdapter(Mapping[str, Rule])
pairs = TypeAdapter(Mapping[str, Pair])
plasma = TypeAdapter(Plasma)
receptors = TypeAdapter(Receptors)
