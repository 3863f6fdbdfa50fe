"""Recall lists: read strictly, and matched by all that a line tells."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.diary import Lot
from counterpoise.knowledge.load import load
from counterpoise.knowledge.recalls import Recall
from counterpoise.knowledge.spelling import plain
from counterpoise.safety.review import review
from counterpoise.supply import recalled
from counterpoise.supply.recalled import folded, matches
from counterpoise.supply.recalls import COLUMNS, BadRecalls, read_csv, read_json
from counterpoise.supply.wording import close
from tests.supply.bags import LEAF, NOW, TODAY, diary, doses, lot

HEAD = "vendor,product,lot,kind,reason,published_on,publisher,link\n"
LINE = 'Green Door,"Green powder",A-1731,contaminant,Salmonella,2026-05-10,Health office,https://example.org/1\n'
RECALL = Recall(
    vendor="Green Door",
    product="Green powder",
    lot="A-1731",
    kind="contaminant",
    reason="Salmonella",
    published_on=TODAY.replace(month=5, day=10),
    publisher="Health office",
    link="https://example.org/1",
)


def as_json(*rows: object, **head: object) -> str:
    return json.dumps({"format": "counterpoise-recalls", "version": 1, "recalls": rows} | head)


ROW = {
    **{name: getattr(RECALL, name) for name in COLUMNS},
    "published_on": "2026-05-10",
}


def test_a_table_and_a_json_file_give_the_same() -> None:
    assert read_csv("\ufeff" + HEAD + LINE) == read_json(as_json(ROW)) == (RECALL,)


def test_columns_stand_in_any_order_and_what_is_left_out_narrows_nothing() -> None:
    (found,) = read_csv("reason,publisher,published_on,lot\nLead,Office,2026-05-10,A-1\n\n")
    assert (found.vendor, found.product, found.lot, found.kind) == (None, None, "A-1", "recall")


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", "", "empty"),
        (HEAD.replace("vendor", "seller") + LINE, "line 1", "'seller' is no column; allowed: vendor, product"),
        (HEAD.replace("lot", "vendor") + LINE, "line 1", "'vendor' stands there twice"),
        (HEAD.replace(",reason", ",link", 1).replace(",link\n", "\n") + LINE, "line 1", "reason is missing"),
        (HEAD + "a,b\n", "line 2", "2 cells; the first line names 8"),
        (HEAD + LINE + LINE.replace("2026-05-10", "10.5.2026"), "line 3, published_on", "'10.5.2026' is no day"),
        (HEAD + LINE.replace("contaminant", "rumour"), "line 2, kind", "'rumour' is not allowed; allowed: recall"),
        (HEAD + LINE.replace("Salmonella", ""), "line 2, reason", "is missing"),
        (HEAD + ",,,recall,Lead,2026-05-10,Office,\n", "line 2", "at least one is needed"),
        (HEAD + LINE.replace("https", "javascript"), "line 2, link", "no address of a page"),
        (HEAD + LINE.replace("Salmonella", "x" * 501), "line 2, reason", "at most 500"),
        (HEAD + '"open', "line 2", "unexpected end"),
    ],
)
def test_a_mistake_in_a_table_names_line_field_value_and_what_is_allowed(text: str, place: str, said: str) -> None:
    with pytest.raises(BadRecalls) as refused:
        read_csv(text)
    assert refused.value.place == place
    assert said in refused.value.problem


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[]", ""),
        ("{", ""),
        (as_json(format="other"), "format"),
        (as_json(version=2), "version"),
        (as_json(version=True), "version"),
        (as_json(more=1), "more"),
        (as_json(recalls={}), "recalls"),
        (as_json(ROW, 3), "recalls[1]"),
        (as_json(ROW | {"lot": 3}), "recalls[0].lot"),
        (as_json(ROW | {"seller": "x"}), "recalls[0]"),
        (as_json(ROW | {"published_on": "2026-02-30"}), "recalls[0], published_on"),
        (as_json(ROW | {"publisher": None}), "recalls[0], publisher"),
    ],
)
def test_a_mistake_in_a_json_file_names_its_place(text: str, place: str) -> None:
    with pytest.raises(BadRecalls) as refused:
        read_json(text)
    assert refused.value.place.startswith(place)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadRecalls):
        read_csv(HEAD + text)
    with suppress(BadRecalls):
        read_json(text)


BAG = lot(lot_number="A-1731")


@pytest.mark.parametrize(
    ("given_", "sure"),
    [
        ({}, True),
        ({"vendor": "GREEN-DOOR", "lot": "a1731"}, True),
        ({"vendor": None, "product": None}, True),
        ({"lot": None}, True),
        ({"product": None, "lot": None}, False),  # something found in what a seller sells: not in all of it
        ({"product": None, "lot": None, "kind": "recall"}, True),
        ({"lot": "A-1732"}, False),  # the very seller and product, and a number one off
        ({"product": "Green powder, 250 g"}, False),
        ({"product": "Maeng Da blend 250"}, False),  # the very seller and lot under another wording
        ({"product": "Maeng Da blend 250", "lot": "A-1732"}, None),
        ({"product": "Maeng Da blend 250", "vendor": None}, None),
        ({"lot": "All lots"}, True),
        ({"lot": "all lots", "product": None}, False),
        ({"lot": "all lots", "product": None, "kind": "recall"}, True),
        ({"lot": "N/A"}, False),
        ({"lot": "?"}, False),
        ({"lot": "-", "vendor": "unknown", "product": None}, None),
        ({"lot": "A-1700 to A-1800"}, True),
        ({"lot": "A1700-A1800"}, True),
        ({"lot": "B-1, A-1731 and C-5"}, True),
        ({"lot": "A-1700-1800"}, False),  # perhaps from one to the other, perhaps one number
        ({"lot": "A-1732 to A-1800"}, None),
        ({"lot": "A-1800-A-1900"}, None),
        ({"lot": "B-1700-B-1800"}, None),
        ({"lot": "B-9"}, None),
        ({"vendor": "Blue Gate"}, None),
        ({"vendor": None, "product": None, "lot": "A-1732"}, None),
    ],
)
def test_all_that_a_line_tells_has_to_fit(given_: dict[str, str | None], sure: bool | None) -> None:
    found = matches([replace(RECALL, **given_)], diary(lots=(BAG,)))  # type: ignore[arg-type]
    assert [one.sure for one in found] == ([] if sure is None else [sure])


def test_what_was_not_noted_of_a_bag_may_be_what_the_line_tells() -> None:
    (found,) = matches([RECALL], diary(lots=(lot(),)))
    assert not found.sure
    nameless = diary(products=(replace(LEAF, vendor=None, name="x"),), lots=(lot(),))
    assert matches([RECALL], nameless) == ()


def test_findings_rest_on_the_lists_that_stand_beside_the_packs() -> None:
    record = diary(lots=(BAG,), doses=doses(3))
    beside = load().with_recalls([RECALL])
    assert [one.rule for one in review(record, beside, NOW) if one.rule.startswith("products.recall")] == [
        "products.recall"
    ]
    assert load().recalls == ()
    assert not [one for one in review(record, load(), NOW) if "recall" in one.rule]
    assert beside.substances["kratom"] is load().substances["kratom"]


def test_of_many_lines_that_may_mean_a_bag_the_newest_is_told_once_and_none_beside_a_sure_one() -> None:
    maybe = [replace(RECALL, lot=f"A-173{n}", published_on=TODAY.replace(day=1, month=n)) for n in (2, 5, 3)]
    record = diary(lots=(lot(),), doses=doses(3))
    (found,) = (one for one in review(record, load().with_recalls(maybe), NOW) if "recall" in one.rule)
    assert found.rule == "products.recall_maybe"
    assert "1 May 2026" in found.reason
    sure = load().with_recalls([*maybe, replace(RECALL, lot=None)])
    assert [one.rule for one in review(record, sure, NOW) if "recall" in one.rule] == ["products.recall"]


def test_the_finding_names_what_the_list_names_and_calls_no_contaminant_a_recall() -> None:
    record = diary(lots=(BAG,), doses=doses(3))

    def told(line: Recall) -> tuple[str, str]:
        (found,) = (one for one in review(record, load().with_recalls([line]), NOW) if "recall" in one.rule)
        return found.title, found.reason

    for kind, said in (("contaminant", "something was found in it"), ("recall", "called back")):
        title, reason = told(replace(RECALL, kind=kind, product=None))  # type: ignore[arg-type]
        assert said in title
        assert "(seller, lot)" in reason
    title, reason = told(replace(RECALL, product=None, lot=None))
    assert "called back" not in title + reason
    assert "The list names: seller." in reason


@pytest.mark.parametrize("noted", ["-", "?", "N/A", "unknown"])
def test_what_is_not_known_of_lot_and_line_is_not_the_same(noted: str) -> None:
    bag = lot(lot_number=noted)
    for told in (noted, "-", "A-1731"):
        (found,) = matches([replace(RECALL, lot=told)], diary(lots=(bag,)))
        assert not found.sure
    assert [one.sure for one in matches([replace(RECALL, lot="All lots")], diary(lots=(bag,)))] == [True]
    assert matches([replace(RECALL, vendor=None, product=None, lot=noted)], diary(lots=(bag,))) == ()


def test_a_list_that_names_every_lot_of_a_product_speaks_of_every_bag_of_it() -> None:
    bags = tuple(lot(id=f"l{n}", lot_number=number) for n, number in enumerate(("A-1", None, "?", "Z 9")))
    found = matches([replace(RECALL, lot="ALL LOTS")], diary(lots=bags))
    assert [(one.lot.id, one.sure) for one in found] == [("l0", True), ("l1", True), ("l2", True), ("l3", True)]


def test_a_line_that_names_all_of_nothing_is_refused() -> None:
    for told in ("All lots", "-", "N/A"):
        with pytest.raises(BadRecalls, match="at least one is needed"):
            read_csv(f"lot,reason,published_on,publisher\n{told},Lead,2026-05-10,Office\n")


def slowly(recall: Recall, bag: Lot) -> str:
    """The fit of two lot numbers, one by one."""
    told = recall.lot or ""
    if plain(told) == plain(bag.lot_number or ""):
        return "yes"
    return "near" if close(told, bag.lot_number) else "no"


NUMBERS = st.text("AB12", min_size=3, max_size=6)


@given(st.lists(NUMBERS, min_size=1, max_size=6), NUMBERS)
def test_the_quick_way_finds_what_one_by_one_finds(numbers: list[str], told: str) -> None:
    bags = tuple(lot(id=f"l{n}", lot_number=number) for n, number in enumerate(numbers))
    line = replace(RECALL, lot=told)
    fits = [slowly(line, bag) for bag in bags]
    found = {one.lot.id: one.sure for one in matches([line], diary(lots=bags))}
    assert found == {bag.id: fit == "yes" for bag, fit in zip(bags, fits, strict=True) if fit != "no"}


def test_the_work_grows_with_the_lines_and_not_with_lines_times_bags(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def near(told: str, _noted: str) -> bool:
        asked.append(told)
        return False

    monkeypatch.setattr(recalled, "near", near)
    bags = tuple(lot(id=f"l{n}", lot_number=f"Q{n:05}X") for n in range(50))
    lines = [replace(RECALL, lot=f"{n:07}Z") for n in range(2000)]
    assert matches(lines, diary(lots=bags)) == ()
    # Seller and product are looked at once each; of the 2,000 lots none comes near enough to be compared.
    assert len(asked) <= 2


def test_many_lines_of_one_bag_are_one_finding_with_their_number() -> None:
    lines = [replace(RECALL, reason=f"Lead {n}", published_on=TODAY.replace(month=1 + n % 5)) for n in range(40)]
    record = diary(lots=(BAG,), doses=doses(3))
    (one,) = folded(matches(lines, record))
    assert len(one.lines) == 40
    (found,) = (one for one in review(record, load().with_recalls(lines), NOW) if "recall" in one.rule)
    assert "39 more lines say so too." in found.reason
    assert "1 May 2026" in found.reason
    (alone,) = (one for one in review(record, load().with_recalls(lines[:1]), NOW) if "recall" in one.rule)
    assert "more line" not in alone.reason
    assert alone.cause != found.cause  # what was laid aside comes again when lines are added
