"""What can be rated: the measures of the packs, and the person's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from counterpoise.diary import PAIN_NOW
from counterpoise.journal.models import OwnMeasure, Person
from counterpoise.knowledge.load import load
from counterpoise.text import plain

FEW = 12
"""A scale with so many steps at most is shown as buttons."""


@dataclass(frozen=True)
class Scale:
    """One measure as a page asks for it."""

    key: str
    name: str
    question: str
    low: float
    high: float
    step: float
    low_words: str = ""
    high_words: str = ""

    @property
    def buttons(self) -> list[int]:
        """The values to tap; none where there are too many."""
        count = (self.high - self.low) / self.step
        whole = self.low == int(self.low) and self.step == int(self.step)
        return [int(self.low + i * self.step) for i in range(int(count) + 1)] if whole and count < FEW else []

    def allows(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def range_words(self) -> str:
        return _("from {low} to {high}").format(low=plain(self.low), high=plain(self.high))


def pain() -> Scale:
    return _of_packs(PAIN_NOW)


def check_in(person: Person) -> list[Scale]:
    """Everything else that can be rated, in the order of the packs, then the person's own."""
    return [scale for scale in of_packs() if scale.key != PAIN_NOW] + [_own(row) for row in _rows(person)]


def of_packs() -> list[Scale]:
    """The measures that are nobody's own."""
    return [_of_packs(key) for key in load().measures]


def scale(person: Person, key: str) -> Scale | None:
    """The measure of this key; None where nobody has said what its range is."""
    if key in load().measures:
        return _of_packs(key)
    return next((_own(row) for row in _rows(person) if row.key == key), None)


def name(key: str, own: dict[str, str]) -> str:
    """What a measure is called."""
    measure = load().measure(key)
    return _(measure.name) if measure else own.get(key, key)


def own_names(person: Person) -> dict[str, str]:
    return {row.key: row.name for row in _rows(person)}


def _rows(person: Person) -> list[OwnMeasure]:
    return list(OwnMeasure.objects.filter(person=person, deleted_at=None).order_by("id"))


def _of_packs(key: str) -> Scale:
    found = load().measures[key]
    words = (_(found.low_words), _(found.high_words))
    return Scale(key, _(found.name), _(found.question), found.low, found.high, found.step, *words)


def _own(row: OwnMeasure) -> Scale:
    return Scale(row.key, row.name, row.name, row.low, row.high, row.step)
