"""What the form of a dose offers."""

from django.test import Client


def test_the_units_of_what_is_taken_beside_are_offered(browser_of_alice: Client) -> None:
    page = browser_of_alice.get("/dose/new/").content.decode()
    for word in ("Caffeine", "Exercise", "drink", "session", "min"):
        assert f'<option value="{word}">' in page
