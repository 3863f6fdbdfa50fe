"""One archive of everything that is kept of one person: to take along, to keep, and to put back as it was.

A backup is the whole installation, encrypted, to restore this machine; an archive is one person, readable by anybody.
"""

from counterpoise.journal.archive.bringing import Back, bring_back, here_already
from counterpoise.journal.archive.making import diary_digest, history_digest, write
from counterpoise.journal.archive.reading import Opened, opened
from counterpoise.journal.archive.zipped import BadArchive

__all__ = [
    "Back",
    "BadArchive",
    "Opened",
    "bring_back",
    "diary_digest",
    "here_already",
    "history_digest",
    "opened",
    "write",
]
