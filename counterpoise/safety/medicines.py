"""A medicine as people type it -> the ingredients and classes that the dictionary knows, or nothing.

Exact names first, whatever stands around them (strengths, forms, salts, how often); then names that are a slip of the
finger or of the ear away, ever more cautiously the shorter they are, and never where two medicines of different classes
are equally near.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.names import names_of
from counterpoise.knowledge.records import MedicineClass
from counterpoise.knowledge.spelling import plain
from counterpoise.safety.ended import Denied, Reader

LEAF = "kratom"
"""What all else is looked at beside: known here by exact names alone, so that no medicine is guessed to be it."""
SHORTEST = 5
"""Names with fewer letters are matched exactly or not at all; so are names found inside longer texts."""

MOST_WORDS = 12
"""Words that may say something, in a line that is looked at closely; names alone are found in any."""
LONGEST = 500
_STRENGTH = re.compile(r"\d+(?:[.,/-]\d+)*\s*(?:mg|mcg|µg|μg|ug|g|ml|l|iu|units?|meq|mmol|%)(?:\s*/\s*\w+)?(?!\w)")
_WORD = re.compile(r"[a-z]+|\d+")
_LINK = re.compile(r"\b(?:and|or|nor|y|o|u|ni|und|oder|noch)\b|[/+&]")
_SOUNDS = (
    ("ph", "f"), ("th", "t"), ("rh", "r"), ("ck", "k"), ("qu", "k"), ("ae", "e"), ("oe", "e"), ("ce", "se"),
    ("ci", "si"), ("cy", "si"), ("c", "k"), ("q", "k"), ("z", "s"), ("y", "i"), ("w", "v"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """certainty: exact, or likely (a misspelling, or a name among other words). ingredients: their keys; none where the
    line says that what it names is not taken. denied: what it says is not taken, or no longer."""

    certainty: Literal["exact", "likely"]
    ingredients: tuple[str, ...]
    classes: frozenset[MedicineClass]
    denied: tuple[Denied, ...] = ()

    @property
    def not_taken(self) -> tuple[str, ...]:
        """The ingredients that are read as not taken."""
        keys = dict.fromkeys(key for one in self.denied for key in one.keys)
        return tuple(key for key in keys if key not in self.ingredients)


def match(text: str, knowledge: Knowledge) -> Match | None:
    """What a medicine is; None: the dictionary does not know it, which says nothing about it."""
    return _index(knowledge).look_up(text)


def denies(text: str, key: str, knowledge: Knowledge) -> bool:
    """Whether a text says of one ingredient that it is not in it, whatever else it names ("kratom-free tea")."""
    return _index(knowledge).denies(text, key)


class _Index:
    """Every name, made ready once for each dictionary."""

    def __init__(self, knowledge: Knowledge) -> None:
        book = knowledge.medicines
        packs = {key: pack for key, pack in knowledge.substances.items() if pack.classes}
        self._classes = {key: frozenset(pack.classes) for key, pack in packs.items()}
        self._classes |= {key: frozenset(one.classes) for key, one in book.ingredients.items()}
        named: list[tuple[tuple[str, ...], tuple[str, ...]]]
        named = [((key,), names_of(pack)) for key, pack in packs.items()]
        named += [((key,), brands) for key, brands in book.brands.items()]
        named += [((key,), (key, *one.names)) for key, one in book.ingredients.items()]
        named += [(one.of, (key, *one.names)) for key, one in book.combinations.items()]
        leaf = knowledge.substances[LEAF]
        own = {plain(name): (LEAF,) for name in (*names_of(leaf), *leaf.inside)}
        self._beside = frozenset(book.beside)
        self._ordinary = {plain(word) for word in book.ordinary}
        self._names = {plain(name): keys for keys, names in named for name in names}
        self._near = sorted(name for name in self._names if len(name) >= SHORTEST and name.isascii())
        self._names = own | self._names
        self._skin, self._swallowed = frozenset(book.on_the_skin), frozenset(book.swallowed)
        self._skin_classes = frozenset(book.skin_classes)
        illness = book.denials.illness
        self._reader = Reader(book.denials, [name for name in self._names if any(word in name for word in illness)])
        self._sounds = [_sound(name) for name in self._near]
        self.look_up = lru_cache(maxsize=4096)(self._look_up)

    def denies(self, text: str, key: str) -> bool:
        line = self._reader.read(_letters(text[:LONGEST]), self)
        denied = any(key in one.keys for one in line.denied)
        return denied and not any(key in self.somehow(part) for part in line.taken)

    def _look_up(self, text: str) -> Match | None:
        line = self._reader.read(_letters(text[:LONGEST]), self)
        found = [self._named(part) for part in line.taken]
        known = [one for one in found if one is not None]
        if not line.denied:
            return known[0] if known else None
        if any(part.strip() for part in line.taken) and not known:
            return None
        keys = (key for one in known for key in one.ingredients)
        classes = frozenset[MedicineClass]().union(*(one.classes for one in known))
        kept = tuple(dict.fromkeys(keys))
        return Match("likely" if known else "exact", kept, classes, tuple(line.denied))

    def purely(self, text: str, aside: frozenset[str] | None = None) -> tuple[str, ...]:
        """The ingredients, where there is nothing but names and words that may stand beside them; else none."""
        text = _STRENGTH.sub(" ", text).replace("'", "")
        found, rest = self._cut(_WORD.findall(text), aside)
        if not rest:
            return tuple(dict.fromkeys(found))
        keys: dict[str, None] = {}
        for one in _LINK.split(text):
            found, rest = self._cut(_WORD.findall(one), aside)
            guesses = [self._nearest(word) for run in rest for word in run]
            if not all(guesses) or (found and rest):
                return ()  # a word beside a name is no slip of another: "no cambio tramadol", "sin mucho tramadol"
            keys |= dict.fromkeys((*found, *(key for guess in guesses for key in guess)))
        return tuple(keys)

    def somehow(self, text: str) -> tuple[str, ...]:
        """The ingredients, whatever stands around them."""
        found = self._named(text)
        return () if found is None else found.ingredients

    def _named(self, typed: str) -> Match | None:
        found = self._found(typed)
        if found is None or not self._skin_classes & found.classes or len(found.ingredients) > 1:
            return found
        words = {*_WORD.findall(typed)}
        on_skin = self._skin & words and not self._swallowed & words
        return replace(found, classes=found.classes - self._skin_classes) if on_skin else found

    def _found(self, typed: str) -> Match | None:
        for spelled in (typed, _STRENGTH.sub(" ", typed)):
            if keys := self._names.get(plain(spelled)):
                return self._match("exact", keys)
        words = _WORD.findall(_STRENGTH.sub(" ", typed).replace("'", ""))
        for kept in (words, [word for word in words if not word.isdigit()]):
            if keys := self._whole(kept):
                return self._match("exact", keys)
        telling = [word for word in words if word not in self._beside and not word.isdigit()]
        return self._likely(telling) if len(telling) <= MOST_WORDS else None

    def _whole(self, words: list[str]) -> tuple[str, ...]:
        """The ingredients, where names and words that say nothing of the medicine are all there is."""
        found, rest = self._cut(words)
        return tuple(dict.fromkeys(found)) if found and not rest else ()

    def _likely(self, words: list[str]) -> Match | None:
        if "".join(words) in self._ordinary:
            return None  # "lithium batteries"
        found, rest = self._cut(words)
        guesses = [self._guess(run) for run in rest]
        if rest and all(guesses):
            return self._match("likely", (*found, *(key for guess in guesses for key in guess)))
        if not found and (keys := self._nearest("".join(words))):
            return self._match("likely", keys)
        sure = [key for name, keys in self._inside(words) if name not in self._ordinary for key in keys]
        return self._match("likely", sure) if sure else None

    def _guess(self, run: list[str]) -> tuple[str, ...]:
        """What a run of unknown words may mean: as one name, else each of them as one."""
        if keys := self._nearest("".join(run)):
            return keys
        each = [self._nearest(word) for word in run]
        return tuple(key for keys in each for key in keys) if all(each) else ()

    def _cut(self, words: list[str], aside: frozenset[str] | None = None) -> tuple[list[str], list[list[str]]]:
        """The ingredients named, the longest name first at each place, and the runs of words between them. aside: words
        that say nothing; those of the dictionary, unless others are given."""
        beside = self._beside if aside is None else aside
        found: list[str] = []
        rest: list[list[str]] = []
        place, open_run = 0, False
        while place < len(words):
            length = self._longest(words, place)
            if length:
                found += self._names["".join(words[place : place + length])]
                open_run = False
            elif words[place] not in beside and not words[place].isdigit():
                if open_run:
                    rest[-1].append(words[place])
                else:
                    rest.append([words[place]])
                open_run = True
            elif not words[place].isdigit():
                open_run = False
            place += length or 1
        return found, rest

    def _longest(self, words: list[str], place: int) -> int:
        for length in range(min(len(words) - place, 5), 0, -1):
            if "".join(words[place : place + length]) in self._names:
                return length
        return 0

    def _inside(self, words: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        place = 0
        while place < len(words):
            length = self._longest(words, place)
            name = "".join(words[place : place + length])
            if len(name) >= SHORTEST:
                yield name, self._names[name]
            place += length or 1

    def _nearest(self, typed: str) -> tuple[str, ...]:
        """The ingredients of the one name that is near enough; none where that is not clear."""
        if len(typed) < SHORTEST or typed in self._ordinary:
            return ()
        sound = _sound(typed)
        close = process.extract(sound, self._sounds, scorer=OSA.distance, score_cutoff=_slips(sound), limit=None)
        ranked = sorted(
            (slips + OSA.distance(typed, self._near[at]), at)
            for heard, slips, at in close
            if slips <= _slips(heard) and (heard[0] == sound[0] or slips < _slips(heard))
        )
        if not ranked:
            return ()
        keys = self._names[self._near[ranked[0][1]]]
        rivals = [self._names[self._near[at]] for far, at in ranked if far <= ranked[0][0]]
        if any(self._all_classes(rival) != self._all_classes(keys) for rival in rivals):
            return ()
        return keys

    def _match(self, certainty: Literal["exact", "likely"], keys: Iterable[str]) -> Match:
        kept = tuple(dict.fromkeys(keys))
        return Match(certainty, kept, self._all_classes(kept))

    def _all_classes(self, keys: Iterable[str]) -> frozenset[MedicineClass]:
        return frozenset[MedicineClass]().union(*(self._classes.get(key, frozenset()) for key in keys))


def _slips(sound: str) -> int:
    """How many slips are forgiven in a name of this length; as many as that only after the right first letter."""
    return 0 if len(sound) < SHORTEST else 1 if len(sound) < 8 else 2 if len(sound) < 12 else 3


def _letters(text: str) -> str:
    """Without capitals, accents and the marks that only decorate."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign) and sign not in "®™’'`")


@cache
def _sound(name: str) -> str:
    """How a name sounds, roughly: 'difenhidramine' and 'diphenhydramine' are one."""
    for written, heard in _SOUNDS:
        name = name.replace(written, heard)
    if name.startswith("x"):
        name = "s" + name[1:]
    return re.sub(r"(.)\1+", r"\1", name).removesuffix("e")


@cache
def _index(knowledge: Knowledge) -> _Index:
    return _Index(knowledge)
