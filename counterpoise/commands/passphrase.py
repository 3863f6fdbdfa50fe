"""Where the passphrase of a backup comes from: a file, or the person at the keyboard."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from counterpoise.commands import Refused
from counterpoise.text import _

SHORTEST = 10
"""A backup can be tried against a dictionary by whoever holds it, so a short passphrase protects nothing."""


def passphrase_argument(parser: argparse.ArgumentParser) -> None:
    """Add --passphrase-file."""
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help=_("read the passphrase from here instead of asking for it")
    )


def passphrase(args: argparse.Namespace, *, new: bool) -> str:
    """The passphrase; a new one is asked for twice, and long enough. Raises Refused."""
    words = _from_file(args.passphrase_file) if args.passphrase_file else _asked(new=new)
    if new and len(words) < SHORTEST:
        raise Refused(_("The passphrase is too short; at least {count} characters").format(count=SHORTEST))
    if sys.stderr.isatty():  # a person waits; a program that reads standard error expects a refusal there, if anything
        print(_("Turning the passphrase into a key takes some seconds, on purpose."), file=sys.stderr)
    return words


def _from_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refused(_("{file}: not a text in UTF-8").format(file=file)) from None


def _asked(*, new: bool) -> str:
    import getpass

    if not sys.stdin.isatty():
        raise Refused(_("A key or --passphrase-file is needed where nobody can be asked for a passphrase"))
    try:
        words = getpass.getpass(_("Passphrase: "))
        if new and getpass.getpass(_("Once more: ")) != words:
            raise Refused(_("The two passphrases differ; nothing was written"))
    except EOFError:
        raise Refused(_("No passphrase was given")) from None
    return words
