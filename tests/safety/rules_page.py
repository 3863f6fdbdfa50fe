"""docs/rules.md: every rule and pair as it stands in the packs; `python -m tests.safety.rules_page` writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import AsOpioid, Fact, Pair, Rule
from counterpoise.report import facts, names
from counterpoise.report.found import severities
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "rules.md"
HEAD = """# The rules of safety

Written from the packs by `python -m tests.safety.rules_page`; a test compares. What is watched for, where the lines
are drawn, what is said to do and who says so. Words in braces are filled in. *Our choice* is a line that we drew and
that is published nowhere; the sources then say what made us draw it. *Not checked* is what we did not read in the
original. How the rules work together stands in [safety.md](safety.md); absence here is no evidence of safety.
"""
PAIR = {"X": "not without whoever prescribes it", "M": "major", "m": "moderate"}


def page() -> str:
    """docs/rules.md as it has to be."""
    return "\n".join([HEAD, *_what_can_be_said(), *_rules(), *_pairs()]) + "\n"


def _what_can_be_said() -> Iterator[str]:
    yield "## What can be said to do\n"
    yield "A closed set; nothing in it names an amount, a next dose or a higher one.\n"
    yield from (f"- `{name}`: {action.text}" for name, action in load().actions.items())


def _rules() -> Iterator[str]:
    topic = ""
    for key, rule in load().rules.items():
        if key.partition(".")[0] != topic:
            topic = key.partition(".")[0]
            yield f"\n## {topic.capitalize()}"
        yield from _rule(key, rule)


def _rule(key: str, rule: Rule) -> Iterator[str]:
    yield f"\n### {rule.title} (`{key}`)\n"
    yield f"`{rule.severity}`: *{severities()[rule.severity]}*. {rule.reason}\n"
    if rule.days is not None:
        yield f"- looks back: {rule.days} days"
    yield from _lines(rule.limits)
    yield f"- to do: {', '.join(f'`{action}`' for action in rule.actions)}"
    yield f"- {_said_by(rule, rule.our_choice)}"


def _lines(limits: Mapping[str, Fact]) -> Iterator[str]:
    for name, limit in limits.items():
        ours = set(limit.sources) == {"counterpoise-model"}
        yield f"- `{name}`: {limit.label}: {facts.value(limit)} ({_said_by(limit, ours)})"


def _pairs() -> Iterator[str]:
    for substance, pairs in load().interactions.items():
        yield f"\n## {names.substance(substance)} together with"
        for key, pair in pairs.items():
            yield f"\n### {names.substance(substance)}: {pair.name} (`{key}`)\n"
            yield f"*{PAIR[pair.severity]}*, found as `interaction.{key}`. {pair.reason}\n"
            if pair.both_logged is not None:
                yield f"- both logged as doses while both act: `{pair.both_logged}`"
            yield f"- to do: {', '.join(f'`{action}`' for action in pair.actions)}"
            yield f"- {_said_by(pair, pair.our_choice)}"
            if pair.as_opioid is not None:
                yield f"- {pair.as_opioid.text}: {_said_by(pair.as_opioid, ours=False)}"


def _said_by(part: Rule | Pair | AsOpioid | Fact, ours: bool) -> str:
    said = ["our choice"] if ours else []
    sources = [f"`{key}`" for key in part.sources if key != "counterpoise-model"]
    if sources:
        said.append(f"{'because of' if ours else 'source'}: {', '.join(sources)}")
    said.append(part.grade)
    said.append(f"looked at {part.reviewed}")
    if not part.established:
        said.append("not checked against the original")
    return "; ".join(said)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
