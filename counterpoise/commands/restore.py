"""`counterpoise restore`: put a backup in the place of the present journal."""

from __future__ import annotations

import argparse
from pathlib import Path

from counterpoise.commands import Refused
from counterpoise.commands.passphrase import passphrase, passphrase_argument
from counterpoise.text import _


def HELP() -> str:
    return _("put a backup in the place of the present journal, which is kept beside it")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=_("a file that `counterpoise backup` wrote"))
    parser.add_argument(
        "--identity", type=Path, metavar="FILE", help=_("the file with the age identity (AGE-SECRET-KEY-1…)")
    )
    passphrase_argument(parser)


def run(args: argparse.Namespace) -> int:
    import datetime as dt

    from counterpoise.journal import backup, locks

    if args.identity and args.passphrase_file:
        raise Refused(_("--identity and --passphrase-file: only one of them is needed"))
    sealed = args.file.read_bytes()
    try:
        key: backup.Key = (
            locks.Identities(args.identity) if args.identity else locks.Passphrase(passphrase(args, new=False))
        )
        copy = backup.opened(sealed, key)

        from counterpoise.web.setup import opened, set_up

        set_up()
        from counterpoise.journal.restore import restore

        old = restore(copy, dt.datetime.now(dt.UTC))
    except backup.BadBackup as problem:
        raise Refused(f"{args.file}: {problem}") from None
    opened()
    print(_("Restored: the journal as it was on {day}.").format(day=copy.manifest["made_at"][:10]))
    if old is not None and old.exists():  # an erasing that had still to be finished takes it, too
        print(_("The journal that was here is kept as {file}.").format(file=old))
    return 0
