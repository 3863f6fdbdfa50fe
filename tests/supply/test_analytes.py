"""The short list of analytes that the reading process loads is that of the packs."""

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.names import plain_names
from counterpoise.supply.certificates.meaning.analytes import analytes


def test_it_has_the_names_and_kinds_of_the_packs() -> None:
    packs = {key: (one.kind, plain_names(one)) for key, one in load().analytes.items()}
    assert {key: (one.kind, set(one.names)) for key, one in analytes().items()} == packs


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Mitragynine (MIT)", "mitragynine"),
        ("Mitragynine (HPLC)", "mitragynine"),
        ("7-Hydroxymitragynine (7-OH)", "7-hydroxymitragynine"),
        ("Lead [Pb]", "lead"),
        ("Total alkaloids (mitragynine)", None),
        ("Mitragynine (7-OH)", None),
    ],
)
def test_brackets_behind_a_name_hold_another_name_of_it_or_a_method(name: str, key: str | None) -> None:
    found = load().analyte(name)
    assert (found and found.key) == key
