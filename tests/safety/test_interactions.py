"""What the findings about medicines say, how often they say it, and that no diary makes them stumble."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from counterpoise.diary import Diary, Dose, Medicine, PastUse, Person, Plan
from counterpoise.knowledge.load import load
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.review import review, would_add
from counterpoise.safety.rules.interactions import would_matter
from counterpoise.text import use_language
from tests.reading import grade

NOW = dt.datetime(2026, 5, 20, 20, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
WORDS = ("kratom", "opioids", "opioid", "alcohol", "serotonin", "noradrenaline", "naloxone", "buprenorphine")
NAMES = (*WORDS, "benzodiazepines", "barbiturates", "quetiapine", "paracetamol", "pseudoindoxyl", "CYP3A4", "MAO")


def taken(substance: str, hours_ago: float, name: str = "", amount: float | None = None) -> Dose:
    at = NOW - dt.timedelta(hours=hours_ago)
    return Dose(id=name, at=at, substance=substance, amount=amount, unit=None if amount is None else "mg")


def diary(*doses: Dose, medicines: tuple[str, ...] = ()) -> Diary:
    listed = tuple(Medicine(name=name) for name in medicines)
    return Diary(person=Person(time_zone="America/Chicago", medicines=listed), doses=doses, ratings=())


def found(record: Diary, rule: str = "interaction.") -> list[Finding]:
    return [one for one in review(record, load(), NOW) if one.rule.startswith(rule)]


def test_a_medicine_of_many_classes_raises_one_box_that_names_the_others() -> None:
    (one,) = found(diary(taken("kratom", 3), medicines=("tramadol",)))
    assert (one.rule, one.severity) == ("interaction.opioid", "urgent")
    assert "strengthen serotonin" in one.reason
    assert "fits" in one.reason


def test_a_name_that_was_guessed_is_told_as_it_was_read() -> None:
    (guessed,) = found(diary(taken("kratom", 3), medicines=("tramodol",)))
    (sure,) = found(diary(taken("kratom", 3), medicines=("tramadol",)))
    assert guessed.title.startswith("tramodol")
    assert "“tramodol” as tramadol" in guessed.reason
    assert "We read" not in sure.reason
    assert guessed.cause == sure.cause


@pytest.mark.parametrize("said", ["methadone, stopped yesterday", "stopped methadone 2 days ago", "no methadone today"])
def test_what_was_stopped_days_ago_and_stays_for_days_is_told_until_its_end_is(said: str) -> None:
    kratom = diary(taken("kratom", 3))
    (asked,) = found(diary(taken("kratom", 3), medicines=(said,)))
    assert (asked.rule, asked.actions[-1]) == ("interaction.opioid", "add_the_end")
    ended = replace(kratom, person=replace(kratom.person, medicines=(Medicine(name=said, until="2026-05-10"),)))
    assert not found(ended)


@pytest.mark.parametrize(
    "said", ["methadone, stopped years ago", "methadone stopped in May", "Xanax stopped yesterday"]
)
def test_what_was_stopped_long_ago_or_is_gone_in_a_day_is_not(said: str) -> None:
    assert not found(diary(taken("kratom", 3), medicines=(said,)))


def test_two_names_of_one_medicine_are_one_cause() -> None:
    assert len(found(diary(taken("kratom", 3), medicines=("Xanax", "alprazolam 0.5 mg")))) == 1


def test_hundreds_of_unknown_names_are_a_few_and_a_count() -> None:
    names = tuple(f"zqx{place}vornipril{'x' * 120}" for place in range(500))
    (one,) = found(diary(taken("kratom", 3), medicines=names), "medicines.unknown")
    assert one.title.endswith("and 495 more")
    assert len(one.title) < 400
    assert len(one.cause) <= 200
    assert len(one.because) == 500
    (other,) = found(diary(taken("kratom", 3), medicines=names[:-1]), "medicines.unknown")
    assert other.cause != one.cause


def test_a_known_combination_says_nothing_new_at_a_dose() -> None:
    record = diary(taken("kratom", 30))
    daily = replace(record.person, medicines=(Medicine(name="lyrica", as_needed=False),))
    for substance in ("kratom", "pregabalin"):
        assert would_add(replace(record, person=daily), taken(substance, 0), load(), NOW) == ()
    listed = diary(taken("kratom", 3), medicines=("lyrica",))
    told = [one.rule for one in would_add(listed, taken("pregabalin", 0), load(), NOW)]
    assert told == ["interaction.gabapentinoid"], "nobody said that it is taken every day"


def test_a_new_combination_is_told_before_the_dose_is_saved() -> None:
    record = diary(taken("kratom", 3))
    (added,) = would_add(record, taken("wine", 0), load(), NOW)
    assert (added.rule, added.severity) == ("interaction.alcohol", "warning")


def test_a_third_kind_of_sedative_is_told_before_it_is_saved() -> None:
    record = diary(taken("kratom", 3), taken("wine", 2))
    added = would_add(record, taken("zopiclone", 0), load(), NOW)
    assert [one.severity for one in added if one.rule == "load.sedatives"] == ["urgent"]
    (load_,) = [one for one in added if one.rule == "load.sedatives"]
    assert load_.title.startswith("3 ")


def test_milligrams_do_not_change_the_load() -> None:
    few = diary(taken("kratom", 3, "a", 1), taken("wine", 2, "b", 1), taken("zopiclone", 1, "c", 1))
    many = replace(few, doses=tuple(replace(dose, amount=5000.0) for dose in few.doses))
    assert found(few, "load.") == found(many, "load.")


def test_what_blocks_opioids_has_words_of_its_own() -> None:
    (naltrexone,) = found(diary(taken("kratom", 3), medicines=("naltrexone",)))
    assert "withdrawal" in naltrexone.reason
    assert "given all the same" in naltrexone.reason
    assert "do_not_use" not in naltrexone.actions
    (buprenorphine,) = found(diary(taken("kratom", 3), medicines=("Suboxone",)))
    assert buprenorphine.rule == "interaction.buprenorphine"
    assert "treatment" in buprenorphine.reason


def test_what_slows_cyp3a4_warns_of_both_ways() -> None:
    reason = load().interactions["kratom"]["cyp3a4_inhibitor"].reason
    assert "stronger or weaker" in reason


@pytest.mark.parametrize("substance", list(load().interactions))
def test_reasons_are_plain(substance: str) -> None:
    hard = {
        key: round(grade(pair.reason, (*NAMES, load().substances[substance].name)), 1)
        for key, pair in load().interactions[substance].items()
        if grade(pair.reason, (*NAMES, "7-OH", "MGM")) > 7.5
    }
    assert hard == {}


def test_every_class_has_a_pair_with_kratom() -> None:
    known = {key for one in load().medicines.ingredients.values() for key in one.classes}
    known |= {key for pack in load().substances.values() for key in pack.classes}
    assert known == set(load().interactions["kratom"])


def test_no_diary_makes_the_rules_stumble() -> None:
    rng = random.Random(11)
    book = load().medicines
    pool = [*book.ingredients, *book.combinations, *(name for one in book.brands.values() for name in one)]
    pool += ["", " ", "½ pill", "😀", "x" * 60, "kratom", "7-OH", "MGM-15", "heat", "beer", "xanex", "tylenol #3", "mg"]
    days = [None, "2024", "2026-05", "2026-05-20", "2026-02-31", "0000", "9999-12-31"]
    for _ in range(60):
        doses = tuple(
            taken(rng.choice([name for name in pool if name] + ["kratom"] * 900), rng.uniform(-30, 2000), str(place))
            for place in range(rng.randint(0, 30))
        )
        medicines = tuple(
            Medicine(
                name=rng.choice([name for name in pool if name]),
                since=rng.choice(days),
                until=rng.choice(days),
                as_needed=rng.choice([None, True, False]),
            )
            for _ in range(rng.randint(0, 12))
        )
        person = Person(
            time_zone=rng.choice(["UTC", "Asia/Kathmandu", "Pacific/Auckland"]),
            medicines=medicines,
            history=tuple(PastUse(substance="kratom") for _ in range(rng.randint(0, 1))),
        )
        plans = tuple(Plan(substance="kratom", direction="hold", from_=NOW.date()) for _ in range(rng.randint(0, 1)))
        record = Diary(person=person, doses=doses, ratings=(), plans=plans)
        first = review(record, load(), NOW)
        assert first == review(record, load(), NOW)
        assert len({one.cause for one in first}) == len(first)
        assert all(one.reason and one.title and one.sources for one in first)


@pytest.mark.parametrize("name", ["Kratom powder", "Red Maeng Da", "kratum", "kratom extract", "feel free"])
def test_kratom_under_an_ordinary_name_meets_an_opioid(name: str) -> None:
    (one,) = found(diary(taken(name, 1), taken("oxycodone", 2)), "interaction.opioid")
    assert one.severity == "urgent"


@pytest.mark.parametrize("substance", list(load().interactions))
def test_both_logged_as_doses_an_opioid_is_for_today_and_else_as_grave_as_before(substance: str) -> None:
    (one,) = found(diary(taken(substance, 1), taken("oxycodone", 2)), "interaction.opioid")
    assert one.severity == "urgent"
    assert {one.severity for one in found(diary(taken(substance, 1), taken("Benadryl", 2)))} == {"warning"}
    needed = replace(diary().person, medicines=(Medicine(name="oxycodone", as_needed=True),))
    (for_need,) = found(replace(diary(taken(substance, 1)), person=needed), "interaction.opioid")
    assert for_need.severity == "warning"


@pytest.mark.parametrize("other", ["wine", "Xanax", "zolpidem", "phenobarbital", "oxycodone"])
@pytest.mark.parametrize("substance", list(load().interactions))
def test_what_is_said_to_stop_the_breathing_is_for_today_where_both_were_logged(substance: str, other: str) -> None:
    (one,) = found(diary(taken(substance, 1), taken(other, 1)))
    stops = "can stop the breathing" in one.reason
    assert stops == (substance != "kratom")
    assert one.severity == ("urgent" if stops or other == "oxycodone" else "warning")


@pytest.mark.parametrize("other", ["kratom", "mitragynine pseudoindoxyl", "MGM-15"])
def test_where_nobody_prescribes_any_of_it_no_prescriber_is_spoken_of(other: str) -> None:
    texts = load().actions
    for one in found(diary(taken("7-OH tablet", 1), taken(other, 2))):
        said = " ".join(texts[name].text for name in one.actions)
        assert "prescri" not in said, one.title
        assert {"keep_apart", "naloxone"} <= {*one.actions}


def test_no_medicine_beside_another_drug_is_said_to_be_beside_kratom() -> None:
    for one in found(diary(taken("7-OH", 1), taken("Xanax", 2), medicines=("buprenorphine",))):
        said = " ".join([one.title, one.reason, *(load().actions[name].text for name in one.actions)])
        assert "kratom" not in said.casefold()
        assert "tell_prescriber" in one.actions


def test_a_name_that_is_not_known_is_told_also_where_nothing_else_is_in_use() -> None:
    assert [one.rule for one in found(diary(taken("green dust", 2)), "medicines.")] == ["medicines.unknown"]
    assert found(diary(taken("ibuprofen", 2)), "medicines.") == []


def test_one_ingredient_in_two_medicines_is_told_once() -> None:
    (both,) = found(
        diary(taken("kratom", 3), taken("oxycodone", 2, "o"), medicines=("Percocet",)), "interaction.opioid"
    )
    assert (both.severity, "o" in both.because) == ("urgent", True)
    assert len(found(diary(taken("kratom", 3), taken("Benadryl", 2), medicines=("Tylenol PM",)))) == 1
    assert (
        len(found(diary(taken("kratom", 3), taken("morphine", 2), medicines=("Percocet",)), "interaction.opioid")) == 2
    )


def test_of_food_nobody_is_told_who_prescribes_it() -> None:
    (grapefruit,) = found(diary(taken("kratom", 3), medicines=("grapefruit juice",)))
    (prescribed,) = found(diary(taken("kratom", 3), medicines=("ketoconazole",)))
    assert "tell_prescriber" not in grapefruit.actions
    assert "tell_prescriber" in prescribed.actions


def test_what_a_name_is_only_guessed_to_be_is_told_as_a_guess() -> None:
    (one,) = found(diary(taken("kratom", 3), medicines=("Alprazolan",)))
    assert one.title == "Alprazolan (probably alprazolam) together with Kratom"
    (one,) = found(diary(taken("kratom", 3), medicines=("Alprazolam",)))
    assert one.title == "Alprazolam together with Kratom"


def test_a_mixture_with_kratom_is_told_by_what_else_is_in_it() -> None:
    (one,) = found(diary(taken("kratom and beer", 1)))
    assert one.title == "Alcohol together with Kratom"
    titles = {one.title for one in found(diary(taken("7-OH, Xanax", 1)))}
    assert titles == {"alprazolam together with 7-hydroxymitragynine (7-OH)"}


def test_an_end_without_a_day_is_asked_for() -> None:
    (asked,) = found(diary(taken("kratom", 3), medicines=("phenelzine (stopped)",)))
    assert "does not say when" in asked.reason
    assert asked.actions[-1] == "add_the_end"


def test_before_the_first_dose_the_real_grade_is_told() -> None:
    case = Case(diary(medicines=("co-codamol",)), load(), NOW)
    assert {one.severity for one in would_matter(case)} == {"urgent"}
    wine = Medicine(name="wine", as_needed=True)
    record = Diary(person=Person(time_zone="America/Chicago", medicines=(wine,)), doses=(), ratings=())
    assert {one.severity for one in would_matter(Case(record, load(), NOW))} == {"warning"}


def test_what_was_logged_is_called_as_its_pack_is_in_the_language_in_use() -> None:
    with use_language("es"):
        titles = {one.title for one in found(diary(taken("kratom", 3), taken("7-hydroxymitragynine", 2)))}
        own = {one.title for one in found(diary(taken("kratom", 3), taken("vodka", 2)))}
    assert "7-hidroximitraginina (7-OH) junto con Kratom" in titles
    assert not any("hydroxy" in title for title in titles)
    assert own == {"vodka junto con Kratom"}
