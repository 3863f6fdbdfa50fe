"""A journal of PsychonautWiki: experiences, each with its ingestions, ratings and timed notes."""

from __future__ import annotations

from typing import Any

from counterpoise.exchange.part import Part, digest, parsed
from counterpoise.exchange.psychonautwiki.ingestions import ingestion
from counterpoise.exchange.psychonautwiki.units import custom_units
from counterpoise.exchange.understood import BadFile, Context, Gathering, Understood
from counterpoise.text import _

SOURCE = "psychonautwiki"
_LISTS = ("experiences", "substanceCompanions", "customSubstances", "customUnits")
_EXPERIENCE = (
    *("title", "text", "creationDate", "sortDate", "isFavorite"),
    *("ingestions", "location", "ratings", "timedNotes"),
)
_KEPT = ("title", "text", "creationDate", "sortDate", "isFavorite", "ratings", "timedNotes")


def sniff(_name: str, data: bytes) -> bool:
    """Whether a file is one: an object with a list that only this format has."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and any(f'"{name}"'.encode() in start for name in _LISTS)


def read(data: bytes, context: Context) -> Understood:
    """The doses of the person whose phone it is. Raises BadFile."""
    found = parsed(data)
    if not isinstance(found, dict):
        raise BadFile("", _("an object with experiences is expected"))
    gather = Gathering(context.zone)
    journal = Part(found, "")
    journal.mention_unknown(_LISTS, gather)
    make = ingestion(custom_units(journal, gather), context, gather)
    for experience in journal.parts("experiences", gather):
        experience.mention_unknown(_EXPERIENCE, gather)
        for part in experience.parts("ingestions", gather):
            with gather.puzzles():
                make(part)
        _keep_words(experience, gather)
    if companions := list(journal.parts("substanceCompanions", gather)):
        gather.leave_out("colours", _("colours of substances"), len(companions))
    _keep_descriptions(journal, gather)
    return gather.understood(SOURCE)


def _keep_words(experience: Part, gather: Gathering) -> None:
    """Keep what no record holds, as it is: title, text, timed notes and the scale of the experience."""
    if experience.values.get("location") is not None:
        gather.leave_out("location", _("places: where you were is never imported"))
    kept = {key: experience.values[key] for key in _KEPT if experience.values.get(key) not in (None, "", [])}
    for key, text in (
        (
            "ratings",
            _("ratings of an experience, from minus to plus four: kept as they are, no measure here fits them"),
        ),
        ("timedNotes", _("timed notes: kept as they are")),
        ("text", _("texts of an experience: kept as they are")),
    ):
        value = kept.get(key)
        for _one in value if isinstance(value, list) else [value] if value else []:
            gather.notice(text, experience.place)
    if {"ratings", "timedNotes", "text", "title"} & kept.keys():
        _keep("experience", kept, gather)


def _keep_descriptions(journal: Part, gather: Gathering) -> None:
    for substance in journal.parts("customSubstances", gather):
        gather.notice(_("substances of your own: their descriptions are kept as they are"), substance.place)
        _keep("substance", substance.values, gather)


def _keep(what: str, values: dict[str, Any], gather: Gathering) -> None:
    """Under a key made from the content: a later export adds its new parts and repeats none."""
    gather.extra[f"{SOURCE}/{what}/{digest(values)}"] = values
