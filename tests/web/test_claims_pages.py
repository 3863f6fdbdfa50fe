"""What people say about it: every claim with its verdict, its evidence and the mark where that was not checked."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from counterpoise.journal import models as m
from counterpoise.knowledge import scales
from counterpoise.knowledge.load import load
from counterpoise.web.claims import views
from counterpoise.web.claims.groups import grouped, holding
from tests.house.test_words import advice
from tests.house.tree import PACKAGE

Enter = Callable[..., Client]
CLAIMS = load().claims
MARK = "not checked against the original"
VOID = {"meta", "link", "input", "br", "path", "img", "source"}


class Reader(HTMLParser):
    """The text of every element, whole, by its place: (tag, id, class, text) in the order of opening."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self._open and self.elements[self._open.pop()][0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        for place in self._open:
            self.elements[place][2].append(data)

    def texts(self, tag: str, kind: str = "", key: str | None = None) -> list[str]:
        return [
            " ".join("".join(text).split())
            for name, attributes, text in self.elements
            if name == tag
            and kind in [*(attributes.get("class") or "").split(), ""]
            and key in (None, attributes.get("id"))
        ]


@pytest.fixture
def anybody(db: None) -> Client:
    return Client(headers={"host": "localhost"})


@pytest.fixture
def reader(anybody: Client) -> Reader:
    return Reader(anybody.get("/claims/").text)


def test_anybody_may_read_it_and_it_holds_nothing_of_a_diary(anybody: Client, alice: m.Person, enter: Enter) -> None:
    open_to_all = anybody.get("/claims/")
    assert open_to_all.status_code == 200
    assert alice.name not in open_to_all.text
    mains = [re.search(r"<main.*</main>", answer.text, re.S) for answer in (open_to_all, enter(alice).get("/claims/"))]
    assert mains[0]
    assert mains[1]
    back = re.search(r'<p class="back">.*?</p>\n*', mains[1].group(), re.S)  # to More, where there is a diary
    assert back
    assert mains[0].group().split() == mains[1].group().replace(back.group(), "").split()


def test_every_claim_stands_there_with_its_verdict_in_words_and_its_answer(reader: Reader) -> None:
    assert len(reader.texts("article")) == len(CLAIMS)
    for claim in CLAIMS.values():
        (shown,) = reader.texts("article", key=claim.key)
        assert shown.startswith(f"“{claim.claim}” {scales.verdicts()[claim.verdict].name} {claim.answer}")
        assert claim.would_change in shown
        for part in (*claim.speaks_for, *claim.speaks_against):
            assert part.text in shown


def test_every_piece_of_evidence_has_source_date_grade_and_the_mark_where_due(reader: Reader) -> None:
    items = reader.texts("li", "finding")
    expected = [
        part
        for topic in scales.topics()
        for group in grouped(CLAIMS)
        for claim in group
        if group[0].topic == topic
        for part in (*claim.speaks_for, *claim.speaks_against)
    ]
    assert len(items) == len(expected) > 100
    for shown, part in zip(items, expected, strict=True):
        assert shown.startswith(part.text)
        assert scales.grades()[part.grade].name in shown
        assert (part.population or "") in shown
        assert f"reviewed {part.reviewed:%-d %b %Y}" in shown
        for source in part.sources:
            assert load().bibliography[source].title[:60] in shown
        assert (MARK in shown) is not part.established, part.text
    assert {part.established for part in expected} == {True, False}


def test_an_answer_that_rests_on_what_was_not_checked_says_so_beside_itself(reader: Reader) -> None:
    for claim in CLAIMS.values():
        (shown,) = reader.texts("article", key=claim.key)
        beside = shown[: shown.index("What it rests on")]
        assert (MARK in beside) is not claim.established, claim.key
    assert {claim.established for claim in CLAIMS.values()} == {True, False}


def test_claims_that_contradict_each_other_stand_together_and_name_each_other(reader: Reader) -> None:
    together = reader.texts("div", "opposed")
    groups = [group for group in grouped(CLAIMS) if len(group) > 1]
    assert len(together) == len(groups) >= 4
    for group in groups:
        (whole,) = [text for text in together if f"“{group[0].claim}”" in text]
        assert whole.startswith("As they are said, these")
        for claim in group:
            (shown,) = reader.texts("article", key=claim.key)
            assert shown in whole
            for other in claim.contradicts:
                assert f"“{CLAIMS[other].claim}”" in shown


def test_groups_are_whole_whatever_the_order_and_hold_each_claim_once() -> None:
    backwards = {key: CLAIMS[key] for key in reversed(list(CLAIMS))}
    as_sets = [{claim.key for claim in group} for group in grouped(CLAIMS)]
    assert sorted(map(sorted, as_sets)) == sorted(sorted(claim.key for claim in group) for group in grouped(backwards))
    assert sum(map(len, as_sets)) == len(CLAIMS)
    assert {"natural-so-safe", "liver-harm", "deaths-alone"} in as_sets
    assert {"boosts-dopamine", "not-directly-dopamine"} in as_sets


def test_a_word_finds_claims_and_brings_those_that_contradict_them(anybody: Client) -> None:
    found = Reader(anybody.get("/claims/", {"find": "  COFFEE "}).text)
    assert found.texts("article", key="mild-like-coffee")
    assert not found.texts("article", key="contains-lead")
    both = holding(grouped(CLAIMS), "directly")
    assert [claim.key for group in both for claim in group] == ["boosts-dopamine", "not-directly-dopamine"]
    assert holding(grouped(CLAIMS), "") == grouped(CLAIMS)
    assert holding(grouped(CLAIMS), "coffee lead") == []


def test_nothing_found_is_said_and_proves_nothing(anybody: Client) -> None:
    page = anybody.get("/claims/", {"find": "<b>zzz"}).text
    assert "<b>zzz" not in page
    assert "&lt;b&gt;zzz" in page
    assert "That says nothing about whether it is true" in page
    assert "<article" not in page
    assert len(re.findall("y", anybody.get("/claims/", {"find": "y" * 500}).text)) < 500


def test_all_evidence_unfolds_without_a_script(anybody: Client) -> None:
    assert "<details open>" not in anybody.get("/claims/").text
    opened = anybody.get("/claims/", {"evidence": "open", "find": "liver"}).text
    assert opened.count("<details open>") == opened.count("<article") > 0
    assert anybody.get("/claims/?find=liver").text.count('href="/claims/?evidence=open&amp;find=liver"') == 1


def test_every_jump_leads_to_something_on_the_page(reader: Reader) -> None:
    ids = [attributes["id"] for _tag, attributes, _text in reader.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    jumps = {
        str(a["href"])[1:] for tag, a, _text in reader.elements if tag == "a" and str(a.get("href")).startswith("#")
    }
    assert jumps >= {topic.replace(" ", "-") for topic in scales.topics()} | {"scales", "liver-harm"}
    assert jumps - set(ids) == set()


def test_a_link_to_another_site_is_that_of_a_source(reader: Reader) -> None:
    links = {a["href"] for tag, a, _text in reader.elements if tag == "a" and str(a["href"]).startswith("http")}
    parts = [part for claim in CLAIMS.values() for part in (claim, *claim.speaks_for, *claim.speaks_against)]
    sources = {load().bibliography[key].link for part in parts for key in part.sources}
    assert links == sources - {None}


def test_both_scales_are_explained_at_the_foot(reader: Reader) -> None:
    (foot,) = reader.texts("section", "scales")
    for step in (*scales.verdicts().values(), *scales.grades().values()):
        assert step.name in foot
        assert step.means in foot
    assert MARK in foot


@pytest.mark.parametrize("path", ["/balance/method", "/balance/", "/settings/", "/start/", "/about/"])
def test_a_reader_finds_the_way(browser_of_alice: Client, usual_dose: m.Dose, path: str) -> None:
    assert 'href="/claims/"' in browser_of_alice.get(path).text


def test_no_figure_stands_in_a_template() -> None:
    templates = sorted((PACKAGE / "web" / "claims").rglob("*.html"))
    assert len(templates) == 4
    for path in templates:
        text = re.sub(r"</?h\d|{% load i18n(?: static)? %}", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\d", text), path.name


def test_no_sentence_of_the_page_gives_advice(reader: Reader) -> None:
    assert advice(html.unescape(" ".join(reader.texts("main")))) == []


def test_what_an_interested_party_paid_for_is_told(reader: Reader) -> None:
    (shown,) = reader.texts("article", key="start-low-go-slow")
    assert str(load().bibliography["huestis-2024"].funding) in shown


def test_only_words_of_a_usual_length_are_looked_for(reader: Reader) -> None:
    (field,) = [attributes for tag, attributes, _text in reader.elements if tag == "input"]
    assert field["maxlength"] == str(views.LONGEST)


def test_where_stopping_is_an_answer_a_link_says_not_at_once(reader: Reader) -> None:
    claim = CLAIMS["start-low-go-slow"]
    assert claim.verdict == "unknown"
    assert "not all at once" in claim.answer
    (shown,) = reader.texts("article", key=claim.key)
    assert load().pages["withdrawal"].title in shown
    assert "/learn/withdrawal/" in {a.get("href") for tag, a, _text in reader.elements if tag == "a"}
