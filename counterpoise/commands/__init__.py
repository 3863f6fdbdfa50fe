"""The words of the command line, a module each: `HELP`, `arguments(parser)` and `run(args) -> exit code`.

A module imports what it needs inside `run`, so that `counterpoise --help` stays light.
A new word: copy a neighbour and name it in `WORDS`.
"""

WORDS = (
    "serve",
    "import",
    "export",
    "fhir",
    "answers",
    "safety",
    "report",
    "simulate",
    "knowledge",
    "kinetics",
    "certificate",
    "archive",
    "unarchive",
    "unlock",
    "erase",
    "devices",
    "backup",
    "restore",
    "check",
)


class Refused(Exception):
    """Bad input: one clear line naming file, place, value and what is allowed. The program ends with 2."""


class NobodyNamed(Refused):
    """Several people keep a diary here, and --person names none of them."""
