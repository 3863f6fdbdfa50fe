"""Any byte of an archive that is not as it was written is found, and the part it stands in is named."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.journal import archive
from counterpoise.journal import models as m
from counterpoise.journal.archive import making, zipped
from counterpoise.journal.archive.zipped import BadArchive
from tests.journal.archived import NOW, archived, fill
from tests.journal.conftest import Clock

END = 22 + len("counterpoise-archive ") + 64


@pytest.fixture
def data(alice: m.Person, clock: Clock) -> bytes:
    fill(alice, clock)
    return archived(alice, drawn=False)


def refused(data: bytes) -> str:
    with pytest.raises(BadArchive) as refusal:
        archive.opened(io.BytesIO(data))
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def parts(data: bytes) -> Iterator[tuple[str, int, int]]:
    """Every part of a zip, and where it begins and ends: its files with their headers, its directory, its end."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        starts = [(info.filename, info.header_offset) for info in opened.infolist()]
        begins = [*starts, ("the zip's directory", opened.start_dir), ("the end of the zip", len(data) - END)]
    for (name, start), (_next, end) in zip(begins, [*begins[1:], ("", len(data))], strict=True):
        yield name, start, end


def part_at(data: bytes, at: int) -> str:
    return next(name for name, start, end in parts(data) if start <= at < end)


def named(data: bytes, at: int, said: str) -> bool:
    """Whether the part is named; the digest of the manifest at the very end and the manifest accuse each other."""
    return part_at(data, at) in said or (at >= len(data) - 64 and "manifest.json" in said)


def flipped(data: bytes, at: int, mask: int) -> bytes:
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(where=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_a_flipped_byte_anywhere_is_found_and_its_file_named(data: bytes, where: float, mask: int) -> None:
    at = int(where * len(data))
    assert named(data, at, refused(flipped(data, at, mask)))


def test_every_byte_of_every_header_of_the_directory_and_of_the_end_counts(data: bytes) -> None:
    for name, start, end in list(parts(data)):
        stop = end if "zip" in name else min(end, start + 30 + len(name))
        for at in range(start, stop):
            assert named(data, at, refused(flipped(data, at, 0x01))), at


def test_the_unused_bits_behind_a_packed_file_count_too(data: bytes) -> None:
    """Deflate ends somewhere within a byte; what is left of that byte changes nothing when it is unpacked."""
    for name, _start, end in parts(data):
        if "zip" not in name:
            assert name in refused(flipped(data, end - 1, 0x80))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: b"", "it is no zip"),
        (lambda data: b"hello", "it is no zip"),
        (lambda data: data[:100], "cut off or damaged"),
        (lambda data: data[:-1], "the end of the zip"),
        (lambda data: data[: len(data) // 2], "cut off or damaged"),
        (lambda data: data + b"\0", "the end of the zip"),
        (lambda data: b"\0" + data, "the end of the zip"),
    ],
)
def test_what_is_cut_short_or_longer_is_refused(data: bytes, change: Callable[[bytes], bytes], said: str) -> None:
    assert said in refused(change(data))


def test_another_zip_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("diary.json", "{}")
    assert "another kind of zip" in refused(file.getvalue())


def written(files: dict[str, bytes], /, **changed: Any) -> bytes:
    """An archive that is whole, with a manifest that may say anything."""
    file = io.BytesIO()
    writer = zipped.Writer(file)
    for name, content in files.items():
        writer.add(name, [content])
    manifest: dict[str, Any] = {
        "format": "counterpoise-archive",
        "version": 1,
        "made_at": "2026-06-02T12:00:00+00:00",
        "program": "0",
        "diary_sha256": "0" * 64,
        "history_sha256": "0" * 64,
        "counts": {"diary": {}, "history": {}},
        "files": writer.files,
    }
    writer.finish(json.dumps({**manifest, **changed}).encode())
    return file.getvalue()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": "counterpoise-backup"}, "not an archive of Counterpoise"),
        ({"version": 2}, "version 2; this program reads version 1"),
        ({"version": True}, "version True"),
        ({"files": "all"}, "not as Counterpoise writes it"),
        ({"files": []}, "holds something that its manifest does not name"),
        ({"counts": {"diary": {"doses": "many"}, "history": {}}}, "not as Counterpoise writes it"),
        ({"made_at": "yesterday"}, "not as Counterpoise writes it"),
        ({"made_at": 5}, "not as Counterpoise writes it"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(changed: dict[str, Any], said: str) -> None:
    assert said in refused(written({"diary.json": b"{}"}, **changed))


@pytest.mark.parametrize("name", ["../diary.json", "/diary.json", "a/b/c.json", "C:x.json", "x\\y.json", "x.json/", ""])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    assert "not the name of a file" in refused(written({name: b"{}"}))


def test_a_file_is_there_once() -> None:
    file = io.BytesIO()
    writer = zipped.Writer(file)
    writer.add("diary.json", [b"{}"])
    writer.add("diary.json", [b"{}"])
    entries = [zipped.Entry(**told) for told in writer.files]
    writer.finish(b"{}")
    with pytest.raises(BadArchive, match="not the name"):
        zipped.check(file, zipped.tail(file), entries)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    zeros = bytes(1 << 20)
    file = io.BytesIO()
    writer = zipped.Writer(file)
    writer.add("diary.json", (zeros for _ in range(60)))
    (told,) = writer.files
    writer.finish(b"{}")
    with pytest.raises(BadArchive, match="more than any diary of its size"):
        zipped.check(file, zipped.tail(file), [zipped.Entry(**told)])


def test_a_bomb_that_says_it_is_small_is_unpacked_no_further_than_it_says() -> None:
    packed = zlib.compress(bytes(50_000_000), wbits=-15)
    entry = zipped.Entry("diary.json", 10, "0" * 64, len(packed), "0" * 64)
    pieces = zipped._unpacked(io.BytesIO(packed), 0, entry)
    assert len(next(pieces)) <= 11
    with pytest.raises(zlib.error):
        next(pieces)


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The archive with other contents, whole again: as somebody would forge it."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files)
    return written(files, **{name: value for name, value in manifest.items() if name != "files"})


def history(change: Callable[[list[Any]], Any]) -> Callable[[dict[str, bytes]], None]:
    def apply(files: dict[str, bytes]) -> None:
        told = json.loads(files["history.json"])
        change(told["rows"])
        files["history.json"] = json.dumps(told).encode()

    return apply


def row(rows: list[Any], table: str) -> dict[str, Any]:
    return next(values for name, values in rows if name == table)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda files: files.pop("diary.json"), "diary.json: is missing"),
        (lambda files: files.pop("history.json"), "history.json: is missing"),
        (lambda files: files.update({"diary.json": b"[]"}), "diary.json: not a diary"),
        (lambda files: files.update({"history.json": b"[]"}), "history.json: not as Counterpoise writes it"),
        (lambda files: files.pop("attachments/document-0001.pdf"), "attachments/document-0001.pdf: is missing"),
        (lambda files: files.update({"attachments/x.exe": b""}), "attachments/x.exe: belongs to no record"),
        (history(lambda rows: rows.append(["spell", {}])), "spell: unknown key"),
        (history(lambda rows: row(rows, "rating").update(colour="red")), "colour: unknown key"),
        (history(lambda rows: row(rows, "set_aside").update(colour="red")), "colour: unknown key"),
        (history(lambda rows: row(rows, "set_aside").update(cause=5)), "not as Counterpoise writes it"),
        (history(lambda rows: row(rows, "set_aside").update(cause="x" * 201)), "not as Counterpoise writes it"),
        (history(lambda rows: row(rows, "dose")["links"].update(lot=99)), "not as Counterpoise writes it"),
        (history(lambda rows: row(rows, "dose")["links"].update(lot=-1)), "not as Counterpoise writes it"),
        (history(lambda rows: row(rows, "dose")["record"].update(amount="lots")), "not as Counterpoise writes it"),
        (history(lambda rows: row(rows, "change").update(at="2026-01-01")), "not as Counterpoise writes it"),
        (history(lambda rows: rows.append(["rating", row(rows, "rating")])), "not as Counterpoise writes it"),
        (history(lambda rows: row(rows, "rating")["record"].update(value=1.0)), "does not give the diary"),
        (history(lambda rows: rows.remove(["change", row(rows, "change")])), "history.json: does not give"),
        (lambda files: files.update({"attachments/document-0001.pdf": b"%PDF"}), "history.json: does not give"),
    ],
)
def test_a_forged_archive_changes_nothing(
    data: bytes, alice: m.Person, change: Callable[[dict[str, bytes]], None], said: str
) -> None:
    forged = rewritten(data, change)
    before = making.history_digest(alice)
    with pytest.raises(BadArchive) as refusal:
        archive.bring_back(archive.opened(io.BytesIO(forged)), "Mallory", NOW)
    assert said in str(refusal.value)
    assert m.Person.objects.count() == 1
    assert making.history_digest(alice) == before


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "Al\x1b[2Jice", "Al\nice", "Al\u202eice"])
def test_a_name_that_nobody_could_read_back_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(BadArchive, match="name of a diary"):
        archive.bring_back(archive.opened(io.BytesIO(data)), name, NOW)
    assert m.Person.objects.count() == 1


def test_an_unchanged_rewriting_is_accepted(data: bytes) -> None:
    whole = rewritten(data, lambda _files: None)
    assert archive.bring_back(archive.opened(io.BytesIO(whole)), "Twin", NOW).person.name == "Twin"


def test_the_end_names_where_the_directory_stands(data: bytes) -> None:
    """What our own reader relies on is what the format says."""
    (count,) = struct.unpack("<H", data[-END:][10:12])
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert count == len(opened.namelist())
