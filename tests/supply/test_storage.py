"""How a bag is kept: not told is not wrong, and custom is called custom."""

import datetime as dt
from typing import get_args, get_type_hints

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.supply.storage import TICKED, Point, look, reminders
from tests.supply.bags import TODAY, lot

GOOD = d.Kept(container="airtight", light="dark", heat="cool", moisture="dry", child_lock=True)
BAD = d.Kept(container="open", light="bright", heat="warm", moisture="damp", child_lock=False)


def points(**more: object) -> dict[str, Point]:
    return {one.key: one for one in look(lot(**more), load(), TODAY)}


def test_what_is_not_told_is_neither_good_nor_bad() -> None:
    assert {one.kind for one in points().values()} == {"not_told"}
    assert reminders(lot(), load(), TODAY) == ()


def test_what_is_ticked_is_held_against_the_packs() -> None:
    good, bad = points(kept=GOOD), points(kept=BAD)
    assert {good[key].kind for key in TICKED} == {"as_it_should_be"}
    assert {bad[key].kind for key in TICKED} == {"could_be_better"}
    assert {one.key for one in reminders(lot(kept=BAD), load(), TODAY)} == set(TICKED)


def test_what_can_be_ticked_is_what_the_packs_know() -> None:
    hints = get_type_hints(d.Kept)
    for key in TICKED:
        about = load().storage[key]
        if about.fine:
            words = {word for part in get_args(hints[key]) for word in get_args(part)}
            assert {*about.fine} < words


def test_custom_is_told_from_what_is_known() -> None:
    found = points()
    assert {key for key, one in found.items() if not one.about.custom} == {"moisture", "child_lock"}
    assert all(one.about.sources and one.about.tag for one in found.values())


def test_how_long_it_has_been_open_and_how_old_it_is() -> None:
    assert points(opened_on=TODAY - dt.timedelta(days=90))["opened"].kind == "as_it_should_be"
    assert points(opened_on=TODAY - dt.timedelta(days=91))["opened"].kind == "could_be_better"
    assert points(bought_on=TODAY - dt.timedelta(days=400))["ageing"].kind == "could_be_better"


def test_a_bag_that_is_gone_is_not_kept() -> None:
    assert look(lot(gone_on=TODAY, kept=BAD), load(), TODAY) == ()
    assert look(lot(gone_on=TODAY + dt.timedelta(days=1), kept=BAD), load(), TODAY) != ()
