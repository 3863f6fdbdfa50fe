"""What a line about a medicine says is not taken: "allergic to codeine", "Xanax (stopped 2019)", "not taking Xanax"."""

from __future__ import annotations

import re
from collections.abc import Callable

_CLAUSE = re.compile(r"[,;:()\[\]]|\.(?!\d)|\s[-–—]\s|\b(?:but|now|since|when|instead of)\b")
_DENIED = re.compile(
    r"\ballerg(?:y|ic)(?: to)?\b|\bintoleran(?:t|ce)(?: (?:of|to))?\b|\bno longer\b|\bdiscontinued\b|\bquit\b"
    r"|\bstopped\b(?! (?:working|helping))|\b(?:not|never) (?:taking|taken|took|using)\b(?! (?:more|over|every|daily))"
)
_AGAIN = re.compile(r"\bagain\b|\brestarted\b|\bstill\b")


def still_taken(text: str, names_something: Callable[[str], bool]) -> list[str]:
    """The parts of a line (in lower case) that name what is taken; the line itself where it denies nothing.

    A part that denies and names nothing ("stopped 2019") denies the part before it. What is unclear counts as taken.
    """
    if not _DENIED.search(text) or _AGAIN.search(text):
        return [text]
    kept: list[str] = []
    for part in filter(str.strip, _CLAUSE.split(text)):
        if not _DENIED.search(part):
            kept.append(part)
        elif kept and not names_something(_DENIED.sub(" ", part)):
            kept.pop()
    return kept
