"""Findings in words: for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Any

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Pair, Rule
from counterpoise.safety import not_looked
from counterpoise.safety.finding import Finding
from counterpoise.text import _, ngettext


def severities() -> dict[str, str]:
    """What each severity means to a person."""
    return {
        "emergency": _("Emergency"),
        "urgent": _("Talk to someone today"),
        "warning": _("Bring it up soon"),
        "notice": _("Good to know"),
    }


def basis(found: Finding) -> Rule | Pair:
    """The rule or the pair of the packs that a finding comes from."""
    rule = not_looked.RULE if found.rule == not_looked.NAME else load().rules.get(found.rule)
    if rule is not None:
        return rule
    key = found.rule.partition(".")[2]
    named = found.cause.split(":")
    pairs = {substance: pairs[key] for substance, pairs in load().interactions.items() if key in pairs}
    of_it: Sequence[Pair] = [pairs[substance] for substance in named if substance in pairs] or [*pairs.values()]
    return next((pair for pair in of_it if found.sources[: len(pair.every_source)] == pair.every_source), of_it[0])


def findings_in_words(findings: dict[str, Any]) -> str:
    """findings: the JSON form of them."""
    words = severities()
    blocks = list(_ahead(findings))
    if not findings["findings"]:
        blocks.append(_("Nothing was found. The rules see only what is recorded, and do not cover everything."))
    for found in findings["findings"]:
        lines = [f"{words[found['severity']]}: {found['title']}"]
        lines += [fill(text, 100, initial_indent="  ", subsequent_indent="  ") for text in (found["reason"],)]
        lines += [fill(found["action"], 100, initial_indent="  ", subsequent_indent="  ")]
        sources = _("Sources: {sources}").format(sources=", ".join(found["sources"]))
        lines += [f"  {sources}"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _ahead(findings: dict[str, Any]) -> Iterator[str]:
    """Entries that were not looked at because they are dated later than the moment looked from."""
    count = findings.get("ahead", 0)
    if count:
        yield ngettext(
            "{count} entry is dated later than {now} and was not looked at: is its date right?",
            "{count} entries are dated later than {now} and were not looked at: are their dates right?",
            count,
        ).format(count=count, now=findings["now"])
