"""What is looked at before a request of another device reaches the journal, and the one file that anybody may fetch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from asgiref.sync import sync_to_async

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

MOST = 50_000_000
"""Bytes that a device may send at once: the largest file that a page takes."""
MOST_OF_A_STRANGER = 10_000
"""Who was not let in has only the form of the door to send."""
_DIGITS = 12
"""A length of more digits is none that anybody means."""


class Gate:
    """No more is read of a request than it can be good for: nobody who was not let in fills the disk or the memory.

    lets_in: whether cookies, as they were sent, hold the session of a device that is let in. It is asked only where
    more is announced than a stranger may send.
    """

    def __init__(self, app: App, lets_in: Callable[[str], bool]) -> None:
        self._app, self._lets_in = app, sync_to_async(lets_in)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        announced = headers.get(b"content-length", b"0")
        if not announced.isdigit() or len(announced) > _DIGITS:
            await _plain(send, 413, b"")
            return
        most = MOST_OF_A_STRANGER
        if int(announced) > most or b"transfer-encoding" in headers:
            cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
            most = MOST if await self._lets_in(cookies) else most
        if int(announced) > most:
            await _plain(send, 413, b"")
            return
        left = most

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        await self._app(scope, counted, send)


class OneFile:
    """A file at one address, for whoever asks by one of these names; everything else is not here."""

    def __init__(self, path: str, content: bytes, hosts: frozenset[str]) -> None:
        self._path, self._content, self._hosts = path, content, hosts

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        asked = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
        name = asked if asked.endswith("]") else asked.rpartition(":")[0] or asked
        if scope["method"] not in ("GET", "HEAD") or scope["path"] != self._path or name not in self._hosts:
            await _plain(send, 404, b"")
            return
        await _plain(send, 200, self._content, b"application/x-x509-ca-cert", head=scope["method"] == "HEAD")


async def _plain(send: Send, status: int, content: bytes, kind: bytes = b"text/plain", *, head: bool = False) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(content)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else content})
