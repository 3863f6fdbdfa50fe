"""The scales in words: one place for all, and the documentation says the same."""

from pathlib import Path
from typing import get_args

from counterpoise.knowledge.records import ESTABLISHED, Grade, Tag
from counterpoise.knowledge.scales import grades, tags

PAGE = (Path(__file__).parents[2] / "docs" / "knowledge.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| `")]


def test_every_step_has_words_and_there_is_no_other() -> None:
    assert tuple(grades()) == get_args(Grade)
    assert set(tags()) == set(get_args(Tag)) > set(ESTABLISHED)
    names = [step.name for step in (*grades().values(), *tags().values())]
    assert len(set(names)) == len(names)


def test_the_documentation_says_what_the_pages_say() -> None:
    for grade, step in grades().items():
        assert [f"`{grade}`", step.means, step.name] in ROWS
    for tag, step in tags().items():
        shown = "the fact" if tag in ESTABLISHED else '"not checked against the original"'
        assert [f"`{tag}`", step.means, shown] in ROWS
