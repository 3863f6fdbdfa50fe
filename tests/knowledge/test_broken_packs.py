"""A broken pack is refused, and the message says which file, which entry and why."""

import shutil
from pathlib import Path

import pytest

from counterpoise.knowledge.load import Knowledge
from tests.knowledge.broken import Mistake, change, check, refused, title

KRATOM = "substances/kratom/substance.toml"
PLASMA = "substances/kratom/plasma.toml"
RECEPTORS = "substances/kratom/receptors.toml"
SEVEN = "substances/7-hydroxymitragynine/substance.toml"
MEDICINES = "medicines.toml"
PAIRS = "substances/kratom/interactions.toml"
FACT = "[facts.mitragynine_half_life]\n"


def test_the_copy_itself_is_sound_and_every_file_of_it_is_read(packs: Path) -> None:
    read = [file for file, _record in Knowledge(packs).everything()]
    assert sorted(read) == sorted(path.relative_to(packs).as_posix() for path in packs.rglob("*.toml"))


HALF_LIFE = "facts.mitragynine_half_life"
MISTAKES = [
    Mistake(KRATOM, FACT, '"tanna-2022"', '"nobody-1999"', f"{HALF_LIFE}.sources", "'nobody-1999' is not in"),
    Mistake(KRATOM, FACT, "reviewed = 2026-11-23\n", "", f"{HALF_LIFE}.reviewed", "missing"),
    Mistake(KRATOM, FACT, 'tag = "V"\n', "", f"{HALF_LIFE}.tag", "missing"),
    Mistake(KRATOM, FACT, 'tag = "V"', 'tag = "sure"', f"{HALF_LIFE}.tag", "not 'sure'"),
    Mistake(KRATOM, FACT, '"human trial"', '"proven"', f"{HALF_LIFE}.grade", "must be one of 'human trial'"),
    Mistake(KRATOM, FACT, 'grade = "human trial"\n', "", f"{HALF_LIFE}.grade", "missing"),
    Mistake(
        KRATOM, FACT, 'sources = ["tanna-2022", "tanna-2023"]', "sources = []", "half_life.sources", "at least 1 item"
    ),
    Mistake(KRATOM, FACT, "value = 45.3", 'valeu = 45.3\nvalue = "x"', f"{HALF_LIFE}.valeu", "unknown key"),
    Mistake(KRATOM, FACT, "low = 31.9", "low = 99.9", f"{HALF_LIFE}.spread", "low first"),
    Mistake(KRATOM, FACT, "low = 31.9, ", "", f"{HALF_LIFE}.spread", "gives low and high"),
    Mistake(KRATOM, FACT, "reviewed = 2026-11-23", 'reviewed = "soon"', f"{HALF_LIFE}.reviewed", "date"),
    Mistake(KRATOM, "", 'default_unit = "g"', 'default_unit = "stone"', "", "'stone' is not among units"),
    Mistake(
        "substances/alcohol/substance.toml", "", '"hepatotoxic"', '"toxic"', "classes.1", "must be one of 'opioid'"
    ),
    Mistake(KRATOM, "", "[potency.powder]", "[potency.paste]", "", "not among forms: paste"),
    Mistake(KRATOM, "[potency.powder]", "sd = 0.97", "sd = 0", "potency.powder.sd", "greater than 0"),
    Mistake(KRATOM, "[potency.powder]", "centre = 15.6", 'centre = "15.6"', "potency.powder.centre", "valid number"),
    Mistake(
        KRATOM, "[kinetics.slow_fraction]", "centre = 0.05", "centre = 1.5", "kinetics.slow_fraction", "between 0 and 1"
    ),
    Mistake(KRATOM, "[kinetics.tolerance]", '"lognormal"', '"logitnormal"', "kinetics", "must be lognormal"),
    Mistake(KRATOM, "", 'name = "Kratom"', 'key = "tea"\nname = "Kratom"', "key", "the name itself is the key"),
    Mistake(
        "substances/mgm-15/substance.toml",
        "",
        '"MGM-16"',
        '"MGM-16", "7 OH"',
        "aliases",
        "already names 7-hydroxymitragynine",
    ),
    Mistake(SEVEN, "", '"7-OH"', '"-"', "", "the name '-' holds too few letters"),
    Mistake(SEVEN, "", '"7-OH"', '"7"', "", "the name '7' holds too few letters"),
    Mistake(KRATOM, "", '"ketum"', '"-"', "", "the name '-' holds too few letters"),
    Mistake(
        SEVEN, "", "[facts.products]", '[potency.tablet]\nlabel = "x"\n[facts.products]', "potency.tablet", "missing"
    ),
    Mistake("measures.toml", "[mood]", "high = 10", "high = -1", "mood", "low (0) must be below high (-1)"),
    Mistake("measures.toml", "[mood]", "step = 1", "step = 3", "mood", "steps of 3 do not lead from 0 to 10"),
    Mistake("measures.toml", "[mood]", "true", '"yes"', "mood.higher_is_better", "valid boolean"),
    Mistake("measures.toml", "", '"72514-3"', '"pain"', "pain.now.loinc", "pattern"),
    Mistake("measures.toml", "", '["pain.now"]', 'loose = 1\n["pain.now"]', "loose", "must be a table"),
    Mistake(
        "effects.toml", "[nausea]", 'name = "Nausea"', 'name = "Nausea"\nurgency = "now"', "nausea.urgency", "not 'now'"
    ),
    Mistake("effects.toml", "[jaundice]", 'urgency = "same day"\n', "", "jaundice", "gives its sources"),
    Mistake(
        "emergency.toml",
        "[signs.seizure]",
        'effects = ["seizure"]',
        'effects = ["fit"]',
        "signs.seizure.effects",
        "'fit'",
    ),
    Mistake("emergency.toml", "[countries.US]", '"911"', '"nine"', "countries.US.emergency.number", "pattern"),
    Mistake("emergency.toml", "", "[countries.US]", "[countries.usa]", "countries.usa", "pattern"),
    Mistake("help.toml", "", "[countries.US.", "[countries.ZZ.", "countries.ZZ", "emergency.toml has no such country"),
    Mistake(
        "help.toml", "", "[countries.AU.pain", "[countries.AU.pin", "countries.AU.pin_clinic", "no such profession"
    ),
    Mistake("help.toml", "[professions.pharmacist]", "does = ", "helps = ", "professions.pharmacist", ""),
    Mistake("bibliography.toml", "", '"10.2147/DDDT.S79658"', '"doi:x"', "trakulsrichai-2015.doi", "pattern"),
    Mistake("bibliography.toml", "", '"https://repo', '"http://repo', "napdi-kratom.url", "pattern"),
    Mistake("learn/kratom.toml", "", '"kratom/names"', '"kratom/title"', "sections.leaf.facts", "no such fact"),
    Mistake(
        "learn/kratom.toml", "[sections.leaf]", "text = [", "text = []\npoints = [", "sections.leaf.text", "1 item"
    ),
    Mistake(PLASMA, "", "[exchange]", "[excange]", "excange", "unknown key"),
    Mistake(PLASMA, "[clearance]", "centre = 235.0", "centre = 0", "clearance.centre", "greater than 0"),
    Mistake(PLASMA, "[clearance]", '"L/h"', '"L"', "", "must be lognormal, in L/h"),
    Mistake(PLASMA, "[systemic]", '"lognormal"', '"logitnormal"', "", "must be lognormal, in 1"),
    Mistake(PLASMA, "[limit]", '"ng/mL"', '"nmol/L"', "", "limit must be a number above 0, in ng/mL"),
    Mistake(
        PLASMA, "[molar_mass.mitragynine]", "value = 398.5", 'value = "398.5"', "", "molar_mass.mitragynine must be"
    ),
    Mistake(PLASMA, "[published.peak]", "value = 81.9", "value = 8.19", "published.peak", "outside its own spread"),
    Mistake(PLASMA, "[published.peak]", '"peak"', '"height"', "published.peak.quantity", "must be one of 'peak'"),
    Mistake(PLASMA, "[published.peak]", "fitted = true", 'fitted = "yes"', "published.peak.fitted", "valid boolean"),
    Mistake(
        PLASMA, "[published.regular_half_life]", "every_h = 24.0\n", "", "regular_half_life", "every_h is given where"
    ),
    Mistake(PLASMA, "[published.peak]", "value = 81.9", 'value = "a lot"', "published.peak", "with its unit"),
    Mistake(RECEPTORS, "", "centre = 0.04", "centre = 4.0", "binders.mitragynine.unbound", "between 0 and 1"),
    Mistake(RECEPTORS, ".affinity]", '"nmol/L"', '"mol/L"', "binders.mitragynine", "must be lognormal, in nmol/L"),
    Mistake(RECEPTORS, "[dopamine.people]", '"R"', '"sure"', "dopamine.people.tag", "not 'sure'"),
    Mistake(
        MEDICINES, "\ntramadol =", '"opioid"', '"opiate"', "ingredients.tramadol.classes.0", "must be one of 'opioid'"
    ),
    Mistake(
        MEDICINES, "\nmorphine =", '"kadian"', '"Xanax"', "ingredients.alprazolam", "'xanax' already names morphine"
    ),
    Mistake(MEDICINES, "\nmorphine =", '"kadian"', '"APAP"', "ingredients.morphine", "already names paracetamol"),
    Mistake(MEDICINES, "\nmorphine =", '"kadian"', '"Ms Contin"', "ingredients.morphine", "stands there twice"),
    Mistake(MEDICINES, "\nmorphine =", '"kadian"', '"?"', "ingredients.morphine", "holds no letter"),
    Mistake(MEDICINES, "\nmorphine =", "names =", "name =", "ingredients.morphine.name", "unknown key"),
    Mistake(MEDICINES, "co-codamol =", '"codeine"', '"codine"', "combinations.co-codamol.of", "no such ingredient"),
    Mistake(MEDICINES, "co-codamol =", ', "codeine"]', "]", "combinations.co-codamol.of", "at least 2 items"),
    Mistake(MEDICINES, "[brands]", "paracetamol =", "tramadol =", "brands.tramadol", "no such substance"),
    Mistake(MEDICINES, "[about]", 'tag = "R"\n', "", "about.tag", "missing"),
    Mistake(MEDICINES, "[about]", '"who-atc"', '"who"', "about.sources", "'who' is not in"),
    Mistake(PAIRS, "", "[opioid]", "[opiate]", "opiate.key", "must be one of 'opioid'"),
    Mistake(PAIRS, "[opioid]", '"X"', '"severe"', "opioid.severity", "must be one of 'X'"),
    Mistake(PAIRS, "[opioid]", '"suriaga-2024"', '"nobody"', "opioid.sources", "'nobody' is not in"),
    Mistake("unlisted.toml", "", "[tolerance]", "[forgetting]", "forgetting", "unknown key"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=title)
def test_a_mistake_is_refused_with_its_place_and_the_reason(packs: Path, mistake: Mistake) -> None:
    check(packs, mistake)


def test_a_source_that_nobody_could_look_up_is_refused(packs: Path) -> None:
    change(packs, "bibliography.toml", 'published_in = "this project"\n', "")
    broken = refused(packs)
    assert (broken.file, broken.entry) == ("bibliography.toml", "counterpoise-model")
    assert "nobody can look it up" in broken.reason


def test_a_refused_substance_cannot_have_priors(packs: Path) -> None:
    change(packs, KRATOM, "[facts.names]", _part(packs, SEVEN, "[refusal]") + "[facts.names]")
    broken = refused(packs)
    assert broken.file == KRATOM
    assert "neither kinetics nor potency" in broken.reason


@pytest.mark.parametrize("file", ["plasma.toml", "receptors.toml"])
def test_nothing_is_computed_of_a_refused_substance(packs: Path, file: str) -> None:
    shutil.copy(packs / "substances" / "kratom" / file, packs / "substances" / "7-hydroxymitragynine" / file)
    broken = refused(packs)
    assert broken.file == f"substances/7-hydroxymitragynine/{file}"
    assert "refused has no such file" in broken.reason


def _part(packs: Path, file: str, heading: str) -> str:
    text = packs.joinpath(file).read_text(encoding="utf-8")
    start = text.index(heading)
    return text[start : text.index("\n[", start) + 1]


def test_a_file_that_is_not_toml_or_not_there_is_named(packs: Path) -> None:
    packs.joinpath("unlisted.toml").write_text("half_life = = 3", encoding="utf-8")
    assert "not readable as TOML" in refused(packs).reason
    packs.joinpath("unlisted.toml").unlink()
    broken = refused(packs)
    assert (broken.file, broken.reason) == ("unlisted.toml", "the file is missing")


def test_a_broken_file_leaves_the_others_usable(packs: Path) -> None:
    change(packs, "measures.toml", "high = 10", "high = -1")
    assert Knowledge(packs).emergency.country("US").emergency.number == "911"
