"""Words and ruled lines of a page, and how words stand together: in phrases, and phrases in lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

GAP, TYPED_GAP = 0.52, 0.8
"""Parts of a letter's height between two words that part phrases: twice a blank; a typewriter's is wide."""
TYPED = 0.6
"""Width of a typewriter's letter, as a part of its height."""
SAME_LINE = 0.45
"""Parts of a letter's height by which the middles of one line's words may differ."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


def around(boxes: Iterable[Box]) -> Box:
    """The smallest place that holds all of them."""
    held = list(boxes)
    return Box(
        min(one.left for one in held),
        min(one.top for one in held),
        max(one.right for one in held),
        max(one.bottom for one in held),
    )


@dataclass(frozen=True, slots=True)
class Word:
    """One word and its place."""

    text: str
    box: Box


@dataclass(frozen=True)
class Phrase:
    """Words that stand together."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: along `at`, from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Paper:
    """One page."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[Rule, ...] = ()
    """Lines from left to right, by their height on the page."""
    down: tuple[Rule, ...] = ()
    turned: str = ""
    """Text that stands at an angle: stamps, names of groups."""

    @cached_property
    def lines(self) -> tuple[tuple[Phrase, ...], ...]:
        """Phrases by line from top to bottom, each line from left to right."""
        return tuple(tuple(self._phrases(line)) for line in _in_lines(self.words))

    @cached_property
    def letter(self) -> float:
        """The usual height of a letter."""
        return median(word.box.height for word in self.words) if self.words else 10.0

    def _phrases(self, words: Sequence[Word]) -> Iterable[Phrase]:
        held: list[Word] = []
        for word in words:
            if held and self._apart(held[-1], word):
                yield _phrase(held)
                held = []
            if _leader(word.text):
                if held:
                    yield _phrase(held)
                held = []
                continue
            held.append(word)
        if held:
            yield _phrase(held)

    def _apart(self, one: Word, other: Word) -> bool:
        gap = other.box.left - one.box.right
        most = TYPED_GAP if _typed(one) and _typed(other) else GAP
        if gap > most * max(min(one.box.height, other.box.height), 1.0):
            return True
        middle = (max(one.box.top, other.box.top) + min(one.box.bottom, other.box.bottom)) / 2
        return gap > 0 and any(
            one.box.right - 1 <= rule.at <= other.box.left + 1 and rule.start <= middle <= rule.end
            for rule in self.down
        )


def _typed(word: Word) -> bool:
    """Whether every letter of a word is as wide as a typewriter's."""
    return abs((word.box.right - word.box.left) / len(word.text) / max(word.box.height, 1.0) - TYPED) < 0.02


def _leader(text: str) -> bool:
    """Dots, hyphens or underscores that lead from a name to its result, or draw a line."""
    return len(text) >= 3 and not text.strip("._-–—=·…*~")


def _phrase(words: Sequence[Word]) -> Phrase:
    return Phrase(" ".join(word.text for word in words), around(word.box for word in words))


def _in_lines(words: Iterable[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda one: (one.box.middle, one.box.left)):
        height = word.box.height
        if lines and abs(word.box.middle - middles[-1]) <= SAME_LINE * min(height, lines[-1][-1].box.height):
            lines[-1].append(word)
            middles[-1] = median(one.box.middle for one in lines[-1])
        else:
            lines.append([word])
            middles.append(word.box.middle)
    return [sorted(line, key=lambda one: one.box.left) for line in lines]
