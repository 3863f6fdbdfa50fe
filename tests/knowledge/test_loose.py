"""Kratom under the names that people give it, and what must not be taken for it."""

import pytest

from counterpoise.knowledge.load import load

LEAF = """Kratom powder|kratom tea|red kratom|Red Maeng Da|kratom leaf|Kratom capsules|kratom extract|kratum|kratomm
Kratom 50/50|feel free|Maeng Da|green malay|white borneo powder|KRATOM (5 g)|kratoms|cratom|Krathom leaves|red bali
plain leaf kratom|ketum tea|Kratom extract 10x|red vein kratom capsules|kratom-powder"""
HYDROXY = """7 hydroxi|hydroxymitragynin 20mg|7stax|7-OH|7-OH extract|7OH kratom tablets|Kratom 7-OH shot
7 hydroxy gummies|hydroxymitragynine extract|7-hydroxy kratom powder"""
OTHERS = """tea|powder|red|white|capsules|green tea|red wine|white powder|bali|heroin|tianeptine
kratom and oxycodone|kava tea|mitragynine isolate|leaf|white horse|oxycodone|kryptom|"""


def names(text: str) -> list[str]:
    return [name for line in text.split("\n") for name in line.split("|")]


def key(name: str) -> str | None:
    pack = load().substance(name)
    return None if pack is None else pack.key


@pytest.mark.parametrize("name", names(LEAF))
def test_kratom_by_its_ordinary_names_is_kratom(name: str) -> None:
    assert key(name) == "kratom"


@pytest.mark.parametrize("name", names(HYDROXY))
def test_7_oh_stays_the_other_drug(name: str) -> None:
    assert key(name) == "7-hydroxymitragynine"


@pytest.mark.parametrize("name", names(OTHERS))
def test_nothing_else_becomes_kratom(name: str) -> None:
    assert key(name) not in ("kratom", "7-hydroxymitragynine")


def test_no_medicine_and_no_other_name_of_a_substance_is_taken_for_kratom() -> None:
    book = load().medicines
    held = {name for key, one in book.ingredients.items() for name in (key, *one.names)}
    held |= {name for key, one in book.combinations.items() for name in (key, *one.names)}
    held |= {name for brands in book.brands.values() for name in brands}
    assert {name for name in held if key(name) in ("kratom", "7-hydroxymitragynine")} == set()


INSIDE = """kratom and coffee|kratom + kava|kratom and beer|trainwreck kratom|green md kratom|mitragynine 45 mg
MIT45|MIT 45|OPMS gold|kratom extract 150mg mitragynine shot|mitragynine isolate|Mitragyna"""
OTHER_DRUGS = """7-OH kratom tablets|mitragynine pseudoindoxyl|mitragynine pseudoindoxl|kratom psuedoindoxil
hydroxy mitragynin kratom|7-hydroxymitragynine"""
NOT_INSIDE = "keratin|kryptom|shop mug|tea|oxycodone|white powder|krypton 50|micro dosing"


@pytest.mark.parametrize("name", names(INSIDE))
def test_safety_sees_kratom_among_other_words_and_answers_count_none_of_it(name: str) -> None:
    pack = load().substance_in(name)
    assert pack is not None
    assert pack.key == "kratom"
    assert key(name) is None


@pytest.mark.parametrize("name", names(OTHER_DRUGS))
def test_another_drug_is_not_taken_for_the_kratom_beside_it(name: str) -> None:
    pack = load().substance_in(name)
    assert pack is not None
    assert not pack.assessable


@pytest.mark.parametrize("name", [*names(NOT_INSIDE), *load().medicines.ingredients, *load().medicines.combinations])
def test_kratom_is_seen_in_nothing_else(name: str) -> None:
    pack = load().substance_in(name)
    assert pack is None or pack.key != "kratom"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("7-hydromitragynine tablets", "7-hydroxymitragynine"),
        ("7-hidroximitraginina", "7-hydroxymitragynine"),
        ("7-hydroxymytragynine", "7-hydroxymitragynine"),
        ("7-OH freebase", "7-hydroxymitragynine"),
        ("7-OH free base", "7-hydroxymitragynine"),
        ("No. 7-OH tabs", "7-hydroxymitragynine"),
        ("7-OH tablets, sugar free", "7-hydroxymitragynine"),
        ("pseudoindoxal", "mitragynine-pseudoindoxyl"),
        ("Pseudo tablets", "mitragynine-pseudoindoxyl"),
        ("Kratom pseudo tablets", "mitragynine-pseudoindoxyl"),
    ],
)
def test_a_slip_or_another_language_hides_no_other_drug(name: str, key: str) -> None:
    for found in (load().substance(name), load().substance_in(name)):
        assert found is not None
        assert found.key == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("7-OH free green powder", None),
        ("no 7-OH", None),
        ("sin 7-OH", None),
        ("without 7-hydroxymitragynine", None),
        ("No 7-OH kratom", "kratom"),
        ("Kratom powder, ohne 7-OH", "kratom"),
        ("Pseudoephedrine tablets", None),
        ("Pseudo 60 mg", None),
        ("hydroxyzine", None),
    ],
)
def test_what_a_name_denies_it_is_not(name: str, key: str | None) -> None:
    for found in (load().substance(name), load().substance_in(name)):
        assert (found and found.key) == key
