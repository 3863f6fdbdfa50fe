"""`counterpoise check`: is everything here as it should be? One line each."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable

from counterpoise import place
from counterpoise.text import _

ENOUGH_SPACE = 200_000_000
"""Bytes: room for the journal, its log and a second copy while it is written anew."""


Check = tuple[str, Callable[[], str]]


class Trouble(Exception):
    """What is wrong, and what can be done."""


def HELP() -> str:
    return _("look whether everything here is as it should be")


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_args: argparse.Namespace) -> int:
    wrong = False
    for group in _groups():
        for name, examine in group:
            try:
                print(f"ok  {name}: {examine()}")
            except (Trouble, OSError) as trouble:
                print(f"!!  {name}: {trouble}")
                wrong = True
                break
    return 2 if wrong else 0


def _groups() -> list[list[Check]]:
    """Within a group, a check rests on those before it."""
    database: list[Check] = [(_("database"), lambda: _("none yet; `counterpoise serve` makes it"))]
    if place.database_file().exists():
        database = [(_("database"), _database), (_("tables"), _tables), (_("clock"), _clock)]
    return [
        [(_("data folder"), _data_folder), (_("disk space"), _disk_space)],
        database,
        [(_("facts"), _facts)],
        [(_("compiled kernels"), _kernels)],
    ]


def _data_folder() -> str:
    folder = place.data_folder()
    if not folder.exists():
        return _("{folder} (not made yet)").format(folder=folder)
    place.make_data_folder()
    open_to = [
        path
        for path in (folder, *folder.glob("*.sqlite3*"), *folder.glob("secret-key"), *folder.glob("network-*"))
        if _others_can(path)
    ]
    if open_to and os.name == "posix":
        raise Trouble(_("others on this machine can read {path}; `chmod go= {path}` ends that").format(path=open_to[0]))
    return str(folder)


def _disk_space() -> str:
    folder = place.data_folder()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < ENOUGH_SPACE:
        raise Trouble(_("only {free} MB are free; {need} MB are needed").format(free=free // 10**6, need=200))
    return _("{free} MB free").format(free=free // 10**6)


def _database() -> str:
    import sqlite3
    from contextlib import closing

    try:
        with closing(sqlite3.connect(f"{place.database_file().as_uri()}?mode=ro", uri=True)) as database:
            said = [line for (line,) in database.execute("PRAGMA quick_check(3)")]
            astray = database.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        said, astray = [str(error)], []
    if said != ["ok"] or astray:
        found = "; ".join(said) if said != ["ok"] else _("rows that lead nowhere in {table}").format(table=astray[0][0])
        raise Trouble(_("damaged ({problem}); `counterpoise restore` puts a backup in its place").format(problem=found))
    return str(place.database_file())


def _tables() -> str:
    from counterpoise.web.setup import set_up

    set_up()
    from counterpoise.journal import opening

    if opening.pending(opening.applied()):
        return _("older than this program; the next start brings them in step")
    return _("in step with this program")


def _clock() -> str:
    """A clock that was set back would put new entries before old ones."""
    import datetime as dt

    from django.db.models import Max

    from counterpoise.journal import opening
    from counterpoise.journal.rows import KINDS

    if opening.pending(opening.applied()):
        return _("looked at once the tables are in step")
    own = [kind.table.objects.filter(brought_by=None) for kind in KINDS.values()]  # a file may say what it likes
    newest = max(filter(None, (rows.aggregate(at=Max("recorded_at"))["at"] for rows in own)), default=None)
    now = dt.datetime.now(dt.UTC)
    if newest is not None and newest > now + dt.timedelta(minutes=5):
        raise Trouble(
            _("it is {now} here, but an entry was recorded on {newest}; is the clock right?").format(
                now=f"{now:%Y-%m-%d %H:%M}", newest=f"{newest:%Y-%m-%d %H:%M}"
            )
        )
    return f"{now:%Y-%m-%d %H:%M} UTC"


def _facts() -> str:
    from counterpoise.knowledge.load import load
    from counterpoise.knowledge.pack_file import BrokenPack

    knowledge = load()
    try:
        list(knowledge.everything())  # a file is read when it is asked for
    except BrokenPack as error:
        raise Trouble(str(error)) from None
    return _("{substances} substances, {measures} measures").format(
        substances=len(knowledge.substances), measures=len(knowledge.measures)
    )


def _kernels() -> str:
    kept = len(list(place.kernel_cache().rglob("*.nbi")))
    return _("kept") if kept else _("not compiled yet; the first `counterpoise serve` does it")


def _others_can(path: os.PathLike[str]) -> bool:
    return bool(os.stat(path).st_mode & 0o077)
