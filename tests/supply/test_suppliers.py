"""What the bags of each seller showed in the own record."""

import datetime as dt
from dataclasses import replace

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.supply.suppliers import Supplier, suppliers
from tests.supply.bags import LEAF, NOW, SHA, TODAY, assay, diary, doses, lot

MG = assay("mitragynine", 14.0, "mg/g", date=TODAY)


def told(*lots: d.Lot, product: d.Product = LEAF, **more: object) -> Supplier:
    (found,) = suppliers(diary(products=(product,), lots=lots, **more), load(), NOW)
    return found


def test_sellers_are_one_whatever_the_spelling_and_unknown_ones_stand_last() -> None:
    products = (LEAF, replace(LEAF, id="p2", vendor="green-door"), replace(LEAF, id="p3", vendor=None))
    lots = (lot(id="c", product="p3"), lot(id="a", bought_on=TODAY), lot(id="b", product="p2"))
    found = suppliers(diary(products=products, lots=lots), load(), NOW)
    assert [(one.name, [each.lot.id for each in one.lots]) for one in found] == [
        ("Green Door", ["b", "a"]),
        (None, ["c"]),
    ]


def test_certificates_are_counted_and_strengths_compared() -> None:
    strong = lot(replace(MG, value=42.0), id="l2", certificates=(d.Certificate(sha256=SHA),))
    found = told(lot(MG), strong, lot(id="l3"))
    assert found.with_certificate == 2
    assert found.spread(extracts=False) == pytest.approx(3.0)
    assert [one.certificates for one in found.lots] == [0, 1, 0]


def test_an_assay_beside_the_label() -> None:
    labelled = replace(LEAF, labelled=d.Quantity(amount=2.0, unit="%"))
    found = told(lot(MG), product=labelled).lots[0]
    assert found.beside_label == pytest.approx(0.7)
    assert found.surprises == ("label",)
    assert told(lot(replace(MG, value=17.0)), product=labelled).lots[0].surprises == ()
    assert told(lot(MG)).lots[0].beside_label is None


def test_surprises_are_those_of_the_checks() -> None:
    bad = lot(
        replace(MG, lab="Larkspur", certificate=SHA),
        assay("7-OH", 3.0, "mg/g"),
        assay("lead", 0.1, "ppm", passed=False),
        assay("salmonella", 1.0, "in 25 g"),
        lot_number="A-1731",
        certificates=(d.Certificate(sha256=SHA, lot_number="B-2"),),
    )
    found = told(bad, doses=doses(10, 6.0, lot=None)).lots[0]
    assert {*found.surprises} == {"seven_oh", "failed", "microbe", "wrong_lot"}
    leaden = lot(MG, assay("lead", 2.0, "ppm"))
    assert told(leaden, doses=doses(10, 6.0, lot=None)).lots[0].surprises == ("metal",)
    assert told(lot(MG, assay("7-OH", 0.1, "mg/g"), assay("lead", 0.1, "ppm"))).lots[0].surprises == ()


def test_lots_stand_in_the_order_in_which_they_were_bought() -> None:
    days = [TODAY, TODAY - dt.timedelta(days=9)]
    found = told(*(lot(id=f"l{n}", bought_on=day) for n, day in enumerate(days)))
    assert [one.lot.id for one in found.lots] == ["l1", "l0"]
