"""A rule of the packs that its code cannot use: said as the mistake of a pack, with its place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counterpoise import knowledge as shipped
from counterpoise.diary import Diary, Effect, Person
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.safety.case import Case
from counterpoise.safety.rules import signs
from tests.knowledge.broken import change
from tests.safety.test_wording import NOW

Rules = Callable[[str, str], Knowledge]


@pytest.fixture
def changed(tmp_path: Path) -> Rules:
    def with_change(old: str, new: str) -> Knowledge:
        shutil.copytree(Path(shipped.__file__).parent, tmp_path / "packs", ignore=shutil.ignore_patterns("*.py"))
        change(tmp_path / "packs", "safety/signs.toml", old, new, after="[emergency")
        return Knowledge(tmp_path / "packs")

    return with_change


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{sign}", "{sing}", r"safety/signs\.toml: emergency: nothing fills in 'sing'"),
        ("[emergency.limits.hours]", "[emergency.limits.hour]", r"safety: emergency\.limits\.hours: missing"),
    ],
)
def test_a_word_or_a_line_that_the_rule_does_not_know_is_told(changed: Rules, old: str, new: str, said: str) -> None:
    diary = Diary(person=Person(time_zone="UTC"), doses=(), ratings=(), effects=(Effect(at=NOW, kind="blue_lips"),))
    with pytest.raises(BrokenPack, match=said):
        list(signs.find(Case(diary, changed(old, new), NOW)))
