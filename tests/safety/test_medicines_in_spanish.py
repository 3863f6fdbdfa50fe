"""Medicines by their Spanish names: read for sure where they are in the dictionary, and shown in the language."""

from __future__ import annotations

import pytest

from counterpoise.knowledge.load import load
from counterpoise.knowledge.names import ingredient
from counterpoise.knowledge.texts import texts
from counterpoise.safety.medicines import match
from counterpoise.text import use_language


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ibuprofeno", "ibuprofen"),
        ("Gabapentina 300 mg", "gabapentin"),
        ("oxicodona", "oxycodone"),
        ("Codeína", "codeine"),
        ("fenitoína", "phenytoin"),
        ("ácido mefenámico", "mefenamic acid"),
        ("hierba de San Juan", "st john's wort"),
        ("apixabán", "apixaban"),
        ("Cafeína", "caffeine"),
    ],
)
def test_a_spanish_name_is_no_guess(typed: str, key: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert (found.certainty, found.ingredients) == ("exact", (key,))


@pytest.mark.parametrize("word", ["cantina", "creatinina", "Katrina", "latina", "receta", "comida"])
def test_words_near_a_spanish_name_are_not_taken_for_it(word: str) -> None:
    assert match(word, load()) is None


def test_the_name_of_an_ingredient_is_a_text_and_shown_in_the_language() -> None:
    said = set(texts())
    assert set(load().medicines.ingredients) <= said
    with use_language("es"):
        assert ingredient("gabapentin", load().substances) == "Gabapentina"


DENIED = """no tomo metadona|metadona antes, ahora no|ya no metadona|dejado metadona|nunca morfina|jamás morfina
sin hierro|alérgico a la morfina|alergica a la morfina|alergia: morfina|alergia a la penicilina|penicilina (alergia)
intolerancia a la codeína|soy alérgico al paracetamol|nunca he tomado morfina|no tomaba metadona|no uso tramadol
ya no tomo gabapentina|dejé la gabapentina|deje la gabapentina|he dejado de tomar la metadona|metadona, la dejé en 2019
gabapentina suspendida|suspendida gabapentina|gabapentina (retirada)|gabapentina ya no la tomo|metadona hasta 2019
no tomo: metadona, morfina|antes metadona, ahora no|me quitaron la metadona|no bebo alcohol
kein Methadon mehr|nicht mehr Methadon|Methadon abgesetzt|allergisch gegen Morphin|methadone before, not now
no tomo metadona ni morfna|allergic to codiene and morphine|allergic to codeine or morfine|no rum and coke"""


@pytest.mark.parametrize("typed", DENIED.replace("\n", "|").split("|"))
def test_what_is_said_not_to_be_taken_is_not(typed: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert (found.ingredients, found.classes) == ((), frozenset())
    assert found.not_taken


TAKEN = """sin azúcar metformina: metformin|metadona sin receta: methadone|no solo gabapentina: gabapentin
gabapentina, no funciona: gabapentin|tomo morfina desde 2020: morphine|tomo metadona hace años: methadone
no tomo más de 2 tramadol: tramadol|nunca más de 2 tramadol: tramadol|metadona 40 mg no más: methadone
no tomo metadona por la noche: methadone|no tomo metadona todos los días: methadone|no he dejado la metadona: methadone
metadona, no la he dejado: methadone|nunca dejé la metadona: methadone|cetirizina (alergia): cetirizine
ebastina alergia: ebastine|metadona (dejé la heroína en 2010): methadone|dejé la metadona pero sigo con ella: methadone
no puedo dormir sin metadona: methadone|sin dolor con tramadol: tramadol|sin mucho tramadol: tramadol
no cambio tramadol: tramadol
no sigo con metadona: methadone|tramadol ya no funciona: tramadol|quiero dejar la metadona: methadone
si dejo de tomar metadona: methadone|metadona antes de dormir: methadone|gabapentina no suspendida: gabapentin
gabapentina ya no 300, ahora 600: gabapentin|pasé de tramadol 50 a 100: tramadol
pasé de metadona a dosis menor: methadone|changed from gabapentin to a lower dose: gabapentin
pasé de oxicodona a metadona: methadone|antes metadona, ahora tramadol: tramadol|metadona no, tramadol: tramadol
tramadol en vez de metadona: tramadol|tramadol alergia a codeína: tramadol|paracetamol sin codeína: paracetamol
no tomo alcohol con metadona: methadone|tramadol sin alcohol: tramadol|jarabe de codeína sin alcohol: codeine
Methadon ohne Rezept: methadone|nicht mehr als 2 Tramadol: tramadol|Tramadol, nicht mehr: tramadol"""


@pytest.mark.parametrize("line", TAKEN.replace("\n", "|").split("|"))
def test_a_word_of_denial_hides_nothing_that_is_taken(line: str) -> None:
    typed, _colon, ingredients = line.rpartition(": ")
    found = match(typed, load())
    assert found is not None
    assert set(found.ingredients) == set(ingredients.split())


@pytest.mark.parametrize(
    ("typed", "how", "day"),
    [
        ("metadona hasta mayo de 2020", "until", "2020-05"),
        ("metadona hasta el 2019", "until", "2019"),
        ("gabapentina suspendida en agosto de 2020", "stopped", "2020-08"),
        ("methadone until May 2020", "until", "2020-05"),
        ("methadone stopped 3 years ago 2019", "stopped", "2019"),
        ("alergia a la morfina", "never", None),
    ],
)
def test_until_when_it_was_taken_is_read(typed: str, how: str, day: str | None) -> None:
    found = match(typed, load())
    assert found is not None
    assert [(one.how, one.day) for one in found.denied] == [(how, day)]


def test_a_stop_of_a_few_days_ago_is_lately() -> None:
    found = match("dejé la metadona hace 3 días", load())
    assert found is not None
    assert [one.lately for one in found.denied] == [True]


WORDS = """Catalina|Clementina|zumo de clementina|caseina|caseína|cochina|Agripina|inulina|bromelina|espina|esquina
cambio|dosis|certeza|mezcla|estrés|sangre|tomas|jardín|hielo|migraña|registro|síndrome|última|calmar|proceso|sabor
caseinato de calcio|caseinato de calcio en polvo|hierro forjado|pilas de litio|2 pilas de litio|lithium batteries"""


@pytest.mark.parametrize("typed", WORDS.replace("\n", "|").split("|"))
def test_ordinary_words_and_first_names_are_no_slip_of_a_medicine(typed: str) -> None:
    assert match(typed, load()) is None


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("insulina", "insulin"),
        ("cafeína", "caffeine"),
        ("cocaína", "cocaine"),
        ("litio", "lithium"),
        ("tomo litio por la noche", "lithium"),
        ("hierro", "iron"),
        ("tomo hierro", "iron"),
    ],
)
def test_the_medicines_near_those_words_stay(typed: str, key: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert found.ingredients == (key,)


FREE = """cerveza sin alcohol|vino sin alcohol|bebida sin alcohol|cerveza tostada sin alcohol
tinto de verano sin alcohol|beer without alcohol|alcohol-free beer|alkoholfreies Bier|alkoholfreier Wein
Bier ohne Alkohol|cerveza 0,0|cerveza 0,0 %"""


@pytest.mark.parametrize("typed", FREE.replace("\n", "|").split("|"))
def test_a_drink_without_alcohol_is_none(typed: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert "alcohol" not in (*found.ingredients, *found.classes)


@pytest.mark.parametrize(
    "typed",
    """cerveza|cerveza 5,0 %|vino 12,0 %|beer 5.0 %|sin alcohol, cerveza|cerveza sin gluten|vodka y cerveza sin alcohol
whisky, cerveza sin alcohol|beer without alcohol and vodka|vodka, alkoholfreies Bier
cerveza sin alcohol y vodka|cerveza sin alcohol con vodka|gin con tónica sin alcohol""".replace("\n", "|").split("|"),
)
def test_alcohol_beside_one_without_is_alcohol(typed: str) -> None:
    found = match(typed, load())
    assert found is not None
    assert found.ingredients == ("alcohol",)
