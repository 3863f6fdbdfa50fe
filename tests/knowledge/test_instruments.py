"""Questionnaires: whose they are is said of each, and only what anybody may use stands here word for word."""

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Instrument

INSTRUMENTS = load().instruments
WANTED = ["peg", "nrs-11", "phq-4", "gcps-r", "sows", "cows", "promis", "isi", "paindetect", "kds", "use.self_check"]


def test_the_questionnaires_are_there_and_say_whose_they_are() -> None:
    assert list(INSTRUMENTS) == WANTED
    assert all(len(form.licence_words) > 20 for form in INSTRUMENTS.values())


def test_only_four_stand_here_word_for_word() -> None:
    assert [key for key, form in INSTRUMENTS.items() if form.items] == ["peg", "nrs-11", "phq-4", "use.self_check"]
    assert all(INSTRUMENTS[key].licence == "permission needed" for key in ("promis", "isi", "paindetect"))
    assert all(INSTRUMENTS[key].licence == "unclear" for key in ("gcps-r", "sows", "kds"))


def extent(form: Instrument) -> tuple[float, float]:
    low, high = (sum(getattr(item, end) for item in form.items.values()) for end in ("low", "high"))
    count = len(form.items) if form.combine == "mean" else 1
    return low / count, high / count


@pytest.mark.parametrize(
    ("key", "ends"), [("peg", (0, 10)), ("nrs-11", (0, 10)), ("phq-4", (0, 12)), ("use.self_check", (0, 11))]
)
def test_the_answers_add_up_to_the_scores_that_are_told(key: str, ends: tuple[float, float]) -> None:
    assert extent(INSTRUMENTS[key]) == ends
    assert f"to {ends[1]}" in INSTRUMENTS[key].scoring


def test_codes_are_those_that_were_looked_up() -> None:
    codes = {key: [form.loinc, *(item.loinc for item in form.items.values())] for key, form in INSTRUMENTS.items()}
    assert {key: found for key, found in codes.items() if any(found)} == {
        "peg": ["91148-7", "75893-8", "91145-3", "91146-1"],
        "nrs-11": ["72514-3", "72514-3"],
        "phq-4": ["69724-3", "69725-0", "68509-9", "44250-9", "44255-8"],
    }


def test_every_answer_of_the_phq_4_has_its_words() -> None:
    answers = ("Not at all", "Several days", "More than half the days", "Nearly every day")
    assert {item.answers for item in INSTRUMENTS["phq-4"].items.values()} == {answers}


def test_what_a_score_means_is_said_with_its_source_and_marked_where_nobody_read_it() -> None:
    assert INSTRUMENTS["cows"].filled_by == "a clinician"
    assert len(INSTRUMENTS["cows"].bands) == 4
    assert not INSTRUMENTS["peg"].bands["meaningful"].established
    assert INSTRUMENTS["isi"].bands["moderate"].established
