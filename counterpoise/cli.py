"""The command line program: `counterpoise WORD …`."""

from __future__ import annotations

import argparse
import errno
import io
import os
import shlex
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from counterpoise import __version__, text
from counterpoise.commands import WORDS, NobodyNamed, Refused
from counterpoise.text import _

EXIT_REFUSED = 2


class Parser(argparse.ArgumentParser):
    """Refuses in one line, without repeating the usage; takes no option for another that it begins."""

    def __init__(self, **said: Any) -> None:
        super().__init__(allow_abbrev=False, **said)

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_REFUSED, "counterpoise: {} ({} {} --help)\n".format(message, _("see"), self.prog))


def parser() -> argparse.ArgumentParser:
    """The whole command line, which docs/commands.md is checked against."""
    top = Parser(
        prog="counterpoise",
        description=_(
            "A private journal and self-experiment workbook for chronic pain and kratom. Without a word it serves "
            "the journal on this machine."
        ),
        epilog=_("In an emergency, call your local emergency number first."),
    )
    top.add_argument("--version", action="version", version=f"counterpoise {__version__}")
    words = top.add_subparsers(dest="word", metavar=_("WORD"), title=_("words"))
    for word in WORDS:
        module = module_of(word)
        help_ = module.HELP()
        sub = words.add_parser(word, help=help_, description=help_)
        module.arguments(sub)
    return top


def module_of(word: str) -> Any:
    """The module of a word; `import` is a word of Python's own, so modules end in an underscore where needed."""
    return import_module(f"counterpoise.commands.{word}{'_' if word == 'import' else ''}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one word. 0: done; 2: bad input, said in one line on standard error."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, io.StringIO())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a sign of ours shows a question mark for it
    with text.use_language(_language()):
        try:
            return _run(_with_word(list(sys.argv[1:] if argv is None else argv)))
        except Refused as refusal:
            return _refuse(str(refusal))
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                _end_output()  # whoever read it has gone; nothing more can be said
                return 0
            if error.errno == errno.ENOSPC and not error.filename:
                _end_output()
            named = f"{error.filename}: " if error.filename else ""
            return _refuse(f"{named}{error.strerror or error}")
        except KeyboardInterrupt:
            return 130
        except Exception as error:
            if _of_the_database(error):
                return _refuse(_("The journal cannot be read or written: {problem}").format(problem=error))
            raise


def _run(words: list[str]) -> int:
    """Run one word. A full disk or a closed pipe shows at the flush, not after the last line of the program."""
    try:
        args = parser().parse_args(words)
        return int(module_of(args.word).run(args))
    except NobodyNamed as refusal:
        # Nobody's name: one that is only an example gets copied.
        whole = " ".join([shlex.join(words), "--person", _("NAME")])
        raise Refused(_("{problem}. As in: ./x {words}").format(problem=refusal, words=whole)) from None
    finally:
        sys.stdout.flush()


def _of_the_database(error: Exception) -> bool:
    """Whether the disk is full, the file locked or damaged: told apart without loading a database for it."""
    return any(kind.__module__ == "django.db.utils" and kind.__name__ == "DatabaseError" for kind in type(error).mro())


def _end_output() -> None:
    """What still waits to be printed cannot be: without this Python would complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(line: str) -> int:
    print(f"counterpoise: {' '.join(line.split())}", file=sys.stderr)
    return EXIT_REFUSED


def _with_word(argv: list[str]) -> list[str]:
    """`counterpoise` alone, or with options of `serve` only, serves."""
    if not argv or (argv[0].startswith("-") and argv[0] not in ("-h", "--help", "--version")):
        return ["serve", *argv]
    return argv


def _language() -> str:
    spoken = os.environ.get("LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return spoken.split(":")[0].split(".")[0].replace("_", "-") or "en"
