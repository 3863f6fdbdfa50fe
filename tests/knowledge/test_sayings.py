"""What people say they noticed, in their own words, and the kind that it is."""

import pytest

from counterpoise.knowledge.load import load

SAID = {
    "slow_breathing": "can't breathe|can’t breathe|Cannot breathe|slow-breathing|slow breathing|SHALLOW BREATHING",
    "suicidal_thoughts": "suicidal|suicidal ideation|want to die|suicidial thoughts|kill myself",
    "seizure": "seizures|convulsion|a fit",
    "jaundice": "yellow eyes|Yellow skin",
    "chest_pain": "chest pains|chest  pain|chest_pain",
    "cannot_be_woken": "unconscious|unconcious",
    "overdose": "overdose|OD",
    "fainting": "passed out|blacked out",
    "dark_urine": "dark pee|Dark urine",
}
OWN = ["fuzzy", "", "  ", "fitness", "tired", "no seizures", "breathing exercise", "vomiting blood"]


@pytest.mark.parametrize(("key", "said"), [(key, one) for key, all_ in SAID.items() for one in all_.split("|")])
def test_a_grave_sign_is_known_in_the_persons_own_words(key: str, said: str) -> None:
    assert load().effect(said) == key


@pytest.mark.parametrize("said", OWN)
def test_other_words_stay_the_persons_own(said: str) -> None:
    assert load().effect(said) is None


def test_every_name_leads_to_its_kind() -> None:
    kinds = load().effects
    for key, kind in kinds.items():
        assert {load().effect(name) for name in (key, kind.name, *kind.aliases)} == {key}
    assert [key for key, kind in kinds.items() if kind.urgency != "record" and not kind.aliases] == []
