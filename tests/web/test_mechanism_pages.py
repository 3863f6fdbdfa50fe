"""What happens after a dose: pictures and words from what the packs hold, with every source, and nothing suggested."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.web.mechanism import asking, products, showing
from tests.house.test_words import advice
from tests.web.diaries import brought, somebody, visit

PAGE = "/mechanism/"
SENTENCE = "No human study has measured dopamine release after kratom."
Diary = Callable[..., d.Diary]


def ago(days: float) -> dt.datetime:
    return timezone.now().replace(microsecond=0) - dt.timedelta(days=days)


def diary(*doses: d.Dose, products: tuple[d.Product, ...] = (), lots: tuple[d.Lot, ...] = ()) -> d.Diary:
    return d.Diary(person=d.Person(time_zone="UTC"), products=products, lots=lots, doses=doses, ratings=())


LEAF = d.Product(id="p1", substance="kratom", name="Green powder", form="powder")
BAG = d.Lot(
    id="l1",
    product="p1",
    lot_number="A17",
    assays=(d.Assay(analyte="mitragynine", value=14.0, unit="mg/g"),),
    unit_weights=(d.UnitWeight(unit="capsule", grams=0.5, sd=0.05),),
)


def twice_a_day(amount: float, unit: str = "g", lot: str | None = None, of: str | None = None) -> tuple[d.Dose, ...]:
    """Ten days of the same dose, twice a day."""
    return tuple(
        d.Dose(id=f"d{i}", at=ago(i / 2 + 0.1), substance="kratom", amount=amount, unit=unit, lot=lot, of=of)
        for i in range(20)
    )


@pytest.fixture
def alice(db: None) -> m.Person:
    """Somebody without any dose."""
    return somebody("Alice")


@pytest.fixture
def regular(db: None) -> m.Person:
    """Somebody who has 2 g twice a day, of a bag with a certificate."""
    person = somebody("Regular")
    brought(person, diary(*twice_a_day(2.0, lot="l1"), products=(LEAF,), lots=(BAG,)))
    return person


def ask(person: m.Person, amount: str = "39", what: str = "mg", times: str = "1") -> tuple[Client, Any]:
    client = visit(person)
    answer = client.post(PAGE, {"amount": amount, "what": what, "times": times})
    if answer.status_code == 302:
        assert answer["Location"] == PAGE, "no amount in an address"
        answer = client.get(PAGE)
    return client, answer


def test_without_a_dose_the_field_is_empty_and_no_amount_is_shown(alice: m.Person) -> None:
    page = visit(alice).get(PAGE)
    assert page.status_code == 200
    assert 'name="amount"' in page.text
    assert page.context["form"].initial == {}
    assert re.search(r'<input[^>]*name="amount"[^>]*value=', page.text) is None
    assert "picture.svg" not in page.text
    assert visit(alice).get(f"{PAGE}picture.svg?of=mitragynine").status_code == 404


def test_the_usual_dose_is_drawn_at_once_and_stands_in_the_field(regular: m.Person) -> None:
    page = visit(regular).get(PAGE)
    asked = page.context["asked"]
    assert (asked.amount, asked.times, asked.mg) == (2.0, 2, 28.0)
    assert 'value="2"' in page.text
    assert "2 g of Green powder, lot A17 (14 mg/g measured), 2 times a day: about 28 mg" in unescape(page.text)


def test_the_amount_in_the_field_is_never_above_the_usual_one(db: None) -> None:
    person = somebody("Now and then more")
    usual = twice_a_day(2.0)
    more = tuple(d.Dose(id=f"m{i}", at=ago(i + 0.3), substance="kratom", amount=9.0, unit="g") for i in range(8))
    brought(person, diary(*usual, *more))
    assert visit(person).get(PAGE).context["asked"].amount == 2.0


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        (twice_a_day(28.0, "mg", of="mitragynine"), (28.0, "mg")),
        (twice_a_day(1500.0, "mg"), (1.5, "form/powder")),
        (twice_a_day(3.0, "capsule", lot="l1"), (3.0, "capsule")),
        (twice_a_day(3.0, "capsule"), None),
        (twice_a_day(2.0, "teaspoon"), None),
        (twice_a_day(5.0, "mg", of="7-hydroxymitragynine"), None),
    ],
)
def test_the_usual_dose_in_whatever_it_was_noted(
    doses: tuple[d.Dose, ...], expected: tuple[float, str] | None, db: None
) -> None:
    person = somebody("Somebody")
    brought(person, diary(*doses, products=(LEAF,), lots=(BAG,)))
    found = asking.usual(person, timezone.now(), products.choices(person))
    assert (None if found is None else (found.amount, found.what.key.split("/", 2)[-1])) == (
        None if expected is None else (expected[0], expected[1].removeprefix("form/").split("/")[-1])
    )


def test_whatever_was_asked_the_field_goes_back_to_the_usual_amount(regular: m.Person, alice: m.Person) -> None:
    page = ask(regular, "50")[1]
    assert page.context["asked"].amount == 50.0
    assert page.context["form"].initial["amount"] == "2"
    assert ask(alice, "50")[1].context["form"].initial == {}


def test_an_amount_is_asked_by_post_and_stands_in_no_address(alice: m.Person) -> None:
    client, page = ask(alice, "31.5")
    assert "31.5" in page.text
    addresses = re.findall(r'(?:href|src|srcset|action)="([^"]*)"', page.text)
    assert any("picture.svg" in address for address in addresses)
    assert [address for address in addresses if "31.5" in address] == []
    assert client.get(f"{PAGE}?amount=99&what=mg").context["asked"].amount == 31.5, "an address asks nothing"


def test_a_forged_question_is_refused(alice: m.Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = visit(alice).cookies
    assert client.post(PAGE, {"amount": "39", "what": "mg", "times": "1"}).status_code == 403


def test_pictures_and_words_tell_the_same(alice: m.Person) -> None:
    client, page = ask(alice)
    parts = page.context["parts"]
    assert [part["of"] for part in parts] == list(showing.OF)
    assert page.text.index("part1") < page.text.index('name="amount"'), "the picture comes first"
    for part in parts:
        for label, size in part["figures"]:
            assert f'<dt>{label}</dt><dd class="number">{size}</dd>' in unescape(page.text)
        for look in ("theme=light", "theme=dark", "theme=dark&wide=1"):
            drawn = client.get(f"{PAGE}picture.svg?of={part['of']}&{look}")
            assert drawn["Content-Type"] == "image/svg+xml"
            assert part["alt"] in unescape(drawn.text)
            assert "After 14 days, once a day" in drawn.text
    assert re.match(r"Highest after one dose: \d+ ng/mL \(90 %: \d+ to \d+\)", parts[0]["alt"])
    assert re.match(r"Highest after one dose: [\d.]+ % \(90 %: [\d.]+ to \d+\)", parts[2]["alt"])


def test_the_same_question_is_drawn_the_same(alice: m.Person) -> None:
    client, _page = ask(alice)
    address = f"{PAGE}picture.svg?of=mitragynine"
    assert client.get(address).text == client.get(address).text


def test_a_page_and_its_pictures_simulate_once_and_draw_once(alice: m.Person, monkeypatch: pytest.MonkeyPatch) -> None:
    client, _page = ask(alice, "38.25")
    pictures = [f"{PAGE}picture.svg?of={of}" for of in showing.OF]
    first = [client.get(address).text for address in pictures]
    monkeypatch.setattr("counterpoise.assessment.body.population", None)
    monkeypatch.setattr("counterpoise.report.charts.levels", None)
    assert client.get(PAGE).status_code == 200
    assert [client.get(address).text for address in pictures] == first


def test_an_unmeasured_product_widens_the_band(regular: m.Person) -> None:
    def ends(what: str) -> float:
        offered = products.choices(regular)
        return float(showing.simulated(asking.Asked(2.0, offered[what], 1)).levels("mitragynine")[0].max(axis=1).std())

    measured = next(key for key in products.choices(regular) if key.endswith("/g"))
    assert ends("form/powder") > 1.5 * ends(measured)
    _client, page = ask(regular, "2", "form/powder")
    assert "How strong this product is was not measured" in page.text
    _client, page = ask(regular, "2", measured)
    assert "How strong this product is was not measured" not in page.text


def test_above_what_was_ever_given_in_a_trial_it_says_so(alice: m.Person) -> None:
    assert "we know of nothing measured there" in ask(alice, "60")[1].text
    assert "we know of nothing measured there" not in ask(alice, "50")[1].text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"amount": "0"}, "is not an amount"),
        ({"amount": "-3"}, "is not an amount"),
        ({"amount": ""}, "required"),
        ({"amount": "1,000"}, "two ways"),
        ({"amount": "1001"}, "up to that much can be shown"),
        ({"amount": "9" * 100_000}, "at most 40 characters"),
        ({"amount": "0.0000001"}, "less than 0.001 mg of mitragynine"),
        ({"what": "lot/nobody/g"}, "valid choice"),
        ({"times": "7"}, "valid choice"),
    ],
)
def test_what_cannot_be_shown_is_said_at_its_field(alice: m.Person, sent: dict[str, str], said: str) -> None:
    client = visit(alice)
    answer = client.post(PAGE, {"amount": "39", "what": "mg", "times": "1", **sent})
    assert answer.status_code == 422
    assert said in answer.text
    assert client.get(f"{PAGE}picture.svg?of=mitragynine").status_code == 404


OTHER = d.Product(id="p2", substance="7-hydroxymitragynine", name="Tablets", form="tablet")
NAMED = d.Product(id="p3", substance="kratom", name="7-OH shot", form="extract")
STRONG = d.Assay(analyte="7-hydroxymitragynine", value=1.0, unit="mg/g")


@pytest.mark.parametrize(
    ("product", "assays"), [(OTHER, BAG.assays), (NAMED, BAG.assays), (LEAF, (*BAG.assays, STRONG))]
)
def test_another_drug_is_refused_and_never_drawn(product: d.Product, assays: tuple[d.Assay, ...], db: None) -> None:
    person = somebody("Somebody")
    lot = d.Lot(id="l9", product=product.id, assays=assays)
    brought(person, diary(*twice_a_day(2.0, lot="l9"), products=(product,), lots=(lot,)))
    client = visit(person)
    assert client.get(f"{PAGE}picture.svg?of=mitragynine").status_code == 404, "nor as the usual dose"
    key = next(key for key in products.choices(person) if key.startswith("lot/"))
    client, page = ask(person, "2", key)
    assert "Nothing is drawn for this" in page.text
    assert "We found no published study of how 7-hydroxymitragynine tablets are taken up" in page.text
    assert "not checked against the original" in page.text
    assert client.get(f"{PAGE}picture.svg?of=mitragynine").status_code == 404


def test_a_bag_with_no_more_of_it_than_leaf_is_drawn(db: None) -> None:
    person = somebody("Somebody")
    little = d.Assay(analyte="7-hydroxymitragynine", value=0.2, unit="mg/g")
    absent = d.Assay(analyte="7-hydroxymitragynine", censored="below_loq", unit="mg/g", loq=0.1)
    lots = tuple(d.Lot(id=f"l{i}", product="p1", assays=(*BAG.assays, one)) for i, one in enumerate((little, absent)))
    brought(person, diary(products=(LEAF,), lots=lots))
    own = [one for key, one in products.choices(person).items() if key.startswith("lot/")]
    assert [one.reason for one in own] == ["", ""]
    assert [one.mg for one in own] == [14.0, 14.0]


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (50.0, "% of alkaloids", "more 7-hydroxymitragynine (7-OH) than leaf holds"),
        (50.0, "mg per g", "cannot be compared"),
        (0.5, "mg per g", "cannot be compared"),
        (0.5, "% of alkaloids", ""),
        (0.0, "mg per g", ""),
    ],
)
def test_a_bag_is_leaf_only_where_its_certificate_can_be_read(value: float, unit: str, said: str, db: None) -> None:
    person = somebody("Somebody")
    assay = d.Assay(analyte="7-OH", value=value, unit=unit)
    brought(person, diary(products=(LEAF,), lots=(d.Lot(id="l1", product="p1", assays=(*BAG.assays, assay)),)))
    (own,) = (one for key, one in products.choices(person).items() if key.startswith("lot/"))
    assert said in own.reason
    assert bool(own.reason) is bool(said)
    assert own.mg == (0.0 if said else 14.0)


def test_a_bag_that_gives_no_mitragynine_beside_another_drug_is_not_drawn_as_leaf(db: None) -> None:
    person = somebody("Somebody")
    lot = d.Lot(id="l1", product="p1", assays=(d.Assay(analyte="7-OH", value=500.0, unit="mg/g"),))
    brought(person, diary(*twice_a_day(2.0, lot="l1"), products=(LEAF,), lots=(lot,)))
    offered = products.choices(person)
    assert [one.reason != "" for key, one in offered.items() if key.startswith("lot/")] == [True]
    assert asking.usual(person, timezone.now(), offered) is None


def test_a_gram_is_a_gram_and_the_first_weight_of_a_unit_holds(db: None) -> None:
    person = somebody("Somebody")
    weights = tuple(d.UnitWeight(unit=u, grams=g) for u, g in (("g", 5.0), ("capsule", 0.5), ("Capsules", 5.0)))
    brought(
        person,
        diary(products=(LEAF,), lots=(d.Lot(id="l1", product="p1", assays=BAG.assays, unit_weights=weights),)),
    )
    own = {key.split("/")[-1]: one.mg for key, one in products.choices(person).items() if key.startswith("lot/")}
    assert own == {"g": 14.0, "capsule": 7.0}


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_capsules_weighed_wrongly_still_give_a_band(db: None) -> None:
    person = somebody("Somebody")
    weights = (d.UnitWeight(unit="capsule", grams=0.001, sd=1e6),)
    brought(
        person,
        diary(products=(LEAF,), lots=(d.Lot(id="l1", product="p1", assays=BAG.assays, unit_weights=weights),)),
    )
    (capsule,) = (
        one for key, one in products.choices(person).items() if key.startswith("lot/") and key.endswith("/capsule")
    )
    assert capsule.sd < 1
    top = showing.simulated(asking.Asked(2.0, capsule, 1)).levels("mitragynine")[0].max(axis=1)
    assert top.max() < 1000 * top.min()


@pytest.mark.parametrize("key", ["other/7-hydroxymitragynine", "other/mitragynine-pseudoindoxyl", "other/mgm-15"])
def test_every_other_drug_can_be_asked_about_and_is_refused(alice: m.Person, key: str) -> None:
    _client, page = ask(alice, "10", key)
    assert "Nothing is drawn for this" in page.text
    assert page.context["refused"] == load().substances[key.removeprefix("other/")].refusal.reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("path", "parts", "least", "unread"),
    [
        ("", ("steps", "measured", "others", "dopamine", "unknown"), 25, 10),
        ("sources", ("published", "numbers", "limits"), 40, 0),
    ],
)
def test_every_statement_carries_source_date_kind_and_how_it_is_known(
    alice: m.Person, path: str, parts: tuple[str, ...], least: int, unread: int
) -> None:
    page = ask(alice)[0].get(f"{PAGE}{path}")
    text = " ".join(unescape(page.text).split())
    told = [one for name in parts for one in page.context[name]]
    assert len(told) >= least
    for one in told:
        where = text.index(f"<dt>{one.label}</dt>")
        entry = text[where : text.index("</div>", where)]
        assert one.text in entry
        assert one.fact["grade"] in entry
        assert f"reviewed {one.fact['reviewed'].day}" in entry
        assert all(source.title[:60] in entry for source in one.fact["sources"]), one.label
        assert ("not checked against the original" in entry) is not one.fact["established"]
    assert sum(not one.fact["established"] for one in told) >= unread


def test_what_the_simulation_was_made_to_agree_with_is_marked_and_who_paid_is_told(alice: m.Person) -> None:
    page = visit(alice).get(f"{PAGE}sources")
    marks = [one.mark for one in page.context["published"]]
    assert marks.count("the simulation was made to agree with it") >= 10
    assert marks.count("not used to make the simulation") >= 10
    assert page.text.count("Paid for by Johnson Foods LLC") >= 6


def test_the_sentence_on_dopamine_stands_first_under_dopamine(alice: m.Person) -> None:
    text = visit(alice).get(PAGE).text
    heading = text.index('id="dopamine"')
    assert 0 < text.index(SENTENCE) - heading < 400
    assert load().receptors["kratom"].dopamine["people"].value == SENTENCE


def test_the_picture_of_receptors_says_that_its_numbers_were_not_checked(alice: m.Person) -> None:
    page = ask(alice)[1].text
    assert page.index('id="part3"') < page.index("Several of the numbers behind this picture were not checked")


def test_nothing_advises_a_dose(regular: m.Person) -> None:
    page = visit(regular).get(PAGE).text
    assert advice(unescape(re.sub(r"<[^>]+>", " ", page))) == []


def test_alice_never_sees_what_bob_asked(alice: m.Person, regular: m.Person) -> None:
    client, _page = ask(regular, "77")
    session = client.session
    session["person"] = str(alice.pk)
    session.save()
    page = client.get(PAGE)
    assert "77 " not in re.sub(r"<[^>]+>", " ", page.text).split("An amount to look at")[0]
    assert page.context["asked"] is None
    keys = [key for key in products.choices(regular) if key.startswith("lot/")]
    assert client.post(PAGE, {"amount": "2", "what": keys[0], "times": "1"}).status_code == 422


def test_it_is_found_from_the_balance_and_from_more(regular: m.Person) -> None:
    client = visit(regular)
    assert f'href="{PAGE}"' in client.get("/balance/").text
    assert f'href="{PAGE}"' in client.get("/settings/").text


def test_strangers_see_nothing() -> None:
    for path in ("", "sources", "picture.svg"):
        assert Client().get(f"{PAGE}{path}").status_code == 403


def test_levels_stand_in_both_units_and_figures_say_after_which_dose(alice: m.Person) -> None:
    client, page = ask(alice)
    assert "81.9 nmol/L (from 50.1 to 177 nmol/L); 33 ng/mL" in client.get(f"{PAGE}sources").text
    said = {label: size for part in page.context["parts"] for label, size in part["figures"]}
    assert re.search(r"; \d+ nmol/L$", said["Highest after one dose"]) is None, "the last part is of receptors"
    assert re.search(r"\d ng/mL \(.*\); \d+ nmol/L$", page.context["parts"][0]["figures"][0][1])
    first = {
        label: float(size.split()[0]) for label, size in said.items() if "7-OH per" in label or "alf-life" in label
    }
    after = f"7-OH per mitragynine after {showing.DAYS} days of it"
    assert first[after] < first["7-OH per mitragynine after one dose, by number of molecules"]
    slow = float(said["Its slow part halves every"].split()[0])
    assert first["Half-life as a laboratory reads it, after one dose"] < slow
