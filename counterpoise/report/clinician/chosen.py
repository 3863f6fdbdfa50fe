"""What the person chose to show: from when to when, and which sections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counterpoise.text import _

SECTIONS = ("questions", "who", "pain", "taken", "benefit", "harms", "medicines", "dependence", "labs", "unknown")
APPENDICES = ("plan", "products", "findings", "entries", "method")
KEYS = (*SECTIONS, *APPENDICES)
"""In the order in which they stand."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """first, last: whole days by the person's clock. sections: the keys of those shown. name: only if wanted on it.

    these_days_only: whether the diary was cut to these days, so that answers rest on nothing else.
    """

    first: dt.date
    last: dt.date
    sections: frozenset[str] = frozenset(KEYS)
    name: str | None = None
    these_days_only: bool = False

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"the first day ({self.first}) must not be after the last ({self.last})")
        unknown = sorted(self.sections - set(KEYS))
        if unknown:
            raise ValueError(f"not a section: {', '.join(unknown)}; allowed: {', '.join(KEYS)}")

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.sections >= frozenset(KEYS)


def titles() -> dict[str, str]:
    """What each section is called."""
    return {
        "questions": _("Questions for this visit"),
        "who": _("Who, and what for"),
        "pain": _("Pain and function"),
        "taken": _("What is taken"),
        "benefit": _("What the record says about benefit"),
        "harms": _("Harms and what was found"),
        "medicines": _("Other medicines and interactions"),
        "dependence": _("Dependence and withdrawal"),
        "labs": _("Blood tests"),
        "unknown": _("What is not known"),
        "plan": _("The plan in full"),
        "products": _("Products and bags"),
        "findings": _("Findings in full"),
        "entries": _("Entries, day by day"),
        "method": _("Method and sources"),
    }
