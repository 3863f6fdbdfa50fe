"""What a certificate says of another lot or product, or calls failed, is seen before anything is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from counterpoise.diary import Lot
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.web.bring.holding import sweep
from tests.web.test_products_bags import add
from tests.web.test_products_certificate import LARKSPUR, as_shown, give, look, send


@pytest.fixture(autouse=True)
def _nothing_waits() -> None:
    sweep(None)


@pytest.fixture
def bag(browser_of_alice: Client) -> m.Lot:
    return add(browser_of_alice)


def test_of_another_lot_nothing_is_ticked(browser_of_alice: Client, bag: m.Lot) -> None:
    for number, ticked in (("ZZ-999", False), (None, True)):
        lot: Lot = record(bag)
        entries.change(bag, replace(lot, lot_number=number), timezone.now())
        give(browser_of_alice, bag, LARKSPUR)
        lines = look(browser_of_alice, bag).context["look"].lines
        assert any(line.form["keep"].value() for line in lines) is ticked


@pytest.mark.parametrize(("name", "another"), [("Blue tablets", True), ("green vein leaf powder", False)])
def test_a_paper_of_another_product_is_said_at_the_top_and_takes_no_tick_away(
    browser_of_alice: Client, name: str, another: bool
) -> None:
    row = add(browser_of_alice, name=name)
    give(browser_of_alice, row, LARKSPUR)
    shown = look(browser_of_alice, row)
    assert ("you call it" in shown.content.decode()) is another
    assert bool(shown.context["look"].other_product) is another
    assert any(line.form["keep"].value() for line in shown.context["look"].lines)
    send(browser_of_alice, row, as_shown(shown))
    strength = " ".join(browser_of_alice.get(f"/products/{row.pk}/").context["potency"]["texts"])
    assert ("names another product" in strength, "in this bag" in strength) == (another, not another)


def test_what_the_paper_calls_failed_comes_first_and_is_marked(browser_of_alice: Client, bag: m.Lot) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    looked = look(browser_of_alice, bag).context["look"]
    failed = [replace(looked.lines[-1], read=replace(looked.lines[-1].read, passed=False))]
    assert replace(looked, lines=[*looked.lines[:-1], *failed]).first[0] is failed[0]
    assert 'class="badge failed">failed, it says' in render_to_string(
        "products/line.html", {"line": failed[0], "bag": {"key": bag.pk}}
    )
