"""The JSON backup: strains, dosages, settings; in old versions also ratings of effects, or the dosages alone."""

from __future__ import annotations

from counterpoise import diary as d
from counterpoise.exchange.kratomtracker.effects import effects
from counterpoise.exchange.kratomtracker.moment import instant
from counterpoise.exchange.kratomtracker.strains import SOURCE, Strains
from counterpoise.exchange.part import Namer, Part, parsed
from counterpoise.exchange.understood import BadFile, Context, Gathering, found_instead
from counterpoise.text import _

_KEYS = ("version", "createdAt", "timestamp", "userName", "user_name", "strains", "dosages", "settings", "effects")
_STRAIN = ("id", "name", "code", "color", "icon")
_DOSAGE = ("id", "strainId", "amount", "timestamp", "notes")


def read(data: bytes, context: Context, gather: Gathering) -> None:
    """Everything in a backup. Raises BadFile."""
    found = parsed(data)
    backup = Part(found if isinstance(found, dict) else {"dosages": found}, "")
    _check_version(backup)
    backup.mention_unknown(_KEYS, gather)
    if backup.values.get("userName") or backup.values.get("user_name"):
        gather.leave_out("name", _("your name: it is not needed here"))
    settings = backup.values.get("settings")
    if isinstance(settings, dict) and settings:
        gather.leave_out("settings", _("settings of the other program"), len(settings))
    strains, name_it = Strains(gather), Namer()
    for part in backup.parts("strains", gather):
        with gather.puzzles():
            _strain(part, strains, gather)
    for part in backup.parts("dosages", gather):
        with gather.puzzles():
            _dosage(part, context, gather, strains, name_it)
    effects(backup, context, gather)


def _check_version(backup: Part) -> None:
    version = backup.values.get("version")
    if version is not None and version != 1:
        raise BadFile("version", found_instead(version, _("1, or none in older files")))


def _strain(part: Part, strains: Strains, gather: Gathering) -> None:
    part.mention_unknown(_STRAIN, gather)
    id_ = part.id("id")
    name, code = part.text("name") or "", part.text("code") or ""
    if not id_ or not (name or code):
        raise part.puzzle("id", _("an id and a name"))
    strains.add(id_, code, name, part.place)


def _dosage(part: Part, context: Context, gather: Gathering, strains: Strains, name_it: Namer) -> None:
    part.mention_unknown(_DOSAGE, gather)
    id_ = part.id("id") or name_it(part.values)
    amount = part.number("amount")
    if amount is not None and amount < 0:
        raise part.puzzle("amount", _("an amount above 0 in g"))
    at = instant(part, context, gather)
    if amount == 0:
        gather.leave_out("nothing taken", _("amounts of 0: nothing was taken"))
        return
    dose = d.Dose(
        id=id_,
        source=SOURCE,
        at=at,
        substance="kratom",
        amount=amount,
        unit="g",
        lot=strains.lot(part.id("strainId") or "", part.place),
        note=part.note("notes"),
    )
    gather.add("doses", dose, part.place)
