"""Filling in a questionnaire: nothing preselected, skipped stays unknown, a score with its source and no diagnosis."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.knowledge.load import load
from tests.web.diaries import somebody, take, visit

CHECK = "use.self_check"


@pytest.fixture
def alice(db: None) -> m.Person:
    return somebody("Alice")


def answers(person: m.Person) -> list[tuple[float | None, ...]]:
    return [one.answers for one in diary(person).questionnaires]


def yes(*keys: str) -> dict[str, str]:
    return {key: "1" if key in keys else "0" for key in load().instruments[CHECK].items}


def test_the_list_shows_those_whose_words_may_stand_here(alice: m.Person) -> None:
    page = visit(alice).get("/check/").text
    assert re.findall(r'href="/check/([^/"]+)/"', page) == ["peg", "nrs-11", "phq-4", CHECK]
    assert "/check/" in visit(alice).get("/settings/").text
    assert "/check/" in visit(alice).get("/learn/instruments/").text


def test_nothing_is_chosen_beforehand(alice: m.Person) -> None:
    page = visit(alice).get(f"/check/{CHECK}/").text
    assert page.count('type="radio"') == 22
    assert re.search(r"<input[^>]* checked", page) is None
    assert visit(alice).get("/check/peg/").text.count('type="radio"') == 33


@pytest.mark.parametrize("key", ["sows", "cows", "nobody"])
def test_one_whose_words_are_not_ours_to_show_cannot_be_filled_in(alice: m.Person, key: str) -> None:
    assert visit(alice).get(f"/check/{key}/").status_code == 404


def test_answers_are_saved_and_scored_with_band_and_source(alice: m.Person) -> None:
    client = visit(alice)
    saved = client.post(f"/check/{CHECK}/", yes("craving", "health", "tolerance", "withdrawal"))
    assert saved["Location"] == f"/check/{CHECK}/score/", "no score in an address"
    page = client.get(saved["Location"]).text
    assert "Score: 4" in page
    assert "4 or 5: Clinicians who find as many call it moderate." in page
    assert "This is not a diagnosis." in page
    assert "not checked against the original" in page
    assert "PMC6590307" in page
    assert sum(answer or 0 for answer in answers(alice)[0]) == 4


def test_skipped_questions_stay_unknown(alice: m.Person) -> None:
    client = visit(alice)
    client.post("/check/peg/", {"average": "7", "enjoyment": "", "activity": "5"})
    assert answers(alice) == [(7, None, 5)]
    assert "No score." in client.get("/check/peg/score/").text
    client.post(f"/check/{CHECK}/", {"craving": "1", "health": "1"})
    page = client.get(f"/check/{CHECK}/score/").text
    assert "Score: at least 2." in page
    assert "9 questions are open" in page


def test_half_empty_is_no_reassurance(alice: m.Person) -> None:
    client, keys = visit(alice), [*load().instruments[CHECK].items]
    client.post(f"/check/{CHECK}/", dict.fromkeys(keys[:6], "0"))
    page = client.get(f"/check/{CHECK}/score/").text
    assert "We cannot tell yet</h2>" in page
    assert "5 questions are open" in page
    assert page.count("Fewer signs than clinicians ask for") == 1, "only in the list of what any score means"
    client.post(f"/check/{CHECK}/", dict.fromkeys(keys[:10], "0"))
    settled = client.get(f"/check/{CHECK}/score/").text
    assert "cannot tell yet" not in settled
    assert settled.count("Fewer signs than clinicians ask for") == 2


def test_nothing_answered_is_not_saved_and_a_forged_answer_neither(alice: m.Person) -> None:
    client = visit(alice)
    assert client.post("/check/peg/", {}).status_code == 422
    assert client.post("/check/peg/", {"average": "11"}).status_code == 422
    assert answers(alice) == []


def test_sent_twice_it_is_saved_once(alice: m.Person) -> None:
    client, sent = visit(alice), {**yes("craving"), "id": str(m.new_id())}
    for _time in range(2):
        assert client.post(f"/check/{CHECK}/", sent).status_code == 302
    assert len(answers(alice)) == 1


def test_it_is_offered_while_use_is_near_daily_and_once(alice: m.Person) -> None:
    client, offer = visit(alice), "nearly every day"
    assert offer not in client.get("/check/").text
    for day in range(1, 28):
        take(alice, timezone.now() - dt.timedelta(days=day))
    assert offer in client.get("/check/").text
    assert client.post(f"/check/{CHECK}/", {"skip": "yes"})["Location"] == "/check/"
    assert answers(alice) == [(None,) * 11]
    assert offer not in client.get("/check/").text
    assert client.get(f"/check/{CHECK}/score/")["Location"] == f"/check/{CHECK}/", "skipped is no score"


def test_where_it_asks_about_low_mood_whom_to_call_stands_first(alice: m.Person) -> None:
    m.Person.objects.filter(pk=alice.pk).update(country="US")
    client = visit(alice)
    page = client.get("/check/phq-4/").text
    assert page.index("If you think of ending your life") < page.index("<h1>")
    assert 'href="tel:' in page
    assert "ending your life" not in client.get("/check/peg/").text
    client.post("/check/phq-4/", {"nervous": "3", "worrying": "3", "interest": "3", "down": "3"})
    page = client.get("/check/phq-4/score/").text
    assert page.index("ending your life") < page.index("Score: 12")


def test_answers_can_be_taken_out_again(alice: m.Person) -> None:
    client = visit(alice)
    client.post("/check/nrs-11/", {"pain": "4"})
    row = re.search(r'name="row" value="([^"]+)"', client.get("/check/nrs-11/score/").text)
    assert row is not None
    client.post("/check/nrs-11/score/", {"row": "another"})
    assert len(answers(alice)) == 1
    client.post("/check/nrs-11/score/", {"row": row.group(1)})
    assert answers(alice) == []
