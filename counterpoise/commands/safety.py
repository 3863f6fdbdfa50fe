"""`counterpoise safety`: what the rules find in a diary, the worst first."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from counterpoise.commands import Refused
from counterpoise.commands.diaries import complain, diary_arguments, journal, named_files, read
from counterpoise.commands.moments import last_entry, moment, moments
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.diary import Diary


def HELP() -> str:
    return _("what the safety rules find in the record, the worst first, and what to do")


def arguments(parser: argparse.ArgumentParser) -> None:
    diary_arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("one JSON object on standard output and nothing else"))
    parser.add_argument(
        "--now",
        metavar="T",
        help=_("the moment to look from, with its UTC offset (default: the clock; a file's last entry)"),
    )


def run(args: argparse.Namespace) -> int:
    files = named_files(args)
    now = moment(args.now)
    if not files:
        _show(_found(journal(args.person), now or dt.datetime.now(dt.UTC)), args.json)
        return 0
    refused = 0
    for name in files:
        try:
            diary = read(name)
        except Refused as problem:
            refused = 2
            complain(name, str(problem), args.json and len(files) > 1)
            continue
        findings = _found(diary, now or last_entry(diary, dt.datetime.now(dt.UTC)))
        _show({"file": str(name), **findings} if len(files) > 1 else findings, args.json)
    return refused


def _found(diary: Diary, now: dt.datetime) -> dict[str, Any]:
    from counterpoise.knowledge.load import load
    from counterpoise.safety.finding import to_json
    from counterpoise.safety.review import review

    packs = load()
    told = to_json(review(diary, packs, now), now, {key: _(action.text) for key, action in packs.actions.items()})
    return told | {"ahead": sum(at > now for at in moments(diary))}


def _show(findings: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(findings, ensure_ascii=False))
        return
    from counterpoise.report.found import findings_in_words

    print(findings_in_words(findings))
