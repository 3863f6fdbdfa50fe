"""Extracts on the pages of what acts: never beside leaf in one amount, and as strong as every page says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils import timezone

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.supply.potency import ASSAY_SD, potency
from counterpoise.web.acting import acting, taken
from counterpoise.web.mechanism import asking, products
from tests.web.diaries import brought, somebody
from tests.web.test_mechanism_pages import BAG, LEAF, diary, twice_a_day

SHOT = d.Product(id="p7", substance="kratom", name="Gold shot", form="extract")


def test_the_usual_dose_is_of_leaf_or_of_an_extract_and_never_of_both_nor_of_another_drug(db: None) -> None:
    person = somebody("Somebody")
    strong = d.Lot(id="o", product="p1", assays=(d.Assay(analyte="7-OH", value=300.0, unit="mg/g"),))
    lots = (BAG, d.Lot(id="e", product="p7"), strong)
    extracts = tuple(replace(one, id=f"e{i}", amount=0.3, lot="e") for i, one in enumerate(twice_a_day(2.0)[::2]))
    others = tuple(replace(one, id=f"o{i}", amount=0.1, lot="o") for i, one in enumerate(twice_a_day(2.0)))
    brought(person, diary(*twice_a_day(2.0, lot="l1"), *extracts, *others, products=(LEAF, SHOT), lots=lots))
    found = asking.usual(person, timezone.now(), products.choices(person))
    assert found is not None
    assert found.amount == 2.0
    assert "14 mg/g" in found.what.name


def test_an_old_or_undated_paper_makes_the_band_wider_as_on_every_page(db: None) -> None:
    person = somebody("Somebody")
    brought(person, diary(products=(LEAF,), lots=(BAG,)))
    (own, *_more) = (one for key, one in products.choices(person).items() if key.startswith("lot/"))
    held = potency(BAG, LEAF, load(), timezone.now().date())
    assert held is not None
    assert (own.mg, own.sd) == (held.median, held.sd)
    assert own.sd > ASSAY_SD


def test_the_curve_of_leaf_has_no_grams_of_an_extract_in_it(db: None) -> None:
    person = somebody("Somebody")
    leaf = twice_a_day(2.0)
    late = max(dose.at for dose in leaf)
    lot = d.Lot(id="e", product="p7")
    shot = d.Dose(id="s", at=late, zone="UTC", substance="kratom", amount=2.0, unit="g", lot="e")
    brought(person, diary(*leaf, shot, products=(SHOT,), lots=(lot,)))
    span = late - dt.timedelta(hours=1), late + dt.timedelta(hours=12)
    found = taken(person, "kratom", *span)
    assert found.extracts_left_out
    assert max(found.relative) == 1.0
    band = acting(found, "kratom", [span[0] + dt.timedelta(hours=hour) for hour in range(12)])
    assert band is not None
    assert band.median.max() < 2.0
    only = somebody("Only")
    brought(only, diary(shot, products=(SHOT,), lots=(lot,)))
    assert taken(only, "kratom", *span).relative == (1.0,), "an extract beside itself"
