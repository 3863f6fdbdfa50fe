"""Where it hurt, as it was said with ratings of pain: counts and nothing more."""

from __future__ import annotations

from collections import Counter

from counterpoise.report import names
from counterpoise.report.clinician.reading import Reading
from counterpoise.text import _

MOST = 6


def said(read: Reading) -> str:
    """One sentence, with how many ratings said it; nothing where none did."""
    pain = [one for one in read.ratings if one.measure.startswith("pain.")]
    told = [one.places for one in pain if one.places]
    if not told:
        return ""
    counted = Counter(place for places in told for place in dict.fromkeys(places)).most_common(MOST)
    text = _("Where it hurt was said with {told} of {all} ratings of pain: {places}. The others do not say.")
    listed = ", ".join(f"{names.place(key)} ({count})" for key, count in counted)
    return text.format(told=len(told), all=len(pain), places=listed)
