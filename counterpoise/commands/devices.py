"""`counterpoise devices`: the phones that are paired with a diary, and the word that pairs or ends one."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from counterpoise.commands import Refused
from counterpoise.commands.people import chosen, person_argument
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.journal.models import Person


def HELP() -> str:
    return _("the phones that are paired with a diary; pair the one that asks, or end one")


def arguments(parser: argparse.ArgumentParser) -> None:
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--pair", metavar="NUMBER", help=_("say yes to the device that shows this number"))
    one.add_argument("--revoke", metavar="NAME", help=_("end the pairing of this device, from its next click on"))
    person_argument(parser)


def run(args: argparse.Namespace) -> int:
    person = chosen(args.person)
    now = dt.datetime.now(dt.UTC)
    if args.pair is not None:
        _pair(person, args.pair, now)
    elif args.revoke is not None:
        _revoke(person, args.revoke, now)
    else:
        _list(person, now)
    return 0


def _pair(person: Person, given: str, now: dt.datetime) -> None:
    from counterpoise.journal import devices

    number = "".join(given.split())
    for device in devices.waiting(person, now):
        if device.code == number and devices.pair(device, now):
            print(_("{name}: paired").format(name=device.name))
            return
    raise Refused(_("--pair {number}: no device asks with this number").format(number=given))


def _revoke(person: Person, name: str, now: dt.datetime) -> None:
    from counterpoise.journal import devices

    device = devices.named(person, name)
    if device is None:
        names = ", ".join(one.name for one in devices.all_of(person).filter(revoked_at=None))
        text = _("--revoke {name}: no paired device has this name; it is one of: {names}")
        none = _("--revoke {name}: no device is paired")
        raise Refused((text if names else none).format(name=name, names=names))
    devices.revoke(device, now)
    print(_("{name}: ended. It is let in no more.").format(name=device.name))


def _list(person: Person, now: dt.datetime) -> None:
    from counterpoise.journal import devices

    zone = ZoneInfo(person.time_zone)

    def told(at: dt.datetime | None) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at is not None else "-"

    asking, known = list(devices.waiting(person, now)), list(devices.all_of(person))
    for device in asking:
        text = _("{name}: asks to be paired, and shows {code}. The same on the phone? ./x devices --pair {code}")
        print(text.format(name=device.name, code=device.code))
    for device in known:
        if device.revoked_at is None:
            text = _("{name}: paired {paired}, last seen {seen}")
        else:
            text = _("{name}: paired {paired}, ended {ended}")
        print(
            text.format(
                name=device.name,
                paired=told(device.paired_at),
                seen=told(device.seen_at),
                ended=told(device.revoked_at),
            )
        )
    if not asking and not known:
        print(_("No device is paired. `counterpoise serve --lan` lets a phone in."))
