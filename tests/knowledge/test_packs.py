"""The packs that come with the program: every fact sourced, dated and graded, in calm words."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest

from counterpoise.knowledge.load import Knowledge, load
from counterpoise.knowledge.parts import parts
from counterpoise.knowledge.records import Fact, Grade, Prior, Source, Sourced, Spread
from counterpoise.knowledge.texts import texts

SELLS = re.compile(r"kratom|botanic|speciosa|leaf|herb|shop|store|vape|smoke", re.I)
ADVICE = re.compile(r"\b(?:take|takes|increase|raise|you should|try|recommended|safe|best dose|benefits?)\b", re.I)
LAW = re.compile(r"\b(?:legal|legally|lawful|allowed|permitted)\b", re.I)
VERIFIED = {"V", "D"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def entries(knowledge: Knowledge) -> list[tuple[str, Any]]:
    return [(f"{file}: {entry}", part) for file, record in knowledge.everything() for entry, part in parts(record)]


def sourced(knowledge: Knowledge) -> list[tuple[str, Sourced]]:
    return [(entry, part) for entry, part in entries(knowledge) if isinstance(part, Sourced)]


def test_every_statement_names_sources_that_are_in_the_bibliography(knowledge: Knowledge) -> None:
    found = sourced(knowledge)
    assert len(found) > 150
    assert [
        entry for entry, part in found if not part.sources or not set(part.sources) <= set(knowledge.bibliography)
    ] == []


def test_every_source_is_used(knowledge: Knowledge) -> None:
    used = {source for _entry, part in sourced(knowledge) for source in part.sources}
    assert sorted(set(knowledge.bibliography) - used) == []


def test_every_statement_was_reviewed_since_the_project_began(knowledge: Knowledge) -> None:
    assert [entry for entry, part in sourced(knowledge) if part.reviewed.year < 2026] == []


def test_what_was_not_read_in_the_original_is_not_established(knowledge: Knowledge) -> None:
    unread = [part for _entry, part in sourced(knowledge) if part.tag not in VERIFIED]
    assert unread
    assert not any(part.established for part in unread)
    assert knowledge.substances["kratom"].facts["mitragynine_half_life"].established
    assert not knowledge.substances["kratom"].facts["enzyme_inhibitors_people"].established


OURS = ("counterpoise-model", "counterpoise-search")


def test_what_we_chose_ourselves_is_graded_as_a_convention(knowledge: Knowledge) -> None:
    ours = [
        entry
        for entry, part in sourced(knowledge)
        if isinstance(part, Prior | Fact) and part.sources[0] in OURS and part.grade != "convention"
    ]
    assert ours == [
        "substances/7-hydroxymitragynine/substance.toml: facts.dopamine_people",
        "substances/7-hydroxymitragynine/substance.toml: facts.human_kinetics",
        "substances/kratom/substance.toml: facts.chronic_pain_trial",
        "substances/kratom/substance.toml: facts.dopamine_people",
        "substances/kratom/substance.toml: facts.storage_studies",
        "substances/kratom/receptors.toml: dopamine.people",
        "substances/kratom/receptors.toml: unknown.groups",
    ], "only 'we found none' rests on us without being a choice"


def test_a_search_that_found_nothing_is_never_shown_as_established(knowledge: Knowledge) -> None:
    nothing_found = [
        *(("kratom", "chronic_pain_trial"), ("kratom", "storage_studies"), ("kratom", "dopamine_people")),
        *(("7-hydroxymitragynine", "human_kinetics"), ("7-hydroxymitragynine", "dopamine_people")),
    ]
    for name, fact in nothing_found:
        assert knowledge.substances[name].facts[fact].tag == "R"


def test_grades_are_the_published_scale() -> None:
    assert get_args(Grade) == ("human trial", "human observational", "animal", "in vitro", "convention", "unknown")


def test_sources_lead_to_a_place_and_to_nobody_who_sells(knowledge: Knowledge) -> None:
    hosts = {key: urlsplit(source.url).hostname or "" for key, source in knowledge.bibliography.items() if source.url}
    assert {key: host for key, host in hosts.items() if SELLS.search(host)} == {}
    links = [source.link for source in knowledge.bibliography.values() if source.link]
    assert all(link.startswith("https://") for link in links)
    assert len(set(links)) == len(links), "one entry for one address"


def test_the_pattern_for_sellers_finds_them() -> None:
    for host in ("superspeciosa.com", "kratom.net", "hudsonvalleybotanicals.com", "behappygoleafy.com"):
        assert SELLS.search(host), host


@pytest.mark.parametrize("doi", ["10.3390/pharmaceutics14030620", "10.2147/DDDT.S79658"])
def test_a_doi_makes_a_link(doi: str) -> None:
    assert Source(key="x", title="X", doi=doi).link == f"https://doi.org/{doi}"


def test_the_funding_of_an_interested_party_is_told(knowledge: Knowledge) -> None:
    assert "industry" in (knowledge.bibliography["huestis-2024"].funding or "")


def test_values_lie_within_their_own_spread(knowledge: Knowledge) -> None:
    spread = [part for _entry, part in sourced(knowledge) if isinstance(part, Fact) and part.spread]
    assert len(spread) >= 10
    for fact in spread:
        assert isinstance(fact.value, float), fact.label
        assert isinstance(fact.spread, Spread)
        if fact.spread.kind != "sd":
            assert fact.spread.low is not None
            assert fact.spread.high is not None
            assert fact.spread.low <= fact.value <= fact.spread.high, fact.label


def test_numbers_have_units(knowledge: Knowledge) -> None:
    facts = [(entry, part) for entry, part in sourced(knowledge) if isinstance(part, Fact)]
    assert [entry for entry, fact in facts if isinstance(fact.value, float) != (fact.unit is not None)] == []


def test_no_text_gives_advice_or_speaks_of_the_law(knowledge: Knowledge) -> None:
    """Beside what people say, as they say it: the answers to that are held to the rule."""
    quoted = {claim.claim for claim in knowledge.claims.values()}
    ours = [text for text in texts() if text not in quoted]
    assert len(ours) > 500
    assert [text for text in ours if ADVICE.search(text)] == []
    assert [text for text in ours if LAW.search(text)] == []


def test_texts_for_translation_hold_what_pages_show(knowledge: Knowledge) -> None:
    found = texts()
    assert len(found) == len(set(found))
    pain = knowledge.measures["pain.now"]
    kratom = knowledge.substances["kratom"]
    refusal = knowledge.substances["7-hydroxymitragynine"].refusal
    assert refusal is not None
    for text in (
        *(pain.name, pain.question, pain.low_words, pain.high_words),
        *(kratom.name, kratom.summary, kratom.forms["powder"], kratom.facts["withdrawal"].value),
        *(refusal.reason, knowledge.effects["nausea"].name),
        *(knowledge.emergency.signs["seizure"].text, knowledge.emergency.countries["DE"].name),
        knowledge.bibliography["huestis-2024"].funding,
    ):
        assert text in found
    assert not {"V", "tanna-2022", "mg/g", "lognormal", "human trial"} & set(found)


def test_a_file_is_read_once_and_only_when_asked_for(tmp_path: Path) -> None:
    assert load() is load()
    tmp_path.joinpath("bibliography.toml").write_text('[a]\ntitle = "A"\npublished_in = "B"\n', encoding="utf-8")
    assert list(load(tmp_path).bibliography) == ["a"]
    assert load(tmp_path).bibliography is load(tmp_path).bibliography


def test_reading_the_packs_needs_neither_numpy_nor_django_nor_science() -> None:
    code = (
        "import sys; from counterpoise.knowledge.load import load; [*load().everything()];"
        "print(*[m for m in ('numpy', 'scipy', 'django', 'sqlite3', 'counterpoise.science') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
