"""One dose brought in from two places is pointed out."""

from counterpoise.exchange.twins import with_twins
from tests.exchange.conftest import Read


def test_the_same_doses_from_two_files_are_pointed_out(read: Read) -> None:
    backup, table = read("kratomtracker.json"), read("kratomtracker.csv")
    (notice,) = [n for n in with_twins(backup, table.diary.doses).notices if "twice" in n.text]
    assert notice.count == 2
    assert notice.places[0] == "2026-05-01 08:12"


def test_the_same_file_again_is_no_twin(read: Read) -> None:
    once = read("kratomtracker.csv")
    assert with_twins(once, once.diary.doses) == once
