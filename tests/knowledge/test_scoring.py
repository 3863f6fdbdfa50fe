"""What is skipped in a questionnaire is unknown, and never counts as nothing."""

from counterpoise.knowledge.load import load
from counterpoise.knowledge.scoring import score

PEG, PHQ, CHECK = (load().instruments[key] for key in ("peg", "phq-4", "use.self_check"))


def test_a_mean_and_a_sum() -> None:
    assert score(PEG, (7, 6, 5)).value == 6
    assert score(PHQ, (1, 2, 3, 1)).value == 7
    assert score(PHQ, (1, 2, 3, 1)).band == "moderate"


def test_every_score_of_the_phq_4_and_of_the_self_check_lies_in_one_band() -> None:
    def bands(tool: str, of: int) -> list[str | None]:
        return [score(load().instruments[tool], (float(total), *[0.0] * (of - 1))).band for total in range(of * 3)]

    assert bands("phq-4", 4) == ["none"] * 3 + ["mild"] * 3 + ["moderate"] * 3 + ["severe"] * 3
    checked = [score(CHECK, (1.0,) * yes + (0.0,) * (11 - yes)).band for yes in range(12)]
    assert checked == ["few"] * 2 + ["mild"] * 2 + ["moderate"] * 2 + ["severe"] * 6


def test_with_a_question_skipped_there_is_no_score_but_perhaps_a_least_one() -> None:
    assert score(PEG, (7, None, 5)).value is None
    assert score(PEG, (7, None, 5)).band is None
    told = score(CHECK, (1.0, 1.0, None, *[0.0] * 8))
    assert (told.value, told.at_least, told.answered, told.of, told.band) == (None, 2, 10, 11, "mild")
    assert score(CHECK, (None,) * 11).band is None


def test_a_band_is_settled_only_when_no_open_question_could_change_it() -> None:
    assert not score(CHECK, (0,) * 6 + (None,) * 5).settled, "five more could still be a yes"
    assert score(CHECK, (0,) * 10 + (None,)).settled
    assert score(CHECK, (1, 1) + (0,) * 8 + (None,)).settled
    assert not score(CHECK, (1, 1, 1) + (0,) * 7 + (None,)).settled
    assert score(CHECK, (1,) * 6 + (None,) * 5).settled, "the highest band stays"
    assert not score(PEG, (7, None, 5)).settled
    assert not score(CHECK, (None,) * 11).settled
    assert score(PHQ, (3, 3)).value is None, "answers that are not there were skipped"
