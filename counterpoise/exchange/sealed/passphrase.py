"""The passphrase of a file for someone else: made by the program, so that none is weak; easy to say on the phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which look alike on paper."""
GROUPS, LENGTH = 4, 4
"""16 signs of 31: 79 bits."""
WHOLE = re.compile(rf"[{SIGNS}]{{{GROUPS * LENGTH}}}")


def fresh(choose: Callable[[Sequence[str]], str]) -> str:
    """A new passphrase in groups. choose: takes one of several at random (`secrets.choice`)."""
    return "-".join("".join(choose(SIGNS) for _place in range(LENGTH)) for _group in range(GROUPS))


def plain(typed: str) -> str | None:
    """What is turned into a key: without dashes and spaces, in small letters; None where it is no such passphrase."""
    found = re.sub(r"[\s-]", "", typed).lower()
    return found if WHOLE.fullmatch(found) else None
