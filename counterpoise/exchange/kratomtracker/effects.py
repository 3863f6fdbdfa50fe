"""Ratings of effects in old backups: 1 to 5, under measures of their own.

painRelief is not pain, and five steps are not eleven: nothing is converted to a measure of this program.
"""

from __future__ import annotations

from counterpoise import diary as d
from counterpoise.exchange.kratomtracker.moment import instant
from counterpoise.exchange.kratomtracker.strains import SOURCE
from counterpoise.exchange.part import Namer, Part, digest
from counterpoise.exchange.understood import Context, Gathering
from counterpoise.text import _

_KEYS = ("id", "dosageId", "timestamp", "mood", "energy", "painRelief", "anxiety", "focus", "notes", "duration")
_MEASURES = {
    "mood": ("mood", True),
    "energy": ("energy", True),
    "painRelief": ("pain_relief", True),
    "anxiety": ("anxiety", False),
    "focus": ("focus", True),
}
LOW, HIGH = 1.0, 5.0


def effects(backup: Part, context: Context, gather: Gathering) -> None:
    """Every rating of every effect; the measures it needs join the diary."""
    name_it = Namer()
    used: dict[str, None] = {}
    for part in backup.parts("effects", gather):
        part.mention_unknown(_KEYS, gather)
        with gather.puzzles():
            used |= dict.fromkeys(_effect(part, context, gather, name_it))
    known = {measure.key for measure in context.own_measures}
    for key in used:
        measure = _measure(key)
        if measure.key not in known:
            gather.add("measures", measure, "effects")


def _effect(part: Part, context: Context, gather: Gathering, name_it: Namer) -> list[str]:
    """Add the ratings of one effect; gives the keys that it rates."""
    id_ = part.id("id") or name_it(part.values)
    given = {key: value for key in _MEASURES if (value := part.number(key))}
    for key, value in given.items():
        if not LOW <= value <= HIGH:
            raise part.puzzle(key, _("a number from {low:g} to {high:g}").format(low=LOW, high=HIGH))
    note = _note(part)
    if not given:
        gather.leave_out("no rating", _("effects without a rating"))
        return []
    at = instant(part, context, gather)
    for n, (key, value) in enumerate(given.items()):
        rating = d.Rating(
            id=f"{id_}/{key}" if len(id_) < 50 else digest(f"{id_}/{key}"),
            source=SOURCE,
            at=at,
            measure=_measure(key).key,
            value=value,
            note=note if n == 0 else None,
        )
        gather.add("ratings", rating, part.place)
    return list(given)


def _note(part: Part) -> str | None:
    minutes, said = part.number("duration"), part.note("notes")
    lasted = _("lasted {minutes:g} minutes").format(minutes=minutes) if minutes else None
    return "; ".join(words for words in (said, lasted) if words)[:10_000] or None


def _measure(key: str) -> d.OwnMeasure:
    name, higher_is_better = _MEASURES[key]
    names = {
        "mood": _("Mood (KratomTracker)"),
        "energy": _("Energy (KratomTracker)"),
        "pain_relief": _("Pain relief (KratomTracker)"),
        "anxiety": _("Anxiety (KratomTracker)"),
        "focus": _("Focus (KratomTracker)"),
    }
    return d.OwnMeasure(
        id=f"{SOURCE}.{name}",
        source=SOURCE,
        key=f"{SOURCE}.{name}",
        name=names[name],
        low=LOW,
        high=HIGH,
        higher_is_better=higher_is_better,
    )
