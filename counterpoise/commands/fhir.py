"""`counterpoise fhir`: the diary as a FHIR R4 bundle, for other health software."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.commands import Refused
from counterpoise.commands.diaries import read
from counterpoise.commands.files import write_whole
from counterpoise.commands.people import chosen, person_argument
from counterpoise.commands.report import drawn
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.diary import Diary
    from counterpoise.exchange.fhir import Shared
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
    report = parser.add_mutually_exclusive_group()
    report.add_argument("--pdf", type=Path, metavar="FILE", help=_("a report to put in as it is"))
    report.add_argument(
        "--report", action="store_true", help=_("draw the report for a visit, as `report` does, and put it in")
    )
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
    whose = _whose(args)
    diary, packs, now = whose.diary, whose.packs, whose.now
    if args.report:
        pdf = drawn(diary, now, args.name)
    findings, about = review(diary, packs, now), {"name": args.name, "pdf": pdf, "who": whose.who}
    if args.document:
        made = document(diary, packs, _answers(diary, now), findings, now, **about)
    else:
        made = bundle(diary, packs, _answers(diary, now), findings, now, shared=whose.shared, **about)
    write_whole(args.file, json.dumps(made, ensure_ascii=False, indent=1).encode(), force=args.force)
    told = _("{file}: written; {resources} resources of FHIR R4. It is not encrypted.")
    print(told.format(file=args.file, resources=len(made["entry"])))
    return 0


@dataclass(frozen=True)
class _Whose:
    """The diary, what is known beside it, whose it is, the moment, and what others were given to read."""

    diary: Diary
    packs: Knowledge
    who: str
    now: dt.datetime
    shared: Sequence[Shared] = ()


def _whose(args: argparse.Namespace) -> _Whose:
    """Of the journal, or of a file: then the moment is that of its last entry, and nothing is known of others."""
    from counterpoise.commands.moments import last_entry
    from counterpoise.knowledge.load import load

    clock = dt.datetime.now(dt.UTC)
    if args.diary is not None:
        try:
            diary = read(args.diary)
        except Refused as problem:
            raise Refused(f"{args.diary}: {problem}") from None
        return _Whose(diary, load(), _told_apart(diary), last_entry(diary, clock))
    person = chosen(args.person)
    from counterpoise.journal import given_to_read, recalls
    from counterpoise.journal.diaries import diary as diary_of

    return _Whose(diary_of(person), recalls.knowledge(person), str(person.pk), clock, given_to_read.given(person))


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
