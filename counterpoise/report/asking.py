"""Questions for a visit that the record itself gives rise to. They ask; none says what to do, and none goes up.

Each knows which parts of the report it can name: where one of these is left out, it goes with it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from counterpoise.diary import Diary, Question
from counterpoise.knowledge.load import Knowledge
from counterpoise.report import names
from counterpoise.report.figures import Json
from counterpoise.safety.finding import Finding
from counterpoise.text import _, ngettext

NOTED_DAYS = 30
"""So far back unwanted effects are looked through."""
MOST = 8
MOST_SIGNS = 200
BLOOD_TEST = "blood_test"
OF_A_FINDING = {
    "groups": ("who",),
    "labs": ("labs",),
    "load": ("taken", "medicines"),
    "medicines": ("medicines", "taken"),
    "plan": ("taken", "plan"),
    "products": ("taken", "products"),
    "signs": ("harms", "labs"),
    "slip": ("taken",),
    "use": ("taken", "dependence"),
}
"""By the file of its rule, what a finding can name beside itself."""
OF_ALL = ("who", "pain", "taken", "benefit", "harms", "medicines", "dependence", "labs")


def questions(
    diary: Diary, packs: Knowledge, findings: Sequence[Finding], answers: Json | None, now: dt.datetime
) -> tuple[Question, ...]:
    """The first ones that the record gives, each once, in the order of their weight.

    answers: those about pain, where they were worked out. An emergency is no question for a visit.
    """
    found = [
        *_of_findings(findings),
        *_naming(("benefit", "taken"), _of_answers(answers)),
        *_naming(("harms",), _of_effects(diary, packs, now)),
        *_naming(("labs",), _of_labs(diary, packs, findings)),
        *_naming(("taken", "products"), _of_bags(diary)),
        *_naming(("medicines",), _of_medicines(diary)),
    ]
    first = {one.text: one for one in reversed(found)}
    return tuple(first[text] for text in list(dict.fromkeys(one.text for one in found))[:MOST])


def _naming(parts: tuple[str, ...], texts: Iterable[str]) -> Iterator[Question]:
    """Questions with the parts of the report that they can name."""
    for text in texts:
        yield Question(text=text, names=parts)


def _of_findings(findings: Iterable[Finding]) -> Iterator[Question]:
    """What is found and is open, in its own words."""
    text = _("My diary shows: “{title}”. What do you make of it?")
    room = MOST_SIGNS - len(text.format(title=""))
    for one in findings:
        if one.severity in ("urgent", "warning"):
            title = one.title if len(one.title) <= room else one.title[: room - 1] + "…"
            parts = OF_A_FINDING.get(one.rule.partition(".")[0], OF_ALL)
            yield Question(text=text.format(title=title), names=tuple(dict.fromkeys(("harms", *parts))))


def _of_answers(answers: Json | None) -> Iterator[str]:
    """What the record cannot tell, or tells against."""
    verdict = None if answers is None else answers["verdict"]
    asked = {
        "cannot_tell": _("My record cannot tell yet whether kratom helps my pain. How else could we find out?"),
        "no_clear_help": _("My record shows no clear help against pain. What else is there for my pain?"),
        "worse": _("My record shows more pain, not less. What else is there for my pain?"),
    }
    if verdict in asked:
        yield asked[verdict]


def _of_effects(diary: Diary, packs: Knowledge, now: dt.datetime) -> Iterator[str]:
    since = now - dt.timedelta(days=NOTED_DAYS)
    lately = Counter(packs.effect(one.kind) or one.kind for one in diary.effects if since <= one.at <= now)
    for kind, count in lately.most_common(2):
        if kind in packs.effects and packs.effects[kind].wanted:
            continue
        yield ngettext(
            "I noted {count} time in 30 days: {effect}. Could it come from something I use?",
            "I noted {count} times in 30 days: {effect}. Could it come from something I use?",
            count,
        ).format(count=count, effect=names.effect(kind))


def _of_labs(diary: Diary, packs: Knowledge, findings: Iterable[Finding]) -> Iterator[str]:
    """A blood test that a rule asks for, none at all, and values that no rule here reads."""
    if not diary.labs:
        yield _("There is no blood test on my record. Is one of the liver of use, and when?")
    elif any(BLOOD_TEST in one.actions for one in findings):
        yield _("Is it time for a blood test, and of what?")
    unknown = sorted({one.analyte for one in diary.labs if packs.blood_test(one.analyte) is None})
    if unknown:
        yield _("What does this value say: {name}?").format(name=", ".join(unknown)[:120])


def _of_bags(diary: Diary) -> Iterator[str]:
    """A bag in use of which no laboratory has said anything."""
    used = {dose.lot for dose in diary.doses if dose.lot}
    if any(lot.id in used and lot.gone_on is None and not lot.assays for lot in diary.lots):
        yield _("For my bag there is no laboratory certificate, so its strength is not known. What follows from that?")


def _of_medicines(diary: Diary) -> Iterator[str]:
    if any(one.until is None for one in diary.person.medicines):
        yield _("Do my medicines and kratom go together? The list is in my diary.")
