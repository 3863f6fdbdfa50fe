"""Writing a file of the person's own: whole or not at all, and for nobody else to read."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from counterpoise.commands import Refused
from counterpoise.text import _


def write_whole(path: Path, content: bytes, *, force: bool) -> None:
    """Write aside, then put in place. Raises Refused where something is there already and `force` is not given."""
    with whole_file(path, force=force) as file:
        file.write(content)


@contextlib.contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """The same for what is written bit by bit: a file that takes its place once all of it is on the disk."""
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    try:
        if not force and os.path.lexists(path):  # before the work, which may take minutes
            raise FileExistsError(path)
        with open(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if force:
            draft.replace(path)
        else:
            _place(draft, path)
    except FileExistsError:
        raise Refused(_("{file}: is there already; --force replaces it").format(file=path)) from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()


def _place(draft: Path, path: Path) -> None:
    """Under its name, unless that is taken: also by something that came a moment ago."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links (exFAT)
        if path.exists():
            raise FileExistsError(path) from None
        draft.replace(path)
