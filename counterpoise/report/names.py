"""What things are called: names of the packs in the language in use, else the person's own words."""

from __future__ import annotations

from collections.abc import Iterable

from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.knowledge.records import Instrument, Source
from counterpoise.text import _, plain
from counterpoise.units import bent, sized


def substance(key: str) -> str:
    """A substance. A broken pack leaves the key: a name alone is no reason to lose a page, such as that of today."""
    pack = if_whole(lambda: load().substances.get(key))
    return _(pack.name) if pack else key


def taken(key: str, written: str | None) -> str:
    """What was taken, in the word of whoever wrote it down."""
    return written or substance(key)


def read_as(key: str, written: str | None) -> str:
    """ "read as kratom": what their word counts as; nothing where they wrote the name itself."""
    return read_as_named(substance(key)) if written else ""


def read_as_named(name: str) -> str:
    """The same of a name."""
    return _("read as {substance}").format(substance=inside(name))


def inside(name: str) -> str:
    """A name of a pack inside a sentence, where a plain word begins small: kratom, and still CBD."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def measure(key: str) -> str:
    """A measure."""
    known = load().measure(key)
    return _(known.name) if known else key


def published(source: Source) -> tuple[str, str | None]:
    """What a source is called and where it stands; titles of others stay in their own language."""
    if source.own and source.published_in:
        return _(source.title), _(source.published_in)
    return source.title, source.published_in


def instrument(tool: Instrument) -> str:
    """A questionnaire: in plain words, with the short name that clinicians know beside them."""
    return f"{_(tool.plain)} ({_(tool.name)})" if tool.plain else _(tool.name)


def effect(key: str) -> str:
    """An effect; its key where the pack is broken, as with a substance."""
    kind = if_whole(lambda: load().effects.get(key))
    return _(kind.name) if kind else key


def place(key: str) -> str:
    """A region of the body, or the person's own words for it."""
    region = load().body.get(key)
    return _(region.name) if region else key


def places(keys: Iterable[str]) -> str:
    """Several, as a list in one line."""
    return ", ".join(place(key) for key in keys)


def reasons() -> dict[str, str]:
    """Reasons for a dose, in the order in which they are offered."""
    return {
        "pain": _("pain"),
        "withdrawal": _("withdrawal"),
        "mood": _("mood"),
        "energy": _("energy"),
        "sleep": _("sleep"),
        "habit": _("habit"),
        "plan": _("as planned"),
        "other": _("other"),
    }


def severities() -> dict[int, str]:
    """How bad an effect is."""
    return {1: _("mild"), 2: _("moderate"), 3: _("severe")}


def severity(degree: int | None) -> str:
    """How bad an effect is; nothing where it was not said."""
    return severities().get(degree or 0, "")


def medicine_class(key: str) -> str:
    """What a substance or medicine counts as when something else is taken beside it."""
    return {
        "opioid": _("opioid painkiller or the like"),
        "buprenorphine": _("buprenorphine"),
        "opioid_antagonist": _("blocks opioids (naltrexone and the like)"),
        "benzodiazepine": _("benzodiazepine, for anxiety or sleep"),
        "z_drug": _("sleeping tablet (zolpidem and the like)"),
        "barbiturate": _("barbiturate"),
        "gabapentinoid": _("gabapentin or pregabalin"),
        "muscle_relaxant": _("muscle relaxant"),
        "sedating_antihistamine": _("allergy or sleep medicine that makes you drowsy"),
        "other_sedative": _("makes people sleepy"),
        "antipsychotic": _("antipsychotic"),
        "maoi": _("MAO inhibitor"),
        "ssri": _("antidepressant (SSRI)"),
        "snri": _("antidepressant (SNRI)"),
        "tca": _("antidepressant (tricyclic)"),
        "triptan": _("migraine medicine (triptan)"),
        "other_serotonergic": _("acts on serotonin"),
        "qt_prolonging": _("acts on the rhythm of the heart (QT)"),
        "cyp3a4_inhibitor": _("slows the breakdown of other medicines (CYP3A4)"),
        "cyp3a4_inducer": _("speeds the breakdown of other medicines (CYP3A4)"),
        "cyp3a4_narrow": _("has to stay within narrow blood levels (CYP3A4)"),
        "cyp2d6_substrate": _("is broken down by an enzyme of the liver (CYP2D6)"),
        "pgp_substrate": _("is carried by a pump in the gut (P-gp)"),
        "anticoagulant": _("thins the blood"),
        "antiplatelet": _("keeps blood platelets from clumping"),
        "hepatotoxic": _("burdens the liver"),
        "stimulant": _("stimulant"),
        "seizure_threshold": _("makes seizures easier"),
        "antiepileptic": _("medicine against seizures"),
        "nsaid": _("anti-inflammatory painkiller (NSAID)"),
        "alcohol": _("alcohol"),
        "cannabis": _("cannabis"),
    }.get(key, key)


def unit(word: str, size: float | None) -> str:
    """The unit beside its amount; the common counted ones bend with it."""
    return bent(word, 2 if size is None else size)


def number(value: float) -> str:
    """2.0 as "2", 2.25 as "2.25", with the comma of languages that have one."""
    return plain(value)


def amount(size: float | None, word: str | None, of: str | None = None) -> str:
    """ "2 g", "28 mg of mitragynine", "amount unknown": unknown is not none."""
    if size is None:
        return _("amount unknown")
    said = sized(size, word or "")
    return _("{amount} of {what}").format(amount=said, what=of) if of else said
