"""How tables are stored: letters, separators, quotes, rows."""

import pytest

from counterpoise.exchange.csv import columns
from counterpoise.exchange.csv.table import table
from counterpoise.exchange.understood import BadFile
from tests.exchange.conftest import Read

TEXT = "zeit;größe;Text\n2026-05-01;1,5;é\n2026-05-02;2,25;x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_are_found_out(encoding: str) -> None:
    found = table(TEXT.encode(encoding))
    assert found.header == ("zeit", "größe", "Text")
    assert found.rows[0][2] == "é"
    assert found.guessed_letters == (encoding == "cp1252")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found_out(separator: str) -> None:
    data = f'a{separator}b\n1{separator}"x,y;z"\n2{separator}y'.encode()
    found = table(data)
    assert found.delimiter == separator
    assert found.rows == (("1", "x,y;z"), ("2", "y"))


def test_a_decimal_comma_is_found_out_where_commas_do_not_separate() -> None:
    assert columns(TEXT.encode()).decimal == ","
    assert columns(b"a,b\n1,5\n").decimal == "."


def test_a_line_break_inside_quotes_belongs_to_the_cell() -> None:
    found = table(b'a,b\r\n1,"two\r\nlines"\r\n\r\n2,x\r\n')
    assert found.rows == (("1", "two\r\nlines"), ("2", "x"))
    assert found.numbers == (2, 4)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b\n1,2\n1,2,3\n", "row 3: 3 cells found; 2 are expected"),
        (b"a,b\n1,2\n1\n", "row 3: 1 cells found; 2 are expected"),
        (b'a,b\n1,"2\n', "row 2: quotes or separators that do not fit"),
        (b'a,b\n1,"2"x\n', "row 2: quotes or separators that do not fit"),
        (b"a,b\n\x00\x01\x02,1\n", "not a text file"),
    ],
)
def test_a_broken_table_is_refused_with_its_row(data: bytes, message: str) -> None:
    with pytest.raises(BadFile) as refused:
        table(data)
    assert message in str(refused.value)


def test_empty_cells_beyond_the_last_column_do_no_harm() -> None:
    assert table(b"a,b,\n1,2,\n3,4,,\n").rows == (("1", "2"), ("3", "4"))


def test_a_table_without_names_has_numbered_columns(table: Read) -> None:
    said = {
        "when": {"column": "column 1"},
        "ratings": [{"column": "column 2", "measure": "mood", "low": 0, "high": 10}],
    }
    found = table("2026-05-01 08:00,4\n2026-05-02 08:00,5", header=False, **said)
    assert [rating.value for rating in found.diary.ratings] == [4.0, 5.0]


def test_a_name_that_stands_twice_is_refused(table: Read) -> None:
    with pytest.raises(BadFile, match="'t' names several columns"):
        table("t,t\n2026-05-01 08:00,4", when={"column": "t"})
