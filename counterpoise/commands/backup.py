"""`counterpoise backup`: everything in one encrypted file."""

from __future__ import annotations

import argparse
from pathlib import Path

from counterpoise.commands import Refused
from counterpoise.commands.passphrase import passphrase, passphrase_argument
from counterpoise.text import _, local, ngettext


def HELP() -> str:
    return _("write the whole journal, with its history, to one encrypted file")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=_("a new file, such as counterpoise.age"))
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="AGE1…",
        help=_("lock it with this age public key instead of a passphrase; may be given several times"),
    )
    passphrase_argument(parser)


def run(args: argparse.Namespace) -> int:
    import datetime as dt

    from counterpoise.journal import backup, locks

    if args.key and args.passphrase_file:
        raise Refused(_("--key and --passphrase-file: only one of them can lock a backup"))
    try:
        lock: backup.Lock = locks.Keys(tuple(args.key)) if args.key else locks.Passphrase(passphrase(args, new=True))
        copy = backup.make(args.file, lock, dt.datetime.now(dt.UTC))
    except backup.BadBackup as problem:
        raise Refused(str(problem)) from None
    rows = sum(copy.counts.values())
    told = ngettext(
        "{file}: written, opened again and checked; {rows} row.",
        "{file}: written, opened again and checked; {rows} rows.",
        rows,
    )
    print(told.format(file=args.file, rows=local(f"{rows:,}")))
    return 0
