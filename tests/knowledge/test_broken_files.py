"""Files and folders that are not what they should be: named, and never a failure of the program itself."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records.learn import TAKEN
from tests.knowledge.broken import refused

Spoil = Callable[[Path], object]


def copied(name: str) -> Spoil:
    """A page to read under another name."""
    return lambda packs: shutil.copy(packs / "learn" / "kratom.toml", packs / "learn" / name)


def written(file: str, text: str | bytes) -> Spoil:
    def spoil(packs: Path) -> None:
        packs.joinpath(file).write_bytes(text.encode() if isinstance(text, str) else text)

    return spoil


def looped(packs: Path) -> None:
    packs.joinpath("claims.toml").unlink()
    packs.joinpath("claims.toml").symlink_to("claims.toml")


def a_folder(packs: Path) -> None:
    packs.joinpath("claims.toml").unlink()
    packs.joinpath("claims.toml").mkdir()


def gone(folder: str) -> Spoil:
    return lambda packs: shutil.rmtree(packs / folder)


def moved(name: str) -> Spoil:
    return lambda packs: packs.joinpath("substances/cbd").rename(packs / "substances" / name)


@pytest.mark.parametrize(
    ("spoil", "file", "reason"),
    [
        (copied("my page.toml"), "learn/my page.toml", "small letters, digits and single hyphens"),
        (copied("Kratom.toml"), "learn/Kratom.toml", "small letters, digits and single hyphens"),
        *((copied(f"{name}.toml"), f"learn/{name}.toml", "another page has this address") for name in TAKEN),
        (moved("C B D"), "substances/C B D/substance.toml", "small letters, digits and single hyphens"),
        (moved("<b>"), "substances/<b>/substance.toml", "small letters, digits and single hyphens"),
        (gone("learn"), "learn", "the folder cannot be read: No such file"),
        (gone("safety"), "safety/actions.toml", "the file is missing"),
        (gone("substances"), "substances", "the folder cannot be read: No such file"),
        (looped, "claims.toml", "cannot be read: Too many levels"),
        (a_folder, "claims.toml", "cannot be read: Is a directory"),
        (lambda packs: (packs / "learn/x.toml").mkdir(), "learn/x.toml", "cannot be read: Is a directory"),
        (lambda packs: (packs / "substances/foo").mkdir(), "substances/foo/substance.toml", "the file is missing"),
        (written("claims.toml", "a = " + "[" * 5000), "claims.toml", "nested too deeply"),
        (written("claims.toml", "a = " + "9" * 5000), "claims.toml", "not readable as TOML"),
        (written("claims.toml", b"# caf\xe9"), "claims.toml", "not readable as TOML"),
        (written("claim.toml", "x = 1"), "claim.toml", "nothing reads a file of this name here"),
        (
            written("substances/kratom/plasmaa.toml", "x = 1"),
            "substances/kratom/plasmaa.toml",
            "nothing reads a file of this name here",
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named(packs: Path, spoil: Spoil, file: str, reason: str) -> None:
    spoil(packs)
    broken = refused(packs)
    assert broken.file == file
    assert reason in broken.reason


def test_what_an_editor_leaves_behind_is_passed_over(packs: Path) -> None:
    before = len(list(Knowledge(packs).everything()))
    packs.joinpath("learn/.#kratom.toml").write_text("x = = 1", encoding="utf-8")
    packs.joinpath("substances/.trash").mkdir()
    claims = packs.joinpath("claims.toml")
    claims.write_bytes(b"\xef\xbb\xbf" + claims.read_bytes())
    assert len(list(Knowledge(packs).everything())) == before
