"""What things are called: names of the packs in the language in use, else the person's own words."""

from __future__ import annotations

from counterpoise.knowledge.load import load
from counterpoise.text import _, ngettext


def substance(key: str) -> str:
    """A substance."""
    pack = load().substances.get(key)
    return _(pack.name) if pack else key


def measure(key: str) -> str:
    """A measure."""
    known = load().measure(key)
    return _(known.name) if known else key


def effect(key: str) -> str:
    """An effect."""
    kind = load().effects.get(key)
    return _(kind.name) if kind else key


def severities() -> dict[int, str]:
    """How bad an effect is."""
    return {1: _("mild"), 2: _("moderate"), 3: _("severe")}


def severity(degree: int | None) -> str:
    """How bad an effect is; nothing where it was not said."""
    return severities().get(degree or 0, "")


def substance_class(key: str) -> str:
    """What a substance counts as when something else is taken beside it."""
    return {
        "opioid": _("opioid"),
        "sedative": _("makes people sleepy"),
        "alcohol": _("alcohol"),
        "gabapentinoid": _("gabapentin or pregabalin"),
        "serotonergic": _("acts on serotonin"),
        "heart rhythm": _("acts on the rhythm of the heart"),
        "stimulant": _("stimulant"),
        "nsaid": _("anti-inflammatory painkiller (NSAID)"),
        "liver load": _("burdens the liver"),
    }.get(key, key)


def unit(word: str, size: float | None) -> str:
    """The unit beside its amount; the common counted ones bend with it."""
    one = 1 if size is not None and size <= 1 else 2
    return {
        "capsule": ngettext("capsule", "capsules", one),
        "teaspoon": ngettext("teaspoon", "teaspoons", one),
        "tablet": ngettext("tablet", "tablets", one),
        "cup": ngettext("cup", "cups", one),
        "drink": ngettext("drink", "drinks", one),
        "session": ngettext("session", "sessions", one),
    }.get(word, word)


def number(value: float) -> str:
    """2.0 as "2", 2.25 as "2.25"."""
    return f"{value:.10g}"


def amount(size: float | None, word: str | None, of: str | None = None) -> str:
    """ "2 g", "28 mg of mitragynine", "amount unknown": unknown is not none."""
    if size is None:
        return _("amount unknown")
    plain = f"{number(size)} {unit(word or '', size)}".strip()
    return _("{amount} of {what}").format(amount=plain, what=of) if of else plain
