"""What was read of a certificate: values, where each stands on the page, and how sure the reading is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked

if TYPE_CHECKING:
    from counterpoise.diary import Assay

FORMAT = "counterpoise-certificate"
VERSION = 1
Censored = Literal["below_loq", "not_detected", "absent"]
Doubt = Literal[
    "unit_missing",
    "unit_inferred",
    "unit_strange",
    "name_unsure",
    "name_unknown",
    "above_limit_yet_passed",
    "below_limit_yet_failed",
    "pair_disagrees",
    "sum_over_100",
    "total_disagrees",
    "number_ambiguous",
    "date_ambiguous",
    "misaligned",
    "no_number",
    "limit_unclear",
    "several_lots",
    "twice",
    "unlikely",
    "scanned",
    "guessed",
]
_CONFIG = ConfigDict(extra="forbid")


class CannotRead(Exception):
    """A file that is not read: `code` says why, in words for people in `wording.REFUSALS`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@checked(frozen=True, config=_CONFIG)
class Place:
    """Where a value stands: parts of the page's width and height from its upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def to_json(self) -> dict[str, Any]:
        return {"page": self.page, "box": self.box}

    @property
    def box(self) -> list[float]:
        return [round(one, 4) for one in (self.left, self.top, self.right, self.bottom)]


@checked(frozen=True, config=_CONFIG)
class Result:
    """One line of a certificate. `doubts` say why it is not certain; without any its confidence is high."""

    analyte: str
    printed_as: str
    value: float | None
    unit: str | None
    censored: Censored | None
    loq: float | None
    lod: float | None
    limit: float | None
    passed: bool | None
    method: str | None
    place: Place
    doubts: tuple[Doubt, ...] = ()

    @property
    def confidence(self) -> Literal["high", "low"]:
        return "low" if self.doubts else "high"

    def to_json(self) -> dict[str, Any]:
        names = ("analyte", "printed_as", "value", "unit", "censored", "loq", "lod", "limit", "passed", "method")
        said = {name: getattr(self, name) for name in names}
        return said | {
            "page": self.place.page,
            "confidence": self.confidence,
            "box": self.place.box,
            "doubts": list(self.doubts),
        }


@checked(frozen=True, config=_CONFIG)
class Sample:
    """One lot. `places` and `doubts` are by the name of the field: lot, product, lab …"""

    lot: str | None = None
    product: str | None = None
    lab: str | None = None
    accreditation: str | None = None
    sampled_on: dt.date | None = None
    reported_on: dt.date | None = None
    results: tuple[Result, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    doubts: Mapping[str, Doubt] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "lot": self.lot,
            "product": self.product,
            "lab": self.lab,
            "accreditation": self.accreditation,
            "sampled_on": self.sampled_on and self.sampled_on.isoformat(),
            "reported_on": self.reported_on and self.reported_on.isoformat(),
            "assays": [result.to_json() for result in self.results],
            "places": {name: place.to_json() for name, place in self.places.items()},
            "doubts": dict(self.doubts),
        }


@checked(frozen=True, config=_CONFIG)
class Unread:
    """Text that was not understood."""

    page: int
    text: str


@checked(frozen=True, config=_CONFIG)
class Reading:
    """All that was read of one file. `warnings` are codes; `wording.WARNINGS` has their words."""

    samples: tuple[Sample, ...] = ()
    not_understood: tuple[Unread, ...] = ()
    warnings: tuple[str, ...] = ()
    pages: int = 0

    def to_json(self) -> dict[str, Any]:
        """The contract of `certificate FILE.pdf --json`; keys are only ever added to it."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "samples": [sample.to_json() for sample in self.samples],
            "not_understood": [{"page": one.page, "text": one.text} for one in self.not_understood],
            "warnings": list(self.warnings),
            "pages": self.pages,
        }


READING: TypeAdapter[Reading] = TypeAdapter(Reading)
"""For crossing between the reading process and this one: nothing but these records passes."""


def assays(sample: Sample) -> tuple[Assay, ...]:
    """The results as the diary keeps them; one without a unit has no place there. Doubts are the person's to settle."""
    from counterpoise.diary import Assay  # the reading process has no need of the diary

    return tuple(
        Assay(
            analyte=one.analyte,
            value=one.value,
            unit=one.unit,
            censored=one.censored,
            loq=one.loq,
            lod=one.lod,
            method=one.method,
            lab=sample.lab,
            date=sample.reported_on,
        )
        for one in sample.results
        if one.unit is not None and (one.value is not None or one.censored is not None)
    )
