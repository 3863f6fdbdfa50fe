"""The message catalogues, renewed from the code and the packs: `python -m tests.house.catalogue` (no GNU gettext).

`django.po` holds the program's own texts, `knowledge.po` those of the packs; `django.mo` is both, compiled.
"""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from counterpoise.knowledge.texts import by_file
from tests.house.tree import PACKAGE, ROOT

LOCALE = PACKAGE / "locale"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
FIXED = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
"""The catalogues stay the same as long as their messages do; when they were renewed is told by the history."""

Id = str | tuple[str, str]


def languages() -> list[str]:
    """Every language with a folder of its own."""
    return sorted(path.name for path in LOCALE.iterdir() if path.is_dir() and not path.name.startswith("_"))


def of_the_code() -> dict[Id, list[str]]:
    """Every message of modules and templates, with the files that say it, in the order of the files."""
    if not settings.configured:
        settings.configure()
    found: dict[Id, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".html"):
            for message in _messages(path):
                files = found.setdefault(message, [])
                files.extend([name] if (name := path.relative_to(ROOT).as_posix()) not in files else [])
    plurals = {message[0] for message in found if isinstance(message, tuple)}
    return {message: files for message, files in found.items() if message not in plurals}  # the plural holds it, too


def of_the_packs() -> dict[Id, list[str]]:
    """Every text of the packs that people see, with the packs that say it."""
    found: dict[Id, list[str]] = {}
    for file, texts in by_file():
        for text in texts:
            found.setdefault(text, []).append(f"counterpoise/knowledge/{file}")
    return found


def _messages(path: Path) -> Iterator[Id]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":  # Django writes a template as calls of gettext among blanked text
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).split("\n"))
    for _line, message, _comments, _context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield message if isinstance(message, str) else (message[0], message[1])


def catalogue(language: str, messages: dict[Id, list[str]], written: Catalog | None = None) -> Catalog:
    """These messages and no others, each with its translation where `written` has one."""
    made = Catalog(
        language,
        header_comment="# Counterpoise in another language; see counterpoise/locale/README.md.",
        project="Counterpoise",
        version="1",
        creation_date=FIXED,
        revision_date=FIXED,
        last_translator="Counterpoise",
        language_team="Counterpoise",
        msgid_bugs_address="CONTRIBUTING.md",
        fuzzy=False,
    )
    for message, files in messages.items():
        before = written.get(message) if written is not None else None
        same_kind = before is not None and isinstance(before.id, str) == isinstance(message, str)
        made.add(message, before.string if before is not None and same_kind else None, [(file, 0) for file in files])
    return made


def read(language: str, domain: str) -> Catalog | None:
    """A catalogue as it stands, or None for one that nobody has begun."""
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=language)


def translated(message: Message) -> bool:
    """Whether nothing of a message is missing."""
    return all([message.string] if isinstance(message.string, str) else message.string or [""])


def both(program: Catalog, packs: Catalog) -> Catalog:
    """One catalogue to compile; where both say the same in English, what the program says."""
    joined = catalogue(str(program.locale), {})
    for message in (*packs, *program):
        if message.id and translated(message):
            joined.add(message.id, message.string)
    return joined


def compiled(language: str) -> bytes:
    """django.mo as it has to be."""
    program, packs = read(language, "django"), read(language, "knowledge")
    assert program is not None
    assert packs is not None
    out = io.BytesIO()
    write_mo(out, both(program, packs))
    return out.getvalue()


def renew(language: str) -> None:
    """Write the catalogues anew: new messages without a translation, those that are gone left out."""
    folder = LOCALE / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    for domain, messages in (("django", of_the_code()), ("knowledge", of_the_packs())):
        made = catalogue(language, messages, read(language, domain))
        with (folder / f"{domain}.po").open("wb") as file:
            write_po(file, made, width=110, include_lineno=False)
    (folder / "django.mo").write_bytes(compiled(language))


if __name__ == "__main__":
    for each in languages():
        renew(each)
