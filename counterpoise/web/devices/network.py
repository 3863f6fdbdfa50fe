"""Answering other devices: the certificate as it is kept, the sockets, and the servers beside the journal's own."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import secrets
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import uvicorn

from counterpoise import place
from counterpoise.web.devices import authority, listening
from counterpoise.web.devices.addresses import in_a_link
from counterpoise.web.devices.authority import Certificate, Names
from counterpoise.web.devices.gate import App, Gate, OneFile
from counterpoise.web.devices.guests import Door, Guests

MOST_AT_ONCE = 64
"""Connections of other devices at each port; one more, and whoever holds the most loses one (`guests`)."""


@dataclass(frozen=True)
class Kept:
    """The certificate to serve with, and why it is a new one: None, "first", "ends", "moved" or "unreadable"."""

    certificate: Certificate
    new: str | None


@dataclass(frozen=True)
class Network:
    """Everything that answers other devices."""

    here: listening.Listening
    certificate: Path  # the chain and its key
    sockets: list[socket.socket]
    authority: bytes | None
    trust: list[socket.socket]


def certificate(names: Names, now: dt.datetime) -> Kept:
    """The one that is kept, or a new one where it does not fit any more."""
    old, why = kept(names, now)
    return Kept(old, None) if old is not None and why is None else Kept(_made(names, now), why)


def kept(names: Names, now: dt.datetime) -> tuple[Certificate | None, str | None]:
    """The one that is kept, and why another one is needed."""
    try:
        old = authority.read(place.network_certificate().read_bytes())
    except FileNotFoundError:
        return None, "first"
    except ValueError:
        return None, "unreadable"
    if old.ends_at - now < authority.RENEW_BEFORE:
        return old, "ends"
    return old, None if old.covers(names) else "moved"


def listen(addresses: Sequence[authority.Address], port: int) -> list[socket.socket]:
    """Sockets at these addresses and no others. Raises OSError."""
    doors: list[socket.socket] = []
    guests = Guests(MOST_AT_ONCE)
    try:
        for address in addresses:
            door = Door(socket.AF_INET6 if address.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
            doors.append(door)
            door.guests = guests
            if os.name == "posix":
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if address.version == 6:
                door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            door.bind((str(address), port))
            door.listen(128)
    except OSError:
        for opened in doors:
            opened.close()
        raise
    return doors


def answers_at(here: listening.Listening) -> bool:
    """Whether something listens there already."""
    try:
        socket.create_connection((str(here.names.addresses[0]), here.port), timeout=1).close()
    except OSError:
        return False
    return True


class First(uvicorn.Server):
    """The journal's own server: it hears the signals for all, and the others begin and end with it."""

    def __init__(self, config: uvicorn.Config, network: Network, common: dict[str, Any]) -> None:
        super().__init__(config)
        self._others = [(_Beside(one), sockets) for one, sockets in _configs(network, common)]
        self._running: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._running = [asyncio.create_task(one.serve(its)) for one, its in self._others]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for one, _its in self._others:
            one.should_exit = True
        await asyncio.gather(super().shutdown(sockets), *self._running)


class _Beside(uvicorn.Server):
    def capture_signals(self) -> contextlib.AbstractContextManager[None]:  # type: ignore[override]
        return contextlib.nullcontext()


def _configs(network: Network, common: dict[str, Any]) -> list[tuple[uvicorn.Config, list[socket.socket]]]:
    from counterpoise.web.asgi import application

    configs = [
        (
            uvicorn.Config(
                Gate(cast(App, application), _lets_in),
                ssl_certfile=network.certificate,
                ssl_context_factory=_strict,
                **common,
            ),
            network.sockets,
        )
    ]
    if network.authority is not None:
        hosts = frozenset(map(in_a_link, network.here.names.addresses))
        one = OneFile("/counterpoise.crt", network.authority, hosts)
        configs.append((uvicorn.Config(one, **common), network.trust))
    return configs


def _lets_in(cookies: str) -> bool:
    """Asked before there is a request, with whose end the connection to the database would be closed."""
    from django.db import close_old_connections

    from counterpoise.web.devices.sessions import lets_in

    try:
        return lets_in(cookies)
    finally:
        close_old_connections()


def _strict(_config: uvicorn.Config, usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """TLS 1.3 only: with it nobody who listens in the network sees the certificate and its names."""
    context = usual()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def _made(names: Names, now: dt.datetime) -> Certificate:
    """A new one, written aside and put in place whole; only its owner can read it."""
    made = authority.make(names, now)
    path = place.network_certificate()
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made.pem())
    draft.replace(path)
    return made
