"""Claims, questionnaires, analytes, law, pages, sources: a mistake is refused with file, entry and reason."""

from pathlib import Path

import pytest

from tests.knowledge.broken import Mistake, change, check, refused, title

CLAIMS, FORMS, ANALYTES = "claims.toml", "instruments.toml", "analytes.toml"
LAW, PAGE, SOURCES = "jurisdictions.toml", "learn/reading-the-balance.toml", "bibliography.toml"
BOOSTS, VARY = "[boosts-dopamine]", "[responses-vary]"

MISTAKES = [
    Mistake(CLAIMS, BOOSTS, '"contested"', '"true"', "boosts-dopamine.verdict", "must be one of 'supported'"),
    Mistake(CLAIMS, BOOSTS, 'topic = "how it works"', 'topic = "dopamine"', "boosts-dopamine.topic", "not 'dopamine'"),
    Mistake(CLAIMS, BOOSTS, "would_change", "would_changes", "boosts-dopamine.would_changes", "unknown key"),
    Mistake(CLAIMS, VARY, '"supported"', '"contradicted"', "responses-vary", "rests on no evidence"),
    Mistake(CLAIMS, BOOSTS, '["not-directly-dopamine"]', '["nobody-says"]', "boosts-dopamine.contradicts", "in turn"),
    Mistake(
        CLAIMS, "[[boosts-dopamine.speaks_for]]", '"animal"', '"rats"', "boosts-dopamine.speaks_for.0.grade", "'rats'"
    ),
    Mistake(
        CLAIMS,
        "[[boosts-dopamine.speaks_against]]",
        '["manus-2025"]',
        '["nobody-1999"]',
        "speaks_against.0.sources",
        "not in bibliography.toml",
    ),
    Mistake(FORMS, "[peg]", '"free with citation"', '"unclear"', "peg", "items may not be bundled"),
    Mistake(FORMS, "[peg]", 'licence = "free with citation"', 'licence = "public"', "peg.licence", "not 'public'"),
    Mistake(FORMS, "[peg]", 'combine = "mean"\n', "", "peg", "says how they combine"),
    Mistake(FORMS, "[peg.items.average]", "high = 10", "high = 0", "peg.items.average", "low (0) must be below"),
    Mistake(FORMS, "[phq-4.items.nervous]", '"Several days", ', "", "phq-4.items.nervous", "3 words for 4 steps"),
    Mistake(FORMS, "[peg.items.average]", '"75893-8"', '"75893"', "peg.items.average.loinc", "pattern"),
    Mistake(FORMS, "[cows.bands.mild]", 'grade = "human observational"\n', "", "cows.bands.mild.grade", "missing"),
    Mistake(FORMS, "[cows]", '"a clinician"', '"a nurse"', "cows.filled_by", "must be one of 'the person'"),
    Mistake(ANALYTES, "[lead]", 'kind = "metal"', 'kind = "heavy"', "lead.kind", "not 'heavy'"),
    Mistake(ANALYTES, "[lead.limits.usp]", '"ug/day"', '"per day"', "lead.limits.usp.unit", "must be one of"),
    Mistake(ANALYTES, "[lead.limits.usp]", "most = 5.0", "most = -5.0", "lead.limits.usp.most", "greater than or"),
    Mistake(ANALYTES, "[lead.limits.usp]", 'tag = "V"\n', "", "lead.limits.usp.tag", "missing"),
    Mistake(ANALYTES, "[cadmium]", '["Cd",', '["Pb",', "cadmium.aliases", "'pb' already names lead"),
    Mistake(ANALYTES, "[cadmium]", '["Cd",', '["--",', "cadmium", "the name '--' holds no letter"),
    Mistake(LAW, "[US.substances.kratom]", '"no ban read of"', '"legal"', "US.substances.kratom.standing", "'legal'"),
    Mistake(LAW, "[US.substances.kratom]", "as_of = 2026-08-28\n", "", "US.substances.kratom.as_of", "missing"),
    Mistake(LAW, "[US.substances.kratom]", "as_of = 2026", "as_of = 2027", "US.substances.kratom", "lies after"),
    Mistake(LAW, "", "[US.substances.kratom]", "[US.substances.khat]", "US.substances", "no such substance: 'khat'"),
    Mistake(LAW, "", '[US-VT]\nname = "Vermont"', '[Vermont]\nname = "Vermont"', "Vermont", "pattern"),
    Mistake(PAGE, "", "order = 50", 'order = "last"', "order", "valid integer"),
    Mistake(PAGE, "", 'text = ["', 'text = []\npoints = ["', "sections.interval.text", "at least 1 item"),
    Mistake(
        PAGE,
        "[sections.interval]",
        'grade = "',
        'facts = ["kratom/colour"]\ngrade = "',
        "sections.interval.facts",
        "no such fact: 'kratom/colour'",
    ),
    Mistake(SOURCES, "[toms-2008]", "year = 2008", "year = 208", "toms-2008.year", "greater than or equal to 1900"),
    Mistake(SOURCES, "[toms-2008]", "title = ", "titel = ", "toms-2008.titel", "unknown key"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=title)
def test_a_mistake_is_refused_with_its_place_and_the_reason(packs: Path, mistake: Mistake) -> None:
    check(packs, mistake)


def test_every_kind_of_pack_is_broken_here() -> None:
    assert {mistake.file for mistake in MISTAKES} == {CLAIMS, FORMS, ANALYTES, LAW, PAGE, SOURCES}


def test_a_source_that_was_taken_away_is_missed_where_it_is_cited(packs: Path) -> None:
    change(packs, SOURCES, "[toms-2008]", "[toms-2009]")
    broken = refused(packs)
    assert broken.file == "substances/paracetamol/substance.toml"
    assert broken.entry.endswith("sources")
    assert "'toms-2008' is not in bibliography.toml" in broken.reason
