"""`counterpoise report`: the report for a visit as a PDF."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.commands import Refused
from counterpoise.commands.diaries import journal, read
from counterpoise.commands.files import whole_file
from counterpoise.commands.kernels import keep_kernels
from counterpoise.commands.moments import day, last_entry, moment
from counterpoise.commands.people import person_argument
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.diary import Diary
    from counterpoise.report.clinician import Chosen
    from counterpoise.report.document import Document

DAYS = 90
SEED = 1


def HELP() -> str:
    return _("a report for a visit to a professional: two pages and appendices, as a PDF")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.pdf", help=_("where to write it"))
    parser.add_argument("--force", action="store_true", help=_("replace the file if it is there already"))
    parser.add_argument("--diary", type=Path, metavar="FILE", help=_("a diary file instead of the journal"))
    person_argument(parser)
    parser.add_argument(
        "--from", dest="first", metavar="DAY", help=_("the first day (default: {days} days back)").format(days=DAYS)
    )
    parser.add_argument("--to", dest="last", metavar="DAY", help=_("the last day (default: that of --now)"))
    parser.add_argument(
        "--without",
        action="append",
        nargs="+",
        default=[],
        metavar="SECTION",
        help=_("sections to leave out; what is left out is marked so. `list` names them all"),
    )
    parser.add_argument("--name", metavar="NAME", help=_("a name to stand on it (default: none)"))
    parser.add_argument(
        "--now",
        metavar="T",
        help=_("the moment to look from, with its UTC offset (default: the clock; a file's last entry)"),
    )


def run(args: argparse.Namespace) -> int:
    from counterpoise.report.clinician import titles

    without = [key for group in args.without for key in group]
    if "list" in without:
        for key, title in titles().items():
            print(f"{key:12}{title}")
        return 0
    keep_kernels()
    now = moment(args.now)
    clock = dt.datetime.now(dt.UTC)
    diary = _diary(args)
    if now is None:
        now = clock if args.diary is None else last_entry(diary, clock)
    chosen = _chosen(args, without, diary, now)
    from counterpoise.report.pdf import pdf

    with whole_file(args.file, force=args.force) as file:
        file.write(pdf(_written(diary, now, chosen), diary.person.country))
    return 0


def _diary(args: argparse.Namespace) -> Diary:
    if args.diary is None:
        return journal(args.person)
    if args.person is not None:
        raise Refused(_("--person: chooses among the diaries of the journal; not allowed with diary files"))
    try:
        return read(args.diary)
    except Refused as problem:
        raise Refused(f"{args.diary}: {problem}") from None


def _chosen(args: argparse.Namespace, without: list[str], diary: Diary, now: dt.datetime) -> Chosen:
    from zoneinfo import ZoneInfo

    from counterpoise.report.clinician import KEYS, Chosen

    unknown = [key for key in without if key not in KEYS]
    if unknown:
        raise Refused(_("--without {name}: not known; allowed: {known}").format(name=unknown[0], known=", ".join(KEYS)))
    last = day("--to", args.last) or now.astimezone(ZoneInfo(diary.person.time_zone)).date()
    first = day("--from", args.first) or last - dt.timedelta(days=DAYS - 1)
    if first > last:
        raise Refused(
            _("--from: {first}: lies after the last day, {last}; allowed is a day up to it").format(
                first=first, last=last
            )
        )
    return Chosen(first, last, frozenset(KEYS) - set(without), args.name or None)


def _written(diary: Diary, now: dt.datetime, chosen: Chosen) -> Document:
    import numpy as np

    from counterpoise import assessment
    from counterpoise.knowledge.load import load
    from counterpoise.report.clinician import written, written_from_the_rest
    from counterpoise.safety.review import review
    from counterpoise.science.scale import OffScale

    rng = np.random.default_rng(SEED)
    try:
        if not chosen.whole:
            return written_from_the_rest(diary, load(), now, chosen, rng)
        answers = assessment.assess(diary, rng, now=now)
    except OffScale as error:
        raise Refused(str(error)) from None
    return written(diary, load(), answers.to_json(), review(diary, load(), now), now, chosen)


def drawn(diary: Diary, now: dt.datetime, name: str | None) -> bytes:
    """The whole report of the usual days as a PDF, for what it goes along with."""
    from zoneinfo import ZoneInfo

    from counterpoise.report.clinician import Chosen
    from counterpoise.report.pdf import pdf

    keep_kernels()
    last = now.astimezone(ZoneInfo(diary.person.time_zone)).date()
    chosen = Chosen(last - dt.timedelta(days=DAYS - 1), last, name=name or None)
    return pdf(_written(diary, now, chosen), diary.person.country)
