"""`counterpoise certificate`: what a laboratory's certificate says, each value with how sure the reading is."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from counterpoise.commands import Refused
from counterpoise.commands.diaries import complain
from counterpoise.text import _


def HELP() -> str:
    return _("what a certificate of analysis says (PDF): lot, dates, results, and what was not understood")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("certificates as PDF"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object on standard output and nothing else"))


def run(args: argparse.Namespace) -> int:
    from counterpoise.supply import certificates
    from counterpoise.supply.certificates.wording import in_words

    several = len(args.files) > 1
    refused = 0
    for name in args.files:
        try:
            reading = certificates.read(certificates.file_bytes(name), name.name)
        except (certificates.Refused, OSError) as error:
            problem = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
            if not several:
                raise Refused(f"{name}: {problem}") from None
            refused = 2
            complain(name, problem, args.json)
            continue
        if args.json:
            print(json.dumps(({"file": str(name)} if several else {}) | reading.to_json(), ensure_ascii=False))
        else:
            print(f"{name}\n{in_words(reading)}\n" if several else in_words(reading))
    return refused
