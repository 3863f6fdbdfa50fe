"""What is wrong with entries only when they are looked at together: each function tells entry and reason."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from counterpoise.knowledge.names import plain_names
from counterpoise.knowledge.records import (
    Analyte,
    BloodTest,
    Claim,
    EffectKind,
    Emergency,
    Help,
    Instrument,
    Measure,
    Page,
    Plasma,
    Region,
    Source,
    Substance,
)
from counterpoise.knowledge.records.learn import WAYS
from counterpoise.knowledge.spelling import plain

Mistakes = Iterator[tuple[str, str]]
Named = Substance | Analyte | BloodTest | EffectKind


def shared_names(entries: Mapping[str, Named]) -> Mistakes:
    """The entry is the key alone."""
    taken: dict[str, str] = {}
    for key, entry in entries.items():
        for name in sorted(plain_names(entry)):
            if taken.setdefault(name, key) != key:
                yield key, f"'{name}' already names {taken[name]}"


def aliases(entries: Mapping[str, Analyte] | Mapping[str, BloodTest] | Mapping[str, EffectKind]) -> Mistakes:
    """No two entries of a file may go by one name."""
    yield from ((f"{key}.aliases", reason) for key, reason in shared_names(entries))


def sources(found: Mapping[str, Source]) -> Mistakes:
    """One publication has one key."""
    dois = ((f"{key}.doi", source.doi.casefold()) for key, source in found.items() if source.doi)
    yield from _twice(dois)


def measures(found: Mapping[str, Measure]) -> Mistakes:
    """A LOINC says one thing."""
    yield from _twice((f"{key}.loinc", one.loinc) for key, one in found.items() if one.loinc)


def regions(found: Mapping[str, Region]) -> Mistakes:
    """Each region has a name of its own."""
    yield from _twice((f"{key}.name", plain(region.name)) for key, region in found.items())


def instruments(found: Mapping[str, Instrument]) -> Mistakes:
    """A LOINC names one questionnaire, and one item of it; the same item may stand in several questionnaires."""
    yield from _twice((f"{key}.loinc", tool.loinc) for key, tool in found.items() if tool.loinc)
    for key, tool in found.items():
        yield from _twice((f"{key}.items.{name}.loinc", item.loinc) for name, item in tool.items.items() if item.loinc)


def claims(found: Mapping[str, Claim]) -> Mistakes:
    """Contradictions go both ways, and nothing is said twice."""
    for key, claim in found.items():
        for other in claim.contradicts:
            if other not in found or key not in found[other].contradicts:
                yield f"{key}.contradicts", f"'{other}' is no claim that names '{key}' in turn"
    yield from _twice((f"{key}.claim", plain(claim.claim)) for key, claim in found.items())


def ways_on(found: Mapping[str, Page]) -> Mistakes:
    """What a section leads on to is there. The entry begins with the key of the page."""
    pages = {f"learn/{key}" for key in found}
    for key, page in found.items():
        for name, section in page.sections.items():
            for way in section.see:
                if way not in WAYS and way not in pages:
                    yield f"{key}.sections.{name}.see", f"no such page: '{way}'"


def plasma(found: Plasma, alkaloid: str | None, known: Container[str]) -> Mistakes:
    """It is about the alkaloid of its substance. known: what may have been measured beside what is simulated."""
    if alkaloid not in found.molar_mass:
        yield "molar_mass", f"the alkaloid of the substance, '{alkaloid}', is missing"
    for name, one in found.published.items():
        if one.analyte not in found.molar_mass and one.analyte not in known:
            yield f"published.{name}.analyte", f"'{one.analyte}' is neither simulated nor an analyte nor a medicine"


def _twice(said: Iterable[tuple[str, str]]) -> Mistakes:
    taken: dict[str, str] = {}
    for entry, text in said:
        if taken.setdefault(text, entry) != entry:
            yield entry, f"the same as {taken[text]}"


def signs(emergency: Emergency, effects: Container[str]) -> Mistakes:
    """Signs that are recorded by a kind of effect that there is not."""
    for key, sign in emergency.signs.items():
        for effect in sign.effects:
            if effect not in effects:
                yield f"signs.{key}.effects", f"no such kind of effect: '{effect}'"


def ways(found: Help, known: Container[str]) -> Mistakes:
    """Ways to help in a country without numbers to call, or to a profession that is not described."""
    for code, by_profession in found.countries.items():
        if code not in known:
            yield f"countries.{code}", "emergency.toml has no such country"
        for name in by_profession:
            if name not in found.professions:
                yield f"countries.{code}.{name}", f"no such profession: '{name}'"
