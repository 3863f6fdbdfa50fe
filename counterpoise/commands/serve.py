"""`counterpoise serve`: the journal in the browser, on this machine, and on a paired phone where that is asked for."""

from __future__ import annotations

import argparse
import contextlib
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterpoise import place
from counterpoise.commands import Refused, lan
from counterpoise.commands.lan import lan_arguments
from counterpoise.commands.people import person_argument
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.journal.models import Person
    from counterpoise.web.devices.listening import Listening


def HELP() -> str:
    return _("open the journal in the browser, on this machine only; with --lan on your phone too")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, metavar="N", help=_("where it answers (default 8000)"))
    parser.add_argument("--no-open", action="store_true", help=_("print the link without opening the browser"))
    lan_arguments(parser)
    person_argument(parser)


def run(args: argparse.Namespace) -> int:
    if not 1 <= args.port <= 65535:
        raise Refused(_("--port {port}: not allowed; from 1 to 65535").format(port=args.port))
    wanted = lan.asked(args)
    _known_address()
    place.make_data_folder()
    os.environ["NUMBA_CACHE_DIR"] = str(place.kernel_cache())  # before numba is imported
    people = _people(args.person)

    from django.utils import timezone

    from counterpoise.web import kernels, serving, warming
    from counterpoise.web.checkins import sender

    elsewhere = serving.running_at()
    if elsewhere is not None:  # at another port, too: one data folder is served once
        args.port = elsewhere
        wanted = lan.asked(args)
    try:
        sockets = serving.listen(args.port)
    except serving.PortTaken:
        if not serving.ours(args.port):
            message = _("port {port} is in use by another program; try: counterpoise serve --port {other}")
            raise Refused(message.format(port=args.port, other=args.port + 1)) from None
        serving.written_down(args.port)
        here = lan.running(wanted, timezone.now()) if wanted is not None else None
        _invite(args, people, _("The journal is open already. A fresh link:"), here)
        return 0
    try:
        network = lan.network(wanted, timezone.now()) if wanted is not None else None
    except Refused:
        for listener in sockets:
            listener.close()
        raise
    serving.written_down(args.port)
    kernels.start()
    warming.start()
    sender.start()
    try:
        here = network.here if network is not None else None
        on_both, here_only = _("The journal is open, on this machine:"), _("The journal is open, on this machine only:")
        _invite(args, people, here_only if here is None else on_both, here)
        print(_("Ctrl-C stops it."), flush=True)
        with contextlib.suppress(KeyboardInterrupt):  # started in the background of a shell, it ends without one
            serving.run(args.port, sockets, network)
        print("\n" + _("Stopped. Everything that was saved is kept."), flush=True)
    finally:
        sender.stop()
        kernels.stop()
    return 0


def _known_address() -> None:
    from counterpoise.web.share import address

    try:
        address.named()
    except address.BadAddress as error:
        raise Refused(str(error)) from error


def _people(name: str | None) -> Sequence[Person]:
    """Who gets a link: the one named, else everybody who keeps a diary here."""
    from counterpoise.commands.people import chosen
    from counterpoise.web.setup import opened

    opened()
    from counterpoise.journal.models import Person

    if name is not None:
        return [chosen(name)]
    return list(Person.objects.filter(sample=False).order_by("name"))


def _invite(args: argparse.Namespace, people: Sequence[Person], greeting: str, here: Listening | None) -> None:
    """Print the links, and open the browser where there is one and one only is meant."""
    from django.utils import timezone

    from counterpoise.web import serving

    fresh = serving.links(args.port, people, timezone.now())
    print(greeting, end="\n\n")
    for person, link in fresh:
        print(f"    {link}" if person is None or len(fresh) == 1 else f"    {person.name}: {link}")
    print("\n" + _("Each link works once, for one day. For another, start Counterpoise again."), flush=True)
    if here is not None:
        lan.invite(here, people, args.port, timezone.now())
    if len(fresh) == 1 and not args.no_open:
        threading.Thread(target=_browse, args=(fresh[0][1],), daemon=True).start()


def _browse(link: str) -> None:
    """Open the browser of a desktop; where there is none, the printed link is enough."""
    import sys
    import webbrowser

    desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if desktop or sys.platform in ("win32", "darwin"):
        webbrowser.open(link)
