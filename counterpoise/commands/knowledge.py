"""`counterpoise knowledge`: what is known, who says so, and what waits to be looked at again."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from counterpoise.commands import Refused
from counterpoise.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterpoise.knowledge.load import Knowledge
    from counterpoise.knowledge.review import Review, Statement


def HELP() -> str:
    return _("look over the facts, or show what is known of a substance, with who says so")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("check", "show"),
        metavar="check|show",
        help=_("check: what is old, was not read in the original, or is told in part; show: a substance."),
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help=_("with show: the substance, by any of its names"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object on standard output and nothing else"))
    parser.add_argument(
        "--now", type=_date, metavar="DATE", help=_("with check: the day to reckon from (default today)")
    )


def run(args: argparse.Namespace) -> int:
    from counterpoise.knowledge.load import load
    from counterpoise.knowledge.pack_file import BrokenPack

    try:
        print(_checked(load(), args) if args.what == "check" else _shown(load(), args))
    except BrokenPack as error:
        raise Refused(str(error)) from None
    return 0


def _checked(knowledge: Knowledge, args: argparse.Namespace) -> str:
    from counterpoise.knowledge.review import review

    if args.name is not None:
        raise Refused(_("{name}: not allowed with check, which reads every pack").format(name=args.name))
    today = args.now or dt.datetime.now().astimezone().date()
    found = review(knowledge, today)
    return json.dumps(_in_json(found, today), ensure_ascii=False) if args.json else _in_words(found, today)


def _in_words(found: Review, today: dt.date) -> str:
    sound = _("The packs are sound: {statements} statements in {files} files.")
    unread = ngettext(
        "{number} statement was not checked against the original:",
        "{number} statements were not checked against the original:",
        len(found.unverified),
    )
    old = ngettext(
        "{number} statement was last looked at more than 12 months before {day}:",
        "{number} statements were last looked at more than 12 months before {day}:",
        len(found.stale),
    )
    ahead = ngettext(
        "{number} statement says that it was looked at after {day}, which cannot be:",
        "{number} statements say that they were looked at after {day}, which cannot be:",
        len(found.ahead),
    )
    spreadless = ngettext(
        "{number} measured number has no spread given:",
        "{number} measured numbers have no spread given:",
        len(found.spreadless),
    )
    in_nobody = ngettext(
        "{number} finding in people does not say in whom:",
        "{number} findings in people do not say in whom:",
        len(found.in_nobody),
    )
    lists = (
        (unread, found.unverified),
        (old, found.stale),
        (ahead, found.ahead),
        (spreadless, found.spreadless),
        (in_nobody, found.in_nobody),
    )
    told = [["", *_listed(said.format(number=len(them), day=today), them)] for said, them in lists]
    return "\n".join(
        [
            sound.format(statements=found.statements, files=found.files),
            _("Without a source: none. Such a statement is refused when its file is read."),
            *(line for lines in told for line in lines),
        ]
    )


def _listed(heading: str, statements: Sequence[Statement]) -> list[str]:
    lines = [f"  {one.file}: {one.entry} ({one.said.tag}, {one.said.reviewed})" for one in statements]
    return [heading if lines else heading.removesuffix(":") + ".", *lines]


def _in_json(found: Review, today: dt.date) -> dict[str, Any]:
    def listed(statements: Sequence[Statement]) -> list[dict[str, str]]:
        return [
            {"file": one.file, "entry": one.entry, "tag": one.said.tag, "reviewed": one.said.reviewed.isoformat()}
            for one in statements
        ]

    return {
        "now": today.isoformat(),
        "files": found.files,
        "statements": found.statements,
        "unsourced": [],
        "unverified": listed(found.unverified),
        "stale": listed(found.stale),
        "ahead": listed(found.ahead),
        "without_spread": listed(found.spreadless),
        "without_population": listed(found.in_nobody),
    }


def _shown(knowledge: Knowledge, args: argparse.Namespace) -> str:
    from counterpoise.knowledge.as_json import as_json
    from counterpoise.report.pack import in_words

    known = ", ".join(knowledge.substances)
    if args.now is not None:
        raise Refused(_("--now: not allowed with show"))
    if args.name is None:
        raise Refused(_("show: NAME is missing; it is one of: {known}").format(known=known))
    pack = knowledge.substance(args.name)
    if pack is None:
        raise Refused(_("{name}: no such substance; it is one of: {known}").format(name=args.name, known=known))
    if args.json:
        return json.dumps(as_json(pack, knowledge), ensure_ascii=False)
    return in_words(pack, knowledge)


def _date(given: str) -> dt.date:
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("{value}: not allowed; a date such as 2027-01-31").format(value=given[:40])
        ) from None
