"""Seal a report into one HTML file: AES-256-GCM under a key from the passphrase (PBKDF2), opened by the browser itself.

The page (`page.template`; all that it needs is in it) may load and send nothing: its content security policy says so,
and its one script is pinned by its hash. Inside, beside the report, lies a private key of this file alone: what is
written back is signed with it, so that a proposal shows to come from someone who could open this file, not who it was.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template

from counterpoise.exchange.sealed.passphrase import plain
from counterpoise.text import _

ITERATIONS = 1_000_000
"""Of PBKDF2 with SHA-256: about a second on a phone, for each guess too. Our choice, above OWASP's 600,000."""
SALT_BYTES, NONCE_BYTES = 16, 12
ABOUT = b"counterpoise-sealed 1"
"""Authenticated beside the content: a file of another form cannot pass for this one."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """The file, and the key that proves what is written back from it (P-256, SubjectPublicKeyInfo)."""

    html: str
    public_key: bytes


def seal(
    body: str, form: str, *, id_: str, passphrase: str, language: str, style: str, random: Callable[[int], bytes]
) -> SealedFile:
    """The report (`body`, HTML) and what can be written back (`form`, HTML of fields), sealed.

    id_: names the file in what is written back. style: the look of the pages (CSS). random: n random bytes
    (`secrets.token_bytes`).
    Raises ValueError for a passphrase that this program did not make.
    """
    words = plain(passphrase)
    if words is None:
        raise ValueError("not a passphrase of this program")
    private, public_key = _pair()
    content = {"file": id_, "body": body, "form": form, "key": _text(private)}
    locked = _locked(json.dumps(content).encode(), words.encode(), random)
    return SealedFile(_page(locked, language, style), public_key)


def _pair() -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    return (
        key.private_bytes(form.Encoding.DER, form.PrivateFormat.PKCS8, form.NoEncryption()),
        key.public_key().public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo),
    )


def _locked(content: bytes, words: bytes, random: Callable[[int], bytes]) -> dict[str, str | int]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = random(SALT_BYTES), random(NONCE_BYTES)
    key = hashlib.pbkdf2_hmac("sha256", words, salt, ITERATIONS)
    data = AESGCM(key).encrypt(nonce, content, ABOUT)
    return {"iterations": ITERATIONS, "salt": _text(salt), "nonce": _text(nonce), "data": _text(data)}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _page(locked: dict[str, str | int], language: str, style: str) -> str:
    here = files("counterpoise.exchange.sealed")
    script = here.joinpath("open.js").read_text(encoding="utf-8")
    parts = {
        "language": escape(language, quote=True),
        "script_hash": _text(hashlib.sha256(script.encode()).digest()),
        "script": script,
        "style": style,
        "sealed": json.dumps(locked),
        "texts": json.dumps(_told_by_script()).replace("<", "\\u003c"),
        **{name: escape(text) for name, text in _told_by_page().items()},
    }
    return Template(here.joinpath("page.template").read_text(encoding="utf-8")).substitute(parts)


def _told_by_page() -> dict[str, str]:
    return {
        "title": _("A report for you"),
        "heading": _("Someone has given you a report"),
        "intro": _(
            "It was written by that person's own record, and they chose what it shows. It opens here, in this file. "
            "Nothing is sent anywhere, and no connection is needed."
        ),
        "label": _("Passphrase"),
        "hint": _("Four groups of four signs. The person has told you."),
        "open": _("Open"),
        "no_script": _("This file needs JavaScript to open. It loads nothing and sends nothing."),
    }


def _told_by_script() -> dict[str, str]:
    return {
        "opening": _("Opening takes some seconds, on purpose."),
        "wrong": _("That is not the passphrase of this file. Small and capital letters are the same."),
        "unable": _("This browser cannot open sealed files. A current Firefox, Chrome, Edge or Safari can."),
        "saved": _(
            "The file was saved among your downloads. Give it back to the person; it changes nothing by itself."
        ),
        "empty": _("There is nothing to give back yet: write a comment, or propose a plan."),
        "file_name": _("answer-for-counterpoise.json"),
    }
