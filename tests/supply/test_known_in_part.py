"""What is known only in part is not fine: by the piece, below a limit, in another unit, or before anybody looked."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.contents import another_drug, over, share_of
from counterpoise.knowledge.load import load
from counterpoise.safety.review import review
from counterpoise.supply.checks import check
from counterpoise.supply.potency import potency
from counterpoise.supply.verdicts import Check
from counterpoise.units import mg_in_a_piece
from tests.supply.bags import LEAF, NOW, TODAY, assay, diary, doses, lot

OH, MG = "7-hydroxymitragynine", "mitragynine"


def checks(*assays: d.Assay, **more: Any) -> dict[str, Check]:
    return {one.key: one for one in check(lot(*assays), LEAF, load(), TODAY, **more)}


@pytest.mark.parametrize(
    ("unit", "held"),
    [
        ("mg/tablet", 15.0),
        ("mg per capsule", 15.0),
        ("mg/unit", 15.0),
        ("µg / Tablet", 0.015),
        ("mg in one piece", 15.0),
        ("mg/serving", None),
        ("mg/g", None),
        ("mg", None),
    ],
)
def test_milligrams_in_a_piece(unit: str, held: float | None) -> None:
    assert mg_in_a_piece(15.0, unit) == (None if held is None else pytest.approx(held))


def test_seven_oh_in_a_tablet_is_held_against_the_limit_of_a_piece() -> None:
    bag = lot(assay("7-OH", 15.0, "mg/tablet"))
    found = {one.key: one for one in check(bag, LEAF, load(), TODAY)}["seven_oh"]
    assert found.verdict == "concern"
    assert {one.key: one.verdict for one in found.parts}["seven_oh.dea_piece"] == "concern"
    assert found.another_drug
    assert "15 mg in one piece" in found.says
    assert another_drug(bag, load()) == OH
    (finding,) = [one for one in review(diary(lots=(bag,), doses=doses(5)), load(), NOW) if "seven_oh" in one.rule]
    assert "15 mg in one piece" in finding.reason
    assert over(lot(assay("7-OH", 0.9, "mg/tablet")), load()) is None


def test_a_share_is_the_same_of_a_piece_and_decides_before_it() -> None:
    """1.2 of 51.2 mg in a capsule of an extract: 2.3 %; 1.2 of 121.2: 1 %, however much is in it."""
    strong = lot(assay(MG, 120.0, "mg/capsule"), assay(OH, 1.2, "mg/capsule"))
    share = share_of(OH, strong, load())
    assert share is not None
    assert share.found == pytest.approx(100 * 1.2 / 121.2)
    assert another_drug(strong, load()) is None
    assert another_drug(lot(assay(MG, 50.0, "mg/capsule"), assay(OH, 1.2, "mg/capsule")), load()) == OH


@pytest.mark.parametrize(
    ("key", "assays"),
    [
        ("metal.lead", (assay("lead", 0.2, "ppm"), assay("lead", 40.0, "µg/serving"))),
        ("metal.lead", (assay("lead", 0.2, "ppm"), assay("lead", None, "ppm"))),
        ("seven_oh", (assay(MG, 15.0, "mg/g"), assay(OH, 0.1, "mg/g"), assay(OH, 15.0, "mg/serving"))),
        ("moisture", (assay("moisture", 8.0, "%", limit=12), assay("moisture", 0.9, "aw"))),
        ("mitragynine", (assay(MG, 14.2, "mg/g"), assay(MG, 3.0, "mg/serving"))),
        ("microbe.yeast-and-mould", (assay("yeast-and-mould", 10.0, "CFU/g"), assay("yeast-and-mould", 5.0, "MPN/g"))),
    ],
)
def test_what_cannot_be_compared_is_said_and_makes_nothing_fine(key: str, assays: tuple[d.Assay, ...]) -> None:
    assert checks(assays[0], *assays[1:-1], daily=1.0)[key].verdict == "fine_by_the_page"
    found = checks(*assays, daily=1.0)[key]
    assert found.verdict == "cannot_tell"
    assert "could not be compared, so only a part is known" in found.says


def test_a_share_alone_leaves_what_a_gram_holds_open() -> None:
    found = checks(assay(OH, 0.1, "mg/g"), assay(OH, 1.5, "% of alkaloids"))["seven_oh"]
    assert {one.key: one.verdict for one in found.parts}["seven_oh.florida"] == "cannot_tell"
    assert found.verdict != "fine_by_the_page"


def test_a_concern_stays_one_whatever_cannot_be_compared() -> None:
    found = checks(assay("lead", 20.0, "ppm"), assay("lead", 40.0, "µg/serving"), daily=5.0)["metal.lead"]
    assert found.verdict == "concern"
    assert "40 µg/serving" in found.says


BELOW = assay(MG, None, "mg/g", censored="below_loq", loq=0.1)


def test_a_bag_in_which_no_mitragynine_could_be_measured_is_not_held_for_leaf() -> None:
    assert potency(lot(BELOW), LEAF, load(), TODAY) is None
    assert potency(lot(assay(MG, None, "mg/g", censored="not_detected")), LEAF, load(), TODAY) is None
    assert "<0.1 mg/g" in checks(BELOW)["mitragynine"].says
    unseen = d.Assay(analyte=MG, unit="mg/g", censored="below_loq", loq=0.1, confirmed=False)
    found = potency(lot(unseen), LEAF, load(), TODAY)
    assert found is not None
    assert found.basis == "form"


def test_none_measured_beside_much_measured_does_not_agree() -> None:
    found = potency(lot(assay(MG, 14.2, "mg/g", date=TODAY), BELOW), LEAF, load(), TODAY)
    assert found is not None
    assert found.disagree
    assert (found.median, found.sd) == (14.2, 0.97)
    said = checks(assay(MG, 14.2, "mg/g"), BELOW)["mitragynine"]
    assert said.verdict == "concern"
    assert "gives <0.1 mg/g and 14.2" in said.says
    coarse = assay(MG, None, "mg/g", censored="below_loq", loq=20.0)
    agreed = potency(lot(assay(MG, 14.2, "mg/g", date=TODAY), coarse), LEAF, load(), TODAY)
    assert agreed is not None
    assert not agreed.disagree
    assert checks(assay(MG, 14.2, "mg/g"), coarse)["mitragynine"].verdict == "fine_by_the_page"


@pytest.mark.parametrize(
    ("key", "one"),
    [
        ("mitragynine", assay(MG, 15.0, "mg/g", confirmed=False)),
        ("metal.lead", assay("lead", 0.1, "ppm", confirmed=False)),
        ("microbe.salmonella", assay("salmonella", None, "in 25 g", censored="absent", confirmed=False)),
        ("failed", assay("lead", 0.1, "ppm", passed=True, confirmed=False)),
        ("moisture", assay("moisture", 8.0, "%", limit=12, confirmed=False)),
    ],
)
def test_what_nobody_looked_at_is_not_fine(key: str, one: d.Assay) -> None:
    found = checks(one, daily=1.0)[key]
    assert found.verdict == "cannot_tell"
    assert "Nobody looked yet" in found.says
    looked_at = d.Assay(**{name: getattr(one, name) for name in one.__slots__} | {"confirmed": True})
    assert checks(looked_at, daily=1.0)[key].verdict == "fine_by_the_page"


def test_a_concern_by_what_nobody_looked_at_is_told() -> None:
    assert checks(assay("lead", 20.0, "ppm", confirmed=False), daily=5.0)["metal.lead"].verdict == "concern"


def test_the_oldest_assay_tells_how_long_ago_and_one_of_2099_is_no_date() -> None:
    old, new = (assay(MG, 14.2, "mg/g", date=TODAY - dt.timedelta(days=days)) for days in (731, 1))
    found = potency(lot(old, new), LEAF, load(), TODAY)
    assert found is not None
    assert found.days == 731
    assert found.sd > math.hypot(0.1, 0.15)
    ahead = potency(lot(assay(MG, 14.2, "mg/g", date=dt.date(2099, 1, 1))), LEAF, load(), TODAY)
    assert ahead is not None
    assert ahead.days is None
