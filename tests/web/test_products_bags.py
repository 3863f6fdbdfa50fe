"""Bags: written down, corrected, finished, deleted, brought back; whose they are; and a dose from one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary, record
from counterpoise.web.products.weights import split

Enter = Callable[..., Client]
LEAST = {"name": "Green powder", "form": "powder"}


def add(browser: Client, **said: str) -> m.Lot:
    answer = browser.post("/products/add/", LEAST | said)
    assert answer.status_code == 302, answer.content.decode()
    return m.Lot.objects.latest("recorded_at")


def page(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_name_and_a_form_are_enough(browser_of_alice: Client, alice: m.Person) -> None:
    add(browser_of_alice)
    (lot,), (product,) = diary(alice).lots, diary(alice).products
    assert (product.name, product.form, product.substance, product.vendor) == ("Green powder", "powder", "kratom", None)
    assert (lot.lot_number, lot.size, lot.price, lot.opened_on) == (None, None, None, None)
    assert "Green powder" in page(browser_of_alice, "/products/")


def test_everything_else_can_be_said(browser_of_alice: Client, alice: m.Person) -> None:
    more = {"vendor": "Leaf & Root", "lot_number": "A17", "size": "250", "size_unit": "g", "price": "32,5"}
    add(browser_of_alice, **more, currency="usd", bought_on="2026-05-01", opened_on="2026-05-03", note="from a friend")
    (lot,) = diary(alice).lots
    assert lot.size == d.Quantity(amount=250, unit="g")
    assert lot.price == d.Price(amount=32.5, currency="USD")
    assert (lot.lot_number, lot.opened_on, lot.note) == ("A17", dt.date(2026, 5, 3), "from a friend")


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"name": ""}, "required"),
        ({"form": ""}, "required"),
        ({"size": "0"}, "a number above 0 is"),
        ({"size": "1,250"}, "two ways"),
        ({"size": "1e9"}, "less than or equal to 1000000"),
        ({"price": "1e9", "currency": "USD"}, "less than or equal to 1000000"),
        ({"labelled": "1e300"}, "less than or equal to 1000000"),
        ({"bought_on": "2026-05-02", "opened_on": "2026-05-01"}, "cannot be opened before"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(
    browser_of_alice: Client, alice: m.Person, said: dict[str, str], what: str
) -> None:
    answer = browser_of_alice.post("/products/add/", LEAST | said)
    assert answer.status_code == 422
    assert what in answer.content.decode()
    assert not m.Lot.objects.filter(person=alice).exists()
    assert not m.Product.objects.filter(person=alice).exists()


def test_a_price_is_in_the_money_of_the_last_bag_or_of_the_country(browser_of_alice: Client, alice: m.Person) -> None:
    m.Person.objects.filter(pk=alice.pk).update(country=None)
    assert "In which currency?" in browser_of_alice.post("/products/add/", LEAST | {"price": "3"}).content.decode()
    m.Person.objects.filter(pk=alice.pk).update(country="GB")
    add(browser_of_alice, price="3")
    add(browser_of_alice, price="3", currency="EUR")
    add(browser_of_alice, price="4")
    prices = [lot.price for lot in diary(alice).lots]
    assert [price and price.currency for price in prices] == ["GBP", "EUR", "EUR"]


def test_a_bag_of_capsules_counts_in_capsules_with_grams_beside(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice, form="capsule", size="200", size_unit="capsule")
    assert "200 capsules" in page(browser_of_alice, f"/products/{row.pk}/")
    assert browser_of_alice.get(f"/dose/new/?bag={row.pk}").context["form"]["unit"].value() == "capsule"
    browser_of_alice.post(f"/products/{row.pk}/weights/", {"unit": "capsule", "weights": "0.5 0.5"})
    assert "About 200 capsules (100 g) should be in it" in page(browser_of_alice, f"/products/{row.pk}/")


def test_another_bag_of_an_earlier_product_takes_one_tap_and_the_product_stays_one(
    browser_of_alice: Client, alice: m.Person
) -> None:
    first = add(browser_of_alice, vendor="Leaf & Root", lot_number="A17", size="250", size_unit="g")
    assert f"?like={first.pk}" in page(browser_of_alice, "/products/add/")
    shown = page(browser_of_alice, f"/products/add/?like={first.pk}")
    assert 'value="Leaf &amp; Root"' in shown
    assert 'value="250"' in shown
    assert "A17" not in shown
    again = LEAST | {"like": str(first.pk), "vendor": "Leaf & Root", "size": "250", "size_unit": "g"}
    browser_of_alice.post("/products/add/", again | {"lot_number": "B2", "substance": "kratom"})
    assert [lot.lot_number for lot in diary(alice).lots] == ["A17", "B2"]
    assert len(diary(alice).products) == 1


def test_the_same_sent_twice_is_saved_once(browser_of_alice: Client, alice: m.Person) -> None:
    ids = {"id": str(m.new_id()), "product_id": str(m.new_id())}
    for _time in range(2):
        assert browser_of_alice.post("/products/add/", LEAST | ids).status_code == 302
    assert (len(diary(alice).lots), len(diary(alice).products)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "drug"),
    [("7-OH tablets 20 mg", "7-hydroxymitragynine"), ("Pseudoindoxyl shots", "mitragynine-pseudoindoxyl")],
)
def test_other_drugs_are_said_to_be_other_drugs(
    browser_of_alice: Client, alice: m.Person, name: str, drug: str
) -> None:
    row = add(browser_of_alice, name=name, form="tablet")
    assert diary(alice).products[0].substance == drug
    for path in ("/products/", f"/products/{row.pk}/"):
        assert "another drug than kratom leaf" in " ".join(page(browser_of_alice, path).split())


def test_a_correction_keeps_its_history_and_is_taken_back(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice, lot_number="A17")
    form = browser_of_alice.get(f"/products/{row.pk}/edit/").context
    said = LEAST | {"lot_number": "A71", "name": "Green leaf", "seen": form["seen"]}
    answer = browser_of_alice.post(f"/products/{row.pk}/edit/", said)
    shown = browser_of_alice.get(answer["Location"])
    assert "A17" in shown.content.decode()  # in the history
    assert (diary(alice).lots[0].lot_number, diary(alice).products[0].name) == ("A71", "Green leaf")
    undo = {"row": shown.context["rows"], "seen": shown.context["seen"]}
    browser_of_alice.post("/products/undo/", undo)
    assert (diary(alice).lots[0].lot_number, diary(alice).products[0].name) == ("A17", "Green powder")


def test_what_was_changed_elsewhere_is_not_written_over(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice, lot_number="A17")
    seen = browser_of_alice.get(f"/products/{row.pk}/edit/").context["seen"]
    entries.change(row, d.Lot(product=row.product.source_id, lot_number="C3"), timezone.now())
    answer = browser_of_alice.post(f"/products/{row.pk}/edit/", LEAST | {"lot_number": "B2", "seen": seen})
    assert answer.status_code == 409
    assert diary(alice).lots[0].lot_number == "C3"


def test_a_deleted_bag_can_be_brought_back(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice)
    answer = browser_of_alice.post(f"/products/{row.pk}/delete/")
    assert diary(alice).lots == ()
    assert browser_of_alice.get(f"/products/{row.pk}/").status_code == 404
    shown = browser_of_alice.get(answer["Location"]).context
    browser_of_alice.post("/products/undo/", {"row": shown["rows"], "seen": shown["seen"]})
    assert len(diary(alice).lots) == 1


def test_a_finished_bag_stands_below_and_can_be_there_again(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice)
    browser_of_alice.post(f"/products/{row.pk}/gone/")
    assert diary(alice).lots[0].gone_on == timezone.now().astimezone(ZoneInfo(alice.time_zone)).date()
    context = browser_of_alice.get("/products/").context
    assert (len(context["bags"]), len(context["gone"])) == (0, 1)
    browser_of_alice.post(f"/products/{row.pk}/gone/", {"still_there": "yes"})
    assert diary(alice).lots[0].gone_on is None


def test_erasing_a_bag_erases_its_history_and_leaves_the_doses(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice, lot_number="A17")
    take(alice, row)
    entries.change(row, d.Lot(product=row.product.source_id, lot_number="A18"), timezone.now())
    browser_of_alice.post(f"/products/{row.pk}/erase/")
    assert not m.Change.objects.filter(kind="lot").exists()
    assert [dose.lot for dose in diary(alice).doses] == [None]


def test_a_deleted_bag_can_be_brought_back_or_erased_for_good(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice)
    browser_of_alice.post(f"/products/{row.pk}/delete/")
    assert diary(alice).lots == ()
    assert f"/products/{row.pk}/erase/" in page(browser_of_alice, "/products/")
    browser_of_alice.post("/products/undo/", {"row": f"lot/{row.pk}"})
    assert len(diary(alice).lots) == 1
    browser_of_alice.post(f"/products/{row.pk}/delete/")
    browser_of_alice.post(f"/products/{row.pk}/erase/")
    assert not m.Lot.objects.exists()
    assert "Deleted" not in page(browser_of_alice, "/products/")


def take(person: m.Person, row: m.Lot, hours: float = 1) -> None:
    at = timezone.now().astimezone(ZoneInfo(person.time_zone)) - dt.timedelta(hours=hours)
    dose = d.Dose(at=at, zone=person.time_zone, substance="kratom", amount=2, unit="g", lot=row.source_id)
    entries.add(person, dose, timezone.now())


def test_a_dose_offers_the_bag_used_last_first_and_none_that_is_finished(
    browser_of_alice: Client, alice: m.Person
) -> None:
    old, used, gone = (add(browser_of_alice, name=name) for name in ("Old", "Used", "Gone"))
    newest = add(browser_of_alice, name="Newest")
    take(alice, old, hours=9)
    take(alice, used, hours=2)
    browser_of_alice.post(f"/products/{gone.pk}/gone/")
    offered = browser_of_alice.get("/dose/new/").context["form"].fields["lot"].choices
    assert [key for key, _name in offered] == ["", str(used.pk), str(old.pk), str(newest.pk)]


def test_a_dose_from_a_bag_chooses_it_and_suggests_no_amount(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice)
    take(alice, row)
    assert f"/dose/new/?bag={row.pk}" in page(browser_of_alice, f"/products/{row.pk}/")
    form = browser_of_alice.get(f"/dose/new/?bag={row.pk}").context["form"]
    assert (str(form["lot"].value()), form["unit"].value(), form["amount"].value()) == (str(row.pk), "g", None)


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ({"name": "7-OH tablets", "form": "tablet", "substance": "7-hydroxymitragynine"}, "tablet"),
        ({"name": "7-OH shot", "form": "liquid", "substance": "7-hydroxymitragynine"}, ""),
        ({"form": "capsule"}, "capsule"),
        ({"form": "powder"}, "g"),
    ],
)
def test_a_first_dose_from_a_bag_guesses_no_milligrams(
    browser_of_alice: Client, said: dict[str, str], unit: str
) -> None:
    """ "1" beside a "mg" that nobody chose would be one tablet noted as one milligram."""
    row = add(browser_of_alice, **said)
    form = browser_of_alice.get(f"/dose/new/?bag={row.pk}").context["form"]
    assert (form["unit"].value(), form["amount"].value()) == (unit, None)


def test_ten_weights_become_a_mean_and_a_spread(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice, form="capsule")
    weights = "0.50 0.52\n0,49;0.51\n0.53, 0.48 0.50 0.52 0.51 0.54"
    browser_of_alice.post(f"/products/{row.pk}/weights/", {"unit": "capsule", "weights": weights})
    (found,) = diary(alice).lots[0].unit_weights
    assert found.unit == "capsule"
    assert [found.grams, found.sd] == pytest.approx([0.51, 0.018257], abs=1e-6)
    assert "0.51 g on average" in page(browser_of_alice, f"/products/{row.pk}/")
    browser_of_alice.post(f"/products/{row.pk}/weights/delete/", {"unit": "capsule"})
    assert diary(alice).lots[0].unit_weights == ()


def test_a_weight_far_from_the_others_is_asked_about(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice, form="capsule")
    said = {"unit": "capsule", "weights": "0.52 0.50 52 0.49"}
    answer = browser_of_alice.post(f"/products/{row.pk}/weights/", said)
    assert answer.status_code == 422
    assert "52 is about 100 times the rest; did you mean 0.52?" in answer.content.decode()
    assert diary(alice).lots[0].unit_weights == ()
    browser_of_alice.post(f"/products/{row.pk}/weights/", said | {"as_it_is": "on"})
    assert diary(alice).lots[0].unit_weights[0].grams == pytest.approx(13.3775)


def test_earlier_weights_are_replaced_only_when_asked_to(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice, form="capsule")
    path, said = f"/products/{row.pk}/weights/", {"unit": "capsule", "weights": "0.5 0.5"}
    browser_of_alice.post(path, said)
    answer = browser_of_alice.post(path, said | {"weights": "0.6 0.6"})
    assert (answer.status_code, diary(alice).lots[0].unit_weights[0].grams) == (422, 0.5)
    assert "One capsule was weighed before: 0.5 g" in answer.content.decode()
    browser_of_alice.post(path, said | {"weights": "0.6 0.6", "replace": "on"})
    assert [one.grams for one in diary(alice).lots[0].unit_weights] == [0.6]


def test_an_empty_shell_is_taken_off_or_said_to_be_counted_in(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice, form="capsule")
    path, said = f"/products/{row.pk}/weights/", {"unit": "capsule", "weights": "6 6", "together": "10"}
    browser_of_alice.post(path, said)
    assert "its shell is counted in" in page(browser_of_alice, f"/products/{row.pk}/")
    for more in ({"shell": "0.6"}, {"shell": "0.1", "unit": "teaspoon"}):
        assert browser_of_alice.post(path, said | {"replace": "on"} | more).status_code == 422
    browser_of_alice.post(path, said | {"replace": "on", "shell": "0,1"})
    (found,) = diary(alice).lots[0].unit_weights
    assert found.grams == pytest.approx(0.5)
    assert found.shell == 0.1
    assert "its empty shell of 0.1 g is taken off" in page(browser_of_alice, f"/products/{row.pk}/")


@pytest.mark.parametrize("weights", ["", "half a gram", "0.5 -0.5", "0", "5000"])
def test_what_is_no_weight_is_refused(browser_of_alice: Client, alice: m.Person, weights: str) -> None:
    row = add(browser_of_alice)
    answer = browser_of_alice.post(f"/products/{row.pk}/weights/", {"unit": "capsule", "weights": weights})
    assert answer.status_code == 422
    assert diary(alice).lots[0].unit_weights == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0.5 0.6", ["0.5", "0.6"]),
        ("0,5; 0,6", ["0,5", "0,6"]),
        ("0.5,0.6", ["0.5", "0.6"]),
        ("0.5, 0.6,\n0.7", ["0.5", "0.6", "0.7"]),
    ],
)
def test_weights_are_parted_as_people_part_them(text: str, found: list[str]) -> None:
    assert split(text) == found


def test_how_a_bag_is_kept_and_what_was_left_open(browser_of_alice: Client, alice: m.Person) -> None:
    row = add(browser_of_alice)
    browser_of_alice.post(f"/products/{row.pk}/kept/", {"container": "open", "child_lock": "no"})
    assert diary(alice).lots[0].kept == d.Kept(container="open", child_lock=False)
    context = browser_of_alice.get(f"/products/{row.pk}/").context
    assert context["reminders"] == 2
    browser_of_alice.post(f"/products/{row.pk}/reminders/", {"off": "yes"})
    assert browser_of_alice.get(f"/products/{row.pk}/").context["reminders"] == 0
    browser_of_alice.post(f"/products/{row.pk}/reminders/")
    assert browser_of_alice.get(f"/products/{row.pk}/").context["reminders"] == 2


def test_nobody_has_the_bags_of_another(browser_of_alice: Client, alice: m.Person, bob: m.Person, enter: Enter) -> None:
    row = add(browser_of_alice, name="Only Alice knows", vendor="A seller of hers")
    browser_of_bob = enter(bob)
    for path in ("/products/", "/products/add/", "/products/sellers/", f"/products/add/?like={row.pk}", "/dose/new/"):
        shown = page(browser_of_bob, path)
        assert "Only Alice knows" not in shown
        assert "A seller of hers" not in shown
    assert str(row.pk) not in str(browser_of_bob.get(f"/dose/new/?bag={row.pk}").context["form"].initial)
    before: Any = record(row)
    for path in ("", "edit/", "delete/", "erase/", "gone/", "opened/", "weights/", "kept/", "values/", "certificate/"):
        assert browser_of_bob.post(f"/products/{row.pk}/{path}", LEAST).status_code in (404, 405)
    browser_of_bob.post("/products/undo/", {"row": f"lot/{row.pk}"})
    row.refresh_from_db()
    assert record(row) == before
    assert row.deleted_at is None
