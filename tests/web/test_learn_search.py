"""The search of Learn: what people type, as they type it, leads to what there is; and what goes with what is found."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from counterpoise.knowledge import load as shipped
from counterpoise.knowledge.load import Knowledge, load
from counterpoise.web.learn import finding, words
from tests.web.parsed import Element, parsed

PAIRS = """
[gabapentinoid]
name = "gabapentin and pregabalin"
severity = "X"
reason = "Both slow breathing."
actions = ["do_not_combine", "tell_prescriber"]
our_choice = true
grade = "convention"
sources = ["counterpoise-model"]
tag = "R"
reviewed = 2026-11-26

[snri]
name = "SNRI"
severity = "M"
reason = "Both act on serotonin."
actions = ["ask_pharmacist"]
grade = "human observational"
sources = ["kratom-serotonin-2023"]
tag = "V"
reviewed = 2026-11-26
"""


def page(client: Client, question: str) -> Element:
    return parsed(client.get(f"/learn/?{urlencode({'q': question})}").content.decode())


def addresses(client: Client, question: str) -> list[str]:
    titles = page(client, question).all("h3")
    return [next(title.all("a")).attributes["href"] for title in titles if any(title.all("a"))]


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("gabapentin", "/learn/substances/gabapentin/"),
        ("Gabapentín", "/learn/substances/gabapentin/"),
        ("antidepressants", "/learn/substances/duloxetine/"),
        ("fibromyalgia", "/learn/substances/pregabalin/"),
        ("7OH", "/learn/substances/7-hydroxymitragynine/"),
        ("7-oh", "/learn/substances/7-hydroxymitragynine/"),
        ("7 OH", "/learn/substances/7-hydroxymitragynine/"),
        ("ketum", "/learn/substances/kratom/"),
        ("THC", "/learn/substances/cannabis-thc/"),
        ("itch", "/learn/substances/kratom/#liver"),
        ("nausea", "/learn/substances/kratom/#unwanted_by_amount"),
        ("constipation", "/learn/substances/kratom/#unwanted_by_amount"),
        ("hooked", "/learn/withdrawal/#words"),
        ("naloxone", "/emergency/#naloxone-title"),
        ("chest pain", "/emergency/"),
    ],
)
def test_what_people_type_is_found(browser_of_alice: Client, question: str, address: str) -> None:
    assert address in addresses(browser_of_alice, question)


def test_every_substance_is_found_by_each_of_its_names_and_comes_first_by_its_name() -> None:
    for pack in load().substances.values():
        own = f"/learn/substances/{pack.key}/"
        for name in (pack.key, pack.name, *pack.aliases):
            assert own in [entry.address for entry in finding.find(name)], name
        titles = [entry.title for entry in finding.find(pack.name)]
        assert titles.index(pack.name) < 10


def test_a_word_is_found_by_its_beginning_and_not_by_its_inside() -> None:
    held = words.held("Yellow skin, itching; which week-long CAFÉ 7-OH")
    assert all(words.holds(held, word) for word in ("itch", "cafe", "weeklong", "long", "7oh", "oh", "skins"))
    assert not any(words.holds(held, word) for word in ("hich", "ching", "kin", "7ohs1"))
    assert words.asked("Kratom with my 7-OH?") == ["kratom", "with", "my", "7oh"]
    assert words.asked(" - … ") == []


def test_where_no_place_holds_all_words_those_with_most_of_them_are_shown(browser_of_alice: Client) -> None:
    found = page(browser_of_alice, "can I drive a forklift")
    assert "0 places" in found.text
    assert "These hold some of them" in found.text
    assert "/learn/driving/#drowsy" in addresses(browser_of_alice, "can I drive a forklift")
    assert "These hold some" not in page(browser_of_alice, "xyzzy").text


# What goes with what: drawn from the pairs of the packs, whatever pairs there are.


@pytest.fixture
def with_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Knowledge:
    folder = tmp_path / "knowledge"
    shutil.copytree(Path(shipped.__file__).parent, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "substances" / "kratom" / "interactions.toml").write_text(PAIRS, encoding="utf-8")
    other = Knowledge(folder)
    monkeypatch.setitem(vars(load()), "interactions", other.interactions)
    return other


def test_the_page_of_each_of_the_two_tells_of_the_pair(browser_of_alice: Client, with_pairs: Knowledge) -> None:
    pair = with_pairs.interactions["kratom"]["gabapentinoid"]
    for key, anchor in (("kratom", "with-gabapentinoid"), ("gabapentin", "with-kratom-gabapentinoid")):
        read = parsed(browser_of_alice.get(f"/learn/substances/{key}/").content.decode())
        (shown,) = [part for part in read.all("div") if part.attributes.get("id") == anchor]
        assert shown.text.startswith("Kratom with: gabapentin and pregabalin")
        assert "Not together, unless a prescriber who knows of both agreed to it" in shown.text
        assert "Among them: Gabapentin, Pregabalin" in shown.text
        assert pair.reason in shown.text
        assert all(load().actions[name].text in shown.text for name in pair.actions)
        assert "How serious it is was judged by us." in shown.text
        assert "not checked against the original" in shown.text
        assert "26 Nov 2026" in shown.text
    text = browser_of_alice.get("/learn/substances/kratom/").content.decode()
    assert text.index("with-gabapentinoid") < text.index("with-snri") < text.index("names-title"), "the gravest first"


def test_without_a_pair_there_is_no_such_part(browser_of_alice: Client, with_pairs: Knowledge) -> None:
    assert with_pairs.interactions
    assert "together-title" not in browser_of_alice.get("/learn/substances/exercise/").content.decode()


def test_the_question_about_two_is_answered(browser_of_alice: Client, with_pairs: Knowledge) -> None:
    assert with_pairs.interactions
    for question in ("kratom with gabapentin", "gabapentin", "pregabalin and kratom"):
        assert addresses(browser_of_alice, question).count("/learn/substances/kratom/#with-gabapentinoid") == 1
