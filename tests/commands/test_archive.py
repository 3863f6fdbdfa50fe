"""`archive`, `unarchive` and `erase` as they are typed."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

from tests.commands.conftest import Run, refused

PASSPHRASE = "correct horse battery"


def start(run: Run, tmp_path: Path, name: str = "Ann") -> None:
    """A diary of a simulated person, put into the journal of this folder."""
    assert run("simulate", "--days", "3", "--seed", "5", "-o", "d.json").returncode == 0
    make = (
        "from counterpoise.web.setup import opened; opened()\n"
        "from counterpoise.journal.models import Person\n"
        f"Person.objects.create(name={name!r}, time_zone='UTC')\n"
    )
    (tmp_path / "make.py").write_text(make)
    import os
    import subprocess
    import sys

    from tests.house.tree import ROOT

    environment = {**os.environ, "COUNTERPOISE_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, tmp_path / "make.py"], env=environment, check=True, cwd=tmp_path)
    assert run("import", "d.json").returncode == 0


def digest(file: Path) -> tuple[str, str]:
    with zipfile.ZipFile(file) as opened:
        manifest = json.loads(opened.read("manifest.json"))
    return manifest["diary_sha256"], manifest["history_sha256"]


def test_a_diary_goes_and_comes_back_equal_with_its_history(run: Run, tmp_path: Path) -> None:
    start(run, tmp_path)
    written = run("archive", "a.zip")
    assert written.returncode == 0
    assert "written, read back and checked" in written.stdout
    assert "not encrypted" in written.stdout
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".a", "tmp"))] == []
    assert "is there already" in refused(run("archive", "a.zip"))

    looked = run("unarchive", "a.zip", "--dry-run", COUNTERPOISE_DATA=str(tmp_path / "elsewhere"))
    assert looked.returncode == 0
    assert "whole, made on" in looked.stdout
    assert not (tmp_path / "elsewhere" / "journal.sqlite3").exists()
    assert "--name is missing" in refused(run("unarchive", "a.zip"))
    back = run("unarchive", "a.zip", "--name", "Ann", COUNTERPOISE_DATA=str(tmp_path / "elsewhere"))
    assert "Put back as Ann" in back.stdout
    assert run("archive", "b.zip", COUNTERPOISE_DATA=str(tmp_path / "elsewhere")).returncode == 0
    assert digest(tmp_path / "b.zip") == digest(tmp_path / "a.zip")

    assert "another diary here is called ann" in refused(run("unarchive", "a.zip", "--name", "ann"))
    assert run("unarchive", "a.zip", "--name", "Ann's twin").returncode == 0
    assert run("archive", "c.zip", "--person", "Ann's twin").returncode == 0
    assert digest(tmp_path / "c.zip") == digest(tmp_path / "a.zip")


def test_what_is_no_archive_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    start(run, tmp_path)
    assert run("archive", "a.zip").returncode == 0
    assert "has to end in one of: .zip, .age" in refused(run("archive", "a.tar"))
    whole = (tmp_path / "a.zip").read_bytes()
    for name, content, said in (
        ("empty.zip", b"", "no zip"),
        ("cut.zip", whole[:-500], "cut off or damaged"),
        ("flip.zip", whole[:5000] + bytes([whole[5000] ^ 4]) + whole[5001:], "damaged: "),
    ):
        (tmp_path / name).write_bytes(content)
        line = refused(run("unarchive", name, "--name", "Eve"))
        assert name in line
        assert said in line
    assert "No such file" in refused(run("unarchive", "nowhere.zip", "--name", "Eve"))


def test_a_passphrase_locks_it(run: Run, tmp_path: Path) -> None:
    start(run, tmp_path)
    (tmp_path / "words").write_text(PASSPHRASE)
    (tmp_path / "wrong").write_text("something else entirely")
    assert "ends in .age" in refused(run("archive", "a.zip", "--passphrase-file", "words"))
    assert run("archive", "a.age", "--passphrase-file", "words").returncode == 0
    assert (tmp_path / "a.age").read_bytes().startswith(b"age-encryption.org/")
    line = refused(run("unarchive", "a.age", "--name", "Twin", "--passphrase-file", "wrong"))
    assert "The passphrase does not open this file" in line
    done = run("unarchive", "a.age", "--name", "Twin", "--passphrase-file", "words")
    assert "Put back as Twin" in done.stdout


def test_erasing_asks_for_the_name_and_gives_a_proof(run: Run, tmp_path: Path) -> None:
    start(run, tmp_path)
    assert "--sure is missing" in refused(run("erase", "--person", "Ann"))
    assert "nothing was erased" in refused(run("erase", "--person", "Ann", "--sure", "Anna"))
    assert "nobody here has that name" in refused(run("erase", "--person", "Eve", "--sure", "Eve"))
    done = run("erase", "--person", "Ann", "--sure", "Ann", "--receipt", "proof.txt")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "proof.txt").read_text() == done.stdout
    assert re.search(r"dose: \d+", done.stdout)
    assert "none knows this person any more" in done.stdout
    assert "no trace of the key" in done.stdout
    assert "There is no diary here yet" in refused(run("archive", "a.zip"))
