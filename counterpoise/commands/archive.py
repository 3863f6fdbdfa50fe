"""`counterpoise archive`: everything that is kept of one person, in one file to take along."""

from __future__ import annotations

import argparse
from pathlib import Path

from counterpoise.commands import Refused
from counterpoise.commands.files import whole_file
from counterpoise.commands.kernels import keep_kernels
from counterpoise.commands.passphrase import passphrase, passphrase_argument
from counterpoise.commands.people import chosen, person_argument
from counterpoise.text import _, local

ENDINGS = (".zip", ".age")


def HELP() -> str:
    return _("write everything that is kept of one person to one file, with history and certificates")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=_("ending in .zip: anybody can read it; in .age: a passphrase locks it")
    )
    parser.add_argument("--force", action="store_true", help=_("replace the file if it is there already"))
    passphrase_argument(parser)
    person_argument(parser)


def run(args: argparse.Namespace) -> int:
    import datetime as dt
    import io

    ending = args.file.suffix.lower()
    if ending not in ENDINGS:
        allowed = ", ".join(ENDINGS)
        raise Refused(_("{file}: the name has to end in one of: {allowed}").format(file=args.file, allowed=allowed))
    if args.passphrase_file and ending != ".age":
        raise Refused(_("--passphrase-file: locks an archive whose name ends in .age"))
    person = chosen(args.person)
    keep_kernels()  # the report in it holds the answers
    from counterpoise.journal import archive, locks

    lock = locks.Passphrase(passphrase(args, new=True)) if ending == ".age" else None
    now = dt.datetime.now(dt.UTC)
    try:
        with whole_file(args.file, force=args.force) as file:
            if lock is None:
                made = archive.write(file, person, now)
            else:
                plain = io.BytesIO()  # nothing of it is ever written to disk in plain
                made = archive.write(plain, person, now)
                file.write(lock.seal(plain.getvalue()))
    except archive.BadArchive as problem:
        raise Refused(f"{args.file}: {problem}") from None
    told = _(
        "{file}: written, read back and checked; {records} records, {rows} with their history, {files} attachments."
    )
    records, rows = sum(made.in_diary.values()), sum(made.in_history.values())
    print(told.format(file=args.file, records=local(f"{records:,}"), rows=local(f"{rows:,}"), files=made.attachments))
    if lock is None:
        print(_("It is not encrypted: whoever has it can read it."))
    return 0
