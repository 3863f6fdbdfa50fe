"""Who wrote the entries down, where it was not the person: another rates somebody's pain otherwise than they do."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.report.clinician.reading import Reading
from counterpoise.text import ngettext


def by_others(read: Reading) -> Iterator[str]:
    """How many of the entries shown were recorded by a carer, or at a locked screen; nothing where none was."""
    entries = [*(read.doses if read.shown("taken") else ()), *(read.ratings if read.shown("pain") else ())]
    entries += read.effects if read.shown("harms") else ()
    carers = sum(one.recorded_by == "carer" for one in entries)
    screen = sum(one.recorded_by == "locked_screen" for one in entries)
    if carers:
        said = ngettext(
            "{n} of {count} entries was recorded by a carer.",
            "{n} of {count} entries were recorded by a carer.",
            carers,
        )
        yield said.format(n=carers, count=len(entries))
    if screen:
        said = ngettext(
            "{n} of {count} entries was recorded at the locked screen, where anybody could have written it.",
            "{n} of {count} entries were recorded at the locked screen, where anybody could have written them.",
            screen,
        )
        yield said.format(n=screen, count=len(entries))
