"""The one place that puts values together: diary + knowledge -> potency, priors -> posterior -> answers."""

from counterpoise.assessment.asking import times_before_a_record, times_by_record
from counterpoise.assessment.assess import assess, record_of
from counterpoise.assessment.beliefs import priors
from counterpoise.assessment.questions import UnknownMeasure, meaningful_change
from counterpoise.assessment.sources import potency

__all__ = [
    "UnknownMeasure",
    "assess",
    "meaningful_change",
    "potency",
    "priors",
    "record_of",
    "times_before_a_record",
    "times_by_record",
]
