"""How many connections other devices hold open: who opens too many loses its own, and nobody else is kept out.

They are counted as they are accepted, before a word was said or a certificate shown: a connection that never asks for
anything costs as much as any other. What a request may send is looked at later (`gate`).
"""

from __future__ import annotations

import contextlib
import socket
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from weakref import ref


@dataclass(frozen=True)
class Guest:
    """A connection as long as somebody else holds it, and the address it came from."""

    connection: ref[socket.socket]
    address: str

    def is_here(self) -> bool:
        connection = self.connection()
        return connection is not None and connection.fileno() != -1

    def goes(self) -> None:
        """Ended for both sides: whatever reads from it, be it still at the handshake, finds the end and closes it."""
        connection = self.connection()
        if connection is not None:
            with contextlib.suppress(OSError):  # it has gone by itself
                connection.shutdown(socket.SHUT_RDWR)


@dataclass
class Guests:
    """The connections of some listeners, at most so many at once."""

    most: int
    here: list[Guest] = field(default_factory=list)

    def comes(self, connection: socket.socket, address: str) -> bool:
        """Counted in; whether another one had to go for it: the oldest of the address that holds the most."""
        self.here = [*filter(Guest.is_here, self.here), Guest(ref(connection), address)]
        if len(self.here) <= self.most:
            return False
        held = Counter(guest.address for guest in self.here)
        goes = max(self.here, key=lambda guest: held[guest.address])  # of equals the first, which came first
        self.here.remove(goes)
        goes.goes()
        return True


class Door(socket.socket):
    """A listening socket whose connections are guests."""

    guests: Guests
    _waits = False

    def accept(self) -> tuple[socket.socket, Any]:
        """Raises BlockingIOError after each one that had to go, as where nobody knocks: it is closed before the next
        comes in, so that a crowd at the door never opens more files than there are places."""
        if self._waits:
            self._waits = False
            raise BlockingIOError
        connection, peer = super().accept()
        self._waits = self.guests.comes(connection, peer[0])
        return connection, peer
