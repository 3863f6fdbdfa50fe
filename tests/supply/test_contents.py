"""What assays allow: censored is not nothing, and a share of alkaloids is what a hand makes it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise import diary as d
from counterpoise.knowledge.contents import (
    Range,
    alkaloids,
    another_drug,
    assays_of,
    micrograms,
    over,
    range_of,
    share_of,
)
from counterpoise.knowledge.load import load
from counterpoise.units import mg_per_gram
from tests.supply.bags import SHA, assay, lot

OH = "7-hydroxymitragynine"


def lead(*assays: object) -> Range | None:
    return range_of(assays_of(lot(*assays), load(), "lead"), micrograms)  # type: ignore[arg-type]


def test_a_measured_value_is_itself_and_a_censored_one_anything_below_its_limit() -> None:
    seen = lead(assay("Pb", 500.0, "ppb"))
    assert seen is not None
    assert [seen.least, seen.found, seen.most] == pytest.approx([0.5, 0.5, 0.5])
    assert lead(assay("lead", None, "ppm", censored="below_loq", loq=0.05)) == Range(0.0, None, 0.05)
    assert lead(assay("lead", None, "ppm", censored="not_detected", loq=0.05, lod=0.02)) == Range(0.0, None, 0.02)
    assert lead(assay("lead", None, "ppm", censored="below_loq")) == Range(0.0, None, None)


def test_of_values_that_disagree_every_one_counts() -> None:
    assert lead(assay("lead", 0.1, "ppm"), assay("lead", 2.0, "ppm")) == Range(0.1, 2.0, 2.0)
    mixed = lead(assay("lead", 0.1, "ppm"), assay("lead", None, "ppm", censored="below_loq", loq=0.5))
    assert mixed == Range(0.0, 0.1, 0.5)


def test_what_does_not_convert_tells_nothing() -> None:
    assert lead(assay("lead", 2.0, "µg/serving")) is None
    assert lead() is None


def test_the_share_of_seven_oh_by_hand() -> None:
    # 0.3 of 14.2 + 0.5 + 0.3 = 15.0 mg: 2.0 % of the alkaloids.
    bag = lot(assay("mitragynine", 1.42, "%"), assay("paynantheine", 0.5, "mg/g"), assay("7-OH", 0.3, "mg/g"))
    share = share_of(OH, bag, load())
    assert share is not None
    assert share.found == pytest.approx(2.0)
    assert share.most == pytest.approx(2.0)


def test_an_alkaloid_too_little_to_measure_makes_no_bag_another_drug() -> None:
    # 0.3 of 14.2 + 0.8 + 0.3 if the third holds all it may; 0.3 of 14.5 if it holds none.
    unseen = assay("paynantheine", None, "mg/g", censored="below_loq", loq=0.8)
    share = share_of(OH, lot(assay("mitragynine", 14.2, "mg/g"), unseen, assay(OH, 0.3, "mg/g")), load())
    assert share is not None
    assert share.found == pytest.approx(100 * 0.3 / 15.3)
    assert share.most == pytest.approx(100 * 0.3 / 14.5)


def test_without_mitragynine_there_is_no_share_unless_the_page_gives_one() -> None:
    assert share_of(OH, lot(assay(OH, 0.3, "mg/g")), load()) is None
    given_ = share_of(OH, lot(assay(OH, 1.7, "% of alkaloids")), load())
    assert given_ == Range(1.7, 1.7, 1.7)
    assert list(alkaloids(lot(assay(OH, 1.7, "% of alkaloids")), load())) == []


@given(st.floats(0.001, 100), st.floats(0.1, 100), st.floats(0.001, 10), st.sampled_from(["mg/g", "%", "ppm"]))
def test_a_share_lies_within_its_bounds_and_knows_no_unit(oh: float, mg: float, loq: float, unit: str) -> None:
    one = mg_per_gram(1.0, unit)
    assert one is not None
    unseen = assay("speciogynine", None, unit, censored="below_loq", loq=loq / one)
    bag = lot(assay("mitragynine", mg / one, unit), assay(OH, oh / one, unit), unseen)
    share = share_of(OH, bag, load())
    assert share is not None
    assert share.found is not None
    assert share.most is not None
    assert 0 <= share.least <= share.found * (1 + 1e-9)
    assert share.found <= share.most * (1 + 1e-9) <= 100 * (1 + 1e-8)
    assert share.found == pytest.approx(100 * oh / (oh + mg + loq))


def test_a_bag_is_another_drug_by_what_somebody_looked_at_in_its_own_lot() -> None:
    read = [assay("mitragynine", 2.0, "mg/g", certificate=SHA), assay(OH, 13.4, "mg/g", certificate=SHA)]
    looked_at = [replace(one, confirmed=True) for one in read]
    unseen = [replace(one, confirmed=False) for one in read]
    paper = d.Certificate(sha256=SHA, lot_number="B-9")
    assert another_drug(lot(*read), load()) == another_drug(lot(*looked_at), load()) == OH
    assert another_drug(lot(*unseen), load()) is None
    assert over(lot(*unseen), load()) is not None
    assert another_drug(lot(*looked_at, lot_number="A-17", certificates=(paper,)), load()) is None
    for number in ("b 9", None):  # the same lot; a number that is not noted cannot be held against it
        assert another_drug(lot(*looked_at, lot_number=number, certificates=(paper,)), load()) == OH
    leaf = [assay("mitragynine", 14.2, "mg/g"), assay(OH, 0.2, "mg/g")]
    assert another_drug(lot(*leaf), load()) is another_drug(None, load()) is None


def test_pseudoindoxyl_makes_another_drug_and_hides_no_other() -> None:
    """5 mg of mitragynine, 50 of pseudoindoxyl, .5 of 7-OH: 50 of 55 and, of leaf's own, .5 of 5.5."""
    made = "mitragynine-pseudoindoxyl"
    bag = lot(assay("mitragynine", 5.0, "mg/g"), assay("pseudoindoxyl", 50.0, "mg/g"), assay(OH, 0.5, "mg/g"))
    assert (share_of(OH, bag, load()) or Range(0, 0, 0)).found == pytest.approx(100 * 0.5 / 5.5)
    assert (share_of(made, bag, load()) or Range(0, 0, 0)).found == pytest.approx(100 * 50 / 55)
    only = lot(*bag.assays[:2])
    assert another_drug(only, load()) == made
    assert (
        another_drug(lot(bag.assays[0], assay("pseudoindoxyl", None, "mg/g", censored="below_loq", loq=0.05)), load())
        is None
    )


def test_a_share_that_the_paper_gives_counts_beside_what_is_reckoned() -> None:
    bag = lot(assay("mitragynine", 15.0, "mg/g"), assay(OH, 0.1, "mg/g"), assay(OH, 5.0, "% of alkaloids"))
    assert (share_of(OH, bag, load()) or Range(0, 0, 0)).found == 5.0
    assert another_drug(bag, load()) == OH
