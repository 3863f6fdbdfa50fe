"""The command line as a page of docs/commands.md; `python -m tests.house.commands` writes it there."""

import argparse
import re
from collections.abc import Iterator

from counterpoise.cli import parser
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "commands.md"
WRITTEN = re.compile(r"(?<=<!-- commands -->\n).*?(?=<!-- end of commands -->)", re.S)


def words() -> dict[str, argparse.ArgumentParser]:
    """Every word of the program with its own parser."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


def arguments(word: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in word._actions if not isinstance(action, argparse._HelpAction)]


def shown(action: argparse.Action) -> str:
    """`FILE …`, or `-o, --output FILE`."""
    name = action.metavar if isinstance(action.metavar, str) else action.dest
    value = f"{name} …" if action.nargs in ("*", "+") else name
    if not action.option_strings:
        return f"[{value}]" if action.nargs in ("*", "?") else value
    taken = "" if action.nargs == 0 else f" [{value}]" if action.nargs == "?" else f" {value}"
    return ", ".join(action.option_strings) + taken


def lines(name: str, word: argparse.ArgumentParser) -> Iterator[str]:
    positional = " ".join(shown(action) for action in arguments(word) if not action.option_strings)
    yield f"\n## `{f'{name} {positional}'.strip()}`\n"
    description = (word.description or "").strip()
    yield f"{description[:1].upper()}{description[1:]}{'' if description.endswith('.') else '.'}\n"
    for action in arguments(word):
        choices = f" One of: {', '.join(map(str, action.choices))}." if action.choices else ""
        meaning = (action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%")
        yield f"- `{shown(action)}`: {meaning}{choices}"


def page() -> str:
    """docs/commands.md as it has to be."""
    written = "\n".join(line for name, word in words().items() for line in lines(name, word))
    return WRITTEN.sub(lambda _match: f"{written}\n\n", PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
