"""What a diary can be exported as, by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable

from counterpoise import diary_file
from counterpoise.diary import Diary
from counterpoise.exchange.csv import export

EXPORTS: dict[str, Callable[[Diary], bytes]] = {
    ".json": lambda diary: diary_file.write(diary).encode(),
    ".zip": export.write,
}
"""`.json`: the whole diary, without loss. `.zip`: a table for each kind of record."""
