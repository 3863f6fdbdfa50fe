"""A PDF by hand: text in the fonts that every reader has, and lines. Enough to draw a certificate."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Literal

from pdfminer.fontmetrics import FONT_METRICS

FONTS = {"Helvetica": "F1", "Helvetica-Bold": "F2", "Times-Roman": "F3", "Courier": "F4"}
Align = Literal["left", "centre", "right"]


def width(text: str, font: str, size: float) -> float:
    """How wide a text is drawn, in points."""
    widths = FONT_METRICS[font][1]
    return sum(widths.get(letter, 556) for letter in text) * size / 1000


@dataclass
class Sheet:
    """One page; heights are counted from its top."""

    wide: float = 595.0
    high: float = 842.0
    marks: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, size: float = 9, *, font: str = "Helvetica", align: Align = "left"
    ) -> None:
        """Text whose lower edge is at `y`."""
        shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * width(text, font, size)
        coded = text.encode("cp1252", "replace")
        escaped = b"".join(b"\\" + bytes([one]) if one in b"\\()" else bytes([one]) for one in coded).decode("latin-1")
        self.marks.append(f"BT /{FONTS[font]} {size:g} Tf {x - shift:.2f} {self.high - y:.2f} Td ({escaped}) Tj ET")

    def line(self, x: float, y: float, x2: float, y2: float) -> None:
        self.marks.append(f"0.6 w {x:.2f} {self.high - y:.2f} m {x2:.2f} {self.high - y2:.2f} l S")

    def box(self, x: float, y: float, x2: float, y2: float) -> None:
        self.marks.append(f"{x:.2f} {self.high - y2:.2f} {x2 - x:.2f} {y2 - y:.2f} re S")

    def fill(self, x: float, y: float, x2: float, y2: float) -> None:
        self.marks.append(f"q 0.92 g {x:.2f} {self.high - y2:.2f} {x2 - x:.2f} {y2 - y:.2f} re f Q")


def pdf(sheets: list[Sheet], extra: str = "") -> bytes:
    """The whole file. `extra` goes into its catalog."""
    bodies: list[bytes] = []

    def add(body: str, stream: bytes | None = None) -> int:
        packed = b"" if stream is None else b"\nstream\n" + stream + b"\nendstream"
        bodies.append(body.encode("latin-1") + packed)
        return len(bodies)

    fonts = {
        short: add(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>")
        for name, short in FONTS.items()
    }
    listed = " ".join(f"/{short} {number} 0 R" for short, number in fonts.items())
    pages = []
    parent = len(bodies) + 2 * len(sheets) + 1
    for sheet in sheets:
        stream = zlib.compress("\n".join(sheet.marks).encode("latin-1"))
        content = add(f"<< /Length {len(stream)} /Filter /FlateDecode >>", stream)
        pages.append(
            add(
                f"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 {sheet.wide:g} {sheet.high:g}] "
                f"/Resources << /Font << {listed} >> >> /Contents {content} 0 R >>"
            )
        )
    add(f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{page} 0 R' for page in pages)}] >>")
    root = add(f"<< /Type /Catalog /Pages {parent} 0 R {extra} >>")
    return assembled(bodies, root)


def assembled(bodies: list[bytes], root: int, trailer: str = "") -> bytes:
    """Numbered objects with their table, as a file."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(bodies) + 1} /Root {root} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
