"""Serving the journal on this machine: the sockets, the one-time links, the server, and its end."""

from __future__ import annotations

import contextlib
import datetime as dt
import hmac
import http.client
import os
import secrets
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoise import place
from counterpoise.journal import checkins
from counterpoise.journal.models import Person
from counterpoise.web.access.links import mint
from counterpoise.web.access.proof import proof

if TYPE_CHECKING:
    from counterpoise.web.devices.network import Network

LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


AT_ITS_START = 15
"""Seconds until one that was started a moment ago answers; where nobody listens, that is known at once."""


class PortTaken(OSError):
    """Something else answers at this port."""


def listen(port: int) -> list[socket.socket]:
    """Sockets of this machine only, where nobody else can reach them. Raises PortTaken."""
    sockets = []
    for family, address in LOOPBACK:
        try:
            listener = socket.socket(family, socket.SOCK_STREAM)
        except OSError:
            continue  # a machine without IPv6
        if os.name == "posix":  # elsewhere it would let a second program share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if family == socket.AF_INET:
                raise PortTaken(error.errno, error.strerror) from error
            continue
        sockets.append(listener)
    return sockets


def ours(port: int, patience: float = 2) -> bool:
    """Whether the server at this port keeps this very data folder."""
    challenge = secrets.token_urlsafe(16)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        connection.request("GET", f"/health/{challenge}", headers={"Host": "localhost"})
        answer = connection.getresponse().read(200)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return hmac.compare_digest(answer, proof(challenge, port).encode())


def running_at() -> int | None:
    """The port at which this very data folder is served already; None where it is not.

    Not a lock, which would outlive a power cut or wants a disk that knows them: what was written down is asked.
    """
    try:
        port = int(place.serving_port_file().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return port if 1 <= port <= 65535 and ours(port, AT_ITS_START) else None


def written_down(port: int) -> None:
    """Leave word of where it is served; where that cannot be kept, only a start at the same port finds it."""
    with contextlib.suppress(OSError):
        place.serving_port_file().write_text(f"{port}\n", encoding="ascii")


def links(port: int, people: Sequence[Person], now: dt.datetime) -> list[tuple[Person | None, str]]:
    """A fresh one-time link for each of these people; for nobody yet, one that lets somebody start."""
    meant: Sequence[Person | None] = people or [None]
    return [(person, f"http://localhost:{port}/enter/{mint(person, now)}") for person in meant]


def run(port: int, sockets: list[socket.socket], network: Network | None = None) -> None:
    """Answer until the program is told to stop; then finish what is under way."""
    import uvicorn
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    from counterpoise.web.start import sample

    now = dt.datetime.now(dt.UTC)
    checkins.forget_expired(now)
    sample.forget_old(now)
    SessionStore.clear_expired()
    settings.SESSION_COOKIE_NAME = f"counterpoise_{port}"  # cookies know no ports: two journals stay apart
    common: dict[str, Any] = {
        "lifespan": "off",
        "ws": "none",
        "access_log": False,  # an address may tell something of a person
        "log_config": None,
        "proxy_headers": False,
        "server_header": False,
        "timeout_graceful_shutdown": 3,
    }
    config = uvicorn.Config("counterpoise.web.asgi:application", **common)
    if network is None:
        uvicorn.Server(config).run(sockets=sockets)
        return
    from counterpoise.web.devices import listening
    from counterpoise.web.devices.network import First

    listening.begin(network.here)
    First(config, network, common).run(sockets=sockets)
