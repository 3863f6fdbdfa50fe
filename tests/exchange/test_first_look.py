"""A first look at a table, and the map it proposes."""

from counterpoise.exchange import formats
from counterpoise.exchange.csv import columns, propose

TABLE = (
    b"Entry ID,Date,Time,Study day,Pain level,Dose (g),Weather,Notes\n"
    b"1,2026-05-01,08:00,1,70,2.5,rain,a\n"
    b"2,2026-05-01,12:00,1,40,,sun,\n"
    b"3,2026-05-02,08:00,2,55,3,rain,b\n"
)


def test_every_column_says_what_it_holds() -> None:
    found = columns(TABLE)
    assert [column.kind for column in found.columns] == [
        *("number", "date", "clock", "number", "number", "number", "text", "text"),
    ]
    pain, dose = found.columns[4], found.columns[5]
    assert (pain.low, pain.high, pain.filled) == (40.0, 70.0, 3)
    assert (dose.filled, dose.examples) == (2, ("2.5", "3"))
    assert found.rows == 3
    assert found.first_rows[0][6] == "rain"


def test_the_proposal_names_what_it_recognised() -> None:
    said = propose(columns(TABLE))
    assert (said.when.column, said.when.time_column) == ("Date", "Time")
    assert [(rating.measure, rating.low, rating.high) for rating in said.ratings] == [("pain.now", 0.0, 100.0)]
    assert [(dose.amount_column, dose.unit) for dose in said.doses] == [("Dose (g)", "g")]
    assert (said.id_column, said.note_column) == ("Entry ID", "Notes")
    assert said.day_number is not None
    assert said.day_number.column == "Study day"


def test_the_proposal_reads_the_table_it_was_made_for() -> None:
    found = formats.read("t.csv", TABLE, "America/Chicago", propose(columns(TABLE)))
    assert [rating.value for rating in found.diary.ratings] == [7.0, 4.0, 5.5]
    assert [dose.amount for dose in found.diary.doses] == [2.5, 3.0]
    assert found.not_understood == ()
    assert any(notice.text.endswith("Weather") for notice in found.notices)


def test_a_column_named_like_a_substance_is_its_dose() -> None:
    said = propose(columns(b"t,kratom\n2026-05-01 08:00,2\n"))
    assert [(dose.substance, dose.amount_column) for dose in said.doses] == [("kratom", "kratom")]
