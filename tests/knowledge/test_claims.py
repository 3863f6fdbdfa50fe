"""What people say: every claim that is met, each with a verdict that rests on the findings shown beneath it."""

import re

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Claim, Evidence
from tests.house.test_words import advice
from tests.reading import grade, names, sentences

CLAIMS = load().claims
NEEDED = {
    *("pain-alters-brain", "pain-lowers-dopamine", "boosts-dopamine", "not-directly-dopamine", "opioid-receptors"),
    *("relief-like-opiates", "not-same-risk", "no-addiction-risk", "dependence-common", "natural-so-safe"),
    *("stimulates-then-sedates", "start-low-go-slow", "keep-a-record", "responses-vary", "store-airtight"),
    *("reputable-supplier", "colours-differ", "comes-off-opioids", "liver-harm", "deaths-alone"),
    *("seven-oh-is-strong-kratom", "grapefruit-boosts", "tests-detect-it", "it-is-legal", "mild-like-coffee"),
}
CONTRADICTORY = [
    ("boosts-dopamine", "not-directly-dopamine"),
    ("no-addiction-risk", "dependence-common"),
    ("natural-so-safe", "liver-harm"),
    ("natural-so-safe", "deaths-alone"),
    ("not-same-risk", "as-addictive-as-heroin"),
]
EASY_ENOUGH = 7
RULING = re.compile(r"\b(?:il)?(?:legal|lawful)(?:ly)?\b|\b(?:dis)?allowed\b|\bpermitted\b|\bforbidden\b", re.I)
DAY_OR_YEAR = re.compile(r"\b20\d\d\b")

each = pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda claim: claim.key)


def evidence(claim: Claim) -> tuple[Evidence, ...]:
    return (*claim.speaks_for, *claim.speaks_against)


def test_the_claims_that_people_meet_are_all_there() -> None:
    assert NEEDED - CLAIMS.keys() == set()
    assert len(CLAIMS) >= 28


@each
def test_a_verdict_rests_on_sources_that_are_shown_as_its_evidence(claim: Claim) -> None:
    """One that is shown plainly rests on findings that are shown plainly."""
    read = {source for part in evidence(claim) if part.established or not claim.established for source in part.sources}
    assert claim.sources
    assert set(claim.sources) - read == set()
    assert all(part.sources for part in evidence(claim))


@each
def test_evidence_names_in_whom_it_was_found(claim: Claim) -> None:
    about_a_body = {"human trial", "human observational", "animal"}
    assert [part.text for part in evidence(claim) if part.grade in about_a_body and not part.population] == []


@each
def test_that_nothing_was_found_is_never_established(claim: Claim) -> None:
    nothing = [part for part in evidence(claim) if part.grade == "unknown" or part.text.startswith("We found no")]
    assert [part.text for part in nothing if (part.grade, part.tag) != ("unknown", "R")] == []


@each
def test_what_the_answer_says_was_not_found_is_told_beneath_it(claim: Claim) -> None:
    if "we found no" in claim.answer.lower():
        assert any(part.grade == "unknown" for part in claim.speaks_against)


@each
def test_the_answer_is_short_and_plain(claim: Claim) -> None:
    assert len(sentences(claim.answer)) in (2, 3)
    assert grade(claim.answer, names()) <= EASY_ENOUGH


@each
def test_the_answer_advises_no_dose(claim: Claim) -> None:
    assert advice(claim.answer) == advice(claim.would_change) == []
    assert [part.text for part in evidence(claim) if advice(part.text)] == []


def test_an_answer_about_starting_says_that_it_is_no_advice() -> None:
    assert "no advice to begin or to go up" in CLAIMS["start-low-go-slow"].answer


@pytest.mark.parametrize(("one", "other"), CONTRADICTORY)
def test_claims_that_cannot_both_be_true_name_each_other(one: str, other: str) -> None:
    assert other in CLAIMS[one].contradicts
    assert one in CLAIMS[other].contradicts


@each
def test_claims_that_contradict_each_other_are_about_one_topic_and_not_both_borne_out(claim: Claim) -> None:
    for key in claim.contradicts:
        assert CLAIMS[key].topic == claim.topic
        assert (claim.verdict, CLAIMS[key].verdict) != ("supported", "supported")


def test_of_the_law_the_answer_says_when_and_never_what_holds_for_the_reader() -> None:
    claim = CLAIMS["it-is-legal"]
    told = (claim.answer, claim.would_change, *(part.text for part in evidence(claim)))
    assert [text for text in told if RULING.search(text)] == []
    assert all(DAY_OR_YEAR.search(text) for text in (claim.answer, *(part.text for part in evidence(claim))))
    assert "nobody here can tell you" in claim.answer
    assert claim.verdict == "contested", "some places have banned it, others have not"
    assert not claim.established, "what was read of the law is second-hand"
