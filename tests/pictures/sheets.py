"""Small files: one page as WebP, and many pages side by side on a sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

QUALITY = 48
GALLERY_HEIGHT = 1700
"""So much of a page is shown in the gallery."""
ACROSS = {"phone": (12, 130, 281), "desktop": (8, 240, 169)}
"""Pages beside each other on a sheet, and the size of each."""
GAP = 8


def keep(png: bytes, file: Path) -> None:
    """One picture, whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(png)).convert("RGB").save(file, "WEBP", quality=85, method=4)


def cut(page: Path, file: Path) -> None:
    """A page as the gallery shows it: cut where it is long."""
    with Image.open(page) as picture:
        shown = picture.crop((0, 0, picture.width, min(GALLERY_HEIGHT, picture.height)))
        shown.save(file, "WEBP", quality=QUALITY, method=6)


def sheet(pages: Sequence[Path], screen: str, file: Path) -> None:
    """The tops of all pages, reduced."""
    across, width, height = ACROSS[screen]
    rows = -(-len(pages) // across)
    whole = Image.new("RGB", (across * (width + GAP) + GAP, rows * (height + GAP) + GAP), "#888")
    for at, page in enumerate(pages):
        row, column = divmod(at, across)
        whole.paste(_top(page, width, height), (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    file.parent.mkdir(parents=True, exist_ok=True)
    whole.save(file, "WEBP", quality=QUALITY // 2, method=6)


def _top(page: Path, width: int, height: int) -> Image.Image:
    with Image.open(page) as picture:
        long = min(picture.height, round(picture.width * height / width))
        return picture.crop((0, 0, picture.width, long)).resize((width, round(long * width / picture.width)))
