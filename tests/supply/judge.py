"""Hold a reading against the right one, strictly by the README of the certificates."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterpoise.knowledge.spelling import plain

FOLDER = Path(__file__).with_name("certificates")
UNSEEN = Path(__file__).with_name("certificates_unseen")
"""Made later, by somebody else."""
LATER = sorted(path.stem for path in UNSEEN.glob("*.json"))
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
MUST_DOUBT = ("must not be certain", ": not certain, or not understood")
RESULT = ("analyte", "value", "unit", "censored")
DETAILS = ("loq", "lod", "limit", "passed", "method", "page")
HEADS = ("lot", "product", "lab", "accreditation", "sampled_on", "reported_on")
LOOSE = {"method", "lab", "accreditation"}


@dataclass
class Count:
    """How many were right of how many, and all that was wrong while it looked certain."""

    results: int = 0
    results_right: int = 0
    details: int = 0
    details_right: int = 0
    heads: int = 0
    heads_right: int = 0
    low: int = 0
    silently_wrong: list[str] = field(default_factory=list)
    not_right: list[str] = field(default_factory=list)

    def add(self, other: Count) -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def values(self) -> int:
        return self.results + self.details + self.heads

    @property
    def right(self) -> int:
        return self.results_right + self.details_right + self.heads_right


def pdf(name: str) -> bytes:
    return (_folder(name) / f"{name}.pdf").read_bytes()


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_folder(name) / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _folder(name: str) -> Path:
    return UNSEEN if name in LATER else FOLDER


def judged(right: dict[str, Any], reading: dict[str, Any], known: frozenset[str]) -> Count:
    """Count one certificate: `right` is the right reading, `known` are the keys of analytes.toml."""
    count = Count()
    for sample in right["samples"]:
        read = _sample(sample, reading["samples"])
        if read is None:
            count.not_right.append(f"no sample of lot {sample['lot']}")
            count.results += len(sample["assays"])
            continue
        _heads(sample, read, count)
        _assays(sample, read, known, count)
        for row in right.get("not_assays", ()):
            if any(plain(row) == plain(one["printed_as"]) for one in read["assays"]):
                count.silently_wrong.append(f"{row} is no assay")
    if len(reading["samples"]) > len(right["samples"]):
        count.silently_wrong.append(f"{len(reading['samples'])} samples")
    return count


def _sample(sample: dict[str, Any], read: list[dict[str, Any]]) -> dict[str, Any] | None:
    same = [one for one in read if one["lot"] == sample["lot"]]
    return same[0] if same else read[0] if len(read) == 1 else None


def _heads(sample: dict[str, Any], read: dict[str, Any], count: Count) -> None:
    for name in HEADS:
        count.heads += 1
        expected, found = sample[name], read[name]
        seller = name == "lab" and sample["accreditation"] is None and found is None  # the README's note: also right
        if seller or _same(name, expected, found):
            count.heads_right += 1
            continue
        count.not_right.append(f"{name}: {found!r} for {expected!r}")
        if found is not None and name not in read.get("doubts", {}):
            count.silently_wrong.append(f"{name}: {found!r} for {expected!r}")


def _assays(sample: dict[str, Any], read: dict[str, Any], known: frozenset[str], count: Count) -> None:
    left = list(read["assays"])
    for assay in sample["assays"]:
        count.results += 1
        found = next((one for one in left if _named(assay, one, known)), None)
        if found is None:
            count.not_right.append(f"{assay['printed_as']}: not read")
            count.details += sum(assay[name] is not None for name in DETAILS)
            continue
        left.remove(found)
        _assay(assay, found, known, count)
    for one in left:
        count.low += one["confidence"] == "low"
        (count.not_right if one["confidence"] == "low" else count.silently_wrong).append(
            f"{one['printed_as']}: invented"
        )


def _named(assay: dict[str, Any], found: dict[str, Any], known: frozenset[str]) -> bool:
    if plain(assay["printed_as"]) == plain(found["printed_as"]):
        return True
    return assay["analyte"] in known and assay["analyte"] == found["analyte"]


def _assay(assay: dict[str, Any], found: dict[str, Any], known: frozenset[str], count: Count) -> None:
    sure = found["confidence"] == "high"
    count.low += not sure
    ways = [list(_wrong(way, found, known)) for way in _ways(assay)]
    wrong = min(ways, key=len)
    result_wrong = [name for name in wrong if name in (*RESULT, "printed_as")]
    count.results_right += not result_wrong
    asked = [name for name in DETAILS if assay[name] is not None or found[name] is not None]
    count.details += len(asked)
    count.details_right += len(asked) - sum(name in asked for name in wrong)
    said = ", ".join(f"{name} {found.get(name)!r} for {assay.get(name)!r}" for name in wrong)
    if wrong:
        count.not_right.append(f"{assay['printed_as']}: {said}")
    missing_method_only = wrong == ["method"] and found["method"] is None
    if sure and wrong and not missing_method_only:
        count.silently_wrong.append(f"{assay['printed_as']}: {said}")
    if sure and any(words in assay.get("trap", "") for words in MUST_DOUBT):
        count.silently_wrong.append(f"{assay['printed_as']}: certain, against its trap")


def _ways(assay: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The reading, the same in the page's other unit, and what a note says is as good."""
    both = [assay]
    if "also_right" in assay:
        both.append(assay | assay["also_right"])
    for way in both:
        yield way
        note = assay.get("note", "")
        if "null is as good" in note:
            yield way | {"loq": None, "lod": None}
        if "no LOQ, or 0.05" in note and way["unit"] == "%":
            yield way | {"loq": 0.05}


def _wrong(way: dict[str, Any], found: dict[str, Any], known: frozenset[str]) -> Iterator[str]:
    for name in (*RESULT, *DETAILS):
        if name == "analyte" and way["analyte"] not in known:
            continue  # a name that only helps people: `printed_as` tells
        if not _same(name, way[name], found[name]):
            yield name
    if way["printed_as"] != found["printed_as"]:
        yield "printed_as"


def _same(name: str, expected: Any, found: Any) -> bool:
    if expected is None or found is None:
        return expected is found
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return math.isclose(expected, found, rel_tol=1e-9)
    if name in LOOSE:
        one, other = str(expected).casefold(), str(found).casefold()
        return one in other or other in one
    return bool(expected == found)
