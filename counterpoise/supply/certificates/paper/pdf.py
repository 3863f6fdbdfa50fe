"""A PDF as words and ruled lines, with pdfplumber; a page's picture, with pdfium. Only inside the reading process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from counterpoise.supply.certificates import limits
from counterpoise.supply.certificates.paper.layout import Box, Paper, Rule, Word
from counterpoise.supply.certificates.records import CannotRead

RAISED = 0.85
"""A letter below this part of the size of the one before it may be raised."""
LEAST_LINE = 6.0
"""Points of the shortest ruled line that is looked at."""
THIN = 3.0
"""Points up to which a box is a line."""
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_ACTIVE = {"JS", "JavaScript", "Launch", "ImportData", "SubmitForm", "EmbeddedFiles", "RichMedia", "XFA"}


def load() -> None:
    """Load the libraries, before there is a file."""
    import pdfplumber
    import pypdfium2

    del pdfplumber, pypdfium2


def pages(data: bytes) -> list[Paper]:
    """Every page. Raises CannotRead where the file is too much, locked, or does something."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            _refuse(document.doc)
            found = []
            for number, page in enumerate(_bounded(document), start=1):
                found.append(_paper(page, number))
                page.close()
            return found
    except PdfminerException as error:
        if any(isinstance(one, PDFEncryptionError | PDFPasswordIncorrect) for one in error.args):
            raise CannotRead("locked") from None
        raise CannotRead("damaged") from None


def _refuse(document: Any) -> None:
    """What a certificate has no need of: a lock, programs, other files inside."""
    if document.encryption is not None:
        raise CannotRead("locked")
    numbers = [number for xref in document.xrefs for number in islice(xref.get_objids(), limits.MOST_OBJECTS + 1)]
    if len(numbers) > limits.MOST_OBJECTS:
        raise CannotRead("too_much")
    if any(_active(_object(document, number), 0) for number in numbers):
        raise CannotRead("active")


def _object(document: Any, number: int) -> Any:
    try:
        return document.getobj(number)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # one broken object; the page that needs it will say so
        return None


def _active(value: Any, depth: int) -> bool:
    """Whether an object holds a program or another file; what it refers to is looked at by itself."""
    if depth > 30:
        raise CannotRead("too_much")
    table = getattr(value, "attrs", value)
    if isinstance(table, dict):
        if _ACTIVE & {str(key) for key in table}:
            return True
        kind = table.get("S")
        if getattr(kind, "name", None) in _ACTIVE:
            return True
        return any(_active(one, depth + 1) for one in table.values() if isinstance(one, dict | list))
    return isinstance(table, list) and any(_active(one, depth + 1) for one in table if isinstance(one, dict | list))


def _bounded(document: Any) -> Iterator[Any]:
    from pdfminer.pdfpage import PDFPage

    count = sum(1 for _page in zip(PDFPage.create_pages(document.doc), range(limits.MOST_PAGES + 1), strict=False))
    if count > limits.MOST_PAGES:
        raise CannotRead("too_many_pages")
    for page in document.pages:
        if not 1 <= max(page.width, page.height) <= limits.MOST_PAGE_POINTS:
            raise CannotRead("too_large_page")
        yield page


def _paper(page: Any, number: int) -> Paper:
    from pdfplumber.utils.text import extract_words

    chars = [char for char in page.chars if char["text"].strip() or char["text"] == " "]
    if len(chars) > limits.MOST_MARKS:
        raise CannotRead("too_much")
    upright = [char for char in chars if _upright(char)]
    turned = "".join(char["text"] for char in chars if not _upright(char))
    inside = [char for char in upright if -1 <= char["x0"] <= page.width + 1 and -1 <= char["top"] <= page.height + 1]
    words = extract_words(
        _without_doubles(_powers(inside)), x_tolerance_ratio=0.18, y_tolerance=2.0, use_text_flow=False
    )
    across, down = _rules(page)
    return Paper(
        number,
        float(page.width),
        float(page.height),
        tuple(_word(word) for word in words if word["text"].strip()),
        across,
        down,
        " ".join(turned.split()),
    )


def _word(word: dict[str, Any]) -> Word:
    return Word(word["text"], Box(float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"])))


def _upright(char: dict[str, Any]) -> bool:
    a, b, c, _d = (float(part) for part in char["matrix"][:4])
    return a > 0 and abs(b) <= 0.02 * a and abs(c) <= 0.5 * a  # a slant of letters (italics) stays


def _without_doubles(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bold that was printed by drawing twice is one letter."""
    seen, kept = set(), []
    for char in chars:
        place = (char["text"], round(char["x0"] * 2), round(char["top"] * 2))
        if place not in seen:
            seen.add(place)
            kept.append(char)
    return kept


def _powers(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Raised digits: behind a number's 10 they are its power ('10^3'), elsewhere marks of a footnote and left out."""
    result: list[dict[str, Any]] = []
    base: dict[str, Any] | None = None
    power = False
    for char in chars:
        text = char["text"].translate(_POWERS)
        written = text != char["text"]
        raised = base is not None and (written or _raised(char, base))
        if not raised or base is None:
            result.append(char)
            base, power = char, False
            continue
        if not (text.isdigit() or text in "-−+"):
            continue  # †, * and letters: footnotes
        tail = "".join(one["text"] for one in result[-3:])
        if power:
            result.append(_lowered(char, base, text))
        elif tail.endswith("10") and not tail[-3:-2].isdigit() and tail[-3:-2] not in (".", ","):
            result.append(_lowered(char, base, "^" + text))
            power = True
    return result


def _raised(char: dict[str, Any], base: dict[str, Any]) -> bool:
    near = -0.5 <= char["x0"] - base["x1"] <= 0.6 * base["size"] + char["size"] * 2
    smaller = char["size"] < RAISED * base["size"]
    higher = char["bottom"] < base["bottom"] - 0.15 * base["size"] and char["bottom"] > base["top"]
    return bool(near and smaller and higher)


def _lowered(char: dict[str, Any], base: dict[str, Any], text: str) -> dict[str, Any]:
    return char | {"text": text, "top": base["top"], "bottom": base["bottom"], "doctop": base["doctop"]}


def _rules(page: Any) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    across, down = [], []
    shapes = [*page.lines, *page.rects, *page.curves]
    if len(shapes) > limits.MOST_RULES:
        raise CannotRead("too_much")
    for shape in shapes:
        left, right, top, bottom = (float(shape[name]) for name in ("x0", "x1", "top", "bottom"))
        wide, high = right - left, bottom - top
        if high <= THIN and wide >= LEAST_LINE:
            across.append(Rule((top + bottom) / 2, left, right))
        elif wide <= THIN and high >= LEAST_LINE:
            down.append(Rule((left + right) / 2, top, bottom))
        elif wide > LEAST_LINE and high > LEAST_LINE:
            across += [Rule(top, left, right), Rule(bottom, left, right)]
            down += [Rule(left, top, bottom), Rule(right, top, bottom)]
    return tuple(_unique(across)), tuple(_unique(down))


def _unique(rules: list[Rule]) -> list[Rule]:
    return list({(round(one.at), round(one.start), round(one.end)): one for one in rules}.values())


def picture(data: bytes, page: int, longest: int) -> bytes:
    """One page as PNG, its longest side of so many dots."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise CannotRead("locked" if "password" in str(error).casefold() else "damaged") from None
    if len(document) > limits.MOST_PAGES:
        raise CannotRead("too_many_pages")
    if not 1 <= page <= len(document):
        raise CannotRead("no_such_page")
    drawn = document[page - 1]
    size = max(drawn.get_size())
    if not 1 <= size <= limits.MOST_PAGE_POINTS:
        raise CannotRead("too_large_page")
    image = drawn.render(scale=longest / size, may_draw_forms=False).to_pil()
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG", optimize=False)
    return out.getvalue()
