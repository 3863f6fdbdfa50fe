"""What pyrofile-validator 0.3.0 reports and R4 does not say: by name, each with the least resource that shows it.

A choice element ("item[x]") inside a part that repeats is reported missing where it is there.
"""

from __future__ import annotations

from typing import Any

FALSE_ALARMS: dict[tuple[str, str], dict[str, Any]] = {
    ("cardinality.min", "Medication.ingredient[0].item[x]"): {
        "resourceType": "Medication",
        "ingredient": [{"itemCodeableConcept": {"text": "leaf"}}],
    },
    ("cardinality.min", "Substance.ingredient[0].substance[x]"): {
        "resourceType": "Substance",
        "code": {"text": "leaf"},
        "ingredient": [{"substanceCodeableConcept": {"text": "mitragynine"}}],
    },
}
