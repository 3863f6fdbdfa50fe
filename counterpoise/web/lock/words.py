"""What a passphrase must be: long, and none of those that are tried first. Nothing else is asked of it.

As NIST SP 800-63B-4 has it: at least 15 characters where it is the only thing asked, any characters, no rules of how
they are mixed, no changing it every so often, no hints; compared with a list of common ones kept here, asking nobody.
"""

from __future__ import annotations

import gzip
import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 15, 128
FEWEST_SIGNS = 5
ROWS = ("01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "qwertzuiop", "azertyuiop")
"""As fingers run along a keyboard, and letters in their order."""
FAMOUS = {
    "correcthorsebatterystaple",
    "thequickbrownfoxjumpsoverthelazydog",
    "thequickbrownfox",
    "maytheforcebewithyou",
    "tobeornottobethatisthequestion",
    "tobeornottobe",
    "iloveyousomuchmore",
    "ourfatherwhoartinheaven",
    "ourfatherwhoartinheavenhallowedbethyname",
    "thelordismyshepherd",
    "onceuponatime",
    "happybirthdaytoyou",
    "mypasswordispassword",
    "thisismypassword",
    "thisisapassphrase",
    "thisismypassphrase",
    "letmeinletmein",
    "openthedoorplease",
    "opensesameopensesame",
}


def wrong_with(words: str, name: str) -> str:
    """Why these words cannot be the passphrase of this person's lock; nothing where they can."""
    words = unicodedata.normalize("NFKC", words)
    if len(words) < SHORTEST:
        return _("The passphrase is too short: at least {count} characters, such as four or five words.").format(
            count=SHORTEST
        )
    if len(words) > LONGEST:
        return _("The passphrase is too long: at most {count} characters.").format(count=LONGEST)
    plain = "".join(sign for sign in words.casefold() if sign.isalnum())
    if len(set(words.casefold())) < FEWEST_SIGNS or _is_common(plain) or _runs(plain):
        return _("This is one of the passphrases that are tried first. Please choose other words.")
    mine = "".join(sign for sign in name.casefold() if sign.isalnum())
    if not _without(plain, {mine, "counterpoise", "kratom", "passphrase", "password"}):
        return _("The name of the diary or of this program alone is guessed at once. Please choose other words.")
    return ""


def _is_common(plain: str) -> bool:
    """One of the list, or one of the list again and again, or with digits behind it only to make it longer."""
    if plain in FAMOUS or plain in _common():
        return True
    stem = plain.rstrip("0123456789")
    return any(_unit(some) in _common() for some in (plain, stem) if some)


def _unit(plain: str) -> str:
    """What is said again and again in it; it itself, where nothing is."""
    for size in range(1, len(plain) // 2 + 1):
        if len(plain) % size == 0 and plain[:size] * (len(plain) // size) == plain:
            return plain[:size]
    return plain


def _runs(plain: str) -> bool:
    """Whether it is nothing but runs along the keyboard or the alphabet, there or back."""
    left = plain
    for row in ROWS:
        for run in (row, row[::-1]):
            for size in range(len(run), 3, -1):
                for start in range(len(run) - size + 1):
                    left = left.replace(run[start : start + size], "")
    return len(left) < FEWEST_SIGNS


def _without(plain: str, words: set[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        plain = plain.replace(word, "") if word else plain
    return plain.strip("0123456789")


@cache
def _common() -> frozenset[str]:
    """Twenty thousand passwords that were found most often: Django ships the list."""
    path = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return frozenset(line.strip().casefold() for line in file)
