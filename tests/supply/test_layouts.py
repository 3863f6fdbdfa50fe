"""Layouts that none of the fixed certificates has: drawn here, by hand and at random."""

import logging
from collections.abc import Sequence

import pytest

from counterpoise.knowledge.load import load
from counterpoise.supply.certificates.paper import pdf as paper_pdf
from counterpoise.supply.certificates.reader import read_papers
from counterpoise.supply.certificates.records import Reading, Result
from tests.supply import invented, judge
from tests.supply.drawing import Sheet, pdf

KNOWN = frozenset(load().analytes)


def read(*sheets: Sheet) -> Reading:
    return read_papers(paper_pdf.pages(pdf(list(sheets))))


def table(sheet: Sheet, rows: Sequence[Sequence[str]], lefts: Sequence[float], top: float, step: float = 16) -> None:
    for number, row in enumerate(rows):
        for left, text in zip(lefts, row, strict=True):
            sheet.text(left, top + number * step, text)


def sheet(*head: str) -> Sheet:
    made = Sheet()
    for number, line in enumerate(head):
        made.text(40, 60 + 14 * number, line)
    return made


def results(reading: Reading) -> dict[str, Result]:
    return {one.analyte: one for sample in reading.samples for one in sample.results}


def told(result: Result) -> tuple[float | None, str | None, str | None, str]:
    return result.value, result.unit, result.censored, result.confidence


def invented_count(seeds: range, *, slips: bool) -> judge.Count:
    total = judge.Count()
    for seed in seeds:
        data, right = invented.certificate(seed, slips=slips)
        total.add(judge.judged(right, read_papers(paper_pdf.pages(data)).to_json(), KNOWN))
    return total


def test_of_invented_certificates_most_is_read_and_nothing_silently_wrong() -> None:
    total = invented_count(range(5_000, 5_040), slips=False)
    assert total.results_right >= 0.95 * total.results
    assert total.silently_wrong == []


def test_of_invented_certificates_with_a_slip_nothing_is_silently_wrong() -> None:
    assert invented_count(range(6_000, 6_050), slips=True).silently_wrong == []


def test_reading_silences_nobody_else() -> None:
    read(sheet("Lot: A1"))
    assert logging.getLogger("counterpoise").isEnabledFor(logging.ERROR)


def test_name_and_result_in_one_phrase() -> None:
    page = sheet("Lot: A-77", "Mitragynine: 14.2 mg/g", "Lead (Pb): < 0.1 ppm", "Salmonella: Absent in 25 g")
    found = results(read(page))
    assert told(found["mitragynine"]) == (14.2, "mg/g", None, "high")
    assert told(found["lead"]) == (None, "ppm", "below_loq", "high")
    assert told(found["salmonella"]) == (None, "in 25 g", "absent", "high")


def test_two_tables_beside_each_other() -> None:
    page = sheet("Lot: A-77")
    table(page, [["Analyte", "Result (mg/g)"], ["Mitragynine", "14.2"], ["Paynantheine", "2.7"]], (40, 140), 150)
    table(page, [["Metal", "Result (ppm)"], ["Lead", "0.31"], ["Nickel", "2.05"]], (320, 420), 150)
    found = results(read(page))
    assert told(found["mitragynine"]) == (14.2, "mg/g", None, "high")
    assert told(found["paynantheine"]) == (2.7, "mg/g", None, "high")
    assert told(found["lead"]) == (0.31, "ppm", None, "high")
    assert told(found["nickel"]) == (2.05, "ppm", None, "high")


def test_rows_overleaf_without_their_headings_are_not_certain() -> None:
    first, second = sheet("Lot: A-77"), Sheet()
    lefts = (40, 160, 260, 340)
    table(first, [["Analyte", "Limit", "Result", "Unit"], ["Lead", "0.5", "0.31", "ppm"]], lefts, 700)
    table(second, [["Nickel", "20", "2.05", "ppm"], ["Cadmium", "0.3", "ND", "ppm"]], lefts, 60)
    found = results(read(first, second))
    assert told(found["lead"]) == (0.31, "ppm", None, "high")
    assert told(found["nickel"]) == (2.05, "ppm", None, "low")
    assert told(found["cadmium"]) == (None, "ppm", "not_detected", "low")


def test_a_table_of_specifications_holds_no_results() -> None:
    page = sheet("Lot: A-77")
    table(page, [["Analyte", "Specification", "Method"], ["Mitragynine", "1.2 %", "HPLC"]], (40, 160, 280), 150)
    reading = read(page)
    assert results(reading) == {}
    assert any("Mitragynine" in one.text for one in reading.not_understood)


def test_a_claim_of_the_label_is_no_result() -> None:
    page = sheet("Lot: A-77", "Label Claim", "Mitragynine: 15 mg/g")
    reading = read(page)
    assert results(reading) == {}
    assert any("Mitragynine" in one.text for one in reading.not_understood)


def test_of_two_numbers_without_headings_none_is_taken() -> None:
    page = sheet("Lot: A-77")
    table(page, [["Lead", "0.5 ppm", "ND"], ["Nickel", "20 ppm", "2.1 ppm"]], (40, 160, 280), 150)
    reading = read(page)
    assert results(reading) == {}
    assert {one.text.split()[0] for one in reading.not_understood} == {"Lead", "Nickel"}


def test_analytes_as_columns_are_listed_as_not_understood() -> None:
    page = sheet("Lot: A-77")
    table(page, [["Sample", "Mitragynine", "Paynantheine"], ["Red, mg/g", "14.2", "2.7"]], (40, 160, 280), 150)
    reading = read(page)
    assert results(reading) == {}
    assert any("Mitragynine" in one.text for one in reading.not_understood)


def test_results_on_the_wet_and_on_the_dry_weight_are_not_certain() -> None:
    page = sheet("Lot: A-77")
    rows = [["Analyte", "Result as is (mg/g)", "Result dry (mg/g)"], ["Mitragynine", "14.2", "15.4"]]
    table(page, rows, (40, 160, 300), 150)
    assert results(read(page))["mitragynine"].confidence == "low"


def test_percent_and_milligrams_that_disagree_are_not_certain() -> None:
    page = sheet("Lot: A-77")
    table(
        page,
        [["Analyte", "%", "mg/g"], ["Mitragynine", "1.42", "14.2"], ["Paynantheine", "2.7", "2.7"]],
        (40, 160, 280),
        150,
    )
    found = results(read(page))
    assert found["mitragynine"].doubts == ()
    assert "pair_disagrees" in found["paynantheine"].doubts


def test_more_alkaloid_than_the_whole_is_not_certain() -> None:
    page = sheet("Lot: A-77")
    table(page, [["Analyte", "Result (%)"], ["Mitragynine", "62"], ["Paynantheine", "48"]], (40, 160), 150)
    assert all("sum_over_100" in one.doubts for one in results(read(page)).values())


def test_a_total_that_is_not_the_sum_is_not_certain() -> None:
    page = sheet("Lot: A-77")
    rows = [["Analyte", "Result (mg/g)"], ["Mitragynine", "142"], ["Paynantheine", "2.7"], ["Total Alkaloids", "16.9"]]
    table(page, rows, (40, 160), 150)
    found = results(read(page))
    assert found.keys() == {"mitragynine", "paynantheine"}
    assert all("total_disagrees" in one.doubts for one in found.values())


def test_a_pass_above_its_limit_is_not_certain() -> None:
    page = sheet("Lot: A-77")
    table(
        page,
        [["Test", "Result", "Limit", "Unit", "Status"], ["Lead", "1.31", "1.0", "ppm", "Pass"]],
        (40, 160, 240, 320, 400),
        150,
    )
    assert "above_limit_yet_passed" in results(read(page))["lead"].doubts


def test_a_day_that_can_be_read_two_ways_is_not_read() -> None:
    page = sheet("Lot: A-77", "Date sampled: 03/04/2026", "Report date: 05/06/2026", "Mitragynine: 14.2 mg/g")
    sample = read(page).samples[0]
    assert (sample.sampled_on, sample.reported_on) == (None, None)
    assert sample.doubts == {"sampled_on": "date_ambiguous", "reported_on": "date_ambiguous"}


def test_two_lots_above_the_results_are_not_certain() -> None:
    page = sheet("Lot: A-77", "Lot: B-12", "Mitragynine: 14.2 mg/g")
    sample = read(page).samples[0]
    assert sample.doubts["lot"] == "several_lots"
    assert "several_lots" in sample.results[0].doubts


def test_a_suppliers_lot_is_not_the_lot() -> None:
    page = sheet("Supplier lot: X-1", "Lot: A-77", "Mitragynine: 14.2 mg/g")
    assert read(page).samples[0].lot == "A-77"


@pytest.mark.parametrize(("spelled", "key"), [("Mitraginine", "mitragynine"), ("Speciocilliatine", "speciociliatine")])
def test_a_misspelt_name_is_not_certain(spelled: str, key: str) -> None:
    page = sheet("Lot: A-77")
    table(page, [["Analyte", "Result (mg/g)"], [spelled, "14.2"], ["Paynantheine", "2.7"]], (40, 160), 150)
    found = results(read(page))
    assert found[key].doubts == ("name_unsure",)
    assert found[key].printed_as == spelled


def test_a_metal_in_percent_is_not_certain() -> None:
    page = sheet("Lot: A-77", "Lead: 1.2 %")
    assert "unlikely" in results(read(page))["lead"].doubts
