"""Where it hurt, in the report: how many ratings said it, and that the others do not say."""

from __future__ import annotations

from dataclasses import replace

from counterpoise.knowledge.load import load
from counterpoise.report.clinician import written
from counterpoise.report.document import Document, Picture, Text
from tests.report.people import NOW, person
from tests.report.reported import answers, chosen, document, findings


def told(made: Document) -> str:
    return " ".join(block.text for one in made.sections for block in one.blocks if isinstance(block, Text))


def test_places_are_counted_beside_how_many_ratings_say_none() -> None:
    diary = person("taper")
    pain = [one for one in diary.ratings if one.measure == "pain.now"]
    said = {id(one) for one in pain[-3:]}
    ratings = tuple(
        replace(one, places=("left_lower_back", "behind the eye") if id(one) in said else None) for one in diary.ratings
    )
    marked = replace(diary, ratings=ratings)
    made = written(marked, load(), answers("taper"), findings("taper"), NOW, chosen("taper"))
    text = told(made)
    assert "Where it hurt was said with 3 of" in text
    assert "left lower back (3), behind the eye (3)" in text
    assert "The others do not say." in text


def test_where_nobody_said_it_nothing_is_said() -> None:
    assert "Where it hurt" not in told(document("taper"))


def test_a_picture_of_months_holds_its_numbers_and_a_gap_is_no_zero() -> None:
    pictures = [block for one in document("rich").sections for block in one.blocks if isinstance(block, Picture)]
    tables = [picture.numbers for picture in pictures if picture.numbers is not None]
    assert len(tables) >= 2
    for table in tables:
        assert {len(row) for row in table.rows} == {len(table.head)}
        assert all(cell == "–" or cell[0].isdigit() for row in table.rows for cell in row[1:])
