"""Where units meet numbers."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise import units
from counterpoise.diary import Assay, Dose, Lot, UnitWeight
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Substance
from counterpoise.text import use_language
from counterpoise.web.today.forms import COMMON_UNITS
from tests.house.catalogue import languages

AT = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
LOT = Lot(
    product="p",
    unit_weights=(UnitWeight(unit="Capsules", grams=0.6), UnitWeight(unit="tsp", grams=2.4)),
    assays=(
        Assay(analyte="mitragynine", value=1.42, unit="%"),
        Assay(analyte="7-hydroxymitragynine", value=None, unit="mg/g", censored="below_loq", loq=0.1),
    ),
)


def dose(amount: float | None, unit: str | None, of: str | None = None) -> Dose:
    return Dose(at=AT, substance="kratom", amount=amount, unit=unit, of=of)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Grams", "g"),
        (" g. ", "g"),
        ("TSP", "teaspoon"),
        ("ug", "µg"),
        ("μg", "µg"),
        ("Kapseln", "capsule"),
        ("Cápsulas", "capsule"),
        ("cucharaditas", "teaspoon"),
        ("gramos", "g"),
        ("Zug", "zug"),
        ("copas", "copa"),
    ],
)
def test_spellings_of_a_unit_are_one_unit(written: str, unit: str) -> None:
    assert units.canonical(written) == unit


@pytest.mark.parametrize(
    ("size", "unit", "said"),
    [
        (2.5, "copa", "2,5 copas"),
        (1, "copas", "1 copa"),
        (0.5, "Copa", "0,5 copa"),
        (3, "sesión", "3 sesiones"),
        (2.5, "cápsula", "2,5 cápsulas"),
        (2, "capsules", "2 cápsulas"),
        (1, "glasses", "1 vaso"),
        (2.5, "g", "2,5 g"),
        (2, "caps", "2 caps"),
        (2, "Handvoll", "2 Handvoll"),
    ],
)
def test_a_unit_bends_with_its_amount_and_the_word_of_a_person_stays(size: float, unit: str, said: str) -> None:
    with use_language("es"):
        assert units.sized(size, unit) == said


def test_the_number_beside_a_unit_is_written_as_in_the_country() -> None:
    with use_language("es-MX"):
        assert units.sized(2.5, "copa") == "2.5 copas"


@pytest.mark.parametrize("pack", load().substances.values(), ids=lambda pack: pack.key)
def test_every_unit_that_is_offered_bends_or_is_a_sign(pack: Substance) -> None:
    signs = {"g", "mg", "ml", "min"}
    assert [unit for unit in pack.units if unit not in signs and units.bent(unit, 1) == units.bent(unit, 2)] == []


@given(st.text(max_size=12))
def test_a_spelling_made_canonical_stays_so(unit: str) -> None:
    assert units.canonical(units.canonical(unit)) == units.canonical(unit)


def test_masses_and_volumes_convert_among_themselves_only() -> None:
    assert units.converted(1, "oz", "g") == pytest.approx(28.349523125)
    assert units.converted(250, "mg", "gram") == pytest.approx(0.25)
    assert units.converted(2, "l", "ml") == pytest.approx(2000)
    assert units.converted(1, "ml", "g") is None
    assert units.converted(3, "scoop", "Scoop") == 3
    assert units.converted(3, "scoops", "Scoop") == units.converted(3, "vasos", "vaso") == 3, "one or several"
    assert units.converted(1, "vaso", "glass") is None, "of no sure amount"


def test_capsules_and_spoons_weigh_what_those_of_their_lot_weigh() -> None:
    assert units.grams(3, "caps", LOT) == pytest.approx(1.8)
    assert units.grams(1, "teaspoon", LOT) == pytest.approx(2.4)
    assert units.grams(1, "tablespoon", LOT) is None
    assert units.grams(3, "caps") is None


def test_the_sd_of_the_logarithm_is_that_of_a_lognormal_and_ends_where_a_weight_varies_by_itself() -> None:
    assert units.log_sd(0.5, None) == 0
    assert units.log_sd(0.5, 0.05) == pytest.approx(0.0997513, rel=1e-6)
    assert units.log_sd(0.5, 0.5) == pytest.approx(math.sqrt(math.log(2)))
    assert units.log_sd(1e-300, 1e308) == units.log_sd(0.5, 2.5) == units.log_sd(0.5, 0.5)


@pytest.mark.parametrize(("value", "unit", "mg"), [(1.4, "%", 14.0), (14, "mg/g", 14.0), (14000, "PPM", 14.0)])
def test_a_strength_is_milligrams_in_a_gram(value: float, unit: str, mg: float) -> None:
    assert units.mg_per_gram(value, unit) == pytest.approx(mg)


def test_a_strength_by_volume_is_none_by_mass() -> None:
    assert units.mg_per_gram(1, "mg/ml") is None


def test_milligrams_come_from_the_label_or_from_mass_and_assay() -> None:
    assert units.milligrams_of("mitragynine", dose(28, "mg", of="mitragynine"), None) == 28
    assert units.milligrams_of("mitragynine", dose(2, "g"), LOT) == pytest.approx(28.4)
    assert units.milligrams_of("mitragynine", dose(2, "capsule"), LOT) == pytest.approx(17.04)


def test_what_is_not_known_is_none_and_not_zero() -> None:
    assert units.milligrams_of("mitragynine", dose(None, "g"), LOT) is None
    assert units.milligrams_of("mitragynine", dose(2, None), LOT) is None
    assert units.milligrams_of("mitragynine", dose(2, "g"), None) is None
    assert units.milligrams_of("7-hydroxymitragynine", dose(2, "g"), LOT) is None


@pytest.mark.parametrize("code", [None, *languages()])
def test_every_unit_that_a_form_offers_is_read_back_as_that_unit(code: str | None) -> None:
    offered = {*COMMON_UNITS, *(unit for pack in load().substances.values() for unit in pack.units)}
    with use_language(code or "en"):
        shown = {unit: units.bent(unit, 1) for unit in offered}
        assert {unit: units.meant(word) for unit, word in shown.items()} == {unit: unit for unit in offered}
        assert {unit: units.canonical(shown[unit]) for unit in COMMON_UNITS} == {unit: unit for unit in COMMON_UNITS}
        assert units.meant("Cáscara") == "Cáscara"
    with use_language("es"):
        assert [units.bent("capsule", 1), units.meant("Cápsulas")] == ["cápsula", "capsule"]
