"""Whatever a file holds, a reader answers with a diary or with one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.exchange import formats
from counterpoise.exchange.csv import Mapping, columns, mapping, propose
from counterpoise.exchange.understood import BadFile
from tests.exchange.conftest import FILES

SOUND = {path.name: path.read_bytes() for path in FILES.iterdir()}
MAPS = {path.name: mapping.read(path.read_bytes()) for path in FILES.glob("*.map.json")}
DIARY = (
    b'{"format": "counterpoise-diary", "version": 1, "person": {"time_zone": "UTC"}, "doses": [], "ratings": ['
    b'{"at": "2026-05-01T08:00:00Z", "measure": "mood", "value": 5.0}], "extra": {"x": 1}}'
)
PIECES = [
    *(b"", b"\x00", b"\xff\xfe", b'"', b"'", b",", b";", b"\n", b"{", b"[", b"}", b"]", b"-", b"null", b"NaN", b"true"),
    *(b"1e999", b"-1", b"0", b"99999999999999999999999", b"9" * 5000, b'"\\ud800"', b"\xe2\x82", b"[" * 3000, b'""'),
]


def refusal(read: Callable[[], object]) -> str:
    """The line of a refusal, "" where there is none; any other exception is a failure."""
    try:
        read()
    except BadFile as problem:
        return str(problem)
    return ""


def is_one_line(refusal: str) -> bool:
    return "\n" not in refusal and len(refusal) < 1000


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A sound file with a few pieces overwritten, taken out or doubled."""
    data = draw(st.sampled_from([*SOUND.values(), DIARY]))
    for _n in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data = data[:start] + draw(st.sampled_from(PIECES) | st.just(data[start:end] * 2)) + data[end:]
    return data


FUZZ = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@FUZZ
@given(st.binary(max_size=300), st.sampled_from([None, *formats.FORMATS]))
def test_any_bytes_are_read_or_refused(data: bytes, format_: str | None) -> None:
    assert is_one_line(refusal(lambda: formats.read("x", data, "Europe/Berlin", format_=format_)))


@FUZZ
@given(mutated(), st.sampled_from([None, *MAPS.values()]))
def test_a_spoilt_file_is_read_or_refused(data: bytes, mapped: Mapping | None) -> None:
    assert is_one_line(refusal(lambda: formats.read("x", data, "Europe/Berlin", mapped)))


@FUZZ
@given(mutated())
def test_a_spoilt_map_is_read_or_refused(data: bytes) -> None:
    assert is_one_line(refusal(lambda: mapping.read(data)))


@FUZZ
@given(st.text(max_size=300))
def test_a_proposal_can_be_used_or_says_what_is_missing(text: str) -> None:
    data = ("when,pain,note\n2026-05-01 08:00,3,a\n" + text).encode(errors="replace")
    assert is_one_line(refusal(lambda: formats.read("x", data, "UTC", propose(columns(data)))))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x: the file is empty"),
        (b" \n\n", "x: the file is empty"),
        (b"PK\x03\x04rest", "x: a zip file; a text file"),
        (b"%PDF-1.7", "x: a PDF file; a text file"),
        (b"hello", "x: not a file that this program reads"),
        (b'{"a": 1}', "x: not a file that this program reads"),
        (b'{"a": ', "x: line 1, column 7: not readable as JSON"),
        (b'{"experiences": [{"ingestions": [{"dose": NaN}]}]}', "x: NaN found; a number is expected"),
        (b'{"experiences": ' + b"[" * 100_000, "x: nested too deeply"),
        (b'{"experiences": ' + b"[" * 60 + b"1" + b"]" * 60 + b"}", "x: nested too deeply"),
        (b'{"experiences": [], "x": "\\ud800"}', "x: a text in it holds half a character"),
        (DIARY.replace(b"5.0", b"1e999"), "x: 1e999 found; a number is expected"),
        (DIARY.replace(b"mood", b""), "x: ratings[0].measure"),
        (DIARY.replace(b'"version": 1', b'"version": 2'), "x: version: 2 found"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(BadFile) as refused:
        formats.read("x", data, "UTC")
    assert str(refused.value).startswith(message)


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadFile, match=r"x: 201 MB; files of up to 64 MB are read"):
        formats.refuse_size("x", 200 * 2**20 + 1)


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        BadFile, match="'xml' found; counterpoise, fhir, psychonautwiki, kratomtracker, csv is expected"
    ):
        formats.read("x", DIARY, "UTC", format_="xml")


def test_a_diary_file_is_read_without_loss() -> None:
    found = formats.read("x", DIARY, "Asia/Tokyo")
    assert found.format == "counterpoise"
    assert found.diary.person.time_zone == "UTC"
    assert found.diary.ratings[0].value == 5.0
