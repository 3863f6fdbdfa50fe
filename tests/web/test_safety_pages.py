"""The page of safety: what was found, the worst first, each with what to do and who says so; and setting aside."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import aside as asides
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.report.found import basis
from counterpoise.safety.review import review
from counterpoise.web.safety import cards, watched
from counterpoise.web.safety.reviewing import standing
from tests.safety import made_up
from tests.web.diaries import brought, somebody, take, visit

pytestmark = pytest.mark.django_db
CAUSE = "plan.made_up:secret words"


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.put_in(monkeypatch)


def hours_ago(hours: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=hours)


def notice(person: m.Person, kind: str, hours: float = 1) -> m.Row:
    return entries.add(person, d.Effect(id=str(m.new_id()), at=hours_ago(hours), kind=kind), timezone.now())


def mark_of(person: m.Person, cause: str = CAUSE) -> str:
    return next(cards.mark(one) for one in standing(person, timezone.now()).found if one.cause == cause)


def page(client: Client) -> str:
    answer = client.get("/safety/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_card_tells_the_evidence_of_its_own_substance() -> None:
    """Tramadol is of several classes, and so are its sources. What was seen in animals only is said of 7-OH."""
    record = d.Diary(
        person=d.Person(time_zone="UTC", medicines=(d.Medicine(name="tramadol"), d.Medicine(name="wine"))),
        doses=(d.Dose(at=hours_ago(2), substance="kratom"),),
        ratings=(),
    )
    found = {one.rule: basis(one) for one in review(record, load(), timezone.now())}
    pairs = load().interactions["kratom"]
    assert found["interaction.opioid"] is pairs["opioid"]
    assert found["interaction.alcohol"] is pairs["alcohol"]


def test_where_nothing_is_found_it_says_that_this_is_no_evidence_of_safety(browser_of_alice: Client) -> None:
    text = page(browser_of_alice)
    beside = text[text.index("Nothing was found in what is recorded.") :].split("</p>")[0]
    assert "Not everything is looked at: not how much kratom is taken in one day, and not a slow growth" in beside
    assert 'href="#not-covered"' in beside
    assert "No rule looks at a slow growth of how often" in text.split('id="not-covered"')[1]
    assert "Absence here is no evidence of safety." in text
    assert 'href="/settings/profile/"' in text


def test_what_the_rules_do_not_compare_stands_with_what_they_do_not_see(browser_of_alice: Client) -> None:
    before, after = page(browser_of_alice).split('id="not-covered"')
    assert "In pairs, each medicine is compared" not in before
    assert "In pairs, each medicine is compared" in after.split("What is watched")[0]


def test_an_emergency_comes_first_with_its_numbers(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(1), 6.0)
    notice(alice, "slow_breathing")
    text = page(browser_of_alice)
    order = [
        "Call first. Then log.",
        "tel:911",
        "tel:18002221222",
        "give naloxone",
        "Emergency</h2>",
        "Bring it up soon</h2>",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    emergency = text[text.index('id="g-emergency"') : text.index('id="g-warning"')]
    assert "Set aside" not in emergency


def test_a_finding_says_why_what_to_do_what_it_rests_on_and_who_says_so(
    browser_of_alice: Client, alice: m.Person
) -> None:
    row = take(alice, hours_ago(1), 6.0)
    text = page(browser_of_alice)
    assert "A made-up finding" in text
    assert "Made up for a test: 1 of that size." in text
    assert "Ask a pharmacist or doctor about these two together." in text
    assert f'href="/entry/dose/{row.pk}/"' in text
    assert "Where the line is drawn is our choice." in text
    assert "reviewed 26 Nov 2026" in text
    assert "not checked against the original" in text, "its tag is R"
    assert "From so much on" in text
    assert "5 g" in text


def test_only_the_latest_entries_are_shown_and_how_many_more_there_are(
    browser_of_alice: Client, alice: m.Person
) -> None:
    for hours in range(1, 9):
        take(alice, hours_ago(hours), 6.0)
    text = page(browser_of_alice)
    assert text.count('href="/entry/dose/') == 5
    assert "and 3 entries before" in text


def test_no_cause_stands_on_the_page_or_in_an_address(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(1), 6.0)
    assert "secret words" not in page(browser_of_alice)
    answer = browser_of_alice.post("/safety/aside/", {"mark": mark_of(alice)})
    assert answer["Location"] == "/safety/?done=aside"
    assert "secret words" not in page(browser_of_alice)


def test_set_aside_it_is_out_of_sight_and_can_be_brought_back(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(1), 6.0)
    assert "Set aside for 7 days" in page(browser_of_alice)
    browser_of_alice.post("/safety/aside/", {"mark": mark_of(alice)})
    text = page(browser_of_alice)
    assert "1 thing set aside" in text
    assert "Bring it up soon</h2>" not in text
    (key,) = re.findall(r'name="key" value="([0-9a-f-]+)"', text)
    assert browser_of_alice.post("/safety/back/", {"key": key})["Location"] == "/safety/?done=back"
    assert "Bring it up soon</h2>" in page(browser_of_alice)
    assert browser_of_alice.post("/safety/back/", {"key": key})["Location"] == "/safety/?done=gone"
    assert browser_of_alice.post("/safety/back/", {"key": "none"}).status_code == 404


def test_it_comes_back_at_once_when_it_gets_worse(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(2), 6.0)
    browser_of_alice.post("/safety/aside/", {"mark": mark_of(alice)})
    take(alice, hours_ago(1), 10.0)
    text = page(browser_of_alice)
    assert "Talk to someone today</h2>" in text
    assert "Set aside for 1 day<" in text


def test_an_emergency_and_what_was_not_found_cannot_be_set_aside(browser_of_alice: Client, alice: m.Person) -> None:
    notice(alice, "seizure")
    (found,) = [one for one in standing(alice, timezone.now()).found if one.severity == "emergency"]
    sent = {"mark": cards.mark(found)}
    assert browser_of_alice.post("/safety/aside/", sent)["Location"] == "/safety/?done=never"
    assert browser_of_alice.post("/safety/aside/", {"mark": "anything"})["Location"] == "/safety/?done=gone"
    assert not m.SetAside.objects.exists()


def test_nobody_brings_back_what_another_set_aside(browser_of_alice: Client, bob: m.Person) -> None:
    row = asides.aside(bob, "x.a", "warning", timezone.now())
    assert browser_of_alice.post("/safety/back/", {"key": str(row.pk)})["Location"] == "/safety/?done=gone"
    assert m.SetAside.objects.get() == row


def test_an_entry_brought_from_a_file_is_linked_to_as_well() -> None:
    carl = somebody("Carl")
    dose = d.Dose(id="d1", at=hours_ago(3).astimezone(dt.UTC), substance="kratom", amount=6.0, unit="g")
    brought(carl, d.Diary(person=d.Person(time_zone="America/Chicago"), doses=(dose,), ratings=()))
    assert f'href="/entry/dose/{m.Dose.objects.get().pk}/"' in page(visit(carl))


def test_a_medicine_and_a_blood_test_are_led_to_as_well(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(3), 2.0)
    medicine = entries.add(alice, d.Medicine(id="x", name="alprazolam"), timezone.now())
    lab = d.Lab(id="y", at=hours_ago(30), analyte="ALT", value=400.0, unit="U/L", upper_limit=40.0)
    row = entries.add(alice, lab, timezone.now())
    text = page(browser_of_alice)
    assert f'href="/settings/medicines/{medicine.pk}/">alprazolam</a>' in text
    assert f'href="/settings/labs/{row.pk}/">ALT 400 U/L</a>' in text


def test_the_menu_leads_to_it(browser_of_alice: Client) -> None:
    assert re.search(r'<a href="/safety/" aria-current="page">', page(browser_of_alice))


def test_the_week_is_told_in_numbers_and_only_where_something_was_written_down(
    browser_of_alice: Client, alice: m.Person
) -> None:
    assert "The last seven days" not in page(browser_of_alice)
    for day in range(1, 7):
        take(alice, hours_ago(24 * day), 2.0)
        rated = d.Rating(id=str(m.new_id()), at=hours_ago(24 * day), measure="pain.now", value=5.0)
        entries.add(alice, rated, timezone.now())
    text = page(browser_of_alice)
    assert "of 7 days were written down" in text
    assert "Kratom: 6 doses" in text
    assert "not known" in text, "nothing was rated in the weeks before"


def test_what_was_set_aside_comes_back_when_it_is_noted_again(browser_of_alice: Client, alice: m.Person) -> None:
    notice(alice, "fall", 5)
    browser_of_alice.post("/safety/aside/", {"mark": mark_of(alice, "signs.fall")})
    assert "1 thing set aside" in page(browser_of_alice)
    notice(alice, "fall", 7)  # it was earlier, and is written down only now
    text = page(browser_of_alice)
    assert "thing set aside" not in text
    assert "A fall</h3>" in text


def test_before_the_first_dose_it_says_what_kratom_would_meet(browser_of_alice: Client, alice: m.Person) -> None:
    entries.add(alice, d.Medicine(id="x", name="alprazolam"), timezone.now())
    text = page(browser_of_alice)
    assert "No dose is recorded yet" in text
    assert "alprazolam together with Kratom" in text
    assert "In pairs, each medicine is compared with kratom and the drugs made from it, not with alcohol" in text
    take(alice, hours_ago(1), 2.0)
    text = page(browser_of_alice)
    assert "No dose is recorded yet" not in text
    assert text.count('id="g-urgent"') == 1


def test_of_what_matters_today_signs_come_first_and_medicines_before_illness(
    browser_of_alice: Client, alice: m.Person
) -> None:
    take(alice, hours_ago(1), 2.0)
    entries.add(alice, d.Medicine(id="x", name="tramadol"), timezone.now())
    m.Person.objects.filter(pk=alice.pk).update(conditions=["epilepsy"])
    alice.refresh_from_db()
    notice(alice, "confusion", 2)
    found = [one for one in standing(alice, timezone.now()).found if one.severity == "urgent"]
    topics = list(dict.fromkeys(one.rule.partition(".")[0] for one in found))
    assert topics == ["signs", "interaction", "groups"]


@pytest.mark.parametrize(("kind", "country", "told"), [("chest_pain", "GB", False), ("chest_pain", "US", True)])
def test_a_line_that_is_not_for_danger_to_life_stands_beside_no_emergency(
    browser_of_alice: Client, alice: m.Person, kind: str, country: str, told: bool
) -> None:
    m.Person.objects.update(country=country)
    notice(alice, kind)
    box = page(browser_of_alice).split('role="alert"')[1].split("</ul>")[0]
    assert box.count("tel:") == (2 if told else 1)
    assert ("tel:111" in box) is False


def test_what_is_for_today_and_what_is_soon_are_counted_apart(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(1), 6.0)
    notice(alice, "fall")
    assert "Safety: 2 things to bring up soon<" in browser_of_alice.get("/").content.decode()
    notice(alice, "confusion")
    told = "Safety: 1 thing to talk to someone about today, 2 to bring up soon<"
    assert told in browser_of_alice.get("/").content.decode()


def test_an_old_tab_cannot_set_aside_what_it_did_not_show(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(2), 6.0)
    seen = {"mark": mark_of(alice)}
    take(alice, hours_ago(1), 10.0)
    assert browser_of_alice.post("/safety/aside/", seen)["Location"] == "/safety/?done=gone"
    assert not m.SetAside.objects.exists()


def test_what_to_tell_a_doctor_holds_the_use_and_the_plan(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(1), 2.0)
    agreed = d.Plan(id="p", substance="kratom", direction="hold", from_=hours_ago(48).date(), doses_per_day=2)
    entries.add(alice, agreed, timezone.now())
    text = page(browser_of_alice)
    assert "What to tell a doctor" in text
    assert "1 dose on 1 of the last 30 days" in text
    assert "staying as it is, made alone" in text
    assert "self-check" not in text, "it is due only after weeks of near-daily use"


MANY = ("alprazolam", "tramadol", "zolpidem", "phenelzine", "sertraline", "warfarin")


def test_only_the_worst_three_stand_beside_the_log_and_the_others_one_tap_away(
    browser_of_alice: Client, alice: m.Person
) -> None:
    for name in MANY:
        entries.add(alice, d.Medicine(id=name, name=name), timezone.now())
    sent = {"substance": "Kratom", "amount": "2", "unit": "g", "as_it_was": "yes"}
    text = browser_of_alice.post("/dose/new/", sent, headers={"hx-request": "true"}).content.decode()
    shown, _sep, rest = text.partition('<details class="others">')
    assert shown.count("<article") == 3
    told = rest.count("<article")
    assert told >= 2
    assert f"<summary>{told} more</summary>" in rest
    assert "<details open" not in text, "beside the log all are folded"
    few = visit(somebody("Few"))
    assert 'class="others"' not in few.post("/dose/new/", sent, headers={"hx-request": "true"}).content.decode()


def test_only_the_worst_is_unfolded_and_no_chip_repeats_a_heading(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(1), 2.0)
    for name in MANY:
        entries.add(alice, d.Medicine(id=name, name=name), timezone.now())
    text = page(browser_of_alice)
    assert text.count("<details open>") == 1
    assert text.index("<details open>") < text.index("</article>")
    assert 'class="badge urgent"' not in text
    assert "Talk to someone today</h2>" in text


def test_what_no_rule_looks_at_stands_where_that_is_said(browser_of_alice: Client, alice: m.Person) -> None:
    take(alice, hours_ago(1), 2.0)
    entries.add(alice, d.Medicine(id="x", name="blue pill"), timezone.now())
    found, _sep, not_seen = page(browser_of_alice).partition('id="not-covered"')
    assert "A name that we do not know: blue pill" in not_seen
    assert "blue pill</h3>" not in found
    assert "Set aside for 30 days" in not_seen


def test_a_help_line_is_shown_by_its_number_and_stands_on_the_page_of_emergencies(
    browser_of_alice: Client, alice: m.Person
) -> None:
    m.Person.objects.update(country="GB", conditions=["substance_use"])
    take(alice, hours_ago(1), 2.0)
    text = page(browser_of_alice)
    assert '<a href="tel:03001236600">FRANK: 0300 123 6600</a>' in text
    assert 'href="/emergency/#help-title">Help lines</a>' in text
    emergency = browser_of_alice.get("/emergency/").content.decode()
    assert emergency.index("999") < emergency.index('id="help-title"') < emergency.index("0300 123 6600")
    m.Person.objects.update(country="MX")
    assert "FRANK" not in page(browser_of_alice)
    assert "FRANK" not in browser_of_alice.get("/emergency/").content.decode()


def test_every_rule_and_pair_stands_on_the_page_of_what_is_watched(browser_of_alice: Client) -> None:
    assert 'href="/safety/watched/"' in page(browser_of_alice)
    text = html.unescape(browser_of_alice.get("/safety/watched/").content.decode())
    for rule in load().rules.values():
        title = watched.plain(rule)
        assert title in text
        assert not re.search(r"[{}…]", title), title
        assert ", ".join(key for key in rule.sources if key != "counterpoise-model") in text
    for pairs in load().interactions.values():
        assert all(pair.name in text for pair in pairs.values())
    assert text.count("not checked against the original") > 10
