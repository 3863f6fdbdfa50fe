"""Signs among the other words of a person, and words that only look like one."""

import pytest

from counterpoise.knowledge.load import load
from counterpoise.safety.case import LASTS
from counterpoise.safety.said import degree, kinds

SIGNS = {
    "chest_pain": [
        "severe chest pain",
        "cardiac arrest",
        "my chest feels tight after coffee",
        "really bad chest pain last night",
        "sevre chest pain",
        "chest pane",
        "no nausea but chest pain",
        "not fainted, chest pain",
    ],
    "blue_lips": [
        "lips blue",
        "blue lips and nails",
        "turned blue",
        "My lips went blue",
        "BLUE LIPS!!",
    ],
    "slow_breathing": [
        "slow breath",
        "breathing slow",
        "respiratory depression",
        "stopped breathing in my sleep",
        "i can't catch my breath",
        "trouble with breathing",
        "breathing is very shallow",
    ],
    "cannot_be_woken": [
        "couldn't wake up",
        "wouldn't wake up",
        "friends found me unconscious",
        "can't wake my husband",
        "my wife could not wake me",
        "nobody could wake me up",
        "was unconcious for a minute",
    ],
    "suicidal_thoughts": [
        "suicidal feelings",
        "thinking of killing myself",
        "suicide thoughts",
        "wanna die",
        "wishing I wouldn't wake up",
        "sucidal",
        "i want to kill myself",
        "don't want to live anymore",
        "never stopped thinking about suicide",
    ],
    "seizure": [
        "convulsed",
        "seizures x2",
        "siezure last night",
        "had another seizure this morning",
    ],
    "jaundice": [
        "Yellow skin or eyes",
        "mild jaundice",
        "eyes look yellow",
        "whites of my eyes are yellow",
    ],
    "jaundice,dark_urine": [
        "yellow eyes and dark urine",
        "jaundice/dark urine",
    ],
    "dark_urine": [
        "dark brown urine",
        "very dark urine",
        "pee is dark like tea",
        "chest pain free now but dark urine",
    ],
    "itching": [
        "itching all over",
        "itchy skin at night",
    ],
    "right_upper_pain": [
        "pain right upper abdomen",
        "pain under right ribs",
    ],
    "chest_pain,irregular_heartbeat": [
        "chest pressure and palpitations",
    ],
    "fainting": [
        "fainted in the shower",
        "nearly fainted",
        "felt faint",
    ],
    "overdose": [
        "i took too much kratom",
    ],
    "irregular_heartbeat": [
        "heart skipping beats all night",
    ],
    "fever_stiffness": [
        "high fever and stiff muscles",
    ],
    "confusion,hallucinations": [
        "confused and hallucinating",
    ],
    "bloody_diarrhoea,diarrhoea": [
        "diarrhea, fever since Monday",
    ],
    "bloody_diarrhoea": [
        "blood in my stool",
    ],
    "dark_urine,pale_stools": [
        "pale stools & dark urine",
    ],
    "constipation": [
        "severe constipation",
    ],
    "hallucinations": [
        "hearing voices at night",
    ],
}
NEAR = [
    "no chest pain",
    "chest workout",
    "blue mood",
    "yellow pill",
    "breathing exercises",
    "slow walk",
    "dark chocolate",
    "itching to go",
    "no seizures",
    "denies suicidal thoughts",
    "never suicidal",
    "chest pain free",
    "no more chest pain",
    "no thoughts of suicide",
    "chest press day",
    "slow breathing exercise",
    "deep slow breaths",
    "feeling fit",
    "very fit today",
    "coughing fit",
    "a fit of laughter",
    "back is killing me",
    "hurt myself lifting",
    "blue nails polish",
    "blue sky",
    "the blue pill",
    "dark mood",
    "dark night",
    "coffee made me pee a lot",
    "right knee pain",
    "right side of my back hurts",
    "lower right back pain",
    "pain in my right hip",
    "white wine",
    "pale face",
    "brown rice",
    "yellow light hurts my eyes",
    "orange juice",
    "confused about dosing",
    "faint smell",
    "faint headache",
    "passed out flyers",
    "took too much time",
    "odd",
    "oddly calm",
    "heart rate 80",
    "panic attack, heart racing",
    "stuffy nose hard to breathe",
    "out of breath after the stairs",
    "couldn't wake up early",
    "can't wake up in the morning",
    "seeing things clearly",
    "skipped breakfast",
    "heartburn",
    "my mother had a seizure",
    "lips not blue",
    "eyes are not yellow",
    "breathing fine",
    "no trouble breathing",
    "not short of breath",
    "no chest pain, fainting or seizures",
    "no itching or jaundice",
    "itchy nose",
    "mosquito bite itching",
    "dying to see you",
    "suicide squad movie",
    "collapsed tent",
    "unresponsive to ibuprofen",
    "stiff neck",
    "hay fever and stiff neck",
    "chest hair",
    "seizure free",
    "chest didn't hurt",
    "tired",
    "fuzzy",
    "vomiting blood",
    "breathing exercise",
    "fitness",
    "pain in chest: no",
    "urine dark? no",
    "stool white kitchen",
    "need some breathing room",
    "slept like the dead",
    "wish my phone was not dead",
    "took too many steps",
    "want to die laughing",
    "blood pressure high",
    "blood test",
    "took a walk",
    "skin cream yellow",
    "yellow strain",
    "red vein",
    "white vein upset stomach",
]


@pytest.mark.parametrize(("said", "found"), [(one, keys) for keys, every in SIGNS.items() for one in every])
def test_a_sign_is_found_among_other_words(said: str, found: str) -> None:
    assert {*kinds(load(), said)} == {*found.split(",")}


@pytest.mark.parametrize("said", NEAR)
def test_words_that_only_look_like_a_sign_are_none(said: str) -> None:
    packs = load().effects
    assert [key for key in kinds(load(), said) if key == "itching" or packs[key].urgency != "record"] == []


def test_every_name_of_every_kind_leads_to_it() -> None:
    for key, kind in load().effects.items():
        assert {one for name in (key, kind.name, *kind.aliases) for one in kinds(load(), name)} == {key}


def test_words_say_how_strong_it_is() -> None:
    said = ("mild itching", "Severe chest pain", "chest pain", "")
    assert [degree(load(), one) for one in said] == [1, 3, None, None]


def test_no_rule_takes_a_sign_to_go_on_for_longer_than_is_looked_at() -> None:
    signs = [rule for name, rule in load().rules.items() if name.startswith("signs.")]
    assert 0 < max(rule.limit("days_open") for rule in signs if "days_open" in rule.limits) <= LASTS.days
