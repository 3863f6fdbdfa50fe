"""The process that reads, bounded before it sees a byte: `python -P -m …child read`, `scan`, `picture N`.

A certificate comes from a stranger. Whatever it does to the programs that open it happens here, where there is no
journal, no network code of ours, little memory, little time and nothing to write to.
"""

from __future__ import annotations

import contextlib
import logging
import resource
import sys
from collections.abc import Callable

from counterpoise.supply.certificates import limits
from counterpoise.supply.certificates.records import READING, CannotRead


def bounded(seconds: int) -> None:
    """Take away what reading a page has no need of. What is taken cannot be had back."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.MOST_WRITTEN),
        (resource.RLIMIT_NOFILE, limits.MOST_FILES),
        (resource.RLIMIT_DATA, limits.MEMORY_BYTES),
        (resource.RLIMIT_AS, limits.ADDRESS_BYTES),
    ):
        _soft, hard = resource.getrlimit(kind)
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError):  # a system that does not know this limit
            # A second more until the hard limit: the gentle one tells us that it was the time.
            resource.setrlimit(kind, (value, value + (kind == resource.RLIMIT_CPU)))


def main(words: list[str]) -> int:
    """Say when ready; then answer on standard output: one letter for the kind of answer, and the answer."""
    mode = words[0]
    logging.disable(logging.CRITICAL)  # the libraries tell what they read; of this process's own, nobody else's log
    bounded(round(limits.SCAN_SECONDS) if mode == "scan" else limits.PROCESSOR_SECONDS)
    answer_to = _made_ready(mode)
    sys.stdout.buffer.write(limits.READY)
    sys.stdout.buffer.flush()
    data = sys.stdin.buffer.read(limits.MOST_BYTES + 1)
    try:
        answer = answer_to(data, words[1:])
    except (MemoryError, RecursionError):
        answer = b"!too_much"
    except Exception as error:
        # A reader of PDFs raises anything at all over a broken one; only our own refusals say more.
        answer = b"!" + (error.code if isinstance(error, CannotRead) else "damaged").encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _made_ready(mode: str) -> Callable[[bytes, list[str]], bytes]:
    """Load what the work needs, while there is nothing yet to be afraid of."""
    from counterpoise.supply.certificates.paper import pdf

    pdf.load()
    if mode == "picture":
        return lambda data, words: b"P" + pdf.picture(data, int(words[0]), limits.PICTURE_POINTS)
    from counterpoise.supply.certificates.meaning import names

    names.load_names()
    return _scanned if mode == "scan" else _read


def _read(data: bytes, words: list[str]) -> bytes:
    from counterpoise.supply.certificates.paper import pdf
    from counterpoise.supply.certificates.reader import read_papers

    papers = pdf.pages(data)
    if not papers:
        raise CannotRead("damaged")
    if not any(paper.words for paper in papers):
        return b"S"
    return b"R" + READING.dump_json(read_papers(papers))


def _scanned(data: bytes, words: list[str]) -> bytes:
    from counterpoise.supply.certificates.paper import pdf, scan
    from counterpoise.supply.certificates.reader import doubted, read_papers

    papers = scan.pages(data, len(pdf.pages(data)))
    return b"R" + READING.dump_json(doubted(read_papers(papers), "scanned"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
