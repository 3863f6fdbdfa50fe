"""Texts outside Django: one catalogue, the language of the moment, English where nothing else is there."""

import gettext
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterpoise import text
from counterpoise.text import _, language, ngettext, use_language


def write_catalogue(folder: Path, locale: str, messages: dict[str, str]) -> None:
    """A compiled catalogue (.mo, as in the GNU gettext manual): header, two tables of offsets, the strings."""
    plural = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    pairs = sorted({"": plural, **messages}.items())
    keys, values = ([pair[side].encode() + b"\0" for pair in pairs] for side in (0, 1))
    start = 28 + 16 * len(pairs)
    table, strings = b"", b""
    for column in (keys, values):
        for string in column:
            table += struct.pack("<II", len(string) - 1, start + len(strings))
            strings += string
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    path = folder / locale / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(header + table + strings)


@pytest.fixture(autouse=True)
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    write_catalogue(tmp_path, "de", {"Pain": "Schmerz", "{n} dose\0{n} doses": "{n} Dosis\0{n} Dosen"})
    write_catalogue(tmp_path, "pt_BR", {"Pain": "Dor"})
    monkeypatch.setattr(text, "CATALOGUES", tmp_path)
    yield
    gettext._translations.clear()  # type: ignore[attr-defined]


def test_english_is_the_language_until_another_is_named() -> None:
    assert _("Pain") == "Pain"
    assert ngettext("{n} dose", "{n} doses", 1) == "{n} dose"
    assert ngettext("{n} dose", "{n} doses", 0) == "{n} doses"


def test_a_text_is_shown_in_the_language_named() -> None:
    with use_language("de"):
        assert _("Pain") == "Schmerz"
        assert ngettext("{n} dose", "{n} doses", 2) == "{n} Dosen"
    assert _("Pain") == "Pain"


def test_a_region_uses_its_own_catalogue_or_that_of_its_language() -> None:
    with use_language("pt-br"):
        assert _("Pain") == "Dor"
    with use_language("de-at"):
        assert _("Pain") == "Schmerz"


def test_a_text_without_translation_stays_english() -> None:
    with use_language("de"):
        assert _("Sleep") == "Sleep"
    with use_language("xx"):
        assert _("Pain") == "Pain"


def test_the_language_is_of_one_request_and_not_of_its_neighbour() -> None:
    heard = []
    with use_language("de"):
        neighbour = threading.Thread(target=lambda: heard.append(language()))
        neighbour.start()
        neighbour.join()
        assert language() == "de"
    assert heard == ["en"]


def test_the_language_is_given_back_after_a_failure() -> None:
    with pytest.raises(RuntimeError), use_language("de"):
        raise RuntimeError
    assert language() == "en"
