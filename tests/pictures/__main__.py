"""`python -m tests.pictures`: pictures of every page, of every kind of screen, in both languages and both diaries.

All go to build/pictures; the gallery of docs/pages.md is chosen from them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"en": "en-US", "es": "es-MX"}
DIARIES = ("rich", "empty")


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "pictures", metavar="FOLDER")
    parser.add_argument("--only", default="", metavar="PATTERN", help="only pages of such names")
    parser.add_argument("--kind", default="", metavar="PATTERN", help="only such kinds, as in rich-en-phone-light")
    parser.add_argument("--port", type=int, default=8749)
    args = parser.parse_args(words)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with tempfile.TemporaryDirectory(prefix="counterpoise-pictures-") as data:
        os.environ["COUNTERPOISE_DATA"] = data
        from counterpoise.web.setup import set_up

        set_up()
        from tests.pictures import gallery
        from tests.pictures.shoot import shoot

        with serving(args.port) as links:
            shoot(links, args.into, args.only, args.kind)
    if not args.only and not args.kind:
        gallery.write(args.into, ROOT / "docs")
    return 0


@contextmanager
def serving(port: int) -> Iterator[dict[tuple[str, str], str]]:
    """A server of its own, and for each diary and language a link that opens it."""
    command = [sys.executable, "-m", "tests.pictures.server", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield {(diary, language): server.stdout.readline().strip() for diary in DIARIES for language in LANGUAGES}
        finally:
            server.terminate()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
