"""A line between the browser and the server that hangs or breaks off where it is told to, as networks do."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

NOTHING = "(?!)"


@dataclass
class Line:
    """What hangs: addresses that get no answer at all, and addresses whose answer stalls halfway.

    instead: what something on the way says in place of the server, whatever it is asked.
    """

    address: str
    held: str = NOTHING
    stalled: str = NOTHING
    instead: str = ""
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def go_on(self) -> None:
        """What hung goes on."""
        self.held = self.stalled = NOTHING
        self.over.set()

    def carry(self, here: socket.socket, port: int) -> None:
        """One request and its answer. The line closes afterwards, so that each request is seen."""
        with here.makefile("rb") as coming:
            first, head = coming.readline(), b""
            while (each := coming.readline()) not in (b"\r\n", b""):
                if not each.lower().startswith((b"connection:", b"accept-encoding:")):
                    head += each
            size = re.search(rb"(?i)^content-length: *(\d+)", head, re.MULTILINE)
            body = coming.read(int(size[1])) if size else b""
        if not first:
            return
        path = first.split(b" ")[1].decode()
        self.asked.append(path)
        if re.match(self.held, path):
            self.over.wait()
        if self.instead:
            here.sendall(self.instead.encode())
            return
        with socket.create_connection(("127.0.0.1", port)) as there:
            there.sendall(first + head + b"Connection: close\r\n\r\n" + body)
            answer = b"".join(iter(lambda: there.recv(65_536), b""))
        stalls = re.match(self.stalled, path)
        here.sendall(answer[: len(answer) // 2] if stalls else answer)
        if stalls:
            self.over.wait()
            here.sendall(answer[len(answer) // 2 :])


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """The server at this port, by way of a line."""

    class Each(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):  # the browser has gone
                line.carry(self.request, port)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Each) as server:
        line = Line(f"http://localhost:{server.server_address[1]}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield line
        line.go_on()
        server.shutdown()
