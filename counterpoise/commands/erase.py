"""`counterpoise erase`: a person for good, with a proof."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from counterpoise.commands import Refused
from counterpoise.commands.files import write_whole
from counterpoise.commands.people import chosen
from counterpoise.text import _


def HELP() -> str:
    return _("erase one person for good, with every trace, and print the proof; this cannot be undone")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", metavar="NAME", required=True, help=_("whose diary; always to be said"))
    parser.add_argument(
        "--sure", metavar="NAME", help=_("the same name once more, where nobody can be asked to type it")
    )
    parser.add_argument("--receipt", type=Path, metavar="FILE", help=_("write the proof to this new file, too"))


def run(args: argparse.Namespace) -> int:
    import datetime as dt

    person = chosen(args.person)
    from counterpoise.journal import hold, proof

    if args.receipt and args.receipt.exists():
        raise Refused(_("{file}: is there already").format(file=args.receipt))
    if not hold.alone():  # a running server keeps pages of this person in its memory
        raise Refused(_("Counterpoise is running; please stop it first, or erase the diary on its page More"))
    try:
        if _said_again(args) != person.name:
            raise Refused(_("that is not the name of this diary, {name}; nothing was erased").format(name=person.name))
        receipt = proof.erase_with_proof(person, dt.datetime.now(dt.UTC))
    finally:
        hold.release()
    text = proof.told(receipt)
    print(text, end="")
    if args.receipt:
        write_whole(args.receipt, text.encode(), force=False)
    return 0


def _said_again(args: argparse.Namespace) -> str:
    if args.sure is not None:
        return str(args.sure)
    if not sys.stdin.isatty():
        raise Refused(_("--sure is missing: the name once more, where nobody can be asked to type it"))
    print(_("`counterpoise archive FILE.zip` keeps a copy; after this there is none here."), file=sys.stderr)
    try:
        return input(_("To erase this diary for good, type its name: ")).strip()
    except EOFError:
        return ""
