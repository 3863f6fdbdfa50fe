"""What stands beside every statement: who says so, of what kind it is, when we last looked, whether we read it there.

`told` makes what `start/source.html` draws; a page that shows a statement shows that with it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Pair, Sourced
from counterpoise.knowledge.scales import grades

OWN_SEARCH = "counterpoise-search"
"""The source of "we found none": there is no original to check it against, only another search."""


def told(part: Sourced) -> dict[str, Any]:
    """Sources, grade in words (none for what has no grade) and whether that says already that it is our choice, day of
    the last look, whether it may stand plainly; and the same of the other half of a pair, if it has two."""
    grade = getattr(part, "grade", None)
    chosen = grade == "convention" and getattr(part, "our_choice", False)
    other_half = part.as_opioid if isinstance(part, Pair) else None
    return {
        "sources": [load().bibliography[key] for key in part.sources],
        "grade": _("our choice, not a measurement") if chosen else grades()[grade].name if grade else "",
        "chosen": chosen,
        "reviewed": part.reviewed,
        "established": part.established,
        "own_search": part.sources == (OWN_SEARCH,),
        "as_opioid": {"text": _(other_half.text), **told(other_half)} if other_half else None,
    }
