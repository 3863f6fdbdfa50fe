"""Files that mean harm, small code each: bombs, locks, programs, endless pages."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tests.supply.drawing import Sheet, assembled, pdf

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def one_page(
    stream: bytes, *, filters: str = "/FlateDecode", box: str = "0 0 595 842", page: str = "", catalog: str = ""
) -> bytes:
    """A file of one page with this content."""
    return assembled(
        [
            f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R "
            f"/Resources << /Font << /F1 5 0 R >> >> {page} >>".encode(),
            f"<< /Length {len(stream)} /Filter {filters} >>\nstream\n".encode() + stream + b"\nendstream",
            _FONT,
        ],
        1,
    )


def packed(block: bytes, times: int) -> bytes:
    """What zlib makes of a block that comes so many times, packed but once: it begins anew with each."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    one = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _time in range(times):
        check = zlib.adler32(block, check)
    return b"\x78\xda" + one * times + packer.flush() + check.to_bytes(4, "big")


def bomb() -> bytes:
    """Two gigabytes of content in two megabytes."""
    return one_page(packed(b"0 0 m 1 1 l S\n" * 75_000, 2_000))


def bomb_in_bomb() -> bytes:
    """Packed twice: some kilobytes on disk."""
    return one_page(zlib.compress(packed(b" " * 1_000_000, 600), 9), filters="[/FlateDecode /FlateDecode]")


def deep() -> bytes:
    """Lists inside lists, a hundred thousand of them."""
    return one_page(zlib.compress(b" "), catalog="/Deep " + "[" * 100_000 + "]" * 100_000)


def deep_tree() -> bytes:
    """Folders of pages inside folders of pages, round and round."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
        ],
        1,
    )


def huge_page() -> bytes:
    return one_page(zlib.compress(b"BT /F1 9 Tf 10 10 Td (Lead 1 ppm) Tj ET"), box="0 0 90000000 90000000")


def many_pages(count: int = 1_000) -> bytes:
    return pdf([Sheet(marks=["BT /F1 9 Tf 40 700 Td (Lead 0.1 ppm) Tj ET"])] * count)


def many_marks() -> bytes:
    """A page of a million letters."""
    return one_page(zlib.compress(b"BT /F1 1 Tf " + b"1 0 Td (abcdefghij) Tj " * 100_000 + b"ET"))


def many_lines() -> bytes:
    return one_page(zlib.compress(b"0 0 m 9 900 l S\n" * 300_000))


def many_objects() -> bytes:
    return assembled(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", *[b"null"] * 60_000], 1
    )


def calls_itself() -> bytes:
    """A form that draws itself, twice each time."""
    stream = b"/X Do /X Do"
    inside = "/Resources << /XObject << /X 4 0 R >> >>"
    form = f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {inside} /Length {len(stream)} >>"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 5 0 R {inside} >>".encode(),
            form.encode() + b"\nstream\n" + stream + b"\nendstream",
            b"<< /Length 5 >>\nstream\n/X Do\nendstream",
        ],
        1,
    )


def locked() -> bytes:
    """With the dictionary of a password."""
    key = b"(" + b"x" * 32 + b")"
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O " + key + b" /U " + key + b" >>"
    return assembled(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", lock],
        1,
        "/Encrypt 3 0 R /ID [(0123456789abcdef) (0123456789abcdef)]",
    )


def with_program() -> bytes:
    return one_page(zlib.compress(b" "), catalog="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")


def with_hidden_program() -> bytes:
    """The name of the program's key is spelled with a number."""
    return one_page(zlib.compress(b" "), page="/AA << /O << /S /J#61vaScript /J#53 (1) >> >>")


def with_file_inside() -> bytes:
    return one_page(zlib.compress(b" "), catalog="/Names << /EmbeddedFiles << /Names [] >> >>")


def with_launch() -> bytes:
    return one_page(zlib.compress(b" "), catalog="/OpenAction << /S /Launch /F (program) >>")


def cut_short() -> bytes:
    whole = many_pages(3)
    return whole[: len(whole) // 2]


def only_a_head() -> bytes:
    return b"%PDF-1.7\n" + bytes(range(256)) * 2_000


def picture_bomb() -> bytes:
    """A picture of sixty thousand by sixty thousand dots."""
    stream = zlib.compress(b"\0" * 1_000_000)
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /XObject << /X 4 0 R >> >> >>",
            f"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
            f"/Filter /FlateDecode /Length {len(stream)} >>\nstream\n".encode()
            + stream
            + b"\nendstream",
            b"<< /Length 29 >>\nstream\nq 595 0 0 842 0 0 cm /X Do Q\nendstream",
        ],
        1,
    )


FILES: dict[str, Callable[[], bytes]] = {
    "bomb": bomb,
    "bomb in a bomb": bomb_in_bomb,
    "deep": deep,
    "deep tree": deep_tree,
    "huge page": huge_page,
    "a thousand pages": many_pages,
    "many marks": many_marks,
    "many lines": many_lines,
    "many objects": many_objects,
    "calls itself": calls_itself,
    "locked": locked,
    "program": with_program,
    "hidden program": with_hidden_program,
    "file inside": with_file_inside,
    "launch": with_launch,
    "cut short": cut_short,
    "only a head": only_a_head,
    "picture bomb": picture_bomb,
    "empty": lambda: b"",
    "text": lambda: b"Lead 0.1 ppm\n" * 100,
    "too large": lambda: b"%PDF-1.7\n" + b"\0" * 200 * 1024 * 1024,
}
