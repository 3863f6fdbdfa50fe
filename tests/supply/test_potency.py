"""How strong a bag is, and how sure that is."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest

from counterpoise import assessment
from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.supply.potency import AGE_SD, ASSAY_SD, UNDATED_YEARS, Potency, potency
from tests.supply.bags import LEAF, NOW, SHA, TODAY, assay, diary, doses, lot

NEW = TODAY


def strength(*assays: d.Assay, product: d.Product | None = LEAF, on: dt.date = TODAY, **more: object) -> Potency:
    found = potency(lot(*assays, **more), product, load(), on)
    assert found is not None
    return found


def test_a_new_assay_is_as_sure_as_a_laboratory() -> None:
    found = strength(assay("mitragynine", 1.42, "%", date=NEW))
    assert (found.sd, found.basis, found.days) == (ASSAY_SD, "assay", 0)
    assert found.median == pytest.approx(14.2)
    assert not found.stale
    assert found.advice() == ""
    # The middle 90 % of a lognormal: 14.2 x e^(-0.1645) to 14.2 x e^0.1645.
    assert [*found.interval()] == pytest.approx([12.05, 16.74], abs=0.01)
    assert found.mean == pytest.approx(14.2 * math.exp(0.005))


def test_the_methods_own_error_lies_within_ours() -> None:
    # FDA's method repeats itself within 4 to 7 % (fda-lib-4578).
    assert ASSAY_SD >= 0.07


def test_a_year_makes_less_sure_and_shifts_nothing() -> None:
    old = strength(assay("mitragynine", 14.2, "mg/g", date=TODAY - dt.timedelta(days=731)))
    assert old.median == 14.2
    assert old.stale
    assert "year old" in old.advice()
    assert old.sd == pytest.approx(math.hypot(ASSAY_SD, 2 * AGE_SD), rel=1e-3)


def test_an_assay_without_a_date_is_not_new_and_the_day_of_opening_helps() -> None:
    undated = strength(assay("mitragynine", 14.2, "mg/g"))
    assert undated.sd == pytest.approx(math.hypot(ASSAY_SD, UNDATED_YEARS * AGE_SD))
    assert undated.days is None
    assert "no date" in undated.advice()
    opened = strength(assay("mitragynine", 14.2, "mg/g"), opened_on=TODAY - dt.timedelta(days=30))
    assert opened.days == 30
    assert opened.sd < undated.sd


def test_nothing_is_ever_less_sure_than_an_unmeasured_bag() -> None:
    ancient = strength(assay("mitragynine", 14.2, "mg/g", date=dt.date(1990, 1, 1)))
    assert ancient.sd <= strength().sd == 0.97
    assert strength().basis == "form"
    assert strength().median == 15.6
    assert "No lab" in strength().advice()


def test_assays_that_disagree_widen_whichever_stands_first() -> None:
    weak, strong = assay("mitragynine", 10.0, "mg/g", date=NEW), assay("MG", 40.0, "mg/g", date=NEW)
    found = strength(weak, strong)
    # The sd of ln 10 and ln 40: (ln 4) / sqrt 2.
    assert [found.median, found.sd] == pytest.approx([20.0, math.log(4) / math.sqrt(2)])
    assert strength(strong, weak) == found
    assert found.disagree
    assert "do not agree" in found.advice()
    agreed = strength(weak, replace(weak, value=10.5))
    assert not agreed.disagree
    assert agreed.sd == ASSAY_SD


def test_a_form_of_which_nothing_is_known_has_no_strength_until_it_is_measured() -> None:
    tincture = replace(LEAF, form="tincture")
    assert potency(lot(), tincture, load(), TODAY) is None
    assert strength(assay("mitragynine", 5.0, "mg/g", date=NEW), product=tincture).median == 5.0
    assert potency(lot(), LEAF, load(), TODAY, "ibuprofen") is None


def test_another_drug_by_its_assays_has_no_strength_of_leaf() -> None:
    tablets = lot(assay("mitragynine", 2.0, "mg/g", date=NEW), assay("7-OH", 13.4, "mg/g", date=NEW))
    assert potency(tablets, LEAF, load(), TODAY) is None


def test_a_paper_of_another_lot_sets_no_strength() -> None:
    other = d.Certificate(sha256=SHA, lot_number="B-9")
    found = assay("mitragynine", 40.0, "mg/g", date=NEW, certificate=SHA)
    assert strength(found, lot_number="A-17", certificates=(other,)).basis == "form"
    assert strength(found, lot_number="B9", certificates=(other,)).median == 40.0
    assert strength(found, certificates=(other,)).median == 40.0


def test_the_answers_use_it() -> None:
    bag = lot(assay("mitragynine", 10.0, "mg/g", date=NEW), assay("mitragynine", 40.0, "mg/g", date=NEW))
    ratings = tuple(d.Rating(at=NOW - dt.timedelta(hours=h), measure="pain.now", value=5.0) for h in range(1, 60))
    record = diary(lots=(bag,), doses=doses(20), ratings=ratings)
    told = assessment.assess(record, np.random.default_rng(1)).usual_dose
    assert told is not None
    assert told.mitragynine_mg is not None
    # 2 g of 20 mg/g is 40 mg in the middle; two results so far apart leave it wide.
    low, high = told.mitragynine_mg.interval_90
    assert math.sqrt(low * high) == pytest.approx(40.0)
    assert high / low > 20
