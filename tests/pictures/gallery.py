"""The gallery: docs/pages.md with every page on a phone, and a sheet of the tops of all pages for each other kind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from PIL import Image

from tests.pictures import sheets

CHOSEN = "rich-en-phone-light"
BESIDE = ("flare", "today", "where", "balance")
"""The four pages of the picture that the README shows."""
HEAD = """# What the pages look like

Made by `python -m tests.pictures` from the diary of a simulated person: no real person's record is in any picture.
Each page stands here as on a phone, in light colours, cut where it is long. The sheets at the end show the tops of all
pages on other screens, in dark colours, in Spanish, and in a diary that begins today.
"""
KINDS = {
    "rich": "a full diary",
    "empty": "a diary that begins today",
    "en": "English",
    "es": "Spanish",
    "phone": "phone",
    "desktop": "desktop",
    "light": "light",
    "dark": "dark",
}


def write(made: Path, docs: Path) -> None:
    """Choose from all pictures in `made` what `docs` shows, and say what it is."""
    pages, all_kinds = docs / "pictures" / "pages", docs / "pictures" / "sheets"
    for folder in (pages, all_kinds):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    told = json.loads((made / "rich-en.json").read_text(encoding="utf-8"))
    lines = [HEAD]
    for name, page in told.items():
        sheets.cut(made / CHOSEN / f"{name}.webp", pages / f"{name}.webp")
        lines += [f"## {page['title']}\n", f"`{page['path']}`\n", f"![{page['title']}](pictures/pages/{name}.webp)\n"]
    lines.append("## All pages, on other screens\n")
    for kind in sorted(folder for folder in made.iterdir() if folder.is_dir()):
        files = [file for name in told if (file := kind / f"{name}.webp").exists()]
        words = ", ".join(KINDS[word] for word in kind.name.split("-")).capitalize()
        sheets.sheet(files, kind.name.split("-")[2], all_kinds / f"{kind.name}.webp")
        lines.append(f"{words}:\n\n![{words}](pictures/sheets/{kind.name}.webp)\n")
    (docs / "pages.md").write_text("\n".join(lines), encoding="utf-8")
    _side_by_side(made, docs / "pictures" / "today.png")


def _side_by_side(made: Path, file: Path) -> None:
    """Pages beside each other, as the README shows them."""
    width, height = 390, 844
    whole = Image.new("RGB", (len(BESIDE) * (width + sheets.GAP) - sheets.GAP, height), "white")
    for at, name in enumerate(BESIDE):
        with Image.open(made / CHOSEN / f"{name}.webp") as page:
            whole.paste(page.crop((0, 0, width, min(height, page.height))), (at * (width + sheets.GAP), 0))
    whole.quantize(128).save(file, optimize=True)
