"""What a line about a medicine says is not taken: "allergic to codeine", "Xanax (stopped 2019)", "no opioids".

Only a denial that clearly names the medicine counts. A word alone proves nothing: "Benadryl for allergy",
"Wellbutrin to quit smoking" and "gabapentin, not taken on weekends" are all taken. What is unclear counts as taken. The
words stand in `medicines.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, Protocol

from counterpoise.knowledge.records import Denials

How = Literal["never", "stopped", "until"]
"""Never taken (or not known to have been); taken once, and stopped; taken until a day, which may not have come yet."""

LONGEST_NAME = 5
"""Words of a name, at most."""
_CLAUSE = re.compile(
    r"([,;:()\[\]]|\.(?!\d)|\s[-–—]\s|\b(?:but|pero|aber)\b|\bnow\b(?=\s+\w)|\bahora\b(?=\s+(?!no\b|ya\b|nada\b)\w)"
    r"|\bsince\b(?!\s+(?:last\b|\d|[a-z]{3,9}\s+\d{4}|then\b)))"
)
_DAY = r"(?:(?:19|20)\d\d(?:-\d\d?){0,2})"
_RANGE = re.compile(
    r"\b(?:(?:from|desde|de|von)\s+)?(?:19|20)\d\d\s*(?:-|–|—|to|till|until|a|hasta|bis)\s*((?:19|20)\d\d)\b(?![-/]\d)"
)
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11},
    **{"dec": 12, "ene": 1, "abr": 4, "agosto": 8, "set": 9, "dic": 12, "mai": 5, "okt": 10, "dez": 12},
}
"""How the months begin in English, Spanish and German; "ago" alone is no August: "years ago"."""
_MONTH_AND_YEAR = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+(?:del?\s+)?((?:19|20)\d\d)\b")
_UNTIL = re.compile(
    rf"\b(?:until|till|til|hasta|bis)\s+(?:(?:el|ano|in|im|jahr)\s+)*({_MONTH_AND_YEAR.pattern}|{_DAY})\s*$"
)
_NUMBER, _YEAR = re.compile(r"[\d/.-]+"), re.compile(r"\b(?:19|20)\d\d\b")
_AMOUNT = re.compile(r"\d\s*(?:mg|mcg|µg|g|ml)\b")
_NUMBERED = re.compile(r"\b(?:no|nr)\.?\s*(?=\d+\b(?!-))")
_SWITCHED = (
    re.compile(r"\b(?:switched|changed|moved) from (.+?) to (.+)"),
    re.compile(r"\b(?:cambie|cambiado|pase|pasado) de (.+?) al? (?!\d)(.+)"),
    re.compile(r"\bantes (.+?),? (?:y )?ahora (.+)"),
)
_WITH = re.compile(
    r"\b(?:no|sin|kein|ohne)(?: (?:tomo|bebo))? ([^,;:()]+?)"
    r" (?:together with|with|while on|when on|junto con|con|zusammen mit|mit|zu) ([^,;:()]+)"
)
"""What is not drunk stands before what is taken: "no alcohol with Xanax"."""
_FREE = re.compile(r"(\w+)(?:-| )free\b(?!\s+(?:samples?|trial|gift|shipping|pack|of|from)\b)")
"""What names what is not in it: "kratom-free tea"."""
_DAYS_AGO = re.compile(
    r"\b(?:yesterday|today|tonight|this morning|last night|this week"
    r"|(?:a|one|two|three|four|five|six|few|couple of|couple|[1-6]) days? ago"
    r"|ayer|hoy|anoche|esta semana|hace (?:un|dos|tres|cuatro|cinco|seis|pocos|[1-6]) dias?|gestern)\b"
)
_JOINED = re.compile(r"[,;:+&/]|\b(?:and|or|with|plus|y|e|o|u|con|und|oder|mit)\b")
_LINKED = re.compile(rf"^\s*(?:{_JOINED.pattern})")
"""Where another thing begins: "vodka and beer without alcohol"."""


@dataclass(frozen=True, slots=True)
class Denied:
    """What is said not to be taken, and the day until which it was, where that is told: "2019", "2020-05".

    lately: a day or few before it was written, "yesterday": which day that was nobody can tell from the words.
    """

    keys: tuple[str, ...]
    how: How
    day: str | None = None
    lately: bool = False


@dataclass(slots=True)
class Line:
    """The parts of a line that name what is taken, and what others deny."""

    taken: list[str] = field(default_factory=list)
    denied: list[Denied] = field(default_factory=list)


class Names(Protocol):
    """What a dictionary of medicines can tell of a text."""

    def purely(self, text: str, aside: frozenset[str] | None = None) -> tuple[str, ...]:
        """The ingredients, where the text holds nothing but names and the words that may stand beside them."""

    def somehow(self, text: str) -> tuple[str, ...]:
        """The ingredients, whatever else the text holds."""


class Reader:
    """The words of denial, made ready once. whole: names of products that hold such a word ("Tylenol Allergy")."""

    def __init__(self, words: Denials, whole: Iterable[str]) -> None:
        self._never = frozenset((*words.never_before, *words.never_after, *words.never_headings))
        self._anywhere, self._illness = frozenset(words.anywhere), frozenset(words.illness)
        self._before = _any((*words.never_before, *words.stopped_before))
        self._after = _any((*words.never_after, *words.stopped_after))
        self._headings = _any((*words.never_headings, *words.stopped_headings))
        self._again, self._negated = _any(words.again), _any(words.negations, r"\s*$")
        self._purpose = _any(words.purpose, r"\s*$")
        self._free = {key: _any(phrases) for key, phrases in words.free_of.items()}
        self._around, self._when = frozenset(words.around), frozenset(words.when)
        self._joining = frozenset(words.joining)
        self._for_illness = frozenset(words.taken_for_illness)
        joined = sorted((r"[\W_]*".join(name) for name in whole), key=len, reverse=True)
        self._whole = re.compile(rf"\b(?:{'|'.join(joined)})\b" if joined else r"(?!)")

    def read(self, text: str, names: Names) -> Line:
        """Of a line in lower case without apostrophes."""
        line = Line()
        text = self._whole.sub(lambda found: re.sub(r"[\W_]", "", found[0]), text)
        text = self._without(_NUMBERED.sub("", text), names, line)
        if self._again.search(text):
            line.taken.append(text)
            return line
        whole, text = text, _RANGE.sub(r"until \1", text)
        for switched in _SWITCHED:
            text = switched.sub(lambda found: self._switched(found, names), text)
        text = _WITH.sub(lambda found: self._turned(found, names), text)
        pieces = _CLAUSE.split(text)
        heading: How | None = None
        for part, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            if not part.strip():
                continue
            if mark == ":" and self._headings.fullmatch(part.strip()):
                heading = self._how(part.strip())
            elif heading is None or _AMOUNT.search(part):
                heading = None
                self._part(part.strip(), names, line)
            elif keys := names.purely(part, self._joining):
                line.denied.append(Denied(keys, heading))
            if mark in (";", "."):
                heading = None
        line.taken = [part for part in line.taken if self._trimmed(part)]
        return line if line.denied else Line([whole])

    def _without(self, text: str, names: Names, line: Line) -> str:
        """The text without what it says is not in it: "alcohol-free beer", "beer 0.0 %"."""
        for key, free in self._free.items():
            while (found := free.search(text)) is not None:
                before, after = text[: found.start()], text[found.end() :]
                ends = () if _LINKED.match(after) else _ends(after)
                length = next((end for end in ends if names.purely(after[:end]) == (key,)), 0)
                cut, start = max((joined.span() for joined in _JOINED.finditer(before)), default=(0, 0))
                if length:
                    after = after[length:]
                elif names.somehow(before[start:]) == (key,) or not (before + after).strip():
                    before, after = before[:cut], _LINKED.sub(" ", after)
                elif names.purely(before[start:] + found[0]) or any(names.purely(w) == (key,) for w in _words(before)):
                    break  # a name of its own, "bebida sin alcohol"; or of another thing, "gin con tónica sin alcohol"
                else:
                    text = f"{before} {after}"
                    continue
                line.denied.append(Denied((key,), "never"))
                text = f"{before} {after}"
        return _FREE.sub(lambda found: self._named_free(found, names, line), text)

    def _switched(self, found: re.Match[str], names: Names) -> str:
        """Only from one medicine to another: "changed from codeine to a lower dose" is no end of it."""
        return f"stopped {found[1]}, {found[2]}" if names.somehow(found[2]) else found[0]

    def _turned(self, found: re.Match[str], names: Names) -> str:
        """Only of a drink is that sure: "no Xanax with alcohol" may be one who takes Xanax, and does not drink then."""
        drink = {*names.purely(found[1])}
        return f"{found[2]}, no {found[1]}" if drink and drink <= self._free.keys() else found[0]

    def _named_free(self, found: re.Match[str], names: Names, line: Line) -> str:
        keys = names.purely(found[1])
        if not keys or self._negated.search(found.string[: found.start()]):
            return found[0]
        line.denied.append(Denied(keys, "never"))
        return " "

    def _part(self, part: str, names: Names, line: Line) -> None:
        if (until := _UNTIL.search(part)) is not None:
            head = self._trimmed(part[: until.start()])
            if keys := names.purely(head) if head else self._last(line, names, "until"):
                line.denied.append(Denied(keys, "until", _day(until[1])))
                return
        for lead, denied in self._denials(part, names, line):
            if lead:
                line.taken.append(lead)
            line.denied.append(denied)
            return
        line.taken.append(part)

    def _denials(self, part: str, names: Names, line: Line) -> Iterator[tuple[str, Denied]]:
        """What a part clearly denies, and what stands before that and is taken."""
        for found in self._before.finditer(part):
            words, lead = _phrase(found), self._trimmed(part[: found.start()])
            rest, when = self._dated(part[found.end() :])
            if not rest or self._none_after(part[: found.start()]):
                continue
            if lead and not (words in self._anywhere and names.purely(lead)):
                continue
            if keys := names.purely(rest, self._joining):
                yield lead, Denied(keys, "stopped" if when else self._how(words), _day(when), _lately(when))
        for found in self._after.finditer(part):
            words, before = _phrase(found), part[: found.start()]
            rest, when = self._dated(part[found.end() :])
            if rest or self._none_after(before):
                continue
            head = self._trimmed(before)
            keys = names.purely(head) if head else self._last(line, names, words)
            if keys and not (words in self._illness and self._for_illness & {*keys}):
                how: How = "stopped" if when and words != "no" else self._how(words)
                yield "", Denied(keys, how, _day(when), _lately(when))

    def _none_after(self, before: str) -> bool:
        """Whether a denial is none after these words: "have not" stopped, "for" an allergy, "when" not taking."""
        return bool(self._negated.search(before) or self._purpose.search(before))

    def _last(self, line: Line, names: Names, words: str) -> tuple[str, ...]:
        """What stands before a part that denies and names nothing ("stopped 2019"): it is denied, and taken out."""
        keys = names.somehow(line.taken[-1]) if line.taken else ()
        if keys and not (words in self._illness and self._for_illness & {*keys}):
            line.taken.pop()
            return keys
        return ()

    def _how(self, words: str) -> How:
        return "never" if words in self._never else "stopped"

    def _trimmed(self, text: str) -> str:
        """Without the words that say only who or how: "I am", "was"."""
        words = text.split()
        while words and words[-1] in self._around:
            words.pop()
        while words and words[0] in self._around:
            words.pop(0)
        return " ".join(words)

    def _dated(self, text: str) -> tuple[str, str]:
        """A text, and the words of time at its end."""
        words = text.split()
        place = len(words)
        while place and (words[place - 1] in self._when or _NUMBER.fullmatch(words[place - 1])):
            place -= 1
        if any(word in self._when or _YEAR.search(word) for word in words[place:]):
            return " ".join(words[:place]), " ".join(words[place:])
        return " ".join(words), ""


def _day(when: str) -> str | None:
    if (found := _MONTH_AND_YEAR.search(when)) is not None:
        return f"{found[2]}-{_MONTHS[found[1]]:02d}"
    day = re.search(rf"\b{_DAY}\b", when)
    return None if day is None else _sane(day[0])


def _lately(when: str) -> bool:
    return _DAYS_AGO.search(when) is not None


def _sane(day: str) -> str:
    """As much of a date as can be one: of "2019-17" the year."""
    parts = day.split("-")
    fits = [True, *(1 <= int(part) <= most for part, most in zip(parts[1:], (12, 31), strict=False))]
    return "-".join(part for place, part in enumerate(parts) if all(fits[: place + 1]))


def _any(phrases: Iterable[str], after: str = "") -> re.Pattern[str]:
    """One of these phrases as whole words, the longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    choices = "|".join(r"[\s-]+".join(map(re.escape, phrase.split())) for phrase in ordered)
    return re.compile(rf"(?<![\w.])(?<!\d,)(?:{choices})(?!\w){after}" if choices else r"(?!)")


def _phrase(found: re.Match[str]) -> str:
    return " ".join(re.split(r"[\s-]+", found[0]))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _ends(text: str) -> Iterator[int]:
    """Where the first words end."""
    yield from (found.end() for found in islice(re.finditer(r"\w+", text), LONGEST_NAME))
