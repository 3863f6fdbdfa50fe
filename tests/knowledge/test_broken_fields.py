"""Numbers, units, texts and lists that look right and are not: refused with file, entry and reason."""

from pathlib import Path

import pytest

from counterpoise.knowledge.load import Knowledge
from tests.knowledge.broken import Mistake, change, check, refused, title

KRATOM, SEVEN = "substances/kratom/substance.toml", "substances/7-hydroxymitragynine/substance.toml"
PLASMA, RECEPTORS = "substances/kratom/plasma.toml", "substances/kratom/receptors.toml"
CLAIMS, FORMS, MEASURES, SOURCES = "claims.toml", "instruments.toml", "measures.toml", "bibliography.toml"
PAGE, SIGNS = "learn/reading-the-balance.toml", "safety/signs.toml"
FACT, HALF_LIFE = "[facts.mitragynine_half_life]\n", "facts.mitragynine_half_life"
VALUE, LONG = "value = 45.3", "9" * 400
SIGN = "[emergency]\n"

NUMBERS = [
    Mistake(KRATOM, FACT, VALUE, "value = 99.0", HALF_LIFE, "outside its own spread, 31.9 to"),
    Mistake(KRATOM, FACT, VALUE, "value = []", f"{HALF_LIFE}.value", "must be a number or a sentence"),
    Mistake(KRATOM, FACT, VALUE, "value = true", f"{HALF_LIFE}.value", "must be a number or a sentence"),
    Mistake(KRATOM, FACT, VALUE, "value = nan", f"{HALF_LIFE}.value", "must be a number or a sentence"),
    Mistake(KRATOM, FACT, VALUE, 'value = ""', f"{HALF_LIFE}.value", "must not be empty"),
    Mistake(KRATOM, FACT, VALUE, f"value = {LONG}", f"{HALF_LIFE}.value", "must be a number or a sentence"),
    Mistake(KRATOM, FACT, 'unit = "h"\n', "", HALF_LIFE, "a number needs a unit"),
    Mistake(KRATOM, FACT, 'unit = "h"', 'unit = ""', f"{HALF_LIFE}.unit", "must not be empty"),
    Mistake(KRATOM, FACT, 'unit = "h"', 'unit = "hurs"', HALF_LIFE, "no such unit: 'hurs'"),
    Mistake("safety/slip.toml", "[amount.limits.ratio]", '"times"', '"1"', "amount.limits.ratio", "a ratio is of unit"),
    Mistake(KRATOM, "[potency.powder]", '"mg/g"', '"mg/kg"', "", "potency.powder must be in mg/g"),
    Mistake(KRATOM, "[kinetics.half_life_h]", 'unit = "h"', 'unit = "min"', "kinetics", "must be lognormal, in h"),
    Mistake("unlisted.toml", "[half_life_h]", 'unit = "h"', 'unit = "min"', "", "must be lognormal, in h"),
    Mistake(KRATOM, "[potency.powder]", "sd = 0.97", "sd = 500.0", "potency.powder.sd", "less than or equal to 5"),
    Mistake(KRATOM, "[potency.powder]", "sd = 0.97", "sd = 1e308", "potency.powder.sd", "less than or equal to 5"),
    Mistake(KRATOM, "[potency.powder]", "centre = 15.6", "centre = 1e300", "potency.powder.centre", "less than or"),
    Mistake(PLASMA, "[published.peak]", '"nmol/L"', '"parsec"', "published.peak", "no such unit: 'parsec'"),
    Mistake(PLASMA, "[published.peak]", '"nmol/L"', '"h"', "published.peak", "with its unit (nmol/L or ng/mL)"),
    Mistake(PLASMA, "[published.peak]", '"mitragynine"', '"mitragynin"', "published.peak.analyte", "neither simulated"),
    Mistake(RECEPTORS, "", "[binders.mitragynine.", "[binders.mitragynin.", "binders.mitragynin", ""),
    Mistake(KRATOM, FACT, "reviewed = 2026", "reviewed = 9999", f"{HALF_LIFE}.reviewed", "less than or equal to 2099"),
    Mistake(
        KRATOM, FACT, "reviewed = 2026", "reviewed = 0001", f"{HALF_LIFE}.reviewed", "greater than or equal to 1990"
    ),
    Mistake(SOURCES, "[toms-2008]", "year = 2008", 'year = "2008"', "toms-2008.year", "valid integer"),
    Mistake(SOURCES, "[toms-2008]", "year = 2008", "year = 2008.0", "toms-2008.year", "valid integer"),
    Mistake(PAGE, "", "order = ", "order = true #", "order", "valid integer"),
    Mistake(PAGE, "", "order = ", f"order = 0x{LONG * 10} #", "order", "not a number of thousands of digits"),
    Mistake(SIGNS, SIGN, "value = ", 'value = "six" #', "emergency", "limits.hours must be a number"),
]
TEXTS = [
    Mistake(KRATOM, FACT, 'label = "', 'label = "  " #', f"{HALF_LIFE}.label", "must not be empty"),
    Mistake(KRATOM, FACT, VALUE, 'value = "  "', f"{HALF_LIFE}.value", "must not be empty"),
    Mistake(KRATOM, FACT, VALUE, 'value = "\\u200b"', f"{HALF_LIFE}.value", "cannot be seen (U+200B)"),
    Mistake(KRATOM, FACT, VALUE, 'value = "\\u202egnp"', f"{HALF_LIFE}.value", "cannot be seen (U+202E)"),
    Mistake(KRATOM, FACT, 'label = "', 'label = "\\u0000', f"{HALF_LIFE}.label", "cannot be seen (U+0000)"),
    Mistake(KRATOM, "", 'name = "Kratom"', 'name = " "', "name", "must not be empty"),
    Mistake(PAGE, "", 'text = ["', 'text = ["  ", "', "text.0", "must not be empty"),
    Mistake(PAGE, "", 'text = ["', 'text = "x"\npoints = ["', "text", "must be a list, not 'x'"),
    Mistake(SOURCES, "[toms-2008]", 'title = "', 'title = " "\nfunding = "', "toms-2008.title", "must not be empty"),
    Mistake(SOURCES, "", 'published_in = "this project"', 'published_in = ""', "published_in", "must not be empty"),
    Mistake(SOURCES, "", 'authors = "', 'authors = ""\nfunding = "', "authors", "must not be empty"),
    Mistake(SOURCES, "", 'url = "https://', 'url = "https://user:pw@', ".url", "pattern"),
    Mistake(SOURCES, "", 'url = "https://', 'url = "https://x/\\"><script>', ".url", "pattern"),
    Mistake(SIGNS, SIGN, 'title = "', 'title = "{0}', "emergency", "'{0}' is no word that a finding could fill in"),
    Mistake(SIGNS, SIGN, 'title = "', 'title = "{', "emergency", ""),
]
LISTS = [
    Mistake(
        KRATOM, FACT, '["tanna-2022", "tanna-2023"]', '["tanna-2022", "tanna-2022"]', "sources", "stands there twice"
    ),
    Mistake(KRATOM, FACT, '["tanna-2022", "tanna-2023"]', '"tanna-2022"', f"{HALF_LIFE}.sources", "must be a list"),
    Mistake(KRATOM, "", 'units = ["g", ', 'units = ["g", "g", ', "units", "'g' stands there twice"),
    Mistake(SOURCES, "[toms-2008]", 'doi = "', 'doi = "10.2147/DDDT.S79658" #', "toms-2008.doi", "the same as trakul"),
    Mistake(FORMS, "[peg]", '"91148-7"', '"91148-8"', "peg.loinc", "its last digit does not fit"),
    Mistake(FORMS, "[peg]", '"91148-7"', '"٩١١٤٨-٧"', "peg.loinc", "pattern"),
    Mistake(FORMS, "[peg]", '"91146-1"', '"75893-8"', "peg.items", "the same as peg.items"),
    Mistake(
        MEASURES, "[mood]", 'grade = "', 'loinc = "72514-3"\ngrade = "', "mood.loinc", "the same as pain.now.loinc"
    ),
    Mistake(
        CLAIMS,
        "[pain-alters-brain]",
        "sources = ",
        'contradicts = ["pain-alters-brain"]\nsources = ',
        "pain-alters-brain",
        "cannot contradict itself",
    ),
    Mistake(
        CLAIMS,
        "[boosts-dopamine]",
        'contradicts = ["',
        'contradicts = ["not-directly-dopamine", "',
        "boosts-dopamine.contradicts",
        "stands there twice",
    ),
    Mistake(PAGE, "", 'see = ["', 'see = ["nowhere", "', ".see", "no such page: 'nowhere'"),
    Mistake(PAGE, "", 'see = ["', 'see = ["learn/nowhere", "', ".see", "no such page: 'learn/nowhere'"),
    Mistake(PAGE, "", 'see = ["', 'see = ["https://evil.example/", "', ".see", "no such page: 'https://evil"),
]


@pytest.mark.parametrize("mistake", [*NUMBERS, *TEXTS, *LISTS], ids=title)
def test_a_mistake_is_refused_with_its_place_and_the_reason(packs: Path, mistake: Mistake) -> None:
    check(packs, mistake)


def test_blood_levels_are_those_of_the_alkaloid_of_their_substance(packs: Path) -> None:
    change(packs, KRATOM, 'alkaloid = "mitragynine"', 'alkaloid = "caffeine"')
    broken = refused(packs)
    assert (broken.file, broken.entry) == (PLASMA, "molar_mass")
    assert "'caffeine', is missing" in broken.reason


def test_a_claim_is_made_once(packs: Path) -> None:
    twice = Knowledge(packs).claims["pain-alters-brain"].claim
    change(packs, CLAIMS, 'claim = "', f'claim = "{twice}" #', after="[pain-lowers-dopamine]")
    broken = refused(packs)
    assert (broken.entry, broken.reason) == ("pain-lowers-dopamine.claim", "the same as pain-alters-brain.claim")


def test_what_was_given_is_not_repeated_at_length(packs: Path) -> None:
    change(packs, "measures.toml", "high = 10", f'high = "{LONG}"')
    assert len(refused(packs).reason) < 200
