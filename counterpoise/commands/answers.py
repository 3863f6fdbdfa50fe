"""`counterpoise answers`: what the doses do to this person, or why that cannot be told yet."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise import place
from counterpoise.commands import Refused
from counterpoise.commands.people import chosen, person_argument
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.diary import Diary


def HELP() -> str:
    return _("what a substance does for this person, by their own record, with the uncertainty")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=_("diary files instead of the journal"))
    parser.add_argument(
        "--diary", action="append", default=[], type=Path, metavar="FILE", help=_("the same as naming the file")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object on standard output and nothing else"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=_("the same seed gives the same figures"))
    parser.add_argument("--substance", default="kratom", metavar="NAME", help=_("which substance (default kratom)"))
    parser.add_argument("--measure", default="pain.now", metavar="NAME", help=_("which measure (default pain.now)"))
    person_argument(parser)


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("NUMBA_CACHE_DIR", str(place.kernel_cache()))  # before numba is imported
    files = [*args.files, *args.diary]
    if not files:
        from counterpoise.journal.diaries import diary

        _show(_answers(diary(chosen(args.person)), args), args.json)
        return 0
    refused = 0
    for name, found in _read_all(files):
        if isinstance(found, str):
            refused = 2
            _complain(name, found, args.json and len(files) > 1)
            continue
        answers = _answers(found, args)
        _show({"file": str(name), **answers} if len(files) > 1 else answers, args.json)
    return refused


def _read_all(files: list[Path]) -> Iterator[tuple[Path, Diary | str]]:
    """Each file's diary, or what is wrong with it."""
    from counterpoise import diary_file

    for name in files:
        try:
            yield name, diary_file.read(name.read_bytes())
        except OSError as error:
            yield name, error.strerror or str(error)
        except diary_file.BadDiary as error:
            yield name, str(error)


def _answers(diary: Diary, args: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from counterpoise import assessment

    try:
        answers = assessment.assess(
            diary, np.random.default_rng(args.seed), substance=args.substance, measure=args.measure
        )
    except assessment.UnknownMeasure as error:
        raise Refused(str(error)) from None
    return answers.to_json()


def _complain(name: Path, problem: str, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"file": str(name), "error": problem}, ensure_ascii=False))
    print(f"counterpoise: {name}: {problem}", file=sys.stderr)


def _show(answers: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(answers, ensure_ascii=False))
    else:
        from counterpoise.report.words import answers_in_words

        print(answers_in_words(answers))
