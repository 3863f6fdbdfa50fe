"""`counterpoise report`: a PDF from a diary file, and clear words for what cannot be."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from counterpoise import diary_file
from tests.commands.conftest import Run, refused
from tests.report.people import person


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """Little data."""
    path = tmp_path / "diary.json"
    path.write_text(diary_file.write(person("thin")), encoding="utf-8")
    return path


def test_a_report_is_written_without_the_sections_left_out(run: Run, diary: Path, tmp_path: Path) -> None:
    file = tmp_path / "visit.pdf"
    done = run(
        "report", file, "--diary", diary, "--from", "2026-04-01", "--without", "labs", "entries", "--name", "Ruth"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert file.stat().st_mode & 0o777 == 0o600
    told = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file.read_bytes()))
    assert "Ruth" in told
    assert "1 April 2026 to 30 June 2026" in told
    assert told.count("Left out by the person.") == 2


def test_a_file_that_is_there_is_replaced_only_when_that_is_said(run: Run, diary: Path, tmp_path: Path) -> None:
    file = tmp_path / "visit.pdf"
    file.write_text("another", encoding="utf-8")
    assert "visit.pdf: is there already; --force replaces it" in refused(run("report", file, "--diary", diary))
    assert file.read_text(encoding="utf-8") == "another"
    assert run("report", file, "--diary", diary, "--force").returncode == 0
    assert (file.read_bytes()[:5], file.stat().st_mode & 0o777) == (b"%PDF-", 0o600)


def test_the_sections_are_named(run: Run) -> None:
    assert "medicines   Other medicines and interactions" in run("report", "x.pdf", "--without", "list").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--without", "liver"), "--without liver: not known; allowed: questions, who, pain"),
        (("--from", "2027-01-01"), "--from: 2027-01-01: lies after the last day"),
        (("--to", "soon"), "--to: soon: allowed is a day"),
        (("--now", "today"), "--now: today: allowed is a moment"),
        (("--person", "Ruth"), "--person: chooses among the diaries of the journal"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(run: Run, diary: Path, words: tuple[str, ...], told: str) -> None:
    assert told in refused(run("report", "x.pdf", "--diary", diary, *words))


def test_a_folder_that_is_not_there_is_named(run: Run, diary: Path) -> None:
    assert "No such file" in refused(run("report", "nowhere/x.pdf", "--diary", diary))
