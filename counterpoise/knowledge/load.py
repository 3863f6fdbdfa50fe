"""Read the packs, hold them to their schema and to the bibliography, and give typed records.

A mistake in a pack is refused with its file, its entry and the reason; nothing of a broken file is used.
Each file is read when it is first asked for, so that a page pays only for what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from functools import cache, cached_property, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from counterpoise.knowledge import schemas, together
from counterpoise.knowledge.blood_names import BloodNames
from counterpoise.knowledge.called import SubstanceNames
from counterpoise.knowledge.names import mistakes, plain_names
from counterpoise.knowledge.pack_file import BrokenPack, inside, named, plainly, toml
from counterpoise.knowledge.parts import parts
from counterpoise.knowledge.recalls import Recall
from counterpoise.knowledge.records import (
    Action,
    ActionName,
    Analyte,
    BloodTest,
    Claim,
    EffectKind,
    Emergency,
    Fact,
    Help,
    Instrument,
    Jurisdiction,
    Keeping,
    Kinetics,
    Measure,
    Medicines,
    Page,
    Pair,
    Plasma,
    Receptors,
    Region,
    Rule,
    Source,
    Sourced,
    Substance,
    Wording,
)
from counterpoise.knowledge.records.learn import TAKEN
from counterpoise.knowledge.sayings import Sayings
from counterpoise.knowledge.spelling import bracketed, plain

T = TypeVar("T")
FILES = (
    *("bibliography", "measures", "body", "effects", "wording", "instruments", "analytes", "certificates"),
    *("storage", "blood", "emergency", "help", "medicines", "unlisted"),
)
"""Files that are read whole, by the name of what holds them."""


class Knowledge:
    """All packs under one folder, each read when first asked for."""

    recalls: tuple[Recall, ...] = ()
    """Recall lists that were brought into this installation; the packs hold none."""

    def __init__(self, root: Traversable) -> None:
        self._root = root
        self._held: dict[str, Any] = {}

    def with_recalls(self, recalls: Iterable[Recall]) -> Knowledge:
        """The same packs, each file still read but once, with these recalls beside them."""
        beside = copy(self)
        beside.recalls = tuple(recalls)
        return beside

    @cached_property
    def bibliography(self) -> Mapping[str, Source]:
        """Every source, by its key."""
        return self._read("bibliography.toml", schemas.sources, keyed=True, check=together.sources)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """What can be rated, by its key, in the order in which pages offer it."""
        return self._read("measures.toml", schemas.measures, keyed=True, check=together.measures)

    @cached_property
    def body(self) -> Mapping[str, Region]:
        """Where it can hurt, by its key, in the order in which pages offer it."""
        return self._read("body.toml", schemas.body, keyed=True, check=together.regions)

    @cached_property
    def effects(self) -> Mapping[str, EffectKind]:
        """Kinds of effect, by their key."""
        return self._read("effects.toml", schemas.effects, keyed=True, check=together.aliases)

    @cached_property
    def wording(self) -> Mapping[str, Wording]:
        """Words around the names of effects and of blood tests."""
        return self._read("wording.toml", schemas.wording, keyed=True)

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Questionnaires, by their key."""
        return self._read("instruments.toml", schemas.instruments, keyed=True, check=together.instruments)

    @cached_property
    def analytes(self) -> Mapping[str, Analyte]:
        """What a laboratory looks for in a product, by its key."""
        return self._read("analytes.toml", schemas.analytes, keyed=True, check=together.aliases)

    @cached_property
    def certificates(self) -> Mapping[str, Fact]:
        """What makes a laboratory's certificate worth something, by what it is about."""
        return self._read("certificates.toml", schemas.certificates)

    @cached_property
    def storage(self) -> Mapping[str, Keeping]:
        """What is known of keeping a bag, and what is only custom."""
        return self._read("storage.toml", schemas.storage, keyed=True)

    @cached_property
    def blood(self) -> Mapping[str, BloodTest]:
        """Blood tests of the person, by their key."""
        return self._read("blood.toml", schemas.blood, keyed=True, check=together.aliases)

    @cached_property
    def jurisdictions(self) -> Mapping[str, Jurisdiction]:
        """What was read of the law, by country or part of one."""
        places = self._read("jurisdictions.toml", schemas.jurisdictions, keyed=True)
        for key, place in places.items():
            for name in place.substances:
                if name not in self.substances:
                    raise BrokenPack("jurisdictions.toml", f"{key}.substances", f"no such substance: '{name}'")
        return places

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """What people say, by its key."""
        return self._read("claims.toml", schemas.claims, keyed=True, check=together.claims)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Pages to read, by their key, in their order."""
        found: dict[str, Page] = {}
        for file in inside(self._root, "learn"):
            if file.name.endswith(".toml"):
                key, path = file.name.removesuffix(".toml"), f"learn/{file.name}"
                if key in TAKEN:
                    raise BrokenPack(path, "", "another page has this address")
                found[key] = self._read(path, schemas.page, key=named(path, key))
                self._refuse_unknown_facts(path, found[key])
        for place, reason in together.ways_on(found):
            key, _dot, entry = place.partition(".")
            raise BrokenPack(f"learn/{key}.toml", entry, reason)
        return dict(sorted(found.items(), key=lambda item: item[1].order))

    @cached_property
    def emergency(self) -> Emergency:
        """Signs, numbers to call, naloxone."""
        return self._read("emergency.toml", schemas.emergency, check=partial(together.signs, effects=self.effects))

    @cached_property
    def help(self) -> Help:
        """Which professional is for what, how to get there, and what to say."""
        return self._read("help.toml", schemas.help_, check=partial(together.ways, known=self.emergency.countries))

    @cached_property
    def actions(self) -> Mapping[ActionName, Action]:
        """What the program can say to do: all of the closed set, and nothing else."""
        actions = self._read("safety/actions.toml", schemas.actions, keyed=True)
        for name in get_args(ActionName):
            if name not in actions:
                raise BrokenPack("safety/actions.toml", name, "missing")
        return actions

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """What is watched for, by file and name: "signs.emergency"."""
        return {key: rule for _path, found in self._rule_files() for key, rule in found.items()}

    def _rule_files(self) -> Iterator[tuple[str, Mapping[str, Rule]]]:
        for file in inside(self._root, "safety"):
            if file.name.endswith(".toml") and file.name != "actions.toml":
                path, topic = f"safety/{file.name}", file.name.removesuffix(".toml")
                found = self._read(path, schemas.rules, keyed=True)
                yield path, {f"{topic}.{key}": rule for key, rule in found.items()}

    @cached_property
    def interactions(self) -> Mapping[str, Mapping[str, Pair]]:
        """What is known of substances together with classes of medicines, by substance and class."""
        return self._beside("interactions.toml", schemas.pairs, keyed=True, refused_too=True)

    @cached_property
    def medicines(self) -> Medicines:
        """Medicines by the names that people type."""
        book = self._read("medicines.toml", schemas.medicines)
        for entry, reason in mistakes(book, self.substances):
            raise BrokenPack("medicines.toml", entry, reason)
        return book

    @cached_property
    def unlisted(self) -> Kinetics:
        """Priors for any substance without a pack."""
        return self._read("unlisted.toml", schemas.kinetics)

    @cached_property
    def substances(self) -> Mapping[str, Substance]:
        """Every substance with a pack; the name of its folder is its key."""
        packs: dict[str, Substance] = {}
        for folder in inside(self._root, "substances"):
            if folder.is_dir():
                path = f"substances/{folder.name}/substance.toml"
                packs[folder.name] = self._read(path, schemas.substance, key=named(path, folder.name))
        for key, reason in together.shared_names(packs):
            raise BrokenPack(f"substances/{key}/substance.toml", "aliases", reason)
        return packs

    @cached_property
    def plasma(self) -> Mapping[str, Plasma]:
        """How substances come and go in blood, by the key of the substance, for those of which it is known."""
        found = self._beside("plasma.toml", schemas.plasma)
        known = {*self.analytes, *self.medicines.ingredients}
        for key, held in found.items():
            for entry, reason in together.plasma(held, self.substances[key].alkaloid, known):
                raise BrokenPack(f"substances/{key}/plasma.toml", entry, reason)
        return found

    @cached_property
    def receptors(self) -> Mapping[str, Receptors]:
        """What substances bind to, by the key of the substance, for those of which it is known."""
        found = self._beside("receptors.toml", schemas.receptors)
        for key, held in found.items():
            for binder in held.binders:
                if key not in self.plasma or binder not in self.plasma[key].molar_mass:
                    reason = "its molar_mass is not in plasma.toml"
                    raise BrokenPack(f"substances/{key}/receptors.toml", f"binders.{binder}", reason)
        return found

    def measure(self, key: str) -> Measure | None:
        """The measure, or None for one that people made up themselves: its range and direction are not known."""
        return self.measures.get(key)

    def substance(self, name: str) -> Substance | None:
        """The pack of a substance by key or any of its names (`SubstanceNames`); None for one without a pack."""
        return self._names.meant(name)

    def substance_in(self, name: str) -> Substance | None:
        """The same, or one among other words ("kratom and coffee"): for safety; no answer counts such a dose."""
        return self._names.among(name)

    @cached_property
    def _names(self) -> SubstanceNames:
        return SubstanceNames(self.substances)

    def effect(self, said: str) -> str | None:
        """The key of a kind of effect by key or any of its names; a slip of the finger hides no sign that is urgent."""
        return self._sayings.key(said)

    @cached_property
    def _sayings(self) -> Sayings:
        return Sayings(self.effects)

    def analyte(self, name: str) -> Analyte | None:
        """What a laboratory looks for in a product, by key or any of its names; what stands in brackets may be another
        name of it: "Mitragynine (MIT)". Where the two are names of two, nobody knows which is meant."""
        known = self._analytes_by_name
        found = known.get(plain(name))
        if found is None and (split := bracketed(name)) is not None:
            found, other = (known.get(plain(part)) for part in split)
            return found if other in (None, found) else None
        return found

    def blood_test(self, name: str) -> BloodTest | None:
        """A blood test by key or any of its names; None for one that no rule looks at."""
        return self.blood.get(self._blood_names.key(name) or "")

    @cached_property
    def _analytes_by_name(self) -> dict[str, Analyte]:
        return {name: one for one in self.analytes.values() for name in plain_names(one)}

    @cached_property
    def _blood_names(self) -> BloodNames:
        return BloodNames(self.blood.values(), self.wording["blood"].beside)

    def kinetics(self, name: str) -> Kinetics | None:
        """The priors for a substance: its own, else the wide ones for anything unlisted; None where refused."""
        pack = self.substance(name)
        if pack is not None and not pack.assessable:
            return None
        return (pack.kinetics if pack else None) or self.unlisted

    def everything(self) -> Iterator[tuple[str, Any]]:
        """Every file's records, by file name: reading them all is the check of the packs."""
        read = set()
        for path, record in self._files():
            read.add(path)
            yield path, record
        folders = ("", "learn", "safety", "substances", *(f"substances/{key}" for key in self.substances))
        for folder in folders:
            for file in inside(self._root, folder):
                path = f"{folder}/{file.name}" if folder else file.name
                if file.name.endswith(".toml") and path not in read:
                    raise BrokenPack(path, "", "nothing reads a file of this name here")

    def _files(self) -> Iterator[tuple[str, Any]]:
        for name in FILES:
            yield f"{name}.toml", getattr(self, name)
        yield "safety/actions.toml", self.actions
        yield from self._rule_files()
        for key, pack in self.substances.items():
            yield f"substances/{key}/substance.toml", pack
        beside = {"plasma.toml": self.plasma, "receptors.toml": self.receptors, "interactions.toml": self.interactions}
        for file, found in beside.items():
            for key, record in found.items():
                yield f"substances/{key}/{file}", record
        yield "jurisdictions.toml", self.jurisdictions
        yield "claims.toml", self.claims
        for key, page in self.pages.items():
            yield f"learn/{key}.toml", page

    def _read(
        self,
        path: str,
        schema: TypeAdapter[T],
        *,
        keyed: bool = False,
        key: str | None = None,
        check: Callable[[T], Iterator[tuple[str, str]]] | None = None,
    ) -> T:
        """check: what tells the mistakes that only show when all entries are looked at together."""
        if path in self._held:
            found: T = self._held[path]
            return found
        table = toml(self._root, path)
        for name, entry in table.items() if keyed else [(key, table)] if key else []:
            if not isinstance(entry, dict):
                raise BrokenPack(path, str(name), "must be a table of its own, [in square brackets]")
            if "key" in entry:
                raise BrokenPack(path, f"{name}.key" if keyed else "key", "unknown key (the name itself is the key)")
            entry["key"] = name
        try:
            record = schema.validate_python(table)
        except ValidationError as error:
            raise plainly(path, error) from error
        if schema is not schemas.sources:
            self._refuse_unknown_sources(path, record)
        for place, reason in check(record) if check else ():
            raise BrokenPack(path, place, reason)
        self._held[path] = record
        return record

    def _beside(
        self, file: str, schema: TypeAdapter[T], *, keyed: bool = False, refused_too: bool = False
    ) -> dict[str, T]:
        """The files of this name in the folders of substances. A refused substance has none: nothing is computed."""
        found: dict[str, T] = {}
        for key, pack in self.substances.items():
            if self._root.joinpath("substances", key, file).is_file():
                found[key] = self._read(f"substances/{key}/{file}", schema, keyed=keyed)
                if not pack.assessable and not refused_too:
                    reason = "a substance whose answers are refused has no such file"
                    raise BrokenPack(f"substances/{key}/{file}", "", reason)
        return found

    def fact(self, name: str) -> Fact | None:
        """A fact of a substance, named "substance/fact"."""
        substance, _slash, fact = name.partition("/")
        pack = self.substances.get(substance)
        return None if pack is None else pack.facts.get(fact)

    def _refuse_unknown_facts(self, path: str, page: Page) -> None:
        for key, section in page.sections.items():
            for name in section.facts:
                if self.fact(name) is None:
                    raise BrokenPack(path, f"sections.{key}.facts", f"no such fact: '{name}'")

    def _refuse_unknown_sources(self, path: str, record: Any) -> None:
        for entry, part in parts(record):
            for source in part.sources if isinstance(part, Sourced) else ():
                if source not in self.bibliography:
                    raise BrokenPack(path, f"{entry}.sources", f"'{source}' is not in bibliography.toml")


@cache
def load(root: Traversable | None = None) -> Knowledge:
    """The packs that come with the program, or those under another folder; read once."""
    return Knowledge(root if root is not None else files("counterpoise.knowledge"))
