"""Open both diaries in both languages, walk through every page, and keep what is seen."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.pictures import sheets, walk
from tests.pictures.__main__ import LANGUAGES
from tests.pictures.record import MOMENT


def shoot(links: dict[tuple[str, str], str], into: Path, only: str, kind: str) -> None:
    """All pictures, in a folder for each diary, language, screen and colour scheme; what they show in pages.json."""
    args = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=args)
        for (diary, language), link in links.items():
            kinds = [one for one in walk.KINDS if re.search(kind, "-".join((diary, language, *one)))]
            if not kinds:
                continue
            context = browser.new_context(
                base_url=link.split("/enter/")[0], locale=LANGUAGES[language], reduced_motion="reduce"
            )
            context.set_default_timeout(90_000)
            context.clock.set_fixed_time(MOMENT)
            context.new_page().goto(link)
            told = {}
            for seen in walk.walk(context, only, kinds):
                folder = into / f"{diary}-{language}-{seen.screen}-{seen.scheme}"
                sheets.keep(seen.png, folder / f"{seen.name}.webp")
                told[seen.name] = {"path": walk.ONE_OF_MANY.sub("…", seen.path), "title": seen.title}
            (into / f"{diary}-{language}.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
            context.close()
        browser.close()
