"""The closed list of codes that an export may carry: of foreign systems (codes.toml), of units, and of FHIR itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from counterpoise import units

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
_FHIR = "http://terminology.hl7.org/CodeSystem/"

SCORE = "{score}"
_UCUM_OF = {
    "g": "g",
    "mg": "mg",
    "µg": "ug",
    "kg": "kg",
    "oz": "[oz_av]",
    "ml": "mL",
    "l": "L",
    "min": "min",
    "mg/g": "mg/g",
    "g/kg": "g/kg",
    "mg/kg": "mg/kg",
    "µg/g": "ug/g",
    "ug/g": "ug/g",
    "µg/kg": "ug/kg",
    "ug/kg": "ug/kg",
    "ng/g": "ng/g",
    "%": "%",
    "ppm": "[ppm]",
    "ppb": "[ppb]",
    "cfu/g": "[CFU]/g",
    "u/l": "U/L",
    "iu/l": "[IU]/L",
    "µkat/l": "ukat/L",
    "nkat/l": "nkat/L",
    "mg/dl": "mg/dL",
    "mg/l": "mg/L",
    "g/dl": "g/dL",
    "g/l": "g/L",
    "ng/ml": "ng/mL",
    "µmol/l": "umol/L",
    "mmol/l": "mmol/L",
    "{score}": SCORE,
}
"""Units that mean one thing everywhere. A spoon or a capsule does not, so it stays a word."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code: of which system, what it stands for, under which licence, read where."""

    system: str
    code: str
    display: str
    licence: str
    source: str
    tag: str


@cache
def codes() -> Mapping[str, Code]:
    """All of codes.toml, by their names there."""
    found = tomllib.loads(files("counterpoise.exchange.fhir").joinpath("codes.toml").read_text(encoding="utf-8"))
    return {name: Code(**values) for name, values in found.items()}


def coded(name: str, text: str) -> dict[str, Any]:
    """A concept in words, with its code where the list has one."""
    code = codes().get(name)
    if code is None:
        return {"text": text}
    return {"coding": [{"system": code.system, "code": code.code, "display": code.display}], "text": text}


def of_fhir(system: str, code: str, text: str | None = None) -> dict[str, Any]:
    """A concept of one of the code systems that FHIR brings along."""
    concept: dict[str, Any] = {"coding": [{"system": _FHIR + system, "code": code}]}
    return concept | {"text": text} if text else concept


def absent(code: str, text: str) -> dict[str, Any]:
    """That nothing is known, as a patient summary says it."""
    return {"coding": [{"system": ABSENT, "code": code, "display": text}], "text": text}


def ucum(unit: str) -> str | None:
    """The UCUM code of a unit in any of its spellings; None where it has none that is sure."""
    plain = " ".join(unit.split()).replace("μ", "µ").lower()
    return _UCUM_OF.get(units.canonical(plain)) or _UCUM_OF.get(plain)


def ucum_codes() -> frozenset[str]:
    """All UCUM codes that can come out."""
    return frozenset(_UCUM_OF.values())
