"""Reading in a process of its own, and everything that may go wrong with it, in words for people."""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import IO

from pydantic import ValidationError

import counterpoise
from counterpoise.supply.certificates import limits
from counterpoise.supply.certificates.paper.scan import PROGRAM
from counterpoise.supply.certificates.records import READING, Reading
from counterpoise.supply.certificates.wording import REFUSALS

_CHUNK = 65_536
_PNG = b"\x89PNG\r\n\x1a\n"
_HEAD = 1024
"""Bytes within which a PDF says that it is one."""


class Refused(Exception):
    """A certificate that is not read; the message is one sentence for the person."""

    def __init__(self, code: str) -> None:
        self.code = code if code in REFUSALS else "damaged"
        super().__init__(REFUSALS[self.code]())


def read(data: bytes, name: str = "") -> Reading:
    """What a certificate says. `name` is what the person calls the file; nothing is read from it. Raises Refused."""
    del name  # a name that ends in .pdf says nothing of what is inside
    _look(data)
    kind, answer = _ask(data, ["read"], limits.SECONDS)
    if kind == "S":
        if shutil.which(PROGRAM) is None:
            raise Refused("scanned")
        kind, answer = _ask(data, ["scan"], limits.SCAN_SECONDS)
    if kind != "R":
        raise Refused("damaged")
    try:
        return READING.validate_json(answer)
    except ValidationError:
        raise Refused("damaged") from None


def picture(data: bytes, page: int) -> bytes:
    """One page, from 1, as a PNG. Raises Refused."""
    _look(data)
    kind, answer = _ask(data, ["picture", str(int(page))], limits.SECONDS)
    if kind != "P" or not answer.startswith(_PNG):
        raise Refused("damaged")
    return answer


def file_bytes(path: Path) -> bytes:
    """The bytes of an ordinary file of a size that a certificate may have. Raises Refused, or OSError."""
    try:
        # Not through a link, and not waiting for whoever writes into a pipe.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        if path.is_symlink():
            raise Refused("no_file") from None
        raise
    found = os.fstat(handle)
    ordinary = stat.S_ISREG(found.st_mode)
    if not ordinary or found.st_size > limits.MOST_BYTES:
        os.close(handle)
        raise Refused("too_large" if ordinary else "no_file")
    with open(handle, "rb") as file:
        return file.read(limits.MOST_BYTES + 1)


def _look(data: bytes) -> None:
    """What shows before anything is opened."""
    if not data:
        raise Refused("empty")
    if len(data) > limits.MOST_BYTES:
        raise Refused("too_large")
    if b"%PDF-" not in data[:_HEAD]:
        raise Refused("no_pdf")


def _ask(data: bytes, words: list[str], seconds: float) -> tuple[str, bytes]:
    """Start the process, hand it the file, wait no longer than so many seconds; the letter and the answer."""
    process = subprocess.Popen(  # noqa: S603 - this interpreter, words of our own
        [sys.executable, "-P", "-m", "counterpoise.supply.certificates.child", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd="/",
        start_new_session=True,
    )
    try:
        answer = _answer(process, data, seconds)
    finally:
        _end(process)
    if answer is None:
        raise Refused("too_slow")
    if process.returncode == -signal.SIGXCPU:
        raise Refused("too_slow")
    if not answer or len(answer) > limits.MOST_ANSWER:
        raise Refused("too_much")  # it died of its limits, or says more than any certificate
    kind = chr(answer[0])
    if kind == "!":
        raise Refused(answer[1:40].decode("ascii", "replace"))
    return kind, answer[1:]


def _environment() -> dict[str, str]:
    """Nothing of ours but where the programs are."""
    root = str(Path(counterpoise.__file__).resolve().parent.parent)
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX", "SYSTEMROOT") if name in os.environ}
    return kept | {"PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def _answer(process: subprocess.Popen[bytes], data: bytes, seconds: float) -> bytes | None:
    """All that it says up to the most allowed; None where time ran out."""
    if process.stdin is None or process.stdout is None:
        return None
    ready = _said(process.stdout, len(limits.READY), time.monotonic() + limits.START_SECONDS)
    if ready != limits.READY:
        return ready and b""
    deadline = time.monotonic() + seconds
    Thread(target=_hand_over, args=(process.stdin, data), daemon=True).start()
    said = _said(process.stdout, limits.MOST_ANSWER + 1, deadline)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(max(0.0, min(1.0, deadline - time.monotonic())))
    return said


def _said(pipe: IO[bytes], most: int, deadline: float) -> bytes | None:
    """What comes through a pipe until its end or so many bytes; None where time ran out."""
    said = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while len(said) < most:
            left = deadline - time.monotonic()
            if left <= 0 or not waiting.select(left):
                return None
            chunk = os.read(pipe.fileno(), min(_CHUNK, most - len(said)))
            if not chunk:
                break
            said += chunk
    return bytes(said)


def _hand_over(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError):  # it ended without reading to the end
        pipe.write(data)
        pipe.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """The process and whatever it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()
