"""`counterpoise unarchive`: put one person back, from an archive, beside whoever is here."""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.commands import Refused
from counterpoise.commands.passphrase import passphrase, passphrase_argument
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.journal.archive import Opened

_LOCKED = b"age-encryption.org/"


def HELP() -> str:
    return _("put one person back, with the whole history, from a file that `archive` wrote; nobody here is changed")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=_("a file that `counterpoise archive` wrote"))
    parser.add_argument("--name", metavar="NAME", help=_("what the diary shall be called here"))
    parser.add_argument("--dry-run", action="store_true", help=_("check it and say what is in it; put nothing back"))
    passphrase_argument(parser)


def run(args: argparse.Namespace) -> int:
    import datetime as dt

    from counterpoise.web.setup import opened, set_up

    if args.name is None and not args.dry_run:
        raise Refused(_("--name is missing: what shall the diary be called here?"))
    set_up()
    from counterpoise.journal import archive

    try:
        found = archive.opened(io.BytesIO(_unlocked(args)))
        _tell(args.file, found)
        if args.dry_run:
            return 0
        opened()
        back = archive.bring_back(found, args.name, dt.datetime.now(dt.UTC))
    except archive.BadArchive as problem:
        raise Refused(f"{args.file}: {problem}") from None
    print(_("Put back as {name}: the same diary, with its history.").format(name=back.person.name))
    if back.erased_again:
        told = _("{count} records that had been erased here since were erased again.")
        print(told.format(count=back.erased_again))
    return 0


def _unlocked(args: argparse.Namespace) -> bytes:
    content: bytes = args.file.read_bytes()
    if not content.startswith(_LOCKED):
        if args.passphrase_file:
            raise Refused(_("{file}: no passphrase locks this file").format(file=args.file))
        return content
    from counterpoise.journal import backup, locks

    try:
        return locks.Passphrase(passphrase(args, new=False)).unseal(content)
    except backup.BadBackup as problem:
        raise Refused(f"{args.file}: {problem}") from None


def _tell(file: Path, found: Opened) -> None:
    told = _("{file}: whole, made on {day}; {records} records, {rows} with their history, {files} attachments.")
    records, rows = f"{sum(found.in_diary.values()):,}", f"{sum(found.in_history.values()):,}"
    day = found.made_at.date().isoformat()
    print(told.format(file=file, day=day, records=records, rows=rows, files=found.attachments))
