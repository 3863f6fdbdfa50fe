"""`counterpoise unlock`: the app lock of a diary taken off by the owner of this machine's account."""

from __future__ import annotations

import argparse

from counterpoise.commands.people import chosen, person_argument
from counterpoise.text import _


def HELP() -> str:
    return _("remove the app lock of a diary where nothing opens it any more; the diary stays as it is")


def arguments(parser: argparse.ArgumentParser) -> None:
    person_argument(parser)


def run(args: argparse.Namespace) -> int:
    import datetime as dt

    person = chosen(args.person)
    from counterpoise.journal import app_lock

    if not app_lock.take_off(person, dt.datetime.now(dt.UTC)):
        print(_("{name}: no app lock is on; nothing was changed.").format(name=person.name))
        return 0
    print(
        _("{name}: the app lock is off. Its passphrase, passkeys and recovery code are gone.").format(name=person.name)
    )
    print(_("The diary was not touched. It says that the lock was taken off here; a new one can be put on under More."))
    return 0
