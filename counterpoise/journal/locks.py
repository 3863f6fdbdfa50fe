"""What a backup or an archive is locked with: age keys, or a passphrase. The cryptography is age's (pyrage)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyrage

from counterpoise.journal.backup import BadBackup
from counterpoise.text import _


@dataclass(frozen=True)
class Keys:
    """Public keys (`age1…`): whoever has the identity of one of them can open the backup.

    We have none of those identities, so a throw-away one is made for each backup: by it, and only until this program
    ends, the backup can be opened again and checked.
    """

    public: tuple[str, ...]
    _throw_away: Any = field(default_factory=pyrage.x25519.Identity.generate, repr=False)

    def seal(self, plain: bytes) -> bytes:
        own = self._throw_away.to_public()
        sealed: bytes = pyrage.encrypt(plain, [*(_recipient(key) for key in self.public), own])
        return sealed

    def unseal(self, sealed: bytes) -> bytes:
        return _opened_by(_("key"), lambda: pyrage.decrypt(sealed, [self._throw_away]))


@dataclass(frozen=True)
class Identities:
    """Secret keys (`AGE-SECRET-KEY-1…`), as the file holds them that `age-keygen` writes."""

    file: Path

    def unseal(self, sealed: bytes) -> bytes:
        secrets = self._secrets()
        return _opened_by(_("identity"), lambda: pyrage.decrypt(sealed, secrets))

    def _secrets(self) -> list[Any]:
        try:
            lines = (line.strip() for line in self.file.read_text(encoding="utf-8").splitlines())
            secrets = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
        except (pyrage.IdentityError, UnicodeDecodeError):
            secrets = []
        if not secrets:
            raise BadBackup(_("{file}: no age identity (AGE-SECRET-KEY-1…) in it").format(file=self.file))
        return secrets


@dataclass(frozen=True)
class Passphrase:
    """Words that a person remembers. Turning them into a key takes seconds, on purpose."""

    words: str = field(repr=False)

    def seal(self, plain: bytes) -> bytes:
        sealed: bytes = pyrage.passphrase.encrypt(plain, self.words)
        return sealed

    def unseal(self, sealed: bytes) -> bytes:
        return _opened_by(_("passphrase"), lambda: pyrage.passphrase.decrypt(sealed, self.words))


def _recipient(key: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        raise BadBackup(_("--key {key}: not an age public key; allowed: age1…").format(key=key)) from None


def _opened_by(what: str, decrypt: Callable[[], bytes]) -> bytes:
    try:
        return decrypt()
    except pyrage.DecryptError:
        message = _("The {what} does not open this file, or the file is damaged")
        raise BadBackup(message.format(what=what)) from None
