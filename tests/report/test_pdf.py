"""The PDF: all that the document says and nothing else, tagged for those who have it read out."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from counterpoise.report.document import Document, Items, Picture, Section, Table, Text
from counterpoise.report.pdf import as_data, pdf
from counterpoise.text import use_language
from tests.report.people import MARKUP, PEOPLE
from tests.report.reported import document, words


@cache
def made(name: str, without: tuple[str, ...] = ()) -> bytes:
    return pdf(document(name, without), "US" if name == "rich" else None)


def pages(file: bytes) -> list[str]:
    read = pypdfium2.PdfDocument(file)
    return [page.get_textpage().get_text_range() for page in read]


def squeezed(text: str) -> str:
    """Without blanks and hyphens: lines break where the page wants, and a hyphen at their end reads as another sign."""
    return re.sub(r"[-\s\u00a0\u00ad\ufffe]+", "", text)


def read(file: bytes, document: Document) -> str:
    """The text without what stands above and below every page."""
    data = as_data(document)
    texts = pages(file)
    there = ""
    for n, text in enumerate(texts):
        plain = squeezed(text)
        for edge in (data["running"], data["statement"], f"Page {n + 1} of {len(texts)}"):
            plain = plain.replace(squeezed(edge), "", 1)
        there += plain
    return there


def objects(file: bytes) -> str:
    """Everything that the file holds beside the drawn text: tags, alternative texts, title, language."""
    parsed = PDFDocument(PDFParser(io.BytesIO(file)))
    every = [repr(parsed.getobj(key)) for xref in parsed.xrefs for key in xref.get_objids()]
    return "\n".join([repr(parsed.catalog), *every])


def of(*texts: str) -> Document:
    """A document of one section with these texts."""
    return replace(document("thin"), sections=(Section(key="who", title="Who", blocks=(Items(items=texts),)),))


@pytest.mark.parametrize("name", PEOPLE)
def test_every_section_stands_in_it(name: str) -> None:
    there = read(made(name), document(name))
    for section in document(name).sections:
        assert squeezed(section.title) in there
        for block in section.blocks:
            told = words(block)
            told = (
                [told[0], *told[2:]] if isinstance(block, Picture) else told
            )  # its description is for those who hear it
            assert [text for text in told if squeezed(text) not in there] == []


@pytest.mark.parametrize("name", PEOPLE)
def test_two_pages_at_most_then_the_appendices(name: str) -> None:
    first = next(n for n, text in enumerate(pages(made(name)), 1) if "Appendices" in text)
    assert first == (2 if name == "thin" else 3), "little is told of a thin record"


def test_it_is_tagged_to_pdf_ua_with_titles_and_alternative_texts() -> None:
    file = made("escalation")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    held = objects(file)
    for tag in ("StructTreeRoot", "'MarkInfo'", "'Lang'", "/'TH'", "/'H1'", "/'Figure'", "/'Caption'", "/'L'"):
        assert tag in held
    assert "around 30 June 2026" in held  # the description of a picture


@pytest.mark.parametrize("key", ["medicines", "labs", "who", "pain"])
def test_a_section_left_out_leaves_nothing_in_the_file(key: str) -> None:
    file, full = made("escalation", (key,)), document("escalation")
    rest = "\n".join(text for one in full.sections if one.key != key for block in one.blocks for text in words(block))
    own = [text for one in full.sections if one.key == key for block in one.blocks for text in words(block)]
    there, held = read(file, full), objects(file)
    gone = [text for text in own if len(text) > 12 and text not in rest]
    assert gone
    assert [text for text in gone if squeezed(text) in there or text in held] == []
    assert "Leftoutbytheperson." in there


def test_what_a_person_wrote_is_never_markup() -> None:
    assert squeezed(MARKUP) in squeezed("".join(pages(made("escalation"))))


def test_signs_that_no_typeface_holds_do_not_stop_it() -> None:
    told = squeezed("".join(pages(pdf(of("before \x07\U0010fffd\u200d after")))))
    assert "before" in told
    assert "after" in told
    assert "questionmark" in squeezed("".join(pages(pdf(of("\U00013000 a hieroglyph of Egypt")))))


def test_paper_goes_by_country() -> None:
    sizes = [pypdfium2.PdfDocument(made(name))[0].get_size() for name in ("thin", "rich")]
    assert [tuple(map(round, size)) for size in sizes] == [(595, 842), (612, 792)]


def test_a_name_stands_on_it_only_if_given() -> None:
    named = replace(of("x"), name="Ruth #strong[Miller]")
    assert "Ruth#strong[Miller]" in squeezed("".join(pages(pdf(named))))


@pytest.mark.parametrize("code", ["C", "pt-br", "en_US", "x"])
def test_a_language_of_any_spelling_is_taken(code: str) -> None:
    with use_language(code):
        assert pdf(of("words")).startswith(b"%PDF")


def test_words_without_blanks_and_empty_blocks_do_not_break_it() -> None:
    section = Section(key="who", title="Who", blocks=(Text(text=""), Items(items=()), Text(text="w" * 2000)))
    assert pages(pdf(replace(document("thin"), sections=(section,))))


def test_a_word_longer_than_a_line_stays_on_the_page() -> None:
    long = Section(
        key="taken",
        title="Taken",
        blocks=(
            Text(text="q" * 200),
            Table(caption="Bags", head=("Bag", "Used"), rows=(("p" * 200, "z" * 200),)),
        ),
    )
    file = pdf(replace(document("thin"), sections=(long,)), None)
    page = pypdfium2.PdfDocument(file)[0]
    text = page.get_textpage()
    signs = [(text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())]
    boxes = {sign: [box for there, box in signs if there == sign] for sign in "qpz"}
    for found in boxes.values():
        assert len(found) >= 200
        assert max(right for _left, _low, right, _top in found) < page.get_width() - 20
    start = min(left for left, *_rest in boxes["z"][-200:])
    assert max(right for _left, low, right, _top in boxes["p"] if low < boxes["q"][-1][1]) < start
