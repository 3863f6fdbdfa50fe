"""The services that carry a call to a browser: each browser has that of its maker, and no other can reach it.

A call goes to one of these hosts or nowhere. They learn when this journal calls and where the browser is, and nothing
of a diary: a call has no content.
"""

from __future__ import annotations

import re

NAMES = {"mozilla": "Mozilla", "google": "Google", "apple": "Apple", "microsoft": "Microsoft"}
HOSTS: dict[str, tuple[str, ...]] = {
    "mozilla": ("updates.push.services.mozilla.com",),
    "google": ("fcm.googleapis.com",),
    "apple": ("web.push.apple.com",),
    "microsoft": (".notify.windows.com",),
}
"""A host that begins with a dot stands for every name that ends in it."""
LONGEST = 2000
_ADDRESS = re.compile(r"https://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]+)/[!-~]*")
"""A name and a path, as browsers give it: no user, no port, no number for a name, and no label that is none. What reads
addresses more kindly than this may read another host out of one."""
SIGNS = (
    ("Firefox/", "mozilla"),
    ("Edg/", "microsoft"),
    ("Chrome/", "google"),
    ("Chromium/", "google"),
    ("Safari/", "apple"),
)
"""What a browser calls itself, in the order in which it is looked for: most also name others."""


def carrier_of(endpoint: str) -> str | None:
    """Whose service this address belongs to; None for any other address, which is never called."""
    found = _ADDRESS.fullmatch(endpoint) if len(endpoint) <= LONGEST else None
    if found is None:
        return None
    host = found[1]
    return next((name for name, hosts in HOSTS.items() if any(_is(host, known) for known in hosts)), None)


def guessed(user_agent: str) -> str | None:
    """Whose service will carry calls to this browser, before it is asked anything; None: it cannot be told."""
    return next((name for sign, name in SIGNS if sign in user_agent), None)


def _is(host: str, known: str) -> bool:
    return host.endswith(known) if known.startswith(".") else host == known
