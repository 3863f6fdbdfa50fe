"""Certificates between being read and being confirmed: in the data folder, for their owner only, an hour at most.

They wait beside the files that are brought in (`bring.holding`), and are swept away with them. Bound to one session,
one person and one bag; several wait in a row.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from counterpoise import place
from counterpoise.journal import models as m
from counterpoise.web.bring import holding

_SESSION = "certificates"
_TOKEN = re.compile(r"[0-9a-f]{32}")
MOST = 10
"""Files that can wait at once."""


@dataclass(frozen=True)
class Held:
    """A file that waits."""

    name: str
    data: bytes
    token: str


def hold(session: SessionBase, lot: m.Lot, files: Iterable[tuple[str, bytes]], now: dt.datetime) -> None:
    """Keep files for this bag, in place of any that waited before."""
    forget(session)
    holding.sweep(now)
    folder = place.data_folder() / holding.FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = []
    for name, data in files:
        token = secrets.token_hex(16)
        with open(os.open(folder / token, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            kept.write(data)
        waiting.append({"token": token, "name": name})
    session[_SESSION] = {"lot": str(lot.pk), "person": str(lot.person_id), "files": waiting[:MOST]}


def held(session: SessionBase, lot: m.Lot, now: dt.datetime) -> Held | None:
    """The first file that waits for this bag in this session, if it is still there."""
    holding.sweep(now)
    for file in _files(session, lot):
        try:
            data = (place.data_folder() / holding.FOLDER / file["token"]).read_bytes()
        except OSError:
            continue
        return Held(file["name"], data, file["token"])
    return None


def sweep(now: dt.datetime) -> None:
    """Delete what waited too long: at every visit of these pages, not only when the next file comes."""
    holding.sweep(now)


def sweep_all() -> None:
    """Delete all that waits, also in other sessions: a bag is erased, and its paper may be among them."""
    holding.sweep(None)


def waiting(session: SessionBase, lot: m.Lot) -> int:
    """How many wait."""
    return len(_files(session, lot))


def drop(session: SessionBase, lot: m.Lot, token: str) -> None:
    """Delete one of them: it was confirmed, or is not wanted."""
    files = _files(session, lot)
    if _TOKEN.fullmatch(token) and any(file["token"] == token for file in files):
        (place.data_folder() / holding.FOLDER / token).unlink(missing_ok=True)
        session[_SESSION] = session[_SESSION] | {"files": [file for file in files if file["token"] != token]}


def forget(session: SessionBase) -> None:
    """Delete all of them."""
    known = session.pop(_SESSION, None) or {}
    for file in known.get("files", []):
        if _TOKEN.fullmatch(file["token"]):
            (place.data_folder() / holding.FOLDER / file["token"]).unlink(missing_ok=True)


def _files(session: SessionBase, lot: m.Lot) -> list[dict[str, Any]]:
    known = session.get(_SESSION) or {}
    if known.get("lot") != str(lot.pk) or known.get("person") != str(lot.person_id):
        return []
    return [file for file in known.get("files", []) if _TOKEN.fullmatch(file["token"])]
