"""What reaches the terminal: that something failed and where in the program, never with which values."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

from counterpoise.knowledge.pack_file import BrokenPack

HERE = Path(__file__).parents[1]


class Discreet(logging.Formatter):
    """One line a record; of an exception its kind and the places it passed, without its message.

    A message or an address may carry what a person recorded. The program's own lines do not, nor does what is wrong
    with a pack, which whoever wrote it has to know.
    """

    def format(self, record: logging.LogRecord) -> str:
        said = f"{record.levelname.lower()}: {record.name}"
        if record.exc_info and record.exc_info[0] is not None:
            kind, error, trace = record.exc_info
            wrong = f": {' '.join(str(error).split())}" if isinstance(error, BrokenPack) else ""
            return f"{said}: {kind.__name__} {_places(trace)}{wrong}"
        if record.name.startswith("django"):
            return said  # its texts name addresses and hosts
        return f"{said}: {record.getMessage()}"


def _places(trace: TracebackType | None) -> str:
    """Where it happened, innermost first: the place itself, then the lines of ours that led there."""
    frames = list(reversed(traceback.extract_tb(trace)))
    ours = [frame for i, frame in enumerate(frames) if i == 0 or frame.filename.startswith(str(HERE))]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours)
