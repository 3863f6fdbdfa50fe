"""One line of a recall list: a bag that somebody called back, or found something in. Lists are read in `supply`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal["recall", "contaminant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What was called back, by whom and why. What of vendor, product and lot is None is not told: it may be any."""

    vendor: str | None = None
    product: str | None = None
    lot: str | None = None
    kind: Kind = "recall"
    reason: str
    published_on: dt.date
    publisher: str
    link: str | None = None
