"""The file between being looked at and being brought in: in the data folder, for its owner only, an hour at most.

It is bound to one session and one person. Nothing of it stands in an address; the name of the file on disk is random.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver

from counterpoise import place
from counterpoise.journal import models as m
from counterpoise.journal.erase import person_erased

KEPT = dt.timedelta(hours=1)
FOLDER = "brought"
_SESSION = "brought"
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Held:
    """A file that waits: its name, what is in it, the zone its times are in, and what its columns mean."""

    name: str
    data: bytes
    zone: str
    mapping: dict[str, Any] | None = None
    token: str = ""


def hold(session: SessionBase, person: m.Person, file: Held, now: dt.datetime) -> Held:
    """Keep a file for this person in this session, in place of any other."""
    forget(session)
    sweep(now)
    token = secrets.token_hex(16)
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(folder / token, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.write(file.data)
    session[_SESSION] = {"token": token, "person": str(person.pk), "name": file.name, "zone": file.zone}
    return replace(file, token=token)


def held(session: SessionBase, person: m.Person, now: dt.datetime) -> Held | None:
    """The file that waits for this person in this session, if it is still there."""
    sweep(now)
    known = session.get(_SESSION)
    if known is None or known["person"] != str(person.pk) or not _TOKEN.fullmatch(known["token"]):
        return None
    try:
        data = (_folder() / known["token"]).read_bytes()
    except OSError:
        return None
    return Held(known["name"], data, known["zone"], known.get("mapping"), known["token"])


def keep_mapping(session: SessionBase, mapping: dict[str, Any]) -> None:
    """Remember what the columns of the waiting file mean."""
    session[_SESSION] = session[_SESSION] | {"mapping": mapping}


def forget(session: SessionBase) -> None:
    """Delete the waiting file."""
    known = session.pop(_SESSION, None)
    if known is not None and _TOKEN.fullmatch(known["token"]):
        (_folder() / known["token"]).unlink(missing_ok=True)


def sweep(now: dt.datetime | None) -> None:
    """Delete files that waited too long; without a time, all of them (nobody can be waiting when the server starts)."""
    with suppress(FileNotFoundError):
        for path in _folder().iterdir():
            with suppress(FileNotFoundError):
                if now is None or now.timestamp() - path.stat().st_mtime > KEPT.total_seconds():
                    path.unlink()


@receiver(person_erased)
def _forget_all(**_signal: Any) -> None:
    """Nothing of an erased person waits; whoever else was deciding chooses the file again."""
    sweep(None)


def _folder() -> Path:
    return place.data_folder() / FOLDER
