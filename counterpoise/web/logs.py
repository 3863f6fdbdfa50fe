"""What reaches the terminal: that something failed and where in the program, never with which values."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType

HERE = Path(__file__).parents[1]


class Discreet(logging.Formatter):
    """One line a record; of an exception its kind and the places it passed, without its message.

    A message or an address may carry what a person recorded. The program's own lines do not.
    """

    def format(self, record: logging.LogRecord) -> str:
        said = f"{record.levelname.lower()}: {record.name}"
        if record.exc_info and record.exc_info[0] is not None:
            return f"{said}: {record.exc_info[0].__name__} {_places(record.exc_info[2])}"
        if record.name.startswith("django"):
            return said  # its texts name addresses and hosts
        return f"{said}: {record.getMessage()}"


def _places(trace: TracebackType | None) -> str:
    """Where it happened, innermost first: the place itself, then the lines of ours that led there."""
    frames = list(reversed(traceback.extract_tb(trace)))
    ours = [frame for i, frame in enumerate(frames) if i == 0 or frame.filename.startswith(str(HERE))]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours)
