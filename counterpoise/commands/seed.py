"""--seed, for the words that draw random numbers."""

from __future__ import annotations

import argparse

from counterpoise.text import _


def seed_argument(parser: argparse.ArgumentParser, help_: str) -> None:
    """Add --seed."""
    parser.add_argument("--seed", type=_seed, default=1, metavar="N", help=help_)


def _seed(given: str) -> int:
    if given.isascii() and given.isdigit() and len(given) <= 18:
        return int(given)
    raise argparse.ArgumentTypeError(_("{value}: not allowed; a whole number from 0").format(value=given[:40]))
