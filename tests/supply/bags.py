"""Bags and days that the tests of supply share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from counterpoise import diary as d

TODAY = dt.date(2026, 6, 1)
NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
LEAF = d.Product(id="p1", substance="kratom", name="Green powder", form="powder", vendor="Green Door")
SHA = "0" * 64


def assay(analyte: str, value: float | None, unit: str, **more: Any) -> d.Assay:
    return d.Assay(analyte=analyte, value=value, unit=unit, **more)


def lot(*assays: d.Assay, **more: Any) -> d.Lot:
    return d.Lot(**{"id": "l1", "product": "p1", "assays": assays, **more})


def doses(count: int, amount: float | None = 2.0, unit: str = "g", **more: Any) -> tuple[d.Dose, ...]:
    """One a day, the last of them yesterday."""
    given: dict[str, Any] = {"substance": "kratom", "lot": "l1", **more}
    days = [dt.timedelta(days=count - n) for n in range(count)]
    return tuple(d.Dose(id=f"d{n}", at=NOW - day, amount=amount, unit=unit, **given) for n, day in enumerate(days))


def diary(**more: Any) -> d.Diary:
    given: dict[str, Any] = {"person": d.Person(time_zone="America/Chicago"), "doses": (), "ratings": (), **more}
    return d.Diary(**{"products": (LEAF,), **given})
