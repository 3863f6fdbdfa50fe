"""A diary file of Counterpoise: everything in it is a record already."""

from __future__ import annotations

import re

from counterpoise import diary_file
from counterpoise.diary import Diary
from counterpoise.exchange.understood import BadFile, Context, Understood

_FORMAT = re.compile(rb'"format"\s*:\s*"' + Diary.FORMAT.encode())


def sniff(_name: str, data: bytes) -> bool:
    """Whether a file is one: its format says so."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and bool(_FORMAT.search(data))


def read(data: bytes, _context: Context) -> Understood:
    """The diary as it stands in the file; its own time zone counts. Raises BadFile with the path of the problem."""
    try:
        return Understood(format="counterpoise", diary=diary_file.read(data))
    except diary_file.BadDiary as error:
        raise BadFile(error.place, error.problem) from None
