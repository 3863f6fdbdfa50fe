"""The drawing library is committed as its makers published it."""

import base64
import hashlib
import json

import pytest

from tests.house.tree import PACKAGE

VENDORED = PACKAGE / "web" / "static" / "vendor" / "uplot"
LOCK = json.loads((VENDORED / "integrity.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCK["files"])
def test_a_vendored_file_is_what_was_published(name: str) -> None:
    digest = hashlib.sha512((VENDORED / name).read_bytes()).digest()
    assert f"sha512-{base64.b64encode(digest).decode()}" == LOCK["files"][name]


def test_every_vendored_file_is_locked() -> None:
    assert {path.name for path in VENDORED.iterdir()} == {*LOCK["files"], "integrity.json"}


def test_the_library_is_the_version_it_says() -> None:
    head = (VENDORED / "uPlot.iife.min.js").read_text(encoding="utf-8")[:200]
    assert f"(v{LOCK['version']})" in head
