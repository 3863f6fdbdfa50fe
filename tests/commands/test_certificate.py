"""`counterpoise certificate`: the contract of its JSON, its words, and files that are refused."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Run, refused
from tests.supply import judge

LARKSPUR, MISSING = (judge.FOLDER / f"{name}.pdf" for name in ("larkspur-alkaloids", "mutation-missing-unit"))


def test_json_is_one_object_and_nothing_else(run: Run) -> None:
    done = run("certificate", LARKSPUR, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert (told["format"], told["version"]) == ("counterpoise-certificate", 1)
    assert "file" not in told
    assert told["samples"][0]["lot"] == "WK-26017"
    assert told["samples"][0]["assays"][0]["value"] == 14.2


def test_in_words_what_is_not_certain_says_why(run: Run) -> None:
    said = run("certificate", MISSING).stdout
    assert "Lot: BR-6-0221" in said
    assert "Mitragynine: 13.6 mg/g" in said
    assert "not certain: no unit is printed" in said
    assert "hold it against the page" in said


def test_several_files_are_an_object_a_line_and_a_bad_one_stops_none(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no PDF")
    done = run("certificate", bad, LARKSPUR, tmp_path, "--json")
    assert done.returncode == 2
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert first == {"file": str(bad), "error": "this is not a PDF; a certificate is read from a PDF"}
    assert (second["file"], second["samples"][0]["lot"]) == (str(LARKSPUR), "WK-26017")
    assert third == {"file": str(tmp_path), "error": "this is not an ordinary file"}


def test_a_single_bad_file_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    assert "missing.pdf" in refused(run("certificate", tmp_path / "missing.pdf"))


def test_nothing_is_written_anywhere(run: Run, tmp_path: Path) -> None:
    run("certificate", LARKSPUR)
    assert list(tmp_path.iterdir()) == []
