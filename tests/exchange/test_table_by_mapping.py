"""Any table, by a mapping of its columns."""

import pytest

from counterpoise.diary import OwnMeasure
from counterpoise.exchange import formats
from counterpoise.exchange.csv import Mapping, mapping
from counterpoise.exchange.understood import BadFile, NeedsMapping
from tests.exchange.conftest import FILES, Read

WHEN = {"column": "t", "format": "iso"}
MOOD = [{"column": "m", "measure": "mood", "low": 0, "high": 10}]


def test_a_diary_with_semicolons_and_commas_is_read_by_exact_count(read: Read) -> None:
    found = read("diary_semicolon.csv", "UTC")
    diary = found.diary
    assert [(dose.substance, dose.amount, dose.unit) for dose in diary.doses] == [
        ("kratom", 2.5, "g"),
        ("kratom", None, None),
        ("kratom", 2.0, "g"),
        ("ibuprofen", 400.0, "mg"),
    ]
    assert [rating.value for rating in diary.ratings] == [7.0, 0.0, 5.5, 4.0, 3.0]
    assert [(effect.kind, effect.severity) for effect in diary.effects] == [("nausea", 1), ("nausea", 3)]
    assert {part.code: part.count for part in found.left_out} == {"nothing taken": 1}
    assert [(part.count, part.place) for part in found.not_understood] == [
        (1, "row 8 ('27.10.2026 25:00')"),
        (1, "row 7, Schmerz (0-100): '140'"),
        (1, "row 9, Menge: 'viel'"),
    ]


def test_ids_of_the_file_are_kept_under_its_source(read: Read) -> None:
    first = read("diary_semicolon.csv").diary.doses[0]
    assert (first.source, first.id, first.note) == ("paper diary", "a1/kratom", "morgens")


def test_a_name_that_stands_for_a_substance_is_read_as_it_and_kept(table: Read) -> None:
    doses = [{"substance_column": "what", "amount": 1, "unit": "glass"}]
    rows = ("Red wine", "alcohol", "Alcohol", "OPMS Gold")
    text = "t,what\n" + "\n".join(f"2026-05-01 08:0{n},{what}" for n, what in enumerate(rows))
    found = table(text, when=WHEN, doses=doses).diary.doses
    assert [(one.substance, one.written) for one in found] == [
        ("alcohol", "Red wine"),
        ("alcohol", None),
        ("alcohol", None),
        ("OPMS Gold", None),
    ]


def test_real_data_give_195_ratings_and_68_rows_of_a_wrong_day(read: Read, shared_data: object) -> None:
    data = (shared_data / "nof1kit_melatonin" / "miura_ema_70day.csv").read_bytes()  # type: ignore[operator]
    said = mapping.read((FILES / "miura_ema_70day.map.json").read_bytes())
    found = formats.read("miura.csv", data, "UTC", said)
    assert len(found.diary.ratings) == 195
    assert {rating.measure for rating in found.diary.ratings} == {"mood"}
    assert (found.diary.ratings[0].value, found.diary.ratings[0].at.isoformat()) == (6.5, "2026-02-18T10:06:00+09:00")
    (warning,) = [notice for notice in found.notices if "study_day" in notice.text]
    assert warning.count == 68
    assert warning.places[0] == "row 129: 44.0 given, 45 by the date"
    assert found.not_understood == ()


def test_a_scale_turned_round_is_converted(table: Read) -> None:
    turned = [{"column": "m", "measure": "mood", "low": 5, "high": 1}]
    found = table("t,m\n2026-05-01 08:00,5\n2026-05-01 09:00,1\n2026-05-01 10:00,4", when=WHEN, ratings=turned)
    assert [rating.value for rating in found.diary.ratings] == [0.0, 10.0, 2.5]


def test_words_can_stand_for_numbers(table: Read) -> None:
    said = [{**MOOD[0], "low": 1, "high": 3, "words": {"bad": 1, "ok": 2, "good": 3}}]
    found = table("t,m\n2026-05-01 08:00,good\n2026-05-01 09:00,fine", when=WHEN, ratings=said)
    assert [rating.value for rating in found.diary.ratings] == [10.0]
    assert "bad, ok, good" in found.not_understood[0].text


def test_an_empty_cell_is_missing_and_a_zero_is_zero(table: Read) -> None:
    found = table("t,m\n2026-05-01 08:00,\n2026-05-01 09:00,0\n2026-05-01 10:00,NA", when=WHEN, ratings=MOOD)
    assert [rating.value for rating in found.diary.ratings] == [0.0]
    assert found.not_understood == ()


def test_a_measure_of_your_own_joins_the_diary_once(table: Read) -> None:
    own = [{"column": "m", "measure": "agency", "low": 0, "high": 100, "higher_is_better": True}]
    found = table("t,m\n2026-05-01 08:00,75.5", when=WHEN, ratings=own)
    (measure,) = found.diary.measures
    assert (measure.key, measure.name, measure.low, measure.high) == ("agency", "m", 0, 100)
    assert found.diary.ratings[0].value == 75.5
    again = formats.read(
        "t.csv",
        b"t,m\n2026-05-01 08:00,75.5",
        "UTC",
        Mapping.from_json({"when": WHEN, "ratings": own}),
        own_measures=(OwnMeasure(key="agency", name="m", low=0, high=10, higher_is_better=True),),
    )
    assert again.diary.measures == ()
    assert again.diary.ratings[0].value == 7.55


def test_a_measure_of_your_own_has_to_say_which_end_is_better(table: Read) -> None:
    own = [{"column": "m", "measure": "agency", "low": 0, "high": 100}]
    with pytest.raises(BadFile, match=r"t\.csv: ratings\[0\]\.higher_is_better: agency is a measure of your own"):
        table("t,m\n2026-05-01 08:00,75", when=WHEN, ratings=own)


def test_a_column_of_yes_and_no_is_a_dose_of_unknown_amount(table: Read) -> None:
    text = "t,x\n2026-05-01 08:00,1\n2026-05-01 20:00,1\n2026-05-02 08:00,0\n2026-05-03 08:00,1"
    said = {"substance": "melatonin", "taken_when": {"column": "x", "equals": ["1"]}}
    each = table(text, when=WHEN, doses=[said]).diary.doses
    daily = table(text, when=WHEN, doses=[{**said, "once_a_day": True}]).diary.doses
    assert [dose.at.isoformat()[:16] for dose in each] == ["2026-05-01T08:00", "2026-05-01T20:00", "2026-05-03T08:00"]
    assert [dose.at.isoformat()[:16] for dose in daily] == ["2026-05-01T08:00", "2026-05-03T08:00"]
    assert {dose.amount for dose in each} == {None}


def test_an_amount_with_another_unit_than_the_map_says_is_not_understood(table: Read) -> None:
    said = [{"substance": "kratom", "amount_column": "g", "unit": "g"}]
    found = table("t,g\n2026-05-01 08:00,2 grams\n2026-05-01 09:00,500 mg", when=WHEN, doses=said)
    assert [dose.amount for dose in found.diary.doses] == [2.0]
    assert [part.place for part in found.not_understood] == ["row 3, g: '500 mg'"]


def test_a_table_without_a_map_asks_for_one() -> None:
    with pytest.raises(NeedsMapping, match=r"t\.csv: a table"):
        formats.read("t.csv", b"t,m\n2026-05-01 08:00,1", "UTC")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "when: is missing"),
        ({"when": {"column": "time"}}, "when.column: 'time' found; one of the columns: t, m is expected"),
        ({"when": WHEN, "colour": 1}, "colour: unknown key"),
        ({"when": {"column": "t", "zone": "Mars/Base"}}, 'when.zone: "Mars/Base" is not an IANA time zone'),
        ({"when": {"column": "t", "format": "dd.mm"}}, "when.format: 'dd.mm' found"),
        ({"when": {"column": "m"}}, "m: '1' found; a date or time in one way of writing"),
        ({"when": WHEN, "ratings": [{**MOOD[0], "high": 0}]}, r"ratings[0].high: '0' found"),
        ({"when": WHEN, "doses": [{}]}, r"doses[0]: substance or substance_column is missing"),
        ({"when": WHEN, "doses": [{"substance": "x", "unit": "g", "unit_column": "m"}]}, r"doses[0].unit: only one of"),
        ({"when": WHEN, "decimal": ";"}, "decimal:"),
        ({"when": WHEN, "note_column": "words"}, "note_column: 'words' found"),
    ],
)
def test_a_wrong_map_is_refused_with_its_key(table: Read, said: dict[str, object], message: str) -> None:
    with pytest.raises(BadFile) as refused:
        table("t,m\n2026-05-01 08:00,1", **said)
    assert message in str(refused.value)


def test_a_map_comes_back_from_its_file_as_it_was() -> None:
    for path in FILES.glob("*.map.json"):
        said = mapping.read(path.read_bytes())
        assert mapping.read(mapping.write(said).encode()) == said
    odd = Mapping.from_json({"when": WHEN, "missing": [], "header": False})
    assert mapping.read(mapping.write(odd).encode()) == odd
