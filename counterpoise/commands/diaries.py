"""Where a command takes its diary from: the journal, or files that are given."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.commands import Refused
from counterpoise.commands.people import chosen, person_argument
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.diary import Diary


def diary_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=_("diary files instead of the journal"))
    parser.add_argument(
        "--diary", action="append", default=[], type=Path, metavar="FILE", help=_("the same as naming the file")
    )
    person_argument(parser)


def named_files(args: argparse.Namespace) -> list[Path]:
    """The files that were given, none: the journal is meant."""
    files: list[Path] = [*args.files, *args.diary]
    if files and args.person is not None:
        raise Refused(_("--person: chooses among the diaries of the journal; not allowed with diary files"))
    return files


def journal(person: str | None) -> Diary:
    """The diary of a person of the journal."""
    whose = chosen(person)  # opens the journal, whose tables can be imported only then

    from counterpoise.journal.diaries import diary

    return diary(whose)


def read(file: Path) -> Diary:
    """The diary in a file. Raises Refused with what is wrong with it."""
    from counterpoise import diary_file

    try:
        return diary_file.read(file.read_bytes())
    except OSError as error:
        raise Refused(error.strerror or str(error)) from None
    except diary_file.BadDiary as error:
        raise Refused(str(error)) from None


def complain(name: Path, problem: str, as_json: bool) -> None:
    """One file of several is refused; the others go on."""
    if as_json:
        print(json.dumps({"file": str(name), "error": problem}, ensure_ascii=False))
    print(f"counterpoise: {name}: {problem}", file=sys.stderr)
