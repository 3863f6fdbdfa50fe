"""Medicines as people type them: judged by a list that was fixed before the dictionary, by somebody else."""

import random
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import MedicineClass
from counterpoise.safety.medicines import match

JUDGE = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
MEDICINES: list[dict[str, Any]] = JUDGE["medicine"]
OTHERS: list[dict[str, str]] = JUDGE["other"]
REMAIN = ["CBD oil: misses ['cannabis'], strays []"]
"""What is left: cannabidiol's pack calls it a sedative and a burden to the liver, not cannabis."""


def classes(name: str) -> set[str]:
    found = match(name, load())
    return set() if found is None else set(found.classes)


def wrong(entry: dict[str, Any]) -> str | None:
    found = classes(entry["name"])
    missing, stray = set(entry["must"]) - found, found - set(entry["must"]) - set(entry.get("may", []))
    if not missing and not stray:
        return None
    return f"{entry['name']}: misses {sorted(missing)}, strays {sorted(stray)}"


def test_at_least_95_percent_of_300_names_come_out_right() -> None:
    faults = [fault for entry in MEDICINES if (fault := wrong(entry))]
    assert len(MEDICINES) == 300
    assert len(faults) <= 0.05 * len(MEDICINES), "\n".join(faults)
    assert faults == REMAIN


def test_no_medicine_gets_a_class_that_it_is_not() -> None:
    faults = [fault for entry in MEDICINES if (fault := wrong(entry)) and not fault.endswith("strays []")]
    assert faults == []


def test_none_of_100_things_that_are_no_medicine_is_taken_for_one() -> None:
    assert len(OTHERS) == 100
    assert [other["name"] for other in OTHERS if match(other["name"], load()) is not None] == []


@pytest.mark.parametrize(
    ("typed", "ingredients", "certainty"),
    [
        ("Xanax 0.5 mg, twice a day as needed", ("alprazolam",), "exact"),
        ("XANAX®", ("alprazolam",), "exact"),
        ("Xanax (alprazolam)", ("alprazolam",), "exact"),
        ("hydrocodone-acetaminophen 5-325", ("hydrocodone", "paracetamol"), "exact"),
        ("paracetamol/codeine", ("paracetamol", "codeine"), "exact"),
        ("lisinopril + HCTZ 20/12.5", ("lisinopril", "hydrochlorothiazide"), "exact"),
        ("Tylenol #3", ("paracetamol", "codeine"), "exact"),
        ("5-HTP", ("5-htp",), "exact"),
        ("vitamin B12", ("cyanocobalamin",), "exact"),
        ("St. John’s Wort", ("st john's wort",), "exact"),
        ("my xanax from the other doctor", ("alprazolam",), "likely"),
        ("asetaminofen", ("paracetamol",), "likely"),
        ("difenhydramine", ("diphenhydramine",), "likely"),
        ("tramodol/acetominophen", ("tramadol", "paracetamol"), "likely"),
    ],
)
def test_what_stands_around_a_name_does_not_hide_it(typed: str, ingredients: tuple[str, ...], certainty: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert (set(found.ingredients), found.certainty) == (set(ingredients), certainty)


@pytest.mark.parametrize("typed", ["", " ", "12", "5 mg", "tablet", "???", "xqzt", "soda", "lyrics", "coffee table"])
def test_what_is_no_name_is_not_taken_for_one(typed: str) -> None:
    assert match(typed, load()) is None


def test_between_two_medicines_of_different_classes_nothing_is_guessed() -> None:
    assert {classes("celexa") != classes("celebrex"), match("celebra", load()) is None} == {True}
    assert match("clonidone", load()) is not None, "nearer to clonidine than to anything else"


def test_a_name_without_classes_is_known_all_the_same() -> None:
    found = match("metformin 500", load())
    assert found is not None
    assert found.classes == frozenset()


def test_every_class_of_the_rules_is_in_the_dictionary() -> None:
    book = load().medicines
    given = {key for one in book.ingredients.values() for key in one.classes}
    given |= {key for pack in load().substances.values() for key in pack.classes}
    assert given == set(get_args(MedicineClass))
    assert len(book.ingredients) > 450


def test_whatever_is_typed_gives_one_answer() -> None:
    rng = random.Random(5)
    names = [*load().medicines.ingredients, "x", "é", "½", "-", "/", "  ", "mg", "5", "Ⅷ", "ß"]
    for _ in range(300):
        typed = "".join(rng.choices([*names, *"abcdefghijklmnopqrstuvwxyz +/()"], k=rng.randint(1, 6)))
        match.__globals__["_index"](load()).look_up.cache_clear()
        first = match(typed, load())
        match.__globals__["_index"](load()).look_up.cache_clear()
        assert match(typed, load()) == first


@pytest.mark.parametrize(
    "typed", ["2 beers", "7stax", "2 advils", "1 glass", "2 bars", "2C-B", "100 proof", "2 aspirins"]
)
def test_a_name_may_begin_with_a_number(typed: str) -> None:
    match(typed, load())


@given(
    st.lists(
        st.sampled_from(
            ["2", "5 mg", "xanax", "tylenol", "glass", "of", "(", ", ", "allergic to", "stopped", "not", "٣"]
        )
        | st.text(max_size=6),
        max_size=30,
    ).map(" ".join)
)
@settings(max_examples=300, deadline=None)
def test_no_text_at_all_breaks_the_matcher(typed: str) -> None:
    found = match(typed, load())
    assert found is None or found.certainty in ("exact", "likely")


STREET = {
    "opioid": "oxy|percs|fent|lean|Roxies|roxies 30|heroin|tianeptine|opiates|subs",
    "benzodiazepine": "benzos|xan|k-pin|2 xans|xanax bars",
    "alcohol": "beers|2 beers|tequila|glass of wine|2 glasses of red wine|gin and tonic|bourbon|champagne",
    "cannabis": "edibles|2 edibles",
}


@pytest.mark.parametrize(("kind", "typed"), [(kind, one) for kind, all_ in STREET.items() for one in all_.split("|")])
def test_names_of_the_street_and_of_more_than_one_are_known(kind: str, typed: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert found.certainty == "exact"
    assert kind in found.classes


@pytest.mark.parametrize(("typed", "ingredient"), [("Roxies", "oxycodone"), ("Metamucil", "psyllium")])
def test_a_name_that_sounds_like_another_is_not_taken_for_it(typed: str, ingredient: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert found.ingredients == (ingredient,)


@pytest.mark.parametrize("typed", ["joint pain", "lean meat", "pot roast", "2 bars"])
def test_what_also_means_something_else_is_not_taken_for_a_drug(typed: str) -> None:
    assert match(typed, load()) is None


def test_a_whole_label_is_read() -> None:
    label = "OXYCODONE HCL 5 MG TABLET TAKE ONE TABLET BY MOUTH EVERY SIX HOURS AS NEEDED FOR PAIN"
    found = match(label, load())
    assert found is not None
    assert (found.certainty, found.ingredients) == ("exact", ("oxycodone",))


DENIED = """allergic to codeine|Xanax (stopped 2019)|not taking Xanax|codeine allergy|Xanax - stopped
no longer take tramadol|Allergic to codeine, morphine intolerance|Xanax, discontinued in May 2020|no opioids
Xanax: no|xanax no|never Xanax|used to take Xanax|weaned off Ativan|off methadone since 2019
still allergic to codeine|Xanax in the past|Xanax (2015-2017)|allergies: codeine, morphine
morphine (allergic - hives)|I don't take Xanax any more|Xanax d/c'd 2020|no 7-OH|no kratom|alcohol-free beer
0% beer|beer 0.0 %|non-alcoholic wine|no alcohol|Xanax until 2019|Xanax, not any more|no Xanax or Valium
doesn't take Xanax|I don't drink alcohol|my doctor took me off oxycodone|kratom-free"""


@pytest.mark.parametrize("typed", DENIED.replace("\n", "|").split("|"))
def test_what_is_not_taken_gives_no_class_and_no_question(typed: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert (found.ingredients, found.classes) == ((), frozenset())
    assert found.not_taken


TAKEN = """Benadryl for allergy: diphenhydramine|diphenhydramine (allergy): diphenhydramine
Benadryl Allergy: diphenhydramine|Advil Allergy: ibuprofen chlorphenamine phenylephrine
Tylenol Allergy: paracetamol chlorphenamine phenylephrine|Valium allergy season: diazepam
Wellbutrin to quit smoking: bupropion|Zoloft, I quit therapy: sertraline|Antabuse - quit drinking: disulfiram
naltrexone (quit drinking): naltrexone|Lyrica (stopped smoking): pregabalin
oxycodone (lactose intolerant): oxycodone|oxycodone, not discontinued: oxycodone
Xanax, I have not stopped: alprazolam|trazodone 50 no longer 100: trazodone
gabapentin 300 tid, not taken on weekends: gabapentin|Tylenol No. 3: paracetamol codeine
Xanax, not with alcohol: alprazolam|never Xanax at night: alprazolam|Xanax 2 weeks on, 1 week off: alprazolam
trying to quit Xanax: alprazolam|tapering off Xanax: alprazolam|Xanax to be stopped in June: alprazolam
Xanax No known allergies: alprazolam|Ambien, allergies: none: zolpidem|methadone (quit heroin 2015): methadone
Suboxone since I quit oxys: buprenorphine naloxone|switched from Valium to Xanax: alprazolam
tramadol allergic to codeine: tramadol|vodka and alcohol-free beer: alcohol|alcohol-free codeine syrup: codeine
oxycodone, allergies: codeine, morphine: oxycodone|tramadol no longer works: tramadol
no alcohol with Xanax: alprazolam|Xanax no alcohol: alprazolam|Xanax without alcohol: alprazolam|THC-free CBD oil: cbd
no Xanax with alcohol: alprazolam alcohol|never without Xanax: alprazolam|can't sleep without Xanax: alprazolam
no pain with tramadol: tramadol|not kratom free: kratom|kratom free sample: kratom|kratom with no Xanax: kratom"""


@pytest.mark.parametrize("line", TAKEN.replace("\n", "|").split("|"))
def test_a_word_of_denial_hides_nothing_that_it_does_not_clearly_name(line: str) -> None:
    typed, _colon, ingredients = line.rpartition(": ")
    found = match(typed, load())
    assert found is not None
    assert set(found.ingredients) == set(ingredients.split())


@pytest.mark.parametrize(
    ("typed", "how", "day"),
    [
        ("phenelzine (stopped last week)", "stopped", None),
        ("phenelzine stopped May 2020", "stopped", "2020-05"),
        ("phenelzine, stopped 2020-05-17", "stopped", "2020-05-17"),
        ("phenelzine, stopped 2020-19", "stopped", "2020"),
        ("phenelzine 2015 - 2017", "until", "2017"),
        ("allergic to phenelzine", "never", None),
    ],
)
def test_how_and_until_when_it_was_taken_is_kept(typed: str, how: str, day: str | None) -> None:
    found = match(typed, load())
    assert found is not None
    assert [(one.keys, one.how, one.day) for one in found.denied] == [(("phenelzine",), how, day)]


@pytest.mark.parametrize(
    ("typed", "ingredients"),
    [
        ("stopped Valium, Xanax now", {"alprazolam"}),
        ("Xanax since I stopped Valium", {"alprazolam"}),
        ("Xanax 0.5 mg stopped, restarted 2021", {"alprazolam"}),
        ("oxycodone (stopped working)", {"oxycodone"}),
        ("oxycodone, allergic to codeine", {"oxycodone"}),
        ("Xanax, not taking more than two", {"alprazolam"}),
    ],
)
def test_what_is_taken_is_not_lost_beside_what_is_not(typed: str, ingredients: set[str]) -> None:
    found = match(typed, load())
    assert found is not None
    assert set(found.ingredients) == ingredients


def test_a_name_that_is_not_known_stays_so_beside_what_was_stopped() -> None:
    assert match("stopped Xanax, xqzt", load()) is None
