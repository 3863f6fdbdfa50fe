"""KratomTracker writes two files: a CSV of doses, and a JSON backup of everything."""

from __future__ import annotations

import re

from counterpoise.exchange.kratomtracker import backup, table
from counterpoise.exchange.understood import Context, Gathering, Understood

_DOSAGES = re.compile(rb'"dosages"\s*:')
_BARE_LIST = re.compile(rb'"strainId"\s*:')


def sniff(_name: str, data: bytes) -> bool:
    """Whether a file is one of the two."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return bool(_DOSAGES.search(start))
    if start.startswith(b"["):
        return bool(_BARE_LIST.search(start))
    return table.has_header(start)


def read(data: bytes, context: Context) -> Understood:
    """Doses, strains and ratings of effects. Raises BadFile."""
    gather = Gathering(context.zone)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        backup.read(data, context, gather)
    else:
        table.read(data, context, gather)
    return gather.understood("kratomtracker")
