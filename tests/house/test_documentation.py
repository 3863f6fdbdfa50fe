"""The documentation tells all there is, and nothing that is not there."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from counterpoise import diary_file
from tests.house import commands
from tests.house.tree import PACKAGE, ROOT, files, inside, name

PAGES = files(".md")
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
CODE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)|`[^`\n]+`", re.S | re.M)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.M)
COMMAND = re.compile(r"(?:^|[`$(]|&& )\s*(?:\./x|counterpoise)((?: [^`\n&|#<>;)…]+)?)", re.M)
OWN_WORDS = {"test", "lock"}
SETTING = re.compile(r"COUNTERPOISE_[A-Z_]+")


def anchors(path: Path) -> set[str]:
    """The names under which headings can be linked to, as GitHub makes them."""
    headings = HEADING.findall(re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.S | re.M))
    plain = [re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()) for heading in headings]
    return {heading.replace(" ", "-") for heading in plain}


def broken(path: Path) -> list[str]:
    wrong = []
    for target in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _sep, anchor = target.partition("#")
        aim = (path.parent / file) if file else path
        if not aim.exists() or (anchor and aim.suffix == ".md" and anchor not in anchors(aim)):
            wrong.append(f"{name(path)}: {target}")
    return wrong


def test_every_link_leads_somewhere() -> None:
    assert [wrong for path in PAGES for wrong in broken(path)] == []


def test_commands_md_tells_every_command_and_option() -> None:
    written = commands.PAGE.read_text(encoding="utf-8")
    assert commands.words().keys() >= {"serve", "import", "export", "answers", "simulate", "check"}
    assert written == commands.page(), "run: .venv/bin/python -m tests.house.commands"


def test_every_command_and_option_says_what_it_is_for() -> None:
    silent = [
        f"{word} {commands.shown(action)}"
        for word, parser in commands.words().items()
        for action in commands.arguments(parser)
        if not action.help
    ]
    assert silent == []
    assert all(parser.description for parser in commands.words().values())


@pytest.mark.parametrize("path", [path for path in PAGES if path.name != "commands.md"], ids=name)
def test_every_command_shown_can_be_typed(path: Path) -> None:
    """A line of documentation that starts with ./x or counterpoise is understood by the program."""
    for match in COMMAND.finditer(path.read_text(encoding="utf-8")):
        typed = shlex.split(match.group(1))
        if not typed or typed[0] in OWN_WORDS or not re.match(r"[a-z-]+$", typed[0]):
            continue
        if typed[0] == "--help" or typed == ["--version"]:
            continue
        assert typed[0] in commands.words(), f"{name(path)}: {match.group().strip()}"
        known = {option for action in commands.words()[typed[0]]._actions for option in action.option_strings}
        used = {word.split("=")[0].strip("[]") for word in typed[1:] if word.strip("[]").startswith("-")}
        assert used <= known, f"{name(path)}: {match.group().strip()}"


def test_every_setting_is_told() -> None:
    read = {setting for path in [*inside(PACKAGE, ".py"), ROOT / "x"] for setting in SETTING.findall(path.read_text())}
    told = set(SETTING.findall(commands.PAGE.read_text(encoding="utf-8")))
    assert read == told


def fields(schema: Any) -> set[str]:
    """The names of all properties, however deep."""
    if isinstance(schema, list):
        return set().union(*map(fields, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", ())).union(*map(fields, schema.values()))


def test_every_field_of_a_diary_is_told() -> None:
    written = fields(diary_file.schema())
    assert {"person", "amount_sd", "min_days_per_step"} <= written
    told = set(re.findall(r"`\"?([a-z_0-9]+)\"?`", (ROOT / "docs" / "diary.md").read_text(encoding="utf-8")))
    assert sorted(written - told) == []
