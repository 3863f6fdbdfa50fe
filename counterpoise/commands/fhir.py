"""`counterpoise fhir`: the diary as a FHIR R4 bundle, for other health software."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.commands import Refused
from counterpoise.commands.diaries import read
from counterpoise.commands.files import write_whole
from counterpoise.commands.people import chosen, person_argument
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.diary import Diary
    from counterpoise.knowledge.load import Knowledge

SEED = 1
FIRST = 5
"""So many entries are enough to tell two diaries apart."""


def HELP() -> str:
    return _("write a diary for other health software (FHIR R4); it is not encrypted")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the file to write, ending in .json"))
    parser.add_argument(
        "--document", action="store_true", help=_("a patient summary (a document) instead of every single entry")
    )
    parser.add_argument("--name", metavar="WORDS", help=_("a name to put in; without it none stands there"))
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=_("a report to put in as it is"))
    parser.add_argument("--diary", type=Path, metavar="FILE", help=_("a diary file instead of the journal"))
    parser.add_argument("--force", action="store_true", help=_("replace the file if it is there already"))
    person_argument(parser)


def run(args: argparse.Namespace) -> int:
    from counterpoise.exchange.fhir import bundle, document
    from counterpoise.safety.review import review

    if args.file.suffix.lower() != ".json":
        raise Refused(_("{file}: the name has to end in .json").format(file=args.file))
    if args.diary is not None and args.person is not None:
        raise Refused(_("--person: chooses among the diaries of the journal; not allowed with diary files"))
    pdf = None if args.pdf is None else _pdf(args.pdf)
    diary, packs, who, now = _whose(args)
    findings = review(diary, packs, now)
    make = document if args.document else bundle
    made = make(diary, packs, _answers(diary, now), findings, now, name=args.name, pdf=pdf, who=who)
    write_whole(args.file, json.dumps(made, ensure_ascii=False, indent=1).encode(), force=args.force)
    told = _("{file}: written; {resources} resources of FHIR R4. It is not encrypted.")
    print(told.format(file=args.file, resources=len(made["entry"])))
    return 0


def _whose(args: argparse.Namespace) -> tuple[Diary, Knowledge, str, dt.datetime]:
    """The diary, what is known beside it, whose it is, and the moment: of a file, its last entry."""
    from counterpoise.commands.moments import last_entry
    from counterpoise.knowledge.load import load

    clock = dt.datetime.now(dt.UTC)
    if args.diary is not None:
        try:
            diary = read(args.diary)
        except Refused as problem:
            raise Refused(f"{args.diary}: {problem}") from None
        return diary, load(), _told_apart(diary), last_entry(diary, clock)
    person = chosen(args.person)
    from counterpoise.journal import recalls
    from counterpoise.journal.diaries import diary as diary_of

    return diary_of(person), recalls.knowledge(person), str(person.pk), clock


def _told_apart(diary: Diary) -> str:
    """What tells the person of a file from others: what was told of them, and the first entries, which stay the first.

    It goes into a digest alone; without it everybody's file would name one and the same patient.
    """
    from counterpoise import diary_file
    from counterpoise.diary import ENTRY_LISTS

    person = diary.person
    entries = [one for name in ENTRY_LISTS for one in getattr(diary, name)]
    entries.sort(key=lambda one: (one.recorded_at or one.at, one.at, one.source or "", one.id))
    first = [diary_file.dump(one) for one in entries[:FIRST]]
    return json.dumps([person.time_zone, person.birth_year, person.sex, first], sort_keys=True)


def _answers(diary: Diary, now: dt.datetime) -> dict[str, Any] | None:
    """What the record says of kratom and pain; None where it is not on the measure's scale."""
    import numpy as np

    from counterpoise import assessment
    from counterpoise.science.scale import OffScale

    try:
        return assessment.assess(diary, np.random.default_rng(SEED), substance="kratom", now=now).to_json()
    except (assessment.UnknownMeasure, OffScale):
        return None


def _pdf(file: Path) -> bytes:
    try:
        found = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file}: {error.strerror or error}") from None
    if not found.startswith(b"%PDF"):
        raise Refused(_("{file}: no PDF; a report as PDF is expected").format(file=file))
    return found
