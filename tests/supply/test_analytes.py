"""The short list of analytes that the reading process loads is that of the packs."""

from counterpoise.knowledge.load import load
from counterpoise.knowledge.names import plain_names
from counterpoise.supply.certificates.meaning.analytes import analytes


def test_it_has_the_names_and_kinds_of_the_packs() -> None:
    packs = {key: (one.kind, plain_names(one)) for key, one in load().analytes.items()}
    assert {key: (one.kind, set(one.names)) for key, one in analytes().items()} == packs
