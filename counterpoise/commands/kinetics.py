"""`counterpoise kinetics`: mitragynine and what the body makes of it in the blood of simulated people."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable

from counterpoise.commands.seed import seed_argument
from counterpoise.text import _

LEAST = 0.001
"""Milligrams, hours or ng/mL below which nothing could be weighed, timed or measured."""


def HELP() -> str:
    return _("what doses of plain leaf put into the blood of simulated people; it says nothing about how much to use")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--mg", type=_number(LEAST, 1000), required=True, metavar="MG", help=_("mitragynine in one dose, in milligrams")
    )
    parser.add_argument(
        "--every", type=_number(0.1, 720), default=24.0, metavar="H", help=_("hours from dose to dose (default 24)")
    )
    parser.add_argument("--doses", type=_whole(1000), default=1, metavar="N", help=_("how many doses (default 1)"))
    parser.add_argument(
        "--people", type=_whole(10_000), default=500, metavar="N", help=_("how many simulated people (default 500)")
    )
    parser.add_argument(
        "--window",
        type=_number(LEAST, 2400),
        metavar="H",
        help=_("hours after the last dose in which blood is drawn for the half-life (default 48)"),
    )
    parser.add_argument(
        "--loq",
        type=_number(LEAST, 1000),
        metavar="NG_ML",
        help=_("the least that can be measured, in ng/mL (default: that of a published method)"),
    )
    seed_argument(parser, _("the same seed gives the same people"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object on standard output and nothing else"))


def run(args: argparse.Namespace) -> int:
    import numpy as np

    from counterpoise.assessment import body
    from counterpoise.science.body.course import course

    held = body.plasma()
    loq = float(held.limit.value) if args.loq is None else args.loq
    people = body.population(held).draw(args.people, np.random.default_rng(args.seed))
    found = course(people, args.mg, args.every, args.doses)
    window = args.window or body.WINDOW_H
    told = body.kinetics(found, window, loq)
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        from counterpoise.report.blood import in_words

        print(in_words(told, args.mg, args.every, args.doses, args.people, window, loq, held))
    return 0


def _number(least: float, most: float) -> Callable[[str], float]:
    """A number from `least` to `most`; anything else is refused with what was given and what is allowed."""

    def read(given: str) -> float:
        try:
            value = float(given) if given.isascii() and "_" not in given else math.nan
        except ValueError:
            value = math.nan
        if least <= value <= most:
            return value
        said = _("{value}: not allowed; a number from {least} to {most}")
        raise argparse.ArgumentTypeError(said.format(value=given[:40], least=f"{least:g}", most=f"{most:g}"))

    return read


def _whole(most: int) -> Callable[[str], int]:
    """A whole number from 1 to `most`."""

    def read(given: str) -> int:
        if given.isascii() and given.isdigit() and len(given) <= 18 and 1 <= int(given) <= most:
            return int(given)
        raise argparse.ArgumentTypeError(
            _("{value}: not allowed; a whole number from 1 to {most}").format(value=given[:40], most=most)
        )

    return read
