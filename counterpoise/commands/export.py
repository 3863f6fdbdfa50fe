"""`counterpoise export`: the diary as a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from counterpoise.commands import Refused
from counterpoise.commands.files import write_whole
from counterpoise.commands.people import chosen, person_argument
from counterpoise.text import _


def HELP() -> str:
    return _("write a diary to a file that this program or others can read; it is not encrypted")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=_("ending in .json: the whole diary; in .zip: tables (CSV)")
    )
    parser.add_argument("--force", action="store_true", help=_("replace the file if it is there already"))
    person_argument(parser)


def run(args: argparse.Namespace) -> int:
    from counterpoise.exchange.exports import EXPORTS

    written_as = EXPORTS.get(args.file.suffix.lower())
    if written_as is None:
        allowed = ", ".join(EXPORTS)
        raise Refused(_("{file}: the name has to end in one of: {allowed}").format(file=args.file, allowed=allowed))
    person = chosen(args.person)
    from counterpoise.journal.diaries import diary

    whole = diary(person)
    write_whole(args.file, written_as(whole), force=args.force)
    told = _("{file}: written; {doses} doses, {ratings} ratings, {effects} effects. It is not encrypted.")
    print(told.format(file=args.file, doses=len(whole.doses), ratings=len(whole.ratings), effects=len(whole.effects)))
    return 0
