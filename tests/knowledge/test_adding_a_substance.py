"""Adding a substance is copying a folder: no code changes, and everything that reads packs knows it."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from counterpoise import assessment
from counterpoise.knowledge.as_json import as_json
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.report.pack import in_words
from counterpoise.science.priors import NAMES, SIZE


@pytest.fixture
def with_moonleaf(packs: Path) -> Knowledge:
    """The packs and a copy of a folder under another name, changed as the recipe says."""
    shutil.copytree(packs / "substances" / "kratom", packs / "substances" / "moonleaf")
    file = packs / "substances" / "moonleaf" / "substance.toml"
    text = re.sub(r"^aliases = .*$", 'aliases = ["moon leaf tea"]', file.read_text(encoding="utf-8"), flags=re.M)
    text = text.replace('name = "Kratom"', 'name = "Moonleaf"').replace("centre = 2.5\n", "centre = 4.5\n")
    file.write_text(text, encoding="utf-8")
    return Knowledge(packs)


def test_it_is_found_by_its_names_and_takes_none_of_another(with_moonleaf: Knowledge) -> None:
    added = with_moonleaf.substance("Moon-leaf tea")
    assert added is not None
    assert (added.key, added.name) == ("moonleaf", "Moonleaf")
    assert with_moonleaf.substance("ketum") is with_moonleaf.substances["kratom"]
    assert list(with_moonleaf.everything())


def test_the_science_gets_its_priors(with_moonleaf: Knowledge) -> None:
    place = NAMES.index("half_life_h")
    added, kratom = (assessment.priors(with_moonleaf.kinetics(name)) for name in ("moonleaf", "kratom"))
    assert (added.centre[place], kratom.centre[place]) == (4.5, 2.5)
    drawn = added.theta(np.zeros((1, SIZE)))
    assert drawn["half_life_h"] == pytest.approx(4.5)


def test_it_is_shown_like_any_other(with_moonleaf: Knowledge) -> None:
    pack = with_moonleaf.substances["moonleaf"]
    told = in_words(pack, with_moonleaf)
    assert told.startswith("Moonleaf\n")
    assert "Also called: moon leaf tea" in told
    assert "Half-life of mitragynine in blood" in told
    assert as_json(pack, with_moonleaf)["key"] == "moonleaf"


def test_a_copy_that_keeps_the_names_is_refused(packs: Path) -> None:
    shutil.copytree(packs / "substances" / "kratom", packs / "substances" / "moonleaf")
    with pytest.raises(BrokenPack, match=r"substances/moonleaf/substance\.toml: aliases: '\w+' already names kratom"):
        Knowledge(packs).substances  # noqa: B018 - read when it is asked for
