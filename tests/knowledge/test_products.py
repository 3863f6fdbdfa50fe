"""What a laboratory looks for: names as certificates print them, limits with who sets them."""

import pytest

from counterpoise.knowledge.load import load

ANALYTES = load().analytes
KINDS = {
    "alkaloid": [
        *("mitragynine", "7-hydroxymitragynine", "speciociliatine", "speciogynine", "paynantheine"),
        "mitragynine-pseudoindoxyl",
    ],
    "metal": ["lead", "cadmium", "arsenic", "mercury", "nickel", "chromium"],
    "microbe": ["salmonella", "e-coli", "yeast-and-mould", "total-plate-count", "coliforms"],
    "other": ["moisture"],
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_is_looked_for_is_there(kind: str) -> None:
    assert [key for key, analyte in ANALYTES.items() if analyte.kind == kind] == KINDS[kind]


@pytest.mark.parametrize(
    ("alias", "key"), [("Pb", "lead"), ("Hg", "mercury"), ("7-OH", "7-hydroxymitragynine"), ("TYMC", "yeast-and-mould")]
)
def test_names_of_certificates_lead_to_one_analyte(alias: str, key: str) -> None:
    assert [found for found, analyte in ANALYTES.items() if alias in analyte.aliases] == [key]


def test_a_substance_that_is_measured_for_an_alkaloid_finds_it_here() -> None:
    measured = {pack.alkaloid for pack in load().substances.values() if pack.alkaloid}
    assert measured
    assert measured <= set(ANALYTES)


@pytest.mark.parametrize(
    ("key", "limit", "most"),
    [("lead", "usp", 5), ("cadmium", "usp", 5), ("arsenic", "usp", 15), ("mercury", "usp", 15), ("nickel", "pde", 200)],
)
def test_a_limit_of_metal_is_for_a_day(key: str, limit: str, most: float) -> None:
    found = ANALYTES[key].limits[limit]
    assert (found.most, found.unit) == (most, "ug/day")
    assert found.established


def test_every_limit_says_who_sets_it_and_what_sellers_quote_is_marked() -> None:
    limits = [limit for analyte in ANALYTES.values() for limit in analyte.limits.values()]
    assert len(limits) > 20
    assert all(limit.by for limit in limits)
    quoted = [limit for limit in limits if "seller" in limit.by]
    assert len(quoted) > 5
    assert not any(limit.established for limit in quoted)


@pytest.mark.parametrize(("key", "unit"), [("salmonella", "in 25 g"), ("e-coli", "in 10 g")])
def test_what_may_not_be_there_at_all_has_a_limit_of_none(key: str, unit: str) -> None:
    (limit,) = ANALYTES[key].limits.values()
    assert (limit.most, limit.unit) == (0, unit)


def test_a_conflict_about_leaf_is_said() -> None:
    leaf = ANALYTES["7-hydroxymitragynine"].facts["leaf"]
    assert "conflict" in str(leaf.note)
    assert not leaf.established
