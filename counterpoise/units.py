"""Where units meet numbers: spelling, mass and volume, what one capsule or spoon of a lot weighs, strength."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Sequence

from counterpoise.diary import Assay, Dose, Lot, own_assays
from counterpoise.text import ngettext, plain

_SPELLINGS = {
    "g": ("g", "gr", "gram", "grams", "gramme", "grammes", "gm", "gramo", "gramos"),
    "mg": ("mg", "milligram", "milligrams", "milligramme", "miligramo", "miligramos"),
    "µg": ("µg", "μg", "ug", "mcg", "microgram", "micrograms", "microgramo", "microgramos"),
    "kg": ("kg", "kilogram", "kilograms", "kilo", "kilos", "kilogramo", "kilogramos"),
    "oz": ("oz", "ounce", "ounces", "onza", "onzas"),
    "ml": ("ml", "milliliter", "milliliters", "millilitre", "millilitres", "cc", "mililitro", "mililitros"),
    "l": ("l", "liter", "litre", "liters", "litres", "litro", "litros"),
    "capsule": (
        *("capsule", "capsules", "cap", "caps", "kapsel", "kapseln"),
        *("cápsula", "cápsulas", "capsula", "capsulas"),
    ),
    "tablet": (
        *("tablet", "tablets", "tab", "tabs", "pill", "pills"),
        *("comprimido", "comprimidos", "tableta", "tabletas", "pastilla", "pastillas"),
    ),
    "teaspoon": ("teaspoon", "teaspoons", "tsp", "cucharadita", "cucharaditas"),
    "tablespoon": ("tablespoon", "tablespoons", "tbsp", "cucharada", "cucharadas"),
    "cup": ("cup", "cups", "taza", "tazas"),
    "drop": ("drop", "drops", "gota", "gotas"),
    "drink": ("drink", "drinks", "bebida", "bebidas"),
    "session": ("session", "sessions", "sesión", "sesiones", "sesion"),
    "min": ("min", "mins", "minute", "minutes", "minuto", "minutos"),
}
_PLURALS = {
    "gram": "grams", "milligram": "milligrams", "kilo": "kilos", "ounce": "ounces", "minute": "minutes",
    "capsule": "capsules", "tablet": "tablets", "pill": "pills", "gummy": "gummies", "piece": "pieces", "drop": "drops",
    "teaspoon": "teaspoons", "tablespoon": "tablespoons", "scoop": "scoops", "packet": "packets", "sachet": "sachets",
    "cup": "cups", "glass": "glasses", "bottle": "bottles", "can": "cans", "drink": "drinks", "shot": "shots",
    "puff": "puffs", "session": "sessions", "gramo": "gramos", "miligramo": "miligramos", "microgramo": "microgramos",
    "kilogramo": "kilogramos", "onza": "onzas", "mililitro": "mililitros", "litro": "litros",
    "capsula": "capsulas", "cápsula": "cápsulas", "comprimido": "comprimidos", "tableta": "tabletas",
    "pastilla": "pastillas", "cucharadita": "cucharaditas", "cucharada": "cucharadas", "taza": "tazas",
    "gota": "gotas", "bebida": "bebidas", "sesion": "sesiones", "sesión": "sesiones", "minuto": "minutos",
    "copa": "copas", "vaso": "vasos", "botella": "botellas", "lata": "latas", "caña": "cañas",
    "chupito": "chupitos", "trago": "tragos", "pieza": "piezas", "porción": "porciones", "calada": "caladas",
    "sobre": "sobres", "gomita": "gomitas", "infusión": "infusiones",
}  # fmt: skip
"""Words that people write themselves, one and several, in their own language, whatever that of the page: the same unit
either way. Those of a household that hold no sure amount (a copa is a glass or a drink) are no spelling of another."""
_SINGULARS = {many: one for one, many in _PLURALS.items()}
_CANONICAL = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}

_GRAMS = {"g": 1.0, "mg": 1e-3, "µg": 1e-6, "kg": 1e3, "oz": 28.349523125}
"""Grams in one; the avoirdupois ounce is exact by definition (1959)."""
_MILLILITRES = {"ml": 1.0, "l": 1e3}

_MG_PER_G = {
    "mg/g": 1.0,
    "%": 10.0,
    "% w/w": 10.0,
    "g/100g": 10.0,
    "g/100 g": 10.0,
    "g/kg": 1.0,
    "µg/g": 1e-3,
    "ug/g": 1e-3,
    "mcg/g": 1e-3,
    "ppm": 1e-3,
    "mg/kg": 1e-3,
    "ppb": 1e-6,
    "ng/g": 1e-6,
    "µg/kg": 1e-6,
    "ug/kg": 1e-6,
    "mcg/kg": 1e-6,
}
"""Strength: milligrams in a gram for one of these."""


def canonical(unit: str) -> str:
    """The unit in one spelling ("Grams" -> "g", "scoops" -> "scoop"); a word that is not known stays, in lower case."""
    word = _word(unit)
    return _CANONICAL.get(word, _SINGULARS.get(word, word))


def _word(unit: str) -> str:
    return unit.strip().rstrip(".").lower()


def known(unit: str) -> bool:
    """Whether a unit, in any spelling, is one of those above."""
    return canonical(unit) in _SPELLINGS


def sized(size: float, unit: str) -> str:
    """An amount as people write it: "2.5 cups", "2,5 tazas"."""
    return f"{plain(size)} {bent(unit, size)}".strip()


def bent(unit: str, size: float) -> str:
    """The unit beside its amount: the common counted ones in the language in use, a person's own word as it is, in the
    singular or the plural where that is known. Any other stays as it was written."""
    word, one = _word(unit), 1 if 0 < size <= 1 else 2
    single, counted = _SINGULARS.get(word, word), _counted(one)
    if single in counted:
        return counted[single]
    return unit if single not in _PLURALS else single if one == 1 else _PLURALS[single]


def meant(word: str) -> str:
    """The unit that a page offered by this word of the language in use; any other word stays as it was written."""
    typed = word.strip().casefold()
    offered = (key for one in (1, 2) for key, shown in _counted(one).items() if typed in (key, shown.casefold()))
    return next(offered, word)


def _counted(one: int) -> dict[str, str]:
    return {
        "capsule": ngettext("capsule", "capsules", one),
        "teaspoon": ngettext("teaspoon", "teaspoons", one),
        "tablespoon": ngettext("tablespoon", "tablespoons", one),
        "tablet": ngettext("tablet", "tablets", one),
        "pill": ngettext("pill", "pills", one),
        "gummy": ngettext("gummy", "gummies", one),
        "piece": ngettext("piece", "pieces", one),
        "drop": ngettext("drop", "drops", one),
        "puff": ngettext("puff", "puffs", one),
        "cup": ngettext("cup", "cups", one),
        "glass": ngettext("glass", "glasses", one),
        "bottle": ngettext("bottle", "bottles", one),
        "can": ngettext("can", "cans", one),
        "drink": ngettext("drink", "drinks", one),
        "session": ngettext("session", "sessions", one),
    }


def converted(amount: float, unit: str, to: str) -> float | None:
    """The amount in another unit of the same kind, or None where the two do not convert."""
    source, target = canonical(unit), canonical(to)
    if source == target:
        return amount
    for table in (_GRAMS, _MILLILITRES):
        if source in table and target in table:
            return amount * table[source] / table[target]
    return None


def grams(amount: float, unit: str, lot: Lot | None = None) -> float | None:
    """The mass of an amount in grams: by its unit, else by what one capsule or spoon of the lot weighs."""
    mass = converted(amount, unit, "g")
    if mass is None and lot is not None:
        for weight in lot.unit_weights:
            if canonical(weight.unit) == canonical(unit):
                return amount * weight.grams
    return mass


def log_sd(mean: float, sd: float | None) -> float:
    """The standard deviation of the logarithm of what varies by `sd` around `mean`, both above 0 (lognormal).

    What is said to vary by more than itself was misread: it counts as varying by as much as itself.
    """
    return math.sqrt(math.log1p(min(1.0, (sd or 0.0) / mean) ** 2))


MG_IN_A_GRAM = 1000.0


def mg_per_gram(value: float, unit: str) -> float | None:
    """A strength as milligrams in a gram, or None where the unit is not one of mass in mass."""
    factor = _MG_PER_G.get(unit.strip().lower().replace("μ", "µ"))
    return None if factor is None else value * factor


def strength_in(value: float, unit: str, to: str) -> float | None:
    """A strength in another unit of mass in mass (%, mg/g, ppm, ppb …), or None where one of the two is none."""
    held, one = mg_per_gram(value, unit), mg_per_gram(1.0, to)
    return None if held is None or one is None else held / one


_COUNTS = ("cfu/g", "ufc/g", "kbe/g", "cfu/gram", "cfu per g")
_PORTION = re.compile(r"(?:\b(?:in|en)|/|\bper)\s*(?P<grams>\d+(?:[.,]\d+)?)\s*g\b", re.I)


def counts_per_gram(value: float, unit: str) -> float | None:
    """Germs as colonies in a gram, or None where they were counted in another way."""
    return value if " ".join(unit.lower().split()).replace(" /", "/").replace("/ ", "/") in _COUNTS else None


_IN_A_PIECE = re.compile(
    r"(?P<mass>[mµμu]?g|mcg)\s*(?:/|\b(?:per|in|pro|por|par|je)\b)\s*(?:(?:one|1)\s+)?(?P<piece>[a-z]+)\.?", re.I
)
_PIECES = ("capsule", "tablet", "piece", "pieces", "unit", "gummy", "gummies", "chew", "softgel", "lozenge", "shot")


def mg_in_a_piece(value: float, unit: str) -> float | None:
    """Milligrams in one tablet, capsule or the like, or None where the unit is of none: a serving may be several."""
    found = _IN_A_PIECE.fullmatch(unit.strip())
    if found is None or canonical(found["piece"]) not in _PIECES:
        return None
    return converted(value, found["mass"], "mg")


def portion(unit: str) -> float | None:
    """The grams in which something was looked for ("in 25 g", "ND /10 g"), or None where the unit names none."""
    found = _PORTION.search(unit)
    return None if found is None else float(found["grams"].replace(",", "."))


def milligrams_of(analyte: str, dose: Dose, lot: Lot | None) -> float | None:
    """Milligrams of an analyte in a dose: given directly, or by its mass and its lot's assay; else None."""
    if dose.amount is None or dose.unit is None:
        return None
    if dose.of == analyte:
        return converted(dose.amount, dose.unit, "mg")
    if dose.of is not None:
        return None
    mass = grams(dose.amount, dose.unit, lot)
    strength = assayed(analyte, lot)
    return None if mass is None or strength is None else mass * strength


def assayed(analyte: str, lot: Lot | None) -> float | None:
    """Milligrams of the analyte in a gram of the lot by its assays; None where none was measured or all are censored.

    Assays that do not agree come to their middle (of the logarithms), whichever stands first; those of a certificate of
    another lot are none of this one.
    """
    found = [] if lot is None else strengths([assay for assay in own_assays(lot) if assay.analyte == analyte])
    return middle(found) if found else None


def middle(found: Sequence[float]) -> float:
    """The middle of several strengths, by their logarithms; of one, that one."""
    return math.exp(statistics.fmean(map(math.log, found))) if len(set(found)) > 1 else found[0]


def strengths(assays: Iterable[Assay]) -> list[float]:
    """What each of these assays says, in milligrams in a gram; what nobody confirmed or cannot be is left out."""
    read = [
        mg_per_gram(assay.value, assay.unit)
        for assay in assays
        if assay.value is not None and assay.censored is None and assay.confirmed is not False
    ]
    # Whatever was assayed holds some of it, and no more than itself: else the certificate was misread.
    return [one for one in read if one is not None and 0 < one <= MG_IN_A_GRAM]
