"""The measure of readability itself: words whose syllables are known, texts whose grade is plain."""

import pytest

from tests.reading import grade, sentences, syllables, words

KNOWN = {
    1: "the pain dose used rats mice said dreams one named asked helped smooth eyes leaf through caused days",
    2: "people kratom body study studies trial liver table little needed wanted using being higher science doses "
    "nation special question quiet seizures seizure's addicts supplies many legal causes changes risen plainer losses",
    3: "period area animal opioid addiction medicine anyone heroin depended regular chemical another several "
    "dopamine addictive idea receptor possible condition",
    4: "dependency information evidently activity american material unusual community january",
    5: "university contradictory laboratory opportunity",
}
EASY = "The cat sat on the mat. It was a hot day. The sun was out."
HARD = (
    "Pharmacological investigations consistently demonstrate considerable interindividual variability, notwithstanding "
    "methodological heterogeneity across the available literature."
)


@pytest.mark.parametrize(
    ("word", "count"), [(word, count) for count, listed in KNOWN.items() for word in listed.split()]
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_an_easy_text_has_a_low_grade_and_a_hard_one_a_high_grade() -> None:
    assert grade(EASY) < 2
    assert grade(HARD) > 20


def test_the_grade_is_the_published_formula() -> None:
    assert grade("The cat sat. The dog ran.") == pytest.approx(0.39 * 3 + 11.8 * 1 - 15.59)


def test_sentences_end_where_they_end() -> None:
    assert sentences("It held 3.5 g. Was it “much”? Nobody knows.") == [
        "It held 3.5 g.",
        "Was it “much”?",
        "Nobody knows.",
    ]
    assert words("It's a week-long 28 % rise") == ["It's", "a", "week", "long", "28", "percent", "rise"]


def test_a_name_counts_as_one_short_word_whatever_its_length() -> None:
    said = "Kratom holds 7-hydroxymitragynine."
    assert grade(said, ["hydroxymitragynine", "kratom", "7-hydroxymitragynine"]) == grade("It holds it.")
    assert grade(said) > grade(said, ["7-hydroxymitragynine"])


def test_a_text_without_a_word_has_no_grade() -> None:
    with pytest.raises(ValueError, match="without a word"):
        grade(" … ")
