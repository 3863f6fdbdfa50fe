"""Files that mean harm are refused in one sentence, in bounded time and memory, and nothing else comes to harm."""

import os
import stat
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from counterpoise.supply import certificates
from counterpoise.supply.certificates import limits, sandbox
from counterpoise.supply.certificates.wording import REFUSALS
from tests.supply import hostile, judge
from tests.supply.drawing import Sheet, pdf

EXPECTED = {
    "bomb": {"too_much", "too_slow", "damaged"},
    "bomb in a bomb": {"too_much", "too_slow", "damaged"},
    "deep": {"too_much", "too_slow"},
    "deep tree": {"damaged"},
    "huge page": {"too_large_page"},
    "a thousand pages": {"too_many_pages"},
    "many marks": {"too_much", "too_slow"},
    "many lines": {"too_much", "too_slow"},
    "many objects": {"too_much", "too_slow"},
    "calls itself": {"too_much", "damaged", "scanned"},
    "locked": {"locked"},
    "program": {"active"},
    "hidden program": {"active"},
    "file inside": {"active"},
    "launch": {"active"},
    "cut short": {"damaged"},
    "only a head": {"damaged", "too_much"},
    "picture bomb": {"scanned"},
    "empty": {"empty"},
    "text": {"no_pdf"},
    "too large": {"too_large"},
}
MEASURED = """
import resource, sys
from counterpoise.supply import certificates
data = open(sys.argv[1], "rb").read()
try:
    certificates.read(data, "it.pdf")
    print("read")
except certificates.Refused as refusal:
    print(refusal.code)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.fixture(autouse=True)
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")


@pytest.mark.parametrize("name", hostile.FILES)
def test_it_is_refused_within_its_memory(name: str, tmp_path: Path) -> None:
    """The whole of it happens in a process of its own: what reads is a process of that."""
    file = tmp_path / "it.pdf"
    file.write_bytes(hostile.FILES[name]())
    program = [sys.executable, "-P", "-c", MEASURED, str(file)]
    environment = os.environ | {"PYTHONPATH": str(Path(sandbox.__file__).parents[3])}
    told = subprocess.run(program, capture_output=True, text=True, check=True, env=environment).stdout.split()
    assert told[0] in EXPECTED[name]
    assert name == "too large" or int(told[1]) < 300
    assert list(tmp_path.iterdir()) == [file]


def test_a_bomb_is_what_it_says() -> None:
    assert zlib.decompress(hostile.packed(b"0 0 m 1 1 l S\n", 1_000)) == b"0 0 m 1 1 l S\n" * 1_000


def test_every_refusal_is_one_sentence_for_a_person() -> None:
    for code, words in REFUSALS.items():
        said = words()
        assert said
        assert "\n" not in said
        assert str(certificates.Refused(code)) == said


def test_a_refusal_that_nobody_knows_is_a_damaged_file() -> None:
    assert certificates.Refused("<script>").code == "damaged"


def test_after_a_refusal_the_next_one_is_read() -> None:
    with pytest.raises(certificates.Refused):
        certificates.read(hostile.with_program(), "it.pdf")
    assert certificates.read(judge.pdf("larkspur-alkaloids"), "it.pdf").samples[0].lot == "WK-26017"


@pytest.mark.parametrize(
    "answer", [b"", b"R{}]", b'R{"samples": 3}', b'R{"pages": 1, "more": 2}', b"X", b"R\xff\xfe", b"!<b>"]
)
def test_whatever_the_process_says_the_caller_is_safe(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_answer", lambda process, data, seconds: answer)
    with pytest.raises(certificates.Refused):
        certificates.read(judge.pdf("larkspur-alkaloids"), "it.pdf")


def test_what_is_no_picture_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_answer", lambda process, data, seconds: b"P<svg onload=alert(1)>")
    with pytest.raises(certificates.Refused):
        certificates.picture(judge.pdf("larkspur-alkaloids"), 1)


def fake_python(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Another program in place of the one that reads."""
    file = folder / "python"
    file.write_text(f"#!/bin/sh\n{program}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(file))
    monkeypatch.setenv("PATH", os.defpath)


def test_a_process_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all that it started: a child of it that holds the pipe open does not keep us."""
    monkeypatch.setattr(limits, "SECONDS", 0.2)
    mark = tmp_path / "still here"
    fake_python(tmp_path, monkeypatch, f"echo '>'; (sleep 60; touch '{mark}') & wait")
    with pytest.raises(certificates.Refused) as refusal:
        certificates.read(judge.pdf("larkspur-alkaloids"), "it.pdf")
    assert refusal.value.code == "too_slow"
    assert not mark.exists()


def test_a_process_that_never_gets_ready_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "START_SECONDS", 0.2)
    fake_python(tmp_path, monkeypatch, "exec sleep 60")
    with pytest.raises(certificates.Refused) as refusal:
        certificates.read(judge.pdf("larkspur-alkaloids"), "it.pdf")
    assert refusal.value.code == "too_slow"


def test_a_process_that_never_stops_talking_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ANSWER", 100_000)
    fake_python(tmp_path, monkeypatch, "echo '>'; exec yes R")
    with pytest.raises(certificates.Refused):
        certificates.read(judge.pdf("larkspur-alkaloids"), "it.pdf")


def test_a_process_that_dies_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_python(tmp_path, monkeypatch, "echo '>'; kill -SEGV $$")
    with pytest.raises(certificates.Refused):
        certificates.read(judge.pdf("larkspur-alkaloids"), "it.pdf")


def test_the_process_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", "/data")
    monkeypatch.setenv("SECRET", "1")
    assert {"COUNTERPOISE_DATA", "SECRET", "HOME"}.isdisjoint(sandbox._environment())


def test_only_ordinary_files_are_opened(tmp_path: Path) -> None:
    file, link, pipe = tmp_path / "a.pdf", tmp_path / "link.pdf", tmp_path / "pipe.pdf"
    file.write_bytes(pdf([Sheet()]))
    link.symlink_to(file)
    os.mkfifo(pipe)
    assert certificates.file_bytes(file) == file.read_bytes()
    for other in (link, pipe, tmp_path):
        with pytest.raises(certificates.Refused, match="not an ordinary file"):
            certificates.file_bytes(other)


def test_a_large_file_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "large.pdf"
    with file.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)
    with pytest.raises(certificates.Refused, match="too large"):
        certificates.file_bytes(file)
