"""Where things are kept on this machine: one folder, readable by its owner only.

`COUNTERPOISE_DATA` names the folder; without it, the user's data folder of the operating system.
Asking for a path creates nothing; only `make_data_folder` does.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_data_path

from counterpoise.text import _


class UnusableDataFolder(OSError):
    """The data folder cannot be made or written to; the message says which and why."""


def data_folder() -> Path:
    """The folder that holds everything of this installation (it may not exist yet)."""
    named = os.environ.get("COUNTERPOISE_DATA", "")
    if named:
        return Path(named).expanduser().absolute()
    return user_data_path("counterpoise", appauthor=False)


def make_data_folder() -> Path:
    """The data folder, made if need be (mode 0700) and known to be writable.

    Raises UnusableDataFolder where it is not a folder, cannot be made or cannot be written to.
    """
    folder = data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableDataFolder(
            _("The data folder {folder} cannot be made: {reason}. COUNTERPOISE_DATA can name another one.").format(
                folder=folder, reason=error.strerror
            )
        ) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise UnusableDataFolder(
            _("The data folder {folder} cannot be written to. COUNTERPOISE_DATA can name another one.").format(
                folder=folder
            )
        )
    return folder


def database_file() -> Path:
    """The SQLite database of the journal."""
    return data_folder() / "journal.sqlite3"


def kernel_cache() -> Path:
    """Where compiled kernels (numba) are kept between runs."""
    return data_folder() / "kernels"


def network_certificate() -> Path:
    """The certificate by which other devices know this computer, with its key."""
    return data_folder() / "network-certificate.pem"


def secret_key_file() -> Path:
    """The secret that signs sessions and one-time links."""
    return data_folder() / "secret-key"


def serving_port_file() -> Path:
    """At which port the journal was last served from this folder: so a second start finds the first."""
    return data_folder() / "serving-port"


def push_key_file() -> Path:
    """The key that signs calls to browsers that agreed to be called."""
    return data_folder() / "push-key.pem"


def secret_key() -> str:
    """This installation's secret, made on first use."""
    return kept_secret(secret_key_file(), lambda: secrets.token_urlsafe(48))


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """What this file holds, made on first use and readable by its owner only.

    Written aside and linked into place, so that two processes starting at once agree on one whole key.
    """
    if not path.exists():
        make_data_folder()
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its key is the key
        except OSError:
            draft.replace(path)  # a disk that knows no links (exFAT)
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii")
