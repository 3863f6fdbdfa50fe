"""Certificates that are only pictures, read by a program that stands in for tesseract."""

import os
import stat
import sys
from pathlib import Path

import pytest

from counterpoise.supply import certificates
from counterpoise.supply.certificates.paper import scan
from tests.supply.drawing import Sheet, pdf

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
PAGE = "1\t1\t0\t0\t0\t0\t0\t0\t2000\t2600\t-1\t"


def word(left: int, top: int, text: str, sure: float = 96.0) -> str:
    return f"5\t1\t1\t1\t1\t1\t{left}\t{top}\t{len(text) * 18}\t30\t{sure}\t{text}"


TABLE = "\n".join(
    [
        HEAD,
        PAGE,
        *(word(left, 200, text) for left, text in ((100, "Lot:"), (190, "A-77"))),
        *(word(left, 400, text) for left, text in ((100, "Analyte"), (800, "Result"), (1300, "Unit"))),
        *(word(left, 470, text) for left, text in ((100, "Mitragynine"), (800, "14.2"), (1300, "mg/g"))),
        *(word(left, 540, text) for left, text in ((100, "Lead"), (800, "ND"), (1300, "ppm"))),
        word(1700, 540, "~;", 5.0),
    ]
)


def picture_only() -> bytes:
    sheet = Sheet()
    sheet.fill(40, 40, 200, 200)
    return pdf([sheet])


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name, which is handed a picture and says the table above."""
    program = tmp_path / "tesseract"
    program.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "if sys.argv[1:] == ['--list-langs']:\n    print('List of available languages\\neng\\nosd')\nelse:\n"
        "    assert sys.argv[1:] == ['stdin', 'stdout', '-l', 'eng', '--psm', '4', 'tsv'], sys.argv\n"
        "    assert sys.stdin.buffer.read(4) == b'\\x89PNG'\n    sys.stdin.buffer.read()\n"
        f"    print({TABLE!r})\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return program


def test_without_the_program_the_person_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(certificates.Refused, match="tesseract-ocr") as refusal:
        certificates.read(picture_only(), "scan.pdf")
    assert "by hand" in str(refusal.value)


@pytest.mark.usefixtures("tesseract")
def test_with_it_the_pages_are_read_and_nothing_is_certain() -> None:
    sample = certificates.read(picture_only(), "scan.pdf").samples[0]
    assert sample.lot == "A-77"
    assert sample.doubts["lot"] == "scanned"
    told = {one.analyte: (one.value, one.unit, one.censored, one.doubts) for one in sample.results}
    assert told == {
        "mitragynine": (14.2, "mg/g", None, ("scanned",)),
        "lead": (None, "ppm", "not_detected", ("scanned",)),
    }


def test_a_program_that_fails_is_a_refusal(tesseract: Path) -> None:
    tesseract.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    with pytest.raises(certificates.Refused) as refusal:
        certificates.read(picture_only(), "scan.pdf")
    assert refusal.value.code == "scan_failed"


def test_words_of_little_sureness_and_broken_lines_are_left_out() -> None:
    page = scan.page_of(
        "\n".join([HEAD, PAGE, "5\tbroken", word(1, 1, "dirt", 3.0), word(10, 10, "Lead"), "5" + "\tx" * 11]), 1
    )
    assert [one.text for one in page.words] == ["Lead"]
