"""What is left, what was checked, what sellers' bags showed, which bags were called back; and bags on the timeline."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries, recalls
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary, record
from counterpoise.knowledge.load import load
from counterpoise.supply.rates import usual
from counterpoise.supply.stock import stock_of
from counterpoise.web.balance import answering
from counterpoise.web.products import left, reading
from counterpoise.web.safety.reviewing import standing, with_new

Enter = Callable[..., Client]
RECALLS = "vendor,product,lot,kind,reason,published_on,publisher,link\n"
OF_GREEN = "Leaf & Root,Green powder,A17,recall,Salmonella,2026-05-01,Somebody,https://example.org/1\n"


def today() -> dt.date:
    return timezone.now().astimezone(ZoneInfo("America/New_York")).date()


@pytest.fixture
def bag(alice: m.Person) -> m.Lot:
    """100 g for 20 USD, opened 12 days ago; 2 g were taken from it twice a day on ten days."""
    now = timezone.now().astimezone(ZoneInfo(alice.time_zone))
    opened = now.date() - dt.timedelta(days=12)
    entries.add(
        alice, d.Product(id="p", substance="kratom", name="Green powder", form="powder", vendor="Leaf & Root"), now
    )
    assay = d.Assay(analyte="lead", value=2.0, unit="ppm")
    size, price = d.Quantity(amount=100, unit="g"), d.Price(amount=20, currency="USD")
    new = d.Lot(id="l", product="p", lot_number="A17", opened_on=opened, size=size, price=price, assays=(assay,))
    row = entries.add(alice, new, now)
    for i in range(20):
        at = now - dt.timedelta(days=i // 2, hours=1 + i % 2)
        entries.add(alice, d.Dose(at=at, zone=alice.time_zone, substance="kratom", amount=2, unit="g", lot="l"), now)
    assert isinstance(row, m.Lot)
    return row


def facts(browser: Client, bag: m.Lot) -> dict[str, str]:
    return dict(browser.get(f"/products/{bag.pk}/").context["stock"]["facts"])


def test_what_is_left_for_how_long_and_what_a_day_costs(browser_of_alice: Client, bag: m.Lot) -> None:
    found = facts(browser_of_alice, bag)
    assert "About 60 g" in found["Left"]
    assert found["Lasts"].endswith("as used lately")
    assert found["Price of a gram"] == "0.20 USD"
    assert found["Cost of a day"].endswith("USD")
    assert "about 60 of 100 g" in browser_of_alice.get("/products/").content.decode()
    assert "buy" not in browser_of_alice.get(f"/products/{bag.pk}/").content.decode().replace("Salmonella", "")


def test_prices_weights_dates_and_findings_are_written_in_the_language(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    alice.country = "ES"
    alice.save()
    lot = record(bag)
    weight = d.UnitWeight(unit="capsule", grams=0.52, sd=0.03)
    assay = d.Assay(analyte="lead", value=3.5, unit="ppm", date=dt.date(2026, 3, 4))
    price = d.Price(amount=39.9, currency="EUR")
    entries.change(bag, replace(lot, price=price, unit_weights=(weight,), assays=(assay,)), timezone.now())
    entry = browser_of_alice.get(f"/products/{bag.pk}/").content.decode()
    assert "39.90 EUR" in entry
    assert "4 March 2026" in entry
    browser_of_alice.post("/language/", {"language": "es"})
    entry = browser_of_alice.get(f"/products/{bag.pk}/").content.decode()
    for said in ("39,90 EUR", "0,40 EUR", "0,52 g", "0,46", "0,58", "3,5 ppm", "4 de marzo de 2026"):
        assert said in entry, said
    for said in ("0.40 EUR", "0.52", "3.5 ppm", "4 Mar "):
        assert said not in entry, said


def test_of_a_bag_without_a_size_it_cannot_be_told(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    entries.change(bag, d.Lot(product="p", lot_number="A17"), timezone.now())
    assert "cannot be told" in facts(browser_of_alice, bag)["Left"]
    assert "cannot tell" in browser_of_alice.get("/products/").content.decode()


def test_a_point_less_pain_has_a_price_only_where_it_is_known_to_help(
    browser_of_alice: Client, bag: m.Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: dict[str, Any] = {
        "verdict": "helps",
        "usual_dose": {"amount": 2.0, "unit": "g"},
        "relief_peak": {"mean": 2.0},
    }
    monkeypatch.setattr(answering, "kept", lambda *_any: answering.Answered(answers, 1.0))
    assert facts(browser_of_alice, bag)["Cost of a point less pain"] == "0.20 USD"
    answers["verdict"] = "cannot_tell"
    assert "Cost of a point less pain" not in facts(browser_of_alice, bag)


def test_every_question_has_its_own_verdict_and_who_says_so(browser_of_alice: Client, bag: m.Lot) -> None:
    context = browser_of_alice.get(f"/products/{bag.pk}/").context
    lead = next(one for one in context["checks"] if "lead" in one["title"].lower())
    assert lead["verdict"] == "a concern"  # 2 µg/g x 4 g a day is above 5 µg
    assert lead["facts"][0]["sources"]
    assert lead["facts"][0]["reviewed"]
    assert any("Salmonella" in one["text"] or "germs" in one["title"].lower() for one in context["not_covered"])


def test_a_bag_of_leaf_has_a_strength_with_its_spread_and_another_drug_has_none(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    assert "mg of mitragynine in a gram" in browser_of_alice.get(f"/products/{bag.pk}/").context["potency"]["texts"][0]
    entries.change(
        bag.product, d.Product(substance="7-hydroxymitragynine", name="Tablets", form="tablet"), timezone.now()
    )
    assert browser_of_alice.get(f"/products/{bag.pk}/").context["potency"] is None


def test_a_bag_that_a_certificate_shows_to_be_another_drug_is_told_as_one(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    lot: d.Lot = record(bag)
    oh = d.Assay(analyte="7-OH", value=300.0, unit="mg/g", confirmed=True)
    entries.change(bag, replace(lot, assays=(*lot.assays, oh)), timezone.now())
    page = browser_of_alice.get(f"/products/{bag.pk}/")
    assert page.context["potency"] is None
    assert "shows that it is" in page.content.decode()
    entries.change(bag, replace(lot, assays=(*lot.assays, replace(oh, confirmed=False))), timezone.now())
    assert browser_of_alice.get(f"/products/{bag.pk}/").context["potency"] is not None


def test_sellers_are_told_from_the_own_record(browser_of_alice: Client, bag: m.Lot) -> None:
    (seller,) = browser_of_alice.get("/products/sellers/").context["sellers"]
    assert (seller["name"], seller["bags"][0]["name"]) == ("Leaf & Root", "Green powder, lot A17")
    assert "A concern about metals." in seller["bags"][0]["told"]


def bring(browser: Client, text: str, name: str = "list.csv") -> Any:
    return browser.post("/products/recalls/", {"file": SimpleUploadedFile(name, text.encode())})


def test_a_bag_on_a_list_is_found_told_by_the_safety_review_and_forgotten_with_the_list(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    bring(browser_of_alice, RECALLS + OF_GREEN + OF_GREEN.replace("A17", "B99"))
    (shown,) = browser_of_alice.get("/products/recalls/").context["lists"]
    (match,) = shown["matches"]
    assert (match["key"], match["bag"]) == (bag.pk, "Green powder, lot A17")
    assert "recall" in told_rules(alice)
    row = m.RecallList.objects.get(person=alice)
    browser_of_alice.post(f"/products/recalls/{row.pk}/delete/")
    assert not m.RecallList.objects.exists()
    assert "recall" not in told_rules(alice)


def told_rules(person: m.Person) -> str:
    person.refresh_from_db()
    return " ".join(one.rule for one in standing(person, timezone.now()).found)


def test_a_list_as_json(browser_of_alice: Client, bag: m.Lot) -> None:
    line = {"vendor": "Leaf & Root", "reason": "lead", "published_on": "2026-05-01", "publisher": "Somebody"}
    text = json.dumps({"format": "counterpoise-recalls", "version": 1, "recalls": [line]})
    assert bring(browser_of_alice, text, "list.json").status_code == 302
    assert len(browser_of_alice.get("/products/recalls/").context["lists"][0]["matches"]) == 1


@pytest.mark.parametrize("text", ["", "colour,taste\nred,bad\n", RECALLS + "a,b,c\n", "{}", "\x00\x01"])
def test_what_is_no_list_is_refused(browser_of_alice: Client, alice: m.Person, text: str) -> None:
    answer = bring(browser_of_alice, text)
    assert answer.status_code == 422
    assert "list.csv" in answer.content.decode()
    assert not m.RecallList.objects.exists()


def test_a_list_is_seen_by_nobody_else(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot, bob: m.Person, enter: Enter
) -> None:
    bring(browser_of_alice, RECALLS + OF_GREEN, "what-alice-fears.csv")
    browser_of_bob = enter(bob)
    assert "what-alice-fears" not in browser_of_bob.get("/products/recalls/").content.decode()
    row = m.RecallList.objects.get()
    assert browser_of_bob.post(f"/products/recalls/{row.pk}/delete/").status_code == 404
    assert m.RecallList.objects.count() == 1


def test_a_change_of_bag_stands_on_the_timeline(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    now = timezone.now()
    entries.add(alice, d.Lot(id="l2", product="p", lot_number="B2"), now)
    at = now.astimezone(ZoneInfo(alice.time_zone)) - dt.timedelta(minutes=5)
    entries.add(alice, d.Dose(at=at, zone=alice.time_zone, substance="kratom", amount=2, unit="g", lot="l2"), now)
    day = at.date().isoformat()
    shown = browser_of_alice.get("/timeline/data", {"from": day, "to": day}).json()
    assert len(shown["bags"]) == 1
    assert abs(shown["bags"][0] - at.timestamp()) < 1
    assert any("another bag: Green powder, lot B2" in label for label in shown["entries"]["label"])
    assert (
        "another bag: Green powder, lot B2" in browser_of_alice.get(f"/timeline/?from={day}&to={day}").content.decode()
    )


def test_the_first_bag_of_all_is_no_change(browser_of_alice: Client, bag: m.Lot) -> None:
    first = (today() - dt.timedelta(days=20)).isoformat()
    assert browser_of_alice.get("/timeline/data", {"from": first, "to": today().isoformat()}).json()["bags"] == []


def test_a_dose_from_a_bag_that_was_called_back_is_asked_about_first(alice: m.Person, bag: m.Lot) -> None:
    now = timezone.now()
    entry = d.Dose(id="e", at=now + dt.timedelta(days=2), substance="kratom", amount=2, unit="g", lot="l")

    def asked(entry: d.Dose) -> list[str]:
        return [one.rule for one in with_new(alice, entry, entry.at).asked if one.rule.startswith("products.")]

    assert asked(entry) == []
    recalls.keep(alice, "list.csv", (RECALLS + OF_GREEN).encode(), now)
    alice.refresh_from_db()
    assert asked(entry) == ["products.recall"]
    assert asked(replace(entry, lot=None)) == []


@pytest.mark.parametrize("news", ["list", "certificate"])
def test_what_comes_after_the_first_dose_of_a_day_is_asked_at_the_next_one(
    alice: m.Person, bag: m.Lot, news: str
) -> None:
    noon = timezone.now().astimezone(ZoneInfo(alice.time_zone)).replace(hour=12) + dt.timedelta(days=1)
    hour = dt.timedelta(hours=1)

    def dose(hours: int) -> d.Dose:
        at = noon + hours * hour
        return d.Dose(id=f"e{hours}", at=at, recorded_at=at, substance="kratom", amount=2, unit="g", lot="l")

    def asked(hours: int) -> list[str]:
        alice.refresh_from_db()
        found = with_new(alice, dose(hours), dose(hours).at)
        return [one.rule for one in found.asked if one.rule in ("products.recall", "products.another_drug")]

    def save(hours: int) -> None:
        entries.add(alice, dose(hours), dose(hours).at)

    save(0)
    assert asked(2) == []
    if news == "list":
        recalls.keep(alice, "list.csv", (RECALLS + OF_GREEN).encode(), noon + hour)
    else:
        lot: d.Lot = record(bag)
        strong = tuple(d.Assay(analyte=name, value=13.4, unit="mg/g") for name in ("mitragynine", "7-OH"))
        entries.change(bag, replace(lot, assays=(*lot.assays, *strong)), noon + hour)
    assert len(asked(2)) == 1
    save(2)
    assert asked(3) == [], "it was asked, and one answer a day is enough"


def test_a_failed_test_stands_out_on_the_page(browser_of_alice: Client, bag: m.Lot) -> None:
    lot: d.Lot = record(bag)
    bad = d.Assay(analyte="moisture", value=14.0, unit="%", passed=False)
    entries.change(bag, replace(lot, assays=(*lot.assays, bad)), timezone.now())
    page = browser_of_alice.get(f"/products/{bag.pk}/")
    assert "products.failed" in [one.rule for one in page.context["bag"].findings]


def another(person: m.Person, number: int, form: str = "powder", name: str = "Another", mg: float = 15.0) -> m.Lot:
    now = timezone.now()
    entries.add(person, d.Product(id=f"p{number}", substance="kratom", name=name, form=form, vendor="Leaf & Root"), now)
    assay = d.Assay(analyte="mitragynine", value=mg, unit="mg/g")
    size = d.Quantity(amount=50, unit="g")
    new = d.Lot(id=f"l{number}", product=f"p{number}", size=size, assays=(assay,), opened_on=today())
    row = entries.add(person, new, now)
    for hours in range(1, 1 + number):
        at = now - dt.timedelta(days=hours // 3, hours=hours)
        entries.add(person, d.Dose(at=at, substance="kratom", amount=1.5, unit="g", lot=new.id), now)
    assert isinstance(row, m.Lot)
    return row


def test_the_list_tells_of_each_bag_what_its_page_and_the_whole_diary_do(alice: m.Person, bag: m.Lot) -> None:
    rows = [bag, *(another(alice, number) for number in (3, 8, 30))]
    now = timezone.now()
    entries.add(alice, d.Dose(at=now - dt.timedelta(minutes=5), substance="kratom", amount=3, unit="g"), now)
    whole, bags = diary(alice), [reading.bag(alice, row) for row in rows]
    told = [stock for _bag, stock in left.of_each(alice, bags, now)]
    assert told == [stock_of(lot, whole, load(), now) for lot in whole.lots]
    assert [stock.unnamed for stock in told if stock] == [1, 1, 1, 1]
    assert told == [left.left(alice, one, now) for one in bags]


def test_the_diary_is_gone_through_once_however_many_bags_there_are(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (41, 42):
        another(alice, number)
    long_ago = timezone.now() - dt.timedelta(days=300)
    for hour in range(60):
        entries.add(
            alice,
            d.Dose(at=long_ago + dt.timedelta(hours=hour), substance="kratom", amount=1, unit="g", lot="l"),
            long_ago,
        )
    looked: dict[str, int] = {}

    def counted(lot: d.Lot, seen: d.Diary, *more: Any) -> Any:
        looked[lot.id or ""] = len(seen.doses)
        return stock_of(lot, seen, *more)

    monkeypatch.setattr(left, "stock_of", counted)
    assert browser_of_alice.get("/products/").status_code == 200
    assert looked["l"] - looked["l41"] == 60, "old doses of one bag concern no other"


def test_sellers_hold_leaf_against_leaf_and_extracts_against_extracts(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    another(alice, 1, mg=10.0)
    another(alice, 2, mg=20.0)
    another(alice, 3, form="extract", mg=150.0)
    (seller,) = browser_of_alice.get("/products/sellers/").context["sellers"]
    assert dict(seller["facts"])["Strength of leaf"] == "the strongest holds 2 times as much as the weakest"
    assert "Strength of extracts" not in dict(seller["facts"])
    another(alice, 4, form="extract", mg=300.0)
    (seller,) = browser_of_alice.get("/products/sellers/").context["sellers"]
    assert dict(seller["facts"])["Strength of extracts"] == "the strongest holds 2 times as much as the weakest"


def test_a_metal_stands_small_in_a_sentence(alice: m.Person, bag: m.Lot) -> None:
    found = next(one for one in standing(alice, timezone.now()).found if one.rule == "products.metals")
    assert "too much lead at" in found.title
    assert "µg of lead" in found.reason


def test_grams_of_an_extract_and_of_another_drug_are_no_grams_of_leaf(alice: m.Person, bag: m.Lot) -> None:
    """The bag of the fixture: 4 g of leaf on each of ten days."""
    now = timezone.now()
    before = usual(diary(alice), load(), now, record(bag), "g")
    assert before == pytest.approx(4.0, rel=0.15)
    seven = d.Assay(analyte="7-hydroxymitragynine", value=300.0, unit="mg/g")
    entries.add(alice, d.Lot(id="o", product="p", assays=(seven,)), now)
    for day in range(10):
        at = now - dt.timedelta(days=day, hours=3)
        entries.add(alice, d.Dose(at=at, substance="kratom", amount=0.5, unit="g", lot="o"), now)
    read = diary(alice)
    assert usual(read, load(), now, record(bag), "g") == before
    (leaf, other) = (stock_of(lot, read, load(), now) for lot in read.lots)
    assert leaf.a_day == pytest.approx(4.0, rel=0.15)
    assert other.a_day is None
    another(alice, 30, form="extract")
    extract = next(lot for lot in diary(alice).lots if lot.id == "l30")
    lasts = usual(diary(alice), load(), now, extract, "g")
    assert lasts is not None
    assert lasts == pytest.approx(30 * 1.5 / 12, rel=0.3), "by its own doses alone"


def test_what_is_fine_only_by_a_changed_value_is_not_fine_by_the_page(browser_of_alice: Client, bag: m.Lot) -> None:
    lot: d.Lot = record(bag)
    page = d.Assay(analyte="salmonella", value=None, censored="absent", unit="in 25 g", confirmed=True)
    changed = replace(page, read_as="present in 25 g")
    for assays, verdict in (
        ((page,), "fine, by the page"),
        ((changed,), "fine, by a value you changed"),
        ((page, changed), "fine, by the page"),
    ):
        entries.change(bag, replace(lot, assays=assays), timezone.now())
        checks = browser_of_alice.get(f"/products/{bag.pk}/").context["checks"]
        assert [one["verdict"] for one in checks if "Salmonella" in one["title"]] == [verdict]


def test_beside_a_fine_germ_it_is_said_that_a_list_names_the_bag_for_it(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    lot: d.Lot = record(bag)
    absent = d.Assay(analyte="salmonella", value=None, censored="absent", unit="in 25 g", confirmed=True)
    entries.change(bag, replace(lot, assays=(absent,)), timezone.now())

    def told() -> str:
        checks = browser_of_alice.get(f"/products/{bag.pk}/").context["checks"]
        return next(str(one["text"]) for one in checks if "Salmonella" in one["title"])

    assert "list of recalls" not in told()
    recalls.keep(alice, "list.csv", (RECALLS + OF_GREEN).encode(), timezone.now())
    assert "list of recalls" in told()
