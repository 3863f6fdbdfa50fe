"""What can be rated: the measures of the packs, and the person's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from counterpoise.diary import PAIN_NOW
from counterpoise.journal.entries import under
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
    more_is_worse: bool = True

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
    return _asked(PAIN_NOW)


def check_in(person: Person) -> list[Scale]:
    """Everything else that can be rated, in the order of the packs, then the person's own."""
    return [_asked(key) for key in load().measures if key != PAIN_NOW] + [_own(row) for row in _rows(person)]


def of_packs() -> list[Scale]:
    """The measures that are nobody's own, in words that name nobody: a phone keeps them for every diary."""
    return [_of_packs(key) for key in load().measures]


def of_another(key: str) -> dict[str, str]:
    """How a carer is asked, by field of the scale, with {name} where the person's name belongs."""
    return {field: _(words) for field, words in load().measures[key].of_another.items()}


def scale(person: Person, key: str) -> Scale | None:
    """The measure of this key; None where nobody has said what its range is."""
    if key in load().measures:
        return _asked(key)
    return next((_own(row) for row in _rows(person) if row.key == key), None)


def name(key: str, own: dict[str, str]) -> str:
    """What a measure is called."""
    measure = load().measure(key)
    return _(measure.name) if measure else own.get(key, key)


def own_names(person: Person) -> dict[str, str]:
    return {row.key: row.name for row in _rows(person)}


def _rows(person: Person) -> list[OwnMeasure]:
    return list(OwnMeasure.objects.filter(person=person, deleted_at=None).order_by("id"))


def _asked(key: str) -> Scale:
    """The measure as whoever writes just now is asked: a carer about the person, by name."""
    consent = under()
    if consent is None:
        return _of_packs(key)
    named: dict[str, Any] = {field: words.format(name=consent.person_name) for field, words in of_another(key).items()}
    return replace(_of_packs(key), **named)


def _of_packs(key: str) -> Scale:
    found = load().measures[key]
    words = (_(found.low_words), _(found.high_words))
    bounds = (found.low, found.high, found.step)
    return Scale(key, _(found.name), _(found.question), *bounds, *words, more_is_worse=not found.higher_is_better)


def _own(row: OwnMeasure) -> Scale:
    bounds = (row.low, row.high, row.step)
    return Scale(row.key, row.name, row.name, *bounds, more_is_worse=not row.higher_is_better)
