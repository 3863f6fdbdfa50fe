"""The reader's words are data: held to a shape, in several languages, and a language more needs no code."""

import dataclasses
from importlib.resources import files
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from counterpoise.knowledge.load import load
from counterpoise.knowledge.names import plain_names
from counterpoise.knowledge.pack_file import toml
from counterpoise.knowledge.spelling import plain
from counterpoise.supply.certificates.meaning import names
from counterpoise.supply.certificates.meaning.lexicon import Words, fold, lexicon, prepared

WORDS = TypeAdapter(Words)


def file() -> dict[str, Any]:
    return toml(files("counterpoise.supply.certificates.meaning"), "words.toml")


def test_the_file_has_the_shape_that_is_asked_of_it() -> None:
    assert WORDS.validate_python(file()).languages.keys() == {"en", "es", "de", "fr"}


@pytest.mark.parametrize(
    "broken", [{"columns": {"colour": {"en": ["colour"]}}}, {"months": {"en": [["january"]]}}, {"more": {}}]
)
def test_a_mistake_in_the_file_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        WORDS.validate_python(file() | broken)


def test_a_language_more_is_words_alone() -> None:
    said = file()
    said["languages"]["fr"] = {"decimal": ",", "day_first": True}
    said["columns"]["result"]["fr"] = ["résultat"]
    said["results"]["not_detected"]["fr"] = ["non détecté"]
    french = prepared(WORDS.validate_python(said))
    assert french.columns["resultat"] == "result"
    assert french.results["nondetecte"] == "not_detected"


def test_no_word_of_a_column_means_two_things_in_one_language() -> None:
    for language in lexicon().words.languages:
        said: dict[str, str] = {}
        for role, phrases in lexicon().words.columns.items():
            for phrase in phrases.get(language, ()):
                assert said.setdefault(fold(phrase), role) == role, phrase


def test_no_other_test_takes_the_name_of_an_analyte() -> None:
    known = {name for one in load().analytes.values() for name in plain_names(one)}
    assert known.isdisjoint(plain(name) for name in lexicon().tests)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Mitragynine †", "mitragynine"),
        ("7-OH-Mitragynine", "7-hydroxymitragynine"),
        ("Arsenic, total", "arsenic"),
        ("Lead (Pb)", "lead"),
        ("Níquel", "nickel"),
        ("Moisture (105 C, 4 h)", "moisture"),
        ("Total coliforms", "coliforms"),
        ("MG", "mitragynine"),
    ],
)
def test_names_are_found_among_what_stands_around_them(printed: str, key: str) -> None:
    found = names.exact(printed)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("printed", ["mg", "as", "Lead <", "Total Alkaloids", "LOD", "7-Hydroxyspeciociliatin pseudo"])
def test_what_is_no_name_is_none(printed: str) -> None:
    assert names.exact(printed) is None


@pytest.mark.parametrize(
    "other",
    [
        "7-hydroxyspeciociliatine",
        "Mitraciliatine",
        "7-Hydroxymitragynine pseudoindoxyl",
        "Isocorynantheidine",
        "Mitragynine N-oxide",
    ],
)
def test_alkaloids_of_like_names_are_kept_apart(other: str) -> None:
    found = names.named(other)
    assert found.key not in load().analytes


@pytest.mark.parametrize(
    "row",
    [
        "Total Alkaloids",
        "Sum of alkaloids",
        "Alcaloides totales",
        "7-OH as % of total alkaloids",
        "Appearance",
        "TOTAL",
    ],
)
def test_sums_ratios_and_looks_are_no_assays(row: str) -> None:
    assert names.no_assay(row)


@pytest.mark.parametrize(
    "row", ["Total coliforms", "Total Plate Count", "Total Arsenic", "Total aflatoxins", "Mitragynine"]
)
def test_what_was_measured_as_one_thing_is_an_assay(row: str) -> None:
    assert not names.no_assay(row)


def test_a_field_is_read_in_every_language() -> None:
    assert {lexicon().fields[fold(one)] for one in ("Lote n.º", "Batch No.", "lot number")} == {"lot"}
    assert dataclasses.is_dataclass(Words)
