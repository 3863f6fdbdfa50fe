"""A copy of the packs with one mistake in it, and what the refusal must say."""

from pathlib import Path
from typing import NamedTuple

import pytest

from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.pack_file import BrokenPack


class Mistake(NamedTuple):
    """`old` becomes `new` at its first place after `after`; the refusal names `entry` and says `reason`."""

    file: str
    after: str
    old: str
    new: str
    entry: str
    reason: str


def change(packs: Path, file: str, old: str, new: str, *, after: str = "") -> None:
    """Replace the first `old` that follows `after`."""
    text = packs.joinpath(file).read_text(encoding="utf-8")
    start = text.index(after)
    place = text.index(old, start)
    packs.joinpath(file).write_text(text[:place] + new + text[place + len(old) :], encoding="utf-8")


def refused(packs: Path) -> BrokenPack:
    with pytest.raises(BrokenPack) as caught:
        list(Knowledge(packs).everything())
    assert str(caught.value).startswith(f"{caught.value.file}: ")
    assert caught.value.reason in str(caught.value)
    return caught.value


def check(packs: Path, mistake: Mistake) -> None:
    """Make the mistake; it is refused with its file, its entry and the reason."""
    change(packs, mistake.file, mistake.old, mistake.new, after=mistake.after)
    broken = refused(packs)
    assert broken.file == mistake.file
    assert mistake.entry in broken.entry
    assert mistake.reason in broken.reason


def title(mistake: Mistake) -> str:
    return f"{mistake.entry or mistake.file}: {mistake.reason}"
