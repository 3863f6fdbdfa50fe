"""What `serve --lan` asks and says: where other devices reach the journal, by which certificate, and what to scan."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.commands import Refused
from counterpoise.text import _

if TYPE_CHECKING:
    import socket

    from counterpoise.journal.models import Person
    from counterpoise.web.devices.authority import Names
    from counterpoise.web.devices.listening import Listening
    from counterpoise.web.devices.network import Kept, Network


def lan_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --lan and what goes with it."""
    parser.add_argument(
        "--lan",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help=_("let your phone in too, over the network at home; ADDRESS names one of several (docs/phone.md)"),
    )
    parser.add_argument(
        "--lan-name",
        action="append",
        default=[],
        metavar="NAME",
        help=_("with --lan: a further name of this computer, such as diary.example.org; may be given several times"),
    )
    parser.add_argument(
        "--lan-certificate",
        type=Path,
        metavar="FILE",
        help=_("with --lan: a certificate of your own for --lan-name (PEM, the chain and its key in it)"),
    )


@dataclass(frozen=True)
class Asked:
    """What the words of the command line come to."""

    names: Names
    port: int
    trust_port: int
    base: str | None  # how it is reached from outside, where that is not the first address and the port
    own: Path | None  # a certificate of the person's own

    def here(self, ends_at: dt.datetime, fingerprint: str | None) -> Listening:
        from counterpoise.web.devices.listening import Listening

        trust = None if fingerprint is None else self.trust_port
        return Listening(self.names, self.port, ends_at, fingerprint, trust, self.base)


def asked(args: argparse.Namespace) -> Asked | None:
    """Names, addresses and ports; None where nobody asked for other devices. Raises Refused."""
    if args.lan is None:
        if args.lan_name or args.lan_certificate:
            raise Refused(_("--lan-name and --lan-certificate go with --lan"))
        return None
    from counterpoise.web.devices import addresses, listening

    port, trust = args.port + listening.BESIDE, args.port + listening.TRUST_BESIDE
    if trust > 65535:
        most = 65535 - listening.TRUST_BESIDE
        raise Refused(_("--port {port}: too high with --lan; at most {most}").format(port=args.port, most=most))
    if args.lan_certificate is not None and not args.lan_name:
        raise Refused(_("--lan-certificate: --lan-name is missing; the certificate is for a name"))
    try:
        where = (addresses.named(args.lan),) if args.lan else addresses.of_this_computer()
        further = [addresses.further_name(name) for name in args.lan_name]
    except addresses.NoAddress as error:
        raise Refused(str(error)) from None
    names = addresses.names(where, tuple(name for name, _port in further))
    return Asked(names, port, trust, _base(*further[0], port) if further else None, args.lan_certificate)


def network(wanted: Asked, now: dt.datetime) -> Network:
    """What answers other devices, ready to be started. Raises Refused."""
    from counterpoise import place
    from counterpoise.web.devices import network as net

    if wanted.own is not None:
        here = wanted.here(_ends(wanted.own, now), None)
        return net.Network(here, wanted.own, _sockets(wanted, wanted.port), None, [])
    sockets = _sockets(wanted, wanted.port)
    trust = _sockets(wanted, wanted.trust_port)
    kept = net.certificate(wanted.names, now)
    _say_new(kept)
    made = kept.certificate
    here = wanted.here(made.ends_at, made.fingerprint)
    return net.Network(here, place.network_certificate(), sockets, made.authority_der(), trust)


def running(wanted: Asked, now: dt.datetime) -> Listening:
    """Where the journal that runs already answers other devices. Raises Refused where it does not do it like this."""
    from counterpoise.web.devices import network as net

    if wanted.own is not None:
        here: Listening | None = wanted.here(_ends(wanted.own, now), None)
    else:
        kept, why = net.kept(wanted.names, now)
        here = wanted.here(kept.ends_at, kept.fingerprint) if kept is not None and why is None else None
    if here is None or not net.answers_at(here):
        raise Refused(_("the journal is open already, but not like this; stop it (Ctrl-C), then start it anew"))
    return here


def invite(here: Listening, people: Sequence[Person], port: int, now: dt.datetime) -> None:
    """The code that pairs a phone, where it is clear with whose diary; else the way to it."""
    from counterpoise.journal import devices

    print("\n" + _("For your phone, in the same network:"))
    if len(people) != 1:
        print(_("open your diary on this computer, then More, Devices: each person pairs a phone there."), flush=True)
        return
    if here.trust_link is not None and here.fingerprint is not None:
        print("\n" + _("1. Once for each phone: scan this, install the file, and switch its trust on (docs/phone.md)."))
        _show(here.trust_link)
        print(_("   Its SHA-256 fingerprint: {fingerprint}").format(fingerprint=here.fingerprint))
        print("\n" + _("2. Scan this to pair it. It works once, for ten minutes."))
    _show(f"{here.address}/pair/#{devices.link(people[0], now)}")
    text = _("Then compare the number it shows with the one at {page}, or with ./x devices, and say yes.")
    print(text.format(page=f"http://localhost:{port}/devices/"), flush=True)


def _sockets(wanted: Asked, port: int) -> list[socket.socket]:
    from counterpoise.web.devices import network as net

    try:
        return net.listen(wanted.names.addresses, port)
    except OSError as error:
        text = _("--lan: {address}, port {port}: cannot be used ({reason})")
        where = ", ".join(map(str, wanted.names.addresses))
        raise Refused(text.format(address=where, port=port, reason=error.strerror)) from None


def _base(name: str, other: int | None, port: int) -> str:
    at = other or port
    return f"https://{name}" if at == 443 else f"https://{name}:{at}"


def _ends(path: Path, now: dt.datetime) -> dt.datetime:
    """When a certificate of the person's own ends. Raises Refused where it cannot be used."""
    import ssl

    from cryptography import x509

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path)
        ends = x509.load_pem_x509_certificates(path.read_bytes())[0].not_valid_after_utc
    except (ssl.SSLError, ValueError):
        text = _("--lan-certificate {file}: not a certificate with its key (PEM)")
        raise Refused(text.format(file=path)) from None
    if ends <= now:
        text = _("--lan-certificate {file}: it ended on {day}")
        raise Refused(text.format(file=path, day=ends.date().isoformat()))
    return ends


def _say_new(kept: Kept) -> None:
    told = {
        "first": _("A certificate for this computer was made."),
        "ends": _("The certificate of this computer was about to end, so a new one was made."),
        "moved": _("The address or name of this computer has changed, so a new certificate was made."),
        "unreadable": _("The certificate of this computer could not be read, so a new one was made."),
    }
    if kept.new is not None:
        day = kept.certificate.ends_at.date().isoformat()
        print(told[kept.new], _("It is good until {day}.").format(day=day))
    if kept.new in ("ends", "moved", "unreadable"):
        print(_("Each phone has to install the new file once (step 1). Its pairing stays; remove the old file there."))


def _show(link: str) -> None:
    """The picture only where somebody looks: a program that reads this wants the link."""
    from counterpoise.web.devices import qr

    if sys.stdout.isatty():
        print("\n" + qr.for_terminal(link))
    print(f"\n    {link}\n")
