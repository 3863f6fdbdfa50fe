"""What every test shares: real data where they are, and the browser's flags."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from hypothesis import settings
from whitenoise.middleware import WhiteNoiseMiddleware

settings.register_profile("fixed", derandomize=True)
settings.load_profile("fixed")  # the same examples on every run

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's thread

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data with published results, kept beside the project; a test that wants it is skipped without it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared data are not here (../shared/data)")
    return SHARED_DATA


@pytest.fixture(autouse=True, scope="session")
def as_hashed() -> Iterator[list[str]]:
    """How passphrases are hashed: slow on purpose, so a quick way stands in for it in all tests but that of it."""
    own = django_settings.PASSWORD_HASHERS
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield own


@pytest.fixture(autouse=True, scope="session")
def files_listed_once() -> Iterator[None]:
    """Each client of a test begins a server of its own, which lists every static file: the first list serves all."""
    known: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def listed(server: WhiteNoiseMiddleware) -> None:
        if not known:
            look(server)
            known.update(server.files)
        server.files.update(known)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoiseMiddleware, "add_files_from_finders", listed)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    args = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {"executable_path": shutil.which("chromium") or "/usr/bin/chromium", "args": args}
