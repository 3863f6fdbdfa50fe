"""`counterpoise simulate`: a simulated person with known truth."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from counterpoise.commands import Refused
from counterpoise.commands.seed import seed_argument
from counterpoise.text import _


def HELP() -> str:
    return _("make the diary of a simulated person whose truth is known")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=90, metavar="N", help=_("length of the record (default 90)"))
    parser.add_argument(
        "--ratings-per-day", type=float, default=4.0, metavar="K", help=_("scheduled ratings a day (default 4)")
    )
    seed_argument(parser, _("the same seed gives the same person"))
    parser.add_argument(
        "--scenario", default="typical", metavar="NAME", help=_("what kind of person; `list` names them all")
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=_("write here instead of standard output"))


def run(args: argparse.Namespace) -> int:
    import datetime as dt

    import numpy as np

    from counterpoise import diary_file
    from counterpoise.science.people import simulate

    if args.scenario == "list":
        kinds = simulate.scenarios()
        width = max(map(len, kinds)) + 2
        for name, meaning in kinds.items():
            print(f"{name:{width}}{meaning}")
        return 0
    if args.scenario not in simulate.scenarios():
        known = ", ".join(simulate.scenarios())
        raise Refused(_("--scenario {name}: not known; allowed: {known}").format(name=args.scenario, known=known))
    if not 1 <= args.days <= 3660:
        raise Refused(_("--days {days}: not allowed; from 1 to 3660").format(days=args.days))
    if not 0 <= args.ratings_per_day <= 24:
        raise Refused(_("--ratings-per-day {k}: not allowed; from 0 to 24").format(k=args.ratings_per_day))
    diary = simulate.person(
        days=args.days,
        ratings_per_day=args.ratings_per_day,
        rng=np.random.default_rng(args.seed),
        scenario=args.scenario,
        end=dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC),
    )
    text = diary_file.write(diary)
    if args.output is None:
        sys.stdout.write(text)
    else:
        args.output.write_text(text, encoding="utf-8")
    return 0
