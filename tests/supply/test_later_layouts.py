"""Layouts that a stranger's certificates taught, each in its plainest form: what is not understood is doubted."""

from tests.supply.test_layouts import read, results, sheet, table


def test_a_table_on_its_side_is_read_by_its_columns() -> None:
    page = sheet("Lot: A-77")
    rows = [
        ["", "Mitragynine", "Paynantheine"],
        ["Unit", "mg/g", "mg/g"],
        ["Result", "14.2", "< 0.1"],
        ["LOQ", "0.05", "0.1"],
    ]
    table(page, rows, (40, 160, 280), 150)
    found = results(read(page))
    assert (found["mitragynine"].value, found["mitragynine"].unit, found["mitragynine"].loq) == (14.2, "mg/g", 0.05)
    assert found["paynantheine"].censored == "below_loq"


def test_products_side_by_side_are_samples_of_their_own() -> None:
    page = sheet("Reported: 27 Mar 2026")
    rows = [
        ["Product", "", "Green", "White"],
        ["Batch", "", "GH-118", "WJ-092"],
        ["Date sampled", "", "10 Mar 2026", "11 Mar 2026"],
        ["Parameter", "Limit", "Result", "Result"],
        ["Lead (mg/kg)", "1.0", "0.61", "0.27"],
    ]
    table(page, rows, (40, 180, 280, 400), 150)
    green, white = read(page).samples
    assert (green.lot, green.product, white.lot, white.product) == ("GH-118", "Green", "WJ-092", "White")
    assert [one.results[0].value for one in (green, white)] == [0.61, 0.27]
    assert green.sampled_on != white.sampled_on


def test_of_two_boxes_the_one_with_a_cross_counts() -> None:
    page = sheet("Lot: A-77")
    page.text(40, 150, "1.  LEAD")
    page.text(60, 164, "FOUND: 0.88 PPM")
    page.text(220, 164, "LIMIT: 0.5 PPM")
    page.text(380, 164, "[ ] PASS")
    page.text(460, 164, "[X] FAIL")
    lead = results(read(page))["lead"]
    assert (lead.value, lead.limit, lead.passed) == (0.88, 0.5, False)


def test_cells_tell_what_a_heading_does_not() -> None:
    page = sheet("Lot: A-77")
    table(
        page,
        [["Analyte", "Result (ppm)", "Zork"], ["Lead", "0.2", "NMT 0.5"], ["Nickel", "2", "NMT 5"]],
        (40, 160, 280),
        150,
    )
    assert results(read(page))["lead"].limit == 0.5


def test_numbers_below_a_heading_that_nobody_knows_leave_the_row_in_doubt() -> None:
    page = sheet("Lot: A-77")
    table(
        page, [["Analyte", "Result (ppm)", "Zork"], ["Lead", "0.2", "0.5"], ["Nickel", "2", "5"]], (40, 160, 280), 150
    )
    assert "limit_unclear" in results(read(page))["lead"].doubts


def test_verdicts_that_are_drawn_and_not_printed_are_missed_aloud() -> None:
    page = sheet("Lot: A-77")
    table(page, [["Analyte", "Result (ppm)", "Status"], ["Lead", "0.2", ""], ["Nickel", "2", ""]], (40, 160, 280), 150)
    assert "limit_unclear" in results(read(page))["lead"].doubts


def test_labels_may_stand_above_their_values() -> None:
    page = sheet()
    table(page, [["PRODUCT", "LOT"], ["Green powder", "CA-0091"]], (40, 240), 100, step=11)
    page.text(40, 150, "Mitragynine: 14.2 mg/g")
    (sample,) = read(page).samples
    assert (sample.product, sample.lot) == ("Green powder", "CA-0091")


def test_a_number_behind_laboratory_is_no_laboratory() -> None:
    page = sheet("LABORATORY NO.: 19-0307", "Lot: A-77", "Mitragynine: 14.2 mg/g")
    assert read(page).samples[0].lab != "19-0307"


def test_a_name_without_a_word_for_laboratory_is_not_certain() -> None:
    page = sheet("Pinwheel Provisions", "Lot: A-77", "Mitragynine: 14.2 mg/g")
    (sample,) = read(page).samples
    assert sample.doubts["lab"] == "guessed"
