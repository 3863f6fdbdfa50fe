"""Secrets that are given out once and kept as a hash: what stands in a link, and codes that are typed by hand."""

from __future__ import annotations

import hashlib
import secrets

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters that cannot be taken for digits (Crockford): five random bits each."""
_GROUP = 4


def fresh() -> str:
    """256 random bits, for a link."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of it. What is random and long needs no slow hash: it cannot be searched."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def code(length: int) -> str:
    """So many signs in groups, to be read out and typed by hand."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(length))
    return "-".join(signs[start : start + _GROUP] for start in range(0, length, _GROUP))


def digest_of_code(typed: str) -> str:
    """What is kept of a code; as it was copied, in any case, with or without dashes, O for 0, I and L for 1."""
    letters = typed.upper().translate(str.maketrans("OIL", "011"))
    return digest("".join(sign for sign in letters if sign in _SIGNS))
