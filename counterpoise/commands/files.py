"""Writing a file of the person's own: whole or not at all, and for nobody else to read."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from counterpoise.commands import Refused
from counterpoise.text import _


def write_whole(path: Path, content: bytes, *, force: bool) -> None:
    """Write aside, then put in place. Raises Refused where something is there already and `force` is not given."""
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
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
