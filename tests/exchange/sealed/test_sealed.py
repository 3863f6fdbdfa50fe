"""A file for someone else: what is inside stays inside, and only what was written in it comes back."""

import base64
import hashlib
import json
import re
import secrets

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.exchange.sealed import passphrase, signed
from counterpoise.exchange.sealed.seal import ITERATIONS, SealedFile, seal
from tests.exchange.sealed.opening import answer, locked_of, opened

WORDS = "abcd-efgh-jkmn-pqrs"


@pytest.fixture(scope="module")
def file() -> SealedFile:
    return sealed()


def sealed(body: str = "<p>canary-4711</p>") -> SealedFile:
    return seal(
        body, "<form></form>", id_="f1", passphrase=WORDS, language="en", style="p {}", random=secrets.token_bytes
    )


SAID = json.dumps(
    {"said_at": "2026-05-01T10:00:00.000Z", "fields": {"comment": ["Sleep first."], "author": ["Dr Vega"]}}
)


def test_the_report_is_inside_and_only_there(file: SealedFile) -> None:
    assert opened(file.html, WORDS)["body"] == "<p>canary-4711</p>"
    assert "canary-4711" not in file.html
    assert base64.b64encode(b"canary-4711").decode()[:12] not in file.html


def test_another_passphrase_opens_nothing(file: SealedFile) -> None:
    with pytest.raises(InvalidTag):
        opened(file.html, "abcd-efgh-jkmn-pqrt")


def test_every_file_has_its_own_salt_nonce_and_key(file: SealedFile) -> None:
    other = sealed()
    assert file.public_key != other.public_key
    assert all(locked_of(file.html)[name] != locked_of(other.html)[name] for name in ("salt", "nonce", "data"))
    assert locked_of(file.html)["iterations"] == ITERATIONS >= 600_000


def test_the_page_loads_and_sends_nothing(file: SealedFile) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', file.html)
    assert {"default-src 'none'", "connect-src 'none'", "form-action 'none'", "base-uri 'none'"} <= set(
        policy.split("; ")
    )
    (script,) = re.findall(r"<script>(.*?)</script>", file.html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert not re.search(r"https?://|\bsrc=|\bfetch\b|XMLHttpRequest|sendBeacon|WebSocket", file.html)


def test_a_passphrase_of_ones_own_is_refused() -> None:
    with pytest.raises(ValueError, match="not a passphrase"):
        seal("", "", id_="f", passphrase="kratom", language="en", style="", random=secrets.token_bytes)


@given(st.integers(0, 2**32))
def test_a_fresh_passphrase_is_read_back_however_it_is_typed(seed: int) -> None:
    import random

    words = passphrase.fresh(random.Random(seed).choice)
    assert passphrase.plain(words) == passphrase.plain(words.upper().replace("-", " ")) == words.replace("-", "")


def test_what_was_written_comes_back(file: SealedFile) -> None:
    said = signed.checked(signed.read(answer(opened(file.html, WORDS), SAID)), file.public_key)
    assert said.fields == {"comment": ["Sleep first."], "author": ["Dr Vega"]}
    assert said.said_at.isoformat() == "2026-05-01T10:00:00+00:00"


def test_a_changed_word_is_seen(file: SealedFile) -> None:
    changed = answer(opened(file.html, WORDS), SAID).replace(b"Sleep first", b"Double dose")
    with pytest.raises(signed.BadProposal, match="changed on its way"):
        signed.checked(signed.read(changed), file.public_key)


def test_the_key_of_another_file_does_not_speak_for_this_one(file: SealedFile) -> None:
    with pytest.raises(signed.BadProposal, match="changed on its way"):
        signed.checked(signed.read(answer(opened(sealed().html, WORDS), SAID)), file.public_key)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a proposal file"),
        (b"[]", "not a proposal file"),
        (b"[" * 90_000, "not a proposal file"),
        (b'{"format": "other"}', "not a proposal file"),
        (b'{"format": "counterpoise-signed-proposal", "version": 2}', "newer version"),
        (b'{"format": "counterpoise-signed-proposal", "version": 1}', "not whole"),
        (
            b'{"format": "counterpoise-signed-proposal", "version": 1, "file": "f", "said": "", "signature": "%%"}',
            "cannot be read",
        ),
        (b" " * 100_001, "too large"),
    ],
)
def test_what_is_no_proposal_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(signed.BadProposal, match=message):
        signed.read(data)


@pytest.mark.parametrize(
    "said",
    [
        "{}",
        '{"fields": {}}',
        '{"said_at": "soon", "fields": {}}',
        '{"said_at": "2026-05-01T10:00:00", "fields": {}}',
        '{"said_at": "2026-05-01T10:00:00Z", "fields": {"comment": "no list"}}',
        '{"said_at": "2026-05-01T10:00:00Z", "fields": {"comment": [1]}}',
        '{"said_at": "2026-05-01T10:00:00Z", "fields": []}',
    ],
)
def test_what_is_signed_but_not_whole_is_refused(file: SealedFile, said: str) -> None:
    with pytest.raises(signed.BadProposal, match=r"not whole|does not say when"):
        signed.checked(signed.read(answer(opened(file.html, WORDS), said)), file.public_key)


@given(st.binary(max_size=80))
def test_no_signature_but_the_right_one_passes(signature: bytes) -> None:
    forged = signed.Signed(file="f1", said=SAID, signature=signature)
    with pytest.raises(signed.BadProposal):
        signed.checked(forged, PUBLIC)


PUBLIC = (
    ec.generate_private_key(ec.SECP256R1())
    .public_key()
    .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
)
