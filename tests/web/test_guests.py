"""A crowd at the door of other devices: it is kept small, and neither a phone nor this computer's own page waits."""

from __future__ import annotations

import contextlib
import http.client
import resource
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterpoise.web.devices.guests import Guests
from counterpoise.web.devices.listening import BESIDE, TRUST_BESIDE
from counterpoise.web.devices.network import MOST_AT_ONCE
from tests.web import served
from tests.web.served import Served
from tests.web.test_network import Phone

STRANGER = "127.0.0.9"
"""Another device of the network; a phone asks from 127.0.0.1."""


class Both:
    """A listener that takes four connections, and both ends of each."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self.guests, self.stack = Guests(4), stack
        self.far: list[socket.socket] = []
        self.near: list[socket.socket] = []

    def come(self, *addresses: str) -> None:
        for address in addresses:
            far, near = map(self.stack.enter_context, socket.socketpair())
            far.setblocking(False)
            self.far.append(far)
            self.near.append(near)
            self.guests.comes(near, address)

    def still_open(self) -> list[bool]:
        return [is_open(far) for far in self.far]


def is_open(far: socket.socket) -> bool:
    try:
        return far.recv(1) != b""
    except BlockingIOError:
        return True


@pytest.fixture
def both() -> Iterator[Both]:
    with contextlib.ExitStack() as stack:
        yield Both(stack)


def test_who_holds_the_most_loses_the_oldest(both: Both) -> None:
    both.come("phone", *["stranger"] * 5)
    assert both.still_open() == [True, False, False, True, True, True]


def test_of_those_who_hold_as_much_it_is_who_came_first(both: Both) -> None:
    both.come("first", "second", "third", "fourth", "fifth")
    assert both.still_open() == [False, True, True, True, True]


def test_who_has_gone_makes_room(both: Both) -> None:
    both.come(*["stranger"] * 4)
    for one in both.near[1:]:
        one.close()
    both.come(*["stranger"] * 3)
    assert both.still_open() == [True, False, False, False, True, True, True]


# --- the real program ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    started = served.in_network(tmp_path_factory.mktemp("crowd") / "data", "Ruth")
    yield started
    started.stop()


@contextlib.contextmanager
def crowd(port: int, size: int) -> Iterator[list[socket.socket]]:
    """So many connections from elsewhere that ask for nothing."""
    with contextlib.ExitStack() as stack:
        made = []
        for _one in range(size):
            one = socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(STRANGER, 0))
            made.append(stack.enter_context(one))
        yield made


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="all of 127/8 is this computer on Linux only")
@pytest.mark.parametrize("beside", [BESIDE, TRUST_BESIDE])
def test_nobody_waits_for_a_crowd_that_asks_for_nothing(running: Served, beside: int) -> None:
    """Though the program may open few files, as on many computers."""
    pid = running.process.pid
    already = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (already + 2 * MOST_AT_ONCE, 4096))
    phone = Phone(running)
    with crowd(running.port + beside, 4 * MOST_AT_ONCE):
        assert phone.ask("GET", "/")[0] == 403, "the door answers, and is not too full to"
        assert "not paired" in phone.ask("GET", "/emergency/")[1]
        here = http.client.HTTPConnection("localhost", running.port, timeout=20)
        here.request("GET", "/emergency/")
        assert here.getresponse().status == 200
        here.close()
        assert running.authority()
        assert len(list(Path(f"/proc/{pid}/fd").iterdir())) < already + 2 * MOST_AT_ONCE
