"""Question by question: a verdict from the closed set, and the numbers a hand comes to."""

import dataclasses
import datetime as dt
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.knowledge.load import load
from counterpoise.supply.checks import check, of_certificate
from counterpoise.supply.verdicts import VERDICTS, Check
from tests.supply.bags import LEAF, SHA, TODAY, assay, lot

OH = "7-hydroxymitragynine"
READ = sorted((Path(__file__).parent / "certificates").glob("*.json"))


def checks(
    *assays: d.Assay, daily: float | None = 6.0, product: d.Product = LEAF, country: str | None = None, **more: Any
) -> dict[str, Check]:
    if "certificates" in more:  # a paper counts by the values that were kept of it
        assays = assays or (assay("moisture", 5.0, "%", certificate=SHA),)
    return {one.key: one for one in check(lot(*assays, **more), product, load(), TODAY, daily=daily, country=country)}


def verdict(key: str, *assays: d.Assay, **more: Any) -> str:
    return checks(*assays, **more)[key].verdict


def paper(**more: Any) -> tuple[d.Certificate, ...]:
    return (d.Certificate(sha256=SHA, **more),)


def test_a_bag_without_a_paper_is_asked_nothing() -> None:
    assert check(lot(), LEAF, load(), TODAY) == ()


@pytest.mark.parametrize(
    ("bag", "printed", "is_"),
    [
        ("A-1731", "a1731", "fine_by_the_page"),
        ("A-1731", "A-1371", "concern"),
        ("A-1731", "B-2", "concern"),
        (None, "A-1731", "cannot_tell"),
        ("A-1731", None, "cannot_tell"),
    ],
)
def test_the_lot_on_the_paper(bag: str | None, printed: str | None, is_: str) -> None:
    assert verdict("lot", lot_number=bag, certificates=paper(lot_number=printed)) == is_


def test_of_values_that_were_typed_in_nothing_is_said_of_a_paper_that_nobody_asked_for() -> None:
    typed = checks(assay("lead", 0.5, "ppm"), lot_number="A-1731")
    for key in ("lot", "product"):
        assert typed[key].verdict == "cannot_tell"
        assert "typed in" in typed[key].says
        assert "names no" not in typed[key].says
    read = checks(lot_number="A-1731", certificates=paper())
    assert "names no lot" in read["lot"].says
    assert "names no product" in read["product"].says


def test_two_digits_that_changed_places_are_said_to_be_nearly_the_same() -> None:
    near = checks(lot_number="A-1731", certificates=paper(lot_number="A-1371"))["lot"].says
    far = checks(lot_number="A-1731", certificates=paper(lot_number="B-2"))["lot"].says
    assert "nearly the same" in near
    assert "nearly the same" not in far


def test_the_product_on_the_paper() -> None:
    assert verdict("product", certificates=paper(product="GREEN  Powder")) == "fine_by_the_page"
    assert verdict("product", certificates=paper(product="Green leaf, 250 g")) == "cannot_tell"
    assert verdict("product", certificates=paper(product="7-OH tablets")) == "concern"


@pytest.mark.parametrize(
    ("lab", "accreditation", "is_"),
    [
        ("Larkspur", "ISO/IEC 17025:2017, no. 1", "fine_by_the_page"),
        ("Larkspur", "GMP", "cannot_tell"),
        ("Larkspur", None, "cannot_tell"),
        ("green door", "ISO 17025", "concern"),
        (None, None, "concern"),
    ],
)
def test_the_laboratory(lab: str | None, accreditation: str | None, is_: str) -> None:
    assert verdict("lab", certificates=paper(lab=lab, accreditation=accreditation)) == is_


@pytest.mark.parametrize(
    ("day", "is_"),
    [
        (TODAY - dt.timedelta(days=365), "fine_by_the_page"),
        (TODAY - dt.timedelta(days=366), "concern"),
        (TODAY + dt.timedelta(days=1), "concern"),
        (None, "cannot_tell"),
    ],
)
def test_how_old_it_is(day: dt.date | None, is_: str) -> None:
    assert verdict("age", assay("lead", 0.1, "ppm", date=day)) == is_


@pytest.mark.parametrize(
    ("given", "is_"),
    [
        # Powder: 15.6 mg/g, sd of the log 0.97 (prozialeck-2020); 95 %: 15.6 / e^1.90 = 2.33 to 15.6 x e^1.90 = 104.
        ([assay("MG", 1.42, "%")], "fine_by_the_page"),
        ([assay("MG", 2.3, "mg/g")], "concern"),
        ([assay("MG", 105.0, "mg/g")], "concern"),
        ([assay("MG", 1200.0, "mg/g")], "concern"),
        ([assay("MG", 14.0, "mg/g"), assay("MG", 28.0, "mg/g")], "concern"),
        ([assay("MG", None, "mg/g", censored="not_detected", lod=0.1)], "concern"),
        ([assay("MG", 20.0, "mg per capsule")], "cannot_tell"),
        ([assay("lead", 0.1, "ppm")], "not_covered"),
    ],
)
def test_whether_its_mitragynine_can_be(given: list[d.Assay], is_: str) -> None:
    assert verdict("mitragynine", *given) == is_


def test_an_extract_is_held_against_extracts_and_stays_kratom() -> None:
    extract = dataclasses.replace(LEAF, form="extract")
    # 45 % with 0.41 % of 7-OH: 0.9 % of the alkaloids, though 4.1 mg in a gram.
    found = checks(assay("MG", 45.0, "%"), assay(OH, 0.41, "%"), product=extract)
    assert found["mitragynine"].verdict == "fine_by_the_page"
    parts = {one.key: one.verdict for one in found["seven_oh"].parts}
    assert (parts["seven_oh.oklahoma"], parts["seven_oh.florida"]) == ("fine_by_the_page", "concern")
    assert not any(one.another_drug for one in found.values())


def test_seven_oh_is_one_fact_with_each_dated_limit_folded_under_it() -> None:
    # 0.3 mg/g beside 14.7 mg/g: 2.0 % of the alkaloids, 0.03 % of the weight.
    found = checks(assay("MG", 14.7, "mg/g"), assay(OH, 0.3, "mg/g"))
    assert [key for key in found if key.startswith("seven_oh")] == ["seven_oh"]
    assert {one.key: one.verdict for one in found["seven_oh"].parts} == {
        "seven_oh.oklahoma": "fine_by_the_page",
        "seven_oh.stricter_states": "concern",
        "seven_oh.florida": "fine_by_the_page",
        "seven_oh.dea_leaf": "fine_by_the_page",
    }
    over = checks(assay("MG", 4.6, "mg/g"), assay(OH, 38.3, "mg/g"), country="DE")["seven_oh"]
    assert (over.verdict, over.another_drug) == ("concern", True)
    assert "another drug" in over.says
    assert [one.key for one in over.parts if one.another_drug] == ["seven_oh.oklahoma"]
    tags = {one.key: one.rests_on[0].tag for one in over.parts}
    assert (tags["seven_oh.oklahoma"], tags["seven_oh.dea_leaf"]) == ("V", "V2")


@pytest.mark.parametrize(
    ("country", "is_", "said"),
    [
        ("US", "concern", "more than this limit: some states"),
        (None, "concern", "more than this limit: some states"),
        ("DE", "fine_by_the_page", "Limits of other countries are lower."),
    ],
)
def test_a_limit_of_another_country_is_no_concern(country: str | None, is_: str, said: str) -> None:
    found = checks(assay("MG", 14.7, "mg/g"), assay(OH, 0.3, "mg/g"), country=country)["seven_oh"]
    assert found.verdict == is_
    assert said in found.says


@pytest.mark.parametrize(
    ("lead", "daily", "is_"),
    [
        # 1.6 µg in a gram (the most of prozialeck-2020) at 6 g a day: 9.6 µg, above 5 (usp-2232); at 3 g 4.8 µg.
        (assay("lead", 1.6, "ppm"), 6.0, "concern"),
        (assay("lead", 1.6, "ppm"), 3.0, "fine_by_the_page"),
        (assay("lead", 1600.0, "ppb"), 6.0, "concern"),
        (assay("lead", 1.6, "ppm"), None, "cannot_tell"),
        (assay("lead", None, "ppm", censored="below_loq", loq=0.5), 6.0, "fine_by_the_page"),
        (assay("lead", None, "ppm", censored="below_loq", loq=1.0), 6.0, "cannot_tell"),
        (assay("lead", None, "ppm", censored="not_detected"), 6.0, "cannot_tell"),
        (assay("lead", 5.0, "µg/day"), 6.0, "cannot_tell"),
    ],
)
def test_a_metal_by_the_persons_own_day(lead: d.Assay, daily: float | None, is_: str) -> None:
    assert verdict("metal.lead", lead, daily=daily) == is_


def test_the_figures_of_a_metal_are_its_gram_and_the_persons_day() -> None:
    found = checks(assay("lead", 1.6, "ppm"), daily=6.0)["metal.lead"]
    assert [(one.value, one.unit) for one in found.figures] == [(1.6, "µg/g"), (pytest.approx(9.6), "µg")]
    alone = checks(assay("lead", 1.6, "ppm"), daily=None)["metal.lead"]
    assert [(one.value, one.unit) for one in alone.figures] == [(1.6, "µg/g")]
    assert "usp-2232" in found.sources


@pytest.mark.parametrize(
    ("given", "is_"),
    [
        (assay("salmonella", None, "in 25 g", censored="absent"), "fine_by_the_page"),
        (assay("salmonella", None, "in 10 g", censored="absent"), "cannot_tell"),
        (assay("salmonella", 1.0, "in 25 g"), "concern"),
        (assay("salmonella", None, "in 25 g", passed=False), "concern"),
        (assay("e-coli", None, "CFU/g", censored="below_loq", loq=10.0), "cannot_tell"),
        (assay("e-coli", 20.0, "CFU/g"), "concern"),
        (assay("TYMC", 100_000.0, "CFU/g"), "fine_by_the_page"),
        (assay("TYMC", 100_001.0, "CFU/g"), "concern"),
        (assay("TAMC", 10_000_000.0, "CFU/g"), "fine_by_the_page"),
        (assay("coliforms", 20.0, "MPN/g"), "cannot_tell"),
    ],
)
def test_germs(given: d.Assay, is_: str) -> None:
    (found,) = (one for key, one in checks(given).items() if key.startswith("microbe"))
    assert found.verdict == is_


def test_water_is_held_against_the_limit_of_the_page_alone() -> None:
    assert verdict("moisture", assay("moisture", 6.8, "%", limit=10.0)) == "fine_by_the_page"
    assert verdict("moisture", assay("moisture", 12.0, "%", limit=10.0)) == "concern"
    assert verdict("moisture", assay("moisture", 12.0, "%")) == "cannot_tell"
    assert verdict("moisture", assay("lead", 1.0, "ppm")) == "not_covered"


def test_what_the_page_calls_failed_and_what_it_should_have() -> None:
    assert verdict("failed", assay("lead", 1.0, "ppm", passed=False)) == "concern"
    assert verdict("failed", assay("lead", 1.0, "ppm", passed=True, limit=0.5)) == "concern"
    assert verdict("failed", assay("lead", 0.5, "ppm", passed=True, limit=0.5)) == "fine_by_the_page"
    assert verdict("failed", assay("lead", 0.5, "ppm")) == "cannot_tell"


def test_what_is_not_on_it_is_named() -> None:
    found = checks(assay("MG", 14.0, "mg/g"), assay("lead", 0.1, "ppm"))
    assert "7-hydroxymitragynine" in found["covers.alkaloid"].says
    assert "Cadmium" in found["covers.metal"].says
    assert "Lead" not in found["covers.metal"].says
    assert found["covers.microbe"].verdict == "not_covered"


def test_what_was_read_and_nobody_looked_at_is_named() -> None:
    assert "unsure" not in checks(assay("lead", 0.1, "ppm", confirmed=True), assay("Cd", 0.1, "ppm"))
    assert "Lead" in checks(assay("lead", 0.1, "ppm", confirmed=False))["unsure"].says


def test_the_assays_of_one_certificate() -> None:
    one = assay("lead", 0.1, "ppm", certificate=SHA)
    assert of_certificate(lot(one, assay("lead", 0.2, "ppm")), SHA) == (one,)


@pytest.mark.parametrize("path", READ, ids=lambda path: path.stem)
def test_every_certificate_at_hand_is_answered_in_whole_sentences(path: Path) -> None:
    names = {field.name for field in fields(d.Assay)}
    for sample in json.loads(path.read_text(encoding="utf-8"))["samples"]:
        read = [{k: v for k, v in one.items() if k in names and v is not None} for one in sample["assays"]]
        assays = [diary_file.load(d.Assay, one | {"unit": one.get("unit", "not given")}) for one in read]
        found = check(lot(*assays, lot_number=sample["lot"]), LEAF, load(), TODAY, daily=6.0)
        assert all(one.verdict in VERDICTS for one in found)
        assert all(one.says.endswith(".") and "{" not in one.says + one.asks for one in found)
        assert len({one.key for one in found}) == len(found)
        if path.stem.startswith("fernglass"):
            assert any(one.another_drug for one in found)


def test_each_paper_is_asked_for_itself_and_one_without_a_kept_value_counts_for_nothing() -> None:
    other, silent = "1" * 64, "2" * 64
    given = (
        d.Certificate(sha256=SHA, name="one.pdf", lot_number="A-1731", lab="Larkspur", accreditation="ISO 17025"),
        d.Certificate(sha256=other, name="two.pdf", lot_number="A-1731", reported_on=TODAY),
        d.Certificate(sha256=silent, name="three.pdf", lot_number="Z-9"),
    )
    values = (assay("lead", 0.1, "ppm", certificate=SHA), assay("MG", 14.0, "mg/g", certificate=other))
    found = checks(*values, certificates=given, lot_number="A-1731")
    assert [found[key].verdict for key in ("lot", "lot.2")] == ["fine_by_the_page"] * 2
    assert [found[key].verdict for key in ("lab", "lab.2")] == ["fine_by_the_page", "concern"]
    assert [found[key].verdict for key in ("age", "age.2")] == ["cannot_tell", "fine_by_the_page"]
    assert found["lab.2"].asks == "two.pdf: Is there a lab behind it?"
    assert not any("three.pdf" in one.asks for one in found.values())
    assert check(lot(certificates=given), LEAF, load(), TODAY) == ()


def test_a_value_that_was_left_out_may_be_on_the_paper() -> None:
    given = paper(left_out=("mitragynine", "cadmium"))
    found = checks(assay("lead", 0.1, "ppm", certificate=SHA), certificates=given)
    assert found["mitragynine"].says == "Its mitragynine is not kept here; it may be on the paper."
    assert "is not on the paper" in found["seven_oh"].says
    assert "Not kept here, though it may be on the paper: Cadmium." in found["covers.metal"].says
    assert "does not speak of: Cadmium" not in found["covers.metal"].says
    assert "does not speak of: 7-hydroxymitragynine" in found["covers.alkaloid"].says


def test_a_value_that_was_changed_is_not_the_word_of_the_paper() -> None:
    assert "changed" not in checks(assay("lead", 0.1, "ppm"))
    assert "Lead (0.2 ppm)" in checks(assay("lead", 0.1, "ppm", read_as="0.2 ppm"))["changed"].says


def test_a_paper_of_another_lot_is_said_to_be_and_counts_in_no_check() -> None:
    oh = assay("7-OH", 13.4, "mg/g", certificate=SHA)
    found = (
        assay("mitragynine", 14.2, "mg/g", certificate=SHA),
        oh,
        assay("lead", 9.0, "ppm", certificate=SHA, passed=False),
    )
    paper = d.Certificate(sha256=SHA, lot_number="B-9")
    other = {one.key: one for one in check(lot(*found, lot_number="A-17", certificates=(paper,)), LEAF, load(), TODAY)}
    assert "of another lot" in other["lot"].says
    assert "of another lot" in other["mitragynine"].says
    assert other["mitragynine"].verdict == "not_covered"
    assert [key for key, one in other.items() if one.verdict == "concern"] == ["lot", "lab"]
    own = {one.key: one for one in check(lot(*found, lot_number="B9", certificates=(paper,)), LEAF, load(), TODAY)}
    assert not any("another lot" in one.says for one in own.values())
    assert own["failed"].verdict == "concern"


@pytest.mark.parametrize(
    ("value", "unit", "censored", "found"),
    [
        (None, "in 25 g", "absent", "fine_by_the_page"),
        (None, "in 25 g", None, "cannot_tell"),
        (None, "MPN/25 g", "below_loq", "cannot_tell"),
        (0.0, "in 25 g", None, "fine_by_the_page"),
    ],
)
def test_few_is_not_none_and_no_result_is_no_result(
    value: float | None, unit: str, censored: d.Censored | None, found: str
) -> None:
    assert verdict("microbe.salmonella", assay("salmonella", value, unit, censored=censored)) == found


def test_water_that_could_not_be_measured_below_the_limit_is_not_within_it() -> None:
    unseen = assay("moisture", None, "%", censored="below_loq", loq=15.0, limit=12.0)
    assert verdict("moisture", unseen) == "cannot_tell"
    assert verdict("moisture", dataclasses.replace(unseen, loq=8.0)) == "fine_by_the_page"


def test_pseudoindoxyl_is_asked_about_where_it_was_found() -> None:
    found = checks(assay("mitragynine", 5.0, "mg/g"), assay("pseudoindoxyl", 50.0, "mg/g"), assay(OH, 0.01, "mg/g"))
    assert (found["pseudoindoxyl"].verdict, found["pseudoindoxyl"].another_drug) == ("concern", True)
    assert not found["seven_oh"].another_drug
    assert "pseudoindoxyl" not in checks(assay("mitragynine", 14.0, "mg/g"))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("ISO/IEC 17025:2017, Accreditation No. 77-1042", "fine_by_the_page"),
        ("not accredited to ISO/IEC 17025", "cannot_tell"),
        ("outside the scope of ISO 17025", "cannot_tell"),
        ("ISO/IEC 17025, Accreditation No LBX-4471", "fine_by_the_page"),
        ("no ISO/IEC 17025 accreditation", "cannot_tell"),
    ],
)
def test_a_standard_that_the_paper_denies_is_not_held(said: str, found: str) -> None:
    given = paper(lab="Larkspur", accreditation=said)
    assert checks(assay("lead", 0.1, "ppm", certificate=SHA), certificates=given)["lab"].verdict == found


def test_a_sign_alone_is_no_lot_number() -> None:
    assert checks(certificates=paper(lot_number="-"), lot_number="?")["lot"].verdict != "fine_by_the_page"


def test_what_holds_of_one_lab_holds_of_no_other() -> None:
    values = [
        assay("lead", 0.1, "ppm", lab="Larkspur", accreditation="ISO 17025"),
        assay("MG", 14.0, "mg/g", lab="Dove"),
    ]
    assert checks(*values)["lab"].verdict == "cannot_tell"
    assert "Dove is named. The paper does not say" in checks(*values)["lab"].says
    assert checks(values[0], dataclasses.replace(values[0], lab="LARKSPUR", accreditation=None))["lab"].verdict == (
        "fine_by_the_page"
    )


def test_one_paper_is_as_old_as_its_oldest_result_and_no_day_is_still_to_come() -> None:
    new, old = assay("lead", 0.1, "ppm", date=TODAY), assay("MG", 14.0, "mg/g", date=dt.date(2019, 1, 1))
    assert checks(new)["age"].verdict == "fine_by_the_page"
    assert checks(new, old)["age"].verdict == "concern"
    ahead = paper(sampled_on=TODAY, reported_on=dt.date(2099, 1, 1))
    found = checks(assay("lead", 0.1, "ppm", certificate=SHA), certificates=ahead)["age"]
    assert found.verdict == "concern"
    assert "2099" in found.says
