"""`counterpoise import`: bring in what was recorded elsewhere, all of it or nothing."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.commands import Refused
from counterpoise.commands.people import chosen, person_argument
from counterpoise.commands.zone import system_zone
from counterpoise.text import _, ngettext

if TYPE_CHECKING:
    from counterpoise.exchange.csv import Mapping
    from counterpoise.exchange.understood import Understood
    from counterpoise.journal.bring import Prospect
    from counterpoise.journal.models import Person

FIRST_NAME = "Me"


def HELP() -> str:
    return _("bring in files of other programs or of this one; a file brought in twice adds nothing")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("the files; all are saved, or none"))
    parser.add_argument(
        "--format", metavar="NAME", help=_("counterpoise, psychonautwiki, kratomtracker or csv; otherwise found out")
    )
    parser.add_argument(
        "--map", type=Path, metavar="MAP.json", help=_("what the columns of a table mean (docs/import.md)")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("show what would be saved, and save nothing"))
    parser.add_argument(
        "--partly", action="store_true", help=_("save what was understood where some of a file was not")
    )
    person_argument(parser)


def run(args: argparse.Namespace) -> int:
    from django.db import DatabaseError

    from counterpoise.exchange.understood import BadFile

    try:
        return _import(args)
    except BadFile as problem:
        raise Refused(str(problem)) from None
    except DatabaseError as problem:  # such as a disk that is full only when everything is to be kept
        raise Refused(_("Nothing was saved: {problem}").format(problem=problem)) from None


def _import(args: argparse.Namespace) -> int:
    from counterpoise.exchange import formats
    from counterpoise.exchange.understood import NeedsMapping

    mapping = None if args.map is None else _mapping(args.map)
    files = [(path, _bytes(path)) for path in args.files]
    here = system_zone()  # before Django is set up, which sets the environment's zone to its own
    person = _person(args.person)
    zone = person.time_zone if person else (mapping and mapping.when.zone) or here
    now = dt.datetime.now(dt.UTC)
    own = _own_measures(person)
    read = []
    for path, data in files:
        try:
            read.append(formats.read(str(path), data, zone, mapping, format_=args.format, own_measures=own, now=now))
        except NeedsMapping:
            return _ask_for_a_map(path, data)
    _save(args, person, zone, read, now)
    return 0


def _bytes(path: Path) -> bytes:
    from counterpoise.exchange import formats

    formats.refuse_size(str(path), path.stat().st_size)
    return path.read_bytes()


def _mapping(path: Path) -> Mapping:
    from counterpoise.exchange.csv import mapping
    from counterpoise.exchange.understood import BadFile

    try:
        return mapping.read(_bytes(path))
    except BadFile as problem:
        raise BadFile(problem.place, problem.problem, file=str(path)) from None


def _ask_for_a_map(path: Path, data: bytes) -> int:
    """Print a map to start from."""
    from counterpoise.exchange import csv
    from counterpoise.exchange.csv import mapping

    found = csv.columns(data)
    proposal = csv.propose(found)
    sys.stdout.write(mapping.write(proposal))
    said = _("{file}: a table; save the map above as a file, correct it where it guessed wrong, and add --map with it")
    line = said.format(file=path)
    when = next((column for column in found.columns if column.name == proposal.when.column), None)
    if when is not None and len(when.formats) > 1:
        choice = _("when.format has to be one of {formats}, as '{value}' fits them all")
        line += "; " + choice.format(formats=", ".join(when.formats), value=when.examples[0])
    raise Refused(line)


def _person(name: str | None) -> Person | None:
    """Whose diary; None where there is none yet, and the journal is open."""
    from counterpoise.web.setup import opened

    opened()
    from counterpoise.journal.models import Person

    return chosen(name) if Person.objects.filter(sample=False).exists() else None


def _own_measures(person: Person | None) -> tuple[Any, ...]:
    from counterpoise.journal.diaries import records
    from counterpoise.journal.rows import KINDS

    return () if person is None else records(person, KINDS["measure"])


def _save(args: argparse.Namespace, person: Person | None, zone: str, read: list[Understood], now: dt.datetime) -> None:
    """Save all files in one transaction, or none, and only then show what came of it: showing may fail (a closed pipe).

    Raises Refused where some of a file was not understood, unless that was to be left out.
    """
    from django.db import transaction

    from counterpoise.commands.preview import preview

    said = []
    with transaction.atomic():
        if person is None:
            person, greeting = _new_person(args.person or FIRST_NAME, zone, read)
            said.append(greeting)
        read = _with_twins(person, read)
        done = [_bring(person, path, one, now) for path, one in zip(args.files, read, strict=True)]
        said += [preview(str(path), one, found) for path, one, found in zip(args.files, read, done, strict=True)]
        refusal = None if args.dry_run or args.partly else _not_understood(args.files, read)
        transaction.set_rollback(args.dry_run or refusal is not None)
    print(*said, sep="\n")
    if refusal is not None:
        raise Refused(refusal)
    new = sum(found.new for found in done)
    if args.dry_run:
        print(ngettext("{n} new record; nothing was saved.", "{n} new records; nothing was saved.", new).format(n=new))
    else:
        print(ngettext("{n} new record saved.", "{n} new records saved.", new).format(n=new))


def _with_twins(person: Person, read: list[Understood]) -> list[Understood]:
    """Point out doses that another file, or the journal, has too."""
    from counterpoise.exchange.twins import with_twins
    from counterpoise.journal.diaries import records
    from counterpoise.journal.rows import KINDS

    here = list(records(person, KINDS["dose"]))
    told = []
    for one in read:
        told.append(with_twins(one, here))
        here += one.diary.doses
    return told


def _bring(person: Person, path: Path, one: Understood, now: dt.datetime) -> Prospect:
    from counterpoise.diary_file import BadDiary
    from counterpoise.journal.bring import bring
    from counterpoise.journal.models import Import

    receipt = Import(at=now, format=one.format, file_name=path.name[:255], receipt=one.receipt())
    try:
        return bring(person, one.diary, receipt)
    except BadDiary as problem:
        raise Refused(f"{path}: {problem}") from None


def _new_person(name: str, zone: str, read: list[Understood]) -> tuple[Person, str]:
    """A first person, and the line that says so."""
    from counterpoise.journal.models import Person

    zone = next((one.diary.person.time_zone for one in read if one.format == "counterpoise"), zone)
    said = _("There is no diary here yet: one is started for {name}, time zone {zone}.").format(name=name, zone=zone)
    return Person.objects.create(name=name[:100], time_zone=zone), said


def _not_understood(files: list[Path], read: list[Understood]) -> str | None:
    """Why nothing is saved, or None where all was understood."""
    for path, one in zip(files, read, strict=True):
        if one.not_understood:
            said = _(
                "{file}: {problem}; nothing was saved: correct it, or leave out with --partly what was not understood"
            )
            return said.format(file=path, problem=one.not_understood[0])
    return None
