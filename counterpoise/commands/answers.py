"""`counterpoise answers`: what the doses do to this person, or why that cannot be told yet."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from counterpoise.commands import Refused
from counterpoise.commands.diaries import complain, diary_arguments, journal, named_files, read
from counterpoise.commands.kernels import keep_kernels
from counterpoise.commands.seed import seed_argument
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.diary import Diary


def HELP() -> str:
    return _("what a substance does for this person, by their own record, with the uncertainty")


def arguments(parser: argparse.ArgumentParser) -> None:
    diary_arguments(parser)
    parser.add_argument("--json", action="store_true", help=_("one JSON object on standard output and nothing else"))
    seed_argument(parser, _("the same seed gives the same figures"))
    parser.add_argument("--substance", default="kratom", metavar="NAME", help=_("which substance (default kratom)"))
    parser.add_argument("--measure", default="pain.now", metavar="NAME", help=_("which measure (default pain.now)"))


def run(args: argparse.Namespace) -> int:
    files = named_files(args)
    keep_kernels()
    if not files:
        _show(_answers(journal(args.person), args, dt.datetime.now(dt.UTC)), args.json)
        return 0
    refused = 0
    for name in files:
        try:
            answers = _answers(read(name), args)
        except Refused as problem:
            refused = 2
            complain(name, str(problem), args.json and len(files) > 1)
            continue
        _show({"file": str(name), **answers} if len(files) > 1 else answers, args.json)
    return refused


def _answers(diary: Diary, args: argparse.Namespace, now: dt.datetime | None = None) -> dict[str, Any]:
    import numpy as np

    from counterpoise import assessment
    from counterpoise.science.scale import OffScale

    try:
        answers = assessment.assess(
            diary, np.random.default_rng(args.seed), substance=args.substance, measure=args.measure, now=now
        )
    except (assessment.UnknownMeasure, OffScale) as error:
        raise Refused(str(error)) from None
    return answers.to_json()


def _show(answers: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(answers, ensure_ascii=False))
    else:
        from counterpoise.report.words import answers_in_words

        print(answers_in_words(answers))
