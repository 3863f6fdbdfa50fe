"""A table made into a diary, row by row, as its mapping says."""

from __future__ import annotations

from counterpoise.exchange.csv.mapping import Mapping
from counterpoise.exchange.csv.rows import Reader
from counterpoise.exchange.csv.table import looks_like_one, table
from counterpoise.exchange.understood import Context, Gathering, NeedsMapping, Understood
from counterpoise.text import _


def sniff(_name: str, data: bytes) -> bool:
    """Whether a file is a table of more than one column."""
    return looks_like_one(data)


def read(data: bytes, context: Context) -> Understood:
    """The diary in a table. Raises BadFile, and NeedsMapping where the context holds no mapping."""
    mapping = context.mapping
    if not isinstance(mapping, Mapping):
        table(data)
        raise NeedsMapping("", _("a table: what its columns mean has to be said first"))
    gather = Gathering(context.zone)
    Reader(data, mapping, context, gather).run()
    return gather.understood("csv")
