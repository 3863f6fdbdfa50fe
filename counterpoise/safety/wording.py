"""Words of the packs among words that people typed: whole words, whatever their case and marks, and not denied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(r"[:;()\[\]\n=?!]|\.(?!\d)|\s[-–—]\s|\b(?:but|however|though|although)\b", re.IGNORECASE)
_DENIED = frozenset(
    {
        *("no", "non", "not", "without", "never", "denies", "denied", "deny", "dont", "doesnt", "didnt", "havent"),
        *("hasnt", "hadnt", "isnt", "arent", "wasnt", "werent", "neither"),
    }
)
_ANSWERS = _DENIED | {"none", "nil", "negative", "family"}
"""What, alone after a mark, says that the part before it is not there, or not theirs: "epilepsy - none"."""
_BETWEEN = frozenset(
    {
        *("a", "an", "the", "any", "of", "history", "known", "current", "past", "previous", "prior", "signs"),
        *(
            "evidence",
            "diagnosis",
            "personal",
            "had",
            "have",
            "has",
            "having",
            "got",
            "get",
            "been",
            "diagnosed",
            "with",
        ),
        *("suffer", "suffered", "suffering", "from", "my", "own", "do", "ever"),
    }
)
"""Words between a denial and what it denies: "no known history of asthma", "I don't have asthma"."""
_FIRST = frozenset({"i", "we", "she", "he", "patient", "there", "is", "am", "are", "do", "does", "did", "have", "has"})
"""Words that may stand before the denial of a whole list."""
_AFTER = frozenset({"vaccination", "vaccinations", "vaccine", "vaccinated", "immunisation", "immunization", "negative"})
"""Words that say, right after an illness or one word later, that it is not there: "hepatitis B vaccination"."""
_OTHERS = frozenset(
    {
        *("family", "mother", "mothers", "mum", "mums", "mom", "moms", "father", "fathers", "dad", "dads", "parents"),
        *("sister", "sisters", "brother", "brothers", "grandmother", "grandfather", "grandma", "grandpa", "aunt"),
        *("uncle", "cousin", "wife", "wifes", "husband", "husbands", "partner", "son", "sons", "daughter", "daughters"),
    }
)
"""Somebody else has it: "my mother had epilepsy", "family history of epilepsy"."""
_MEASURED = frozenset({"function", "functions", "test", "tests", "enzyme", "enzymes", "values", "panel", "results"})
_ARE = frozenset({"is", "are", "was", "were", "all", "came", "back", "always"})
_SOUND, _WELL = frozenset({"normal", "healthy", "unremarkable"}), frozenset({"fine", "ok", "okay", "good", "clear"})
_AGAIN = frozenset({"now", "again", "since", "with", "on", "under"})
"""What is normal *again* was not."""
_FORGIVEN = ((12, 2), (7, 1))
"""Letters of a word from which so many slips are forgiven; no common word is that near to one of these illnesses."""


def words(text: str) -> list[str]:
    """The words of a text, in lower case; an apostrophe separates nothing ("Wilson's" is one word)."""
    return _WORD.findall(text.casefold().replace("'", "").replace("’", ""))


def names_one(text: str, known: Iterable[str], unless: Iterable[str] = (), *, misspelt: bool = False) -> bool:
    """Whether one of the known phrases stands in the text as whole words, and is not denied ("no asthma").

    A denial reaches no further than the next mark, or the end of its list ("no asthma, COPD or epilepsy"); where it is
    unclear what is denied, the phrase counts. One with "=" before it counts only where nothing else is said beside it.
    unless: phrases that hold a known one and mean something else. misspelt: slips in long words are forgiven.
    """
    return _names_one(text, tuple(known), tuple(unless), misspelt)


@lru_cache(maxsize=1024)
def _names_one(text: str, known: Sequence[str], unless: Sequence[str], misspelt: bool) -> bool:
    """Remembered: a product has one name in thousands of doses."""
    here = clauses(text)
    others = [words(phrase) for phrase in unless]
    return any(_stands(clause, phrase, others, misspelt) for clause in here for phrase in known)


def clauses(text: str) -> list[list[str]]:
    """The parts between marks, without those that an answer denies ("asthma: no") and without denied lists."""
    parts = [part for sentence in _MARK.split(text) for part in _listed(sentence)]
    nothing: list[str] = []
    return [
        here
        for here, after in zip_longest(parts, parts[1:], fillvalue=nothing)
        if here and not (len(after) == 1 and after[0] in _ANSWERS)
    ]


def _listed(sentence: str) -> Iterator[list[str]]:
    parts = [here for part in sentence.split(",") if (here := words(part))]
    denied = len(parts) > 1 and _denies_all(parts[0]) and bool({"or", "nor"} & {*parts[-1]})
    yield from [[]] if denied else parts


def _denies_all(here: Sequence[str]) -> bool:
    """ "no heart, liver or lung disease": a denial in front, of things and not of how they are."""
    place = next((at for at, word in enumerate(here) if word not in _FIRST), 0)
    if not here or here[place] not in _DENIED - {"non"} or here[-1] == "free":
        return False
    return here[place] != "not" or here[place + 1 : place + 2] not in (["well"], ["fully"], ["only"], ["just"])


def _stands(here: Sequence[str], phrase: str, others: Iterable[Sequence[str]], misspelt: bool) -> bool:
    wanted = words(phrase)
    if phrase.startswith("="):
        return [word for word in here if word not in _BETWEEN] == wanted
    taken = [span for other in others for span in _places(here, other, False)]
    return any(
        not denied(here, start, end) and not any(first <= start and end <= last for first, last in taken)
        for start, end in _places(here, wanted, misspelt)
    )


def _places(here: Sequence[str], phrase: Sequence[str], misspelt: bool) -> Iterator[tuple[int, int]]:
    long = len(phrase)
    for at in range(len(here) - long + 1) if long else ():
        if all(_same(*pair, misspelt) for pair in zip(here[at : at + long], phrase, strict=True)):
            yield at, at + long


def _same(said: str, word: str, misspelt: bool) -> bool:
    return said == word or (misspelt and _nearly(said, word))


@lru_cache(maxsize=4096)
def _nearly(said: str, word: str) -> bool:
    slips = next((slips for letters, slips in _FORGIVEN if len(word) >= letters), 0)
    return slips > 0 and OSA.distance(said, word, score_cutoff=slips) <= slips


def denied(here: Sequence[str], start: int, end: int, between: frozenset[str] = frozenset()) -> bool:
    """Whether what stands from start to end is said not to be there. between: more words that may follow a denial."""
    after, before = here[end:], list(here[:start])
    while before and before[-1] in _BETWEEN | between:
        before.pop()
    if after[:1] == ["free"]:  # "never seizure free"; free of it is whoever once had it
        return bool(between) and not (before and before[-1] in _DENIED)
    if len(after) == 1 and after[0] in _ANSWERS:
        return True
    if _not_there(after) or _in_the_family(after) or _sound(before, after):
        return True
    if before and before[-1] in ("or", "nor"):  # "no asthma or epilepsy"
        return _denies_all(here)
    return bool(before) and before[-1] in _DENIED | _OTHERS


def _not_there(after: Sequence[str]) -> bool:
    return bool(_AFTER & {*after[:2]}) and "not" not in after[:2]


def _in_the_family(after: Sequence[str]) -> bool:
    told = [word for word in after[:5] if word not in ("runs", "the", "my", "is")]
    return told[:2] in (["in", "family"], ["family", "history"])


def _sound(before: Sequence[str], after: Sequence[str]) -> bool:
    """ "liver function normal", "healthy liver"."""
    if before and before[-1] in _SOUND:
        return not _DENIED & {*before}
    place = next((at for at, word in enumerate(after) if word not in _MEASURED | _ARE), len(after))
    sound = _SOUND | _WELL if _MEASURED & {*after[:place]} else _SOUND
    return after[place : place + 1] != [] and after[place] in sound and not _AGAIN & {*after[place + 1 : place + 2]}


__all__ = ["clauses", "denied", "names_one", "words"]
