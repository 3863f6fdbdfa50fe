"""Compiling the kernels of the science, once, in a process of its own beside the server.

`python -m counterpoise.web.kernels` compiles and writes how far it is; `start`, `state`, `stop` belong to the server.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from counterpoise import place


@dataclass(frozen=True)
class Preparing:
    """Kernels compiled so far, of how many."""

    done: int
    total: int


@dataclass(frozen=True)
class Ready:
    """Nothing is being prepared: an answer can be asked for."""


_process: subprocess.Popen[bytes] | None = None


def state() -> Preparing | Ready:
    """Whether the kernels are being compiled by this server, and how far it is."""
    if _process is None or _process.poll() is not None:
        return Ready()
    try:
        done, total = json.loads(_progress_file().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return Preparing(0, 1)
    return Preparing(done, total)


def start() -> None:
    """Begin compiling what this version of the program has not compiled yet on this machine."""
    global _process  # noqa: PLW0603 - one server, one such process
    if _marked() == _fingerprint():
        return
    with suppress(OSError):  # a folder that cannot be written: the answers will be slower to come, the journal is not
        _progress_file().unlink(missing_ok=True)
    words = [sys.executable, "-P", "-m", "counterpoise.web.kernels"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}  # this very program, wherever it lies
    _process = subprocess.Popen(words, env=environment, stdin=subprocess.PIPE)  # noqa: S603 - our own words


def stop() -> None:
    """End the compiling, if it is still going on; what is compiled stays."""
    if _process is not None and _process.poll() is None:
        _process.terminate()
        _process.wait()


def compile_all() -> None:
    """Compile every kernel into the cache, telling how far it is; then mark this version as done."""
    place.kernel_cache().mkdir(mode=0o700, parents=True, exist_ok=True)
    from counterpoise.science.inference import prepare

    for done, total in prepare.kernels():
        _tell(done, total)
    _mark_file().write_text(_fingerprint(), encoding="ascii")


def _tell(done: int, total: int) -> None:
    draft = _progress_file().with_suffix(".new")
    draft.write_text(json.dumps([done, total]), encoding="ascii")
    draft.replace(_progress_file())


def _progress_file() -> Path:
    return place.kernel_cache() / "progress.json"


def _mark_file() -> Path:
    return place.kernel_cache() / "compiled-for"


def _marked() -> str:
    try:
        return _mark_file().read_text(encoding="ascii")
    except OSError:
        return ""


def _fingerprint() -> str:
    """What the compiled code depends on: the interpreter, numba, and the text of the science."""
    digest = hashlib.sha256(f"{sys.version} {version('numba')}".encode())
    for file in sorted((Path(__file__).parents[1] / "science").rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _end_with_server() -> None:
    """The server holds the other end of our standard input: when it ends, however it ends, so do we."""
    os.read(0, 1)
    os._exit(0)


if __name__ == "__main__":
    os.environ["NUMBA_CACHE_DIR"] = str(place.kernel_cache())  # before numba is imported
    if hasattr(os, "nice"):
        os.nice(10)  # whoever uses the pages goes first
    threading.Thread(target=_end_with_server, daemon=True).start()
    try:
        compile_all()
    except OSError as error:
        sys.exit(f"counterpoise: {error}")
