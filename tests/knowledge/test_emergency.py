"""Whom to call: by country, in the form people dial, honest about what is not known."""

import pytest

from counterpoise.knowledge.load import load

EMERGENCY = load().emergency
WANTED = [
    *("US", "CA", "MX", "GB", "IE", "AU", "NZ", "DE", "AT", "CH", "FR", "IT", "ES", "PT", "NL", "BE", "LU"),
    *("DK", "SE", "NO", "FI", "IS", "PL", "CZ", "JP", "IN", "ZA", "BR", "TH", "MY", "ID", "PH", "SG"),
]


def test_the_countries_are_there_and_each_has_an_emergency_number() -> None:
    assert list(EMERGENCY.countries) == WANTED
    assert all(len(country.emergency.number) <= 4 for country in EMERGENCY.countries.values())


@pytest.mark.parametrize(
    ("code", "number"), [("US", "911"), ("GB", "999"), ("AU", "000"), ("DE", "112"), ("JP", "119"), ("us", "911")]
)
def test_the_number_of_a_country(code: str, number: str) -> None:
    assert EMERGENCY.country(code).emergency.number == number


@pytest.mark.parametrize("code", [None, "", "ZZ"])
def test_elsewhere_the_number_of_most_mobile_phones(code: str | None) -> None:
    assert EMERGENCY.country(code).emergency.number == "112"
    assert EMERGENCY.country(code).poison is None


def test_what_we_do_not_know_is_none_and_what_we_did_not_read_says_so() -> None:
    assert EMERGENCY.country("ID").poison is None
    assert not EMERGENCY.country("TH").poison.established  # type: ignore[union-attr]
    assert EMERGENCY.country("US").poison.established  # type: ignore[union-attr]


def test_most_people_get_a_number_that_was_read_on_a_page() -> None:
    unread = [code for code, country in EMERGENCY.countries.items() if not country.emergency.established]
    assert unread == ["BR", "PH"]


def test_signs_come_with_breathing_first() -> None:
    assert list(EMERGENCY.signs)[:3] == ["slow_breathing", "blue_lips", "cannot_be_woken"]
    assert {"seizure", "chest_pain", "fainting", "fever_stiffness", "suicidal_thoughts"} <= set(EMERGENCY.signs)


def test_naloxone_is_said_to_wear_off() -> None:
    assert "again" in str(EMERGENCY.naloxone["wears_off"].value)
