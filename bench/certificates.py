"""The reader of certificates: right, wrong, time and memory: `python -m bench.certificates [--write]`.

The fixed certificates of `tests/supply/certificates`, those that somebody made later (`certificates_unseen`), and
invented ones whose layouts nobody fitted the reader to.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from typing import Any

from bench.results import machine, table, write
from counterpoise.knowledge.load import load
from counterpoise.supply import certificates
from counterpoise.supply.certificates.paper import pdf
from counterpoise.supply.certificates.reader import read_papers
from tests.supply import hostile, invented, judge

INVENTED = 100
TIMES = 2
KNOWN = frozenset(load().analytes)


def row(name: str, count: judge.Count) -> tuple[str, ...]:
    def part(right: int, of: int) -> str:
        return f"{right} of {of} ({100 * right / of:.1f} %)" if of else "-"

    return (
        name,
        part(count.results_right, count.results),
        part(count.details_right, count.details),
        part(count.heads_right, count.heads),
        str(count.low),
        str(len(count.silently_wrong)),
    )


def fixed(names: Iterable[str]) -> list[tuple[str, ...]]:
    total, rows = judge.Count(), []
    for name in names:
        count = judge.judged(judge.truth(name), read_papers(pdf.pages(judge.pdf(name))).to_json(), KNOWN)
        total.add(count)
        rows.append(row(name, count))
    return [*rows, row("**all**", total)]


def drawn(seeds: Iterable[int], *, slips: bool) -> judge.Count:
    total = judge.Count()
    for seed in seeds:
        data, right = invented.certificate(seed, slips=slips)
        total.add(judge.judged(right, read_papers(pdf.pages(data)).to_json(), KNOWN))
    return total


def pages() -> tuple[str, ...]:
    """Milliseconds of the processor for each page, the process already started."""
    times = []
    for name in judge.NAMES:
        data = judge.pdf(name)
        for _turn in range(TIMES):
            start = time.process_time()
            count = read_papers(pdf.pages(data)).pages
            times.append((time.process_time() - start) * 1000 / count)
    times.sort()
    return f"{statistics.median(times):.0f}", f"{times[int(0.95 * len(times))]:.0f}", f"{times[-1]:.0f}"


def whole(data: bytes) -> tuple[float, float, str]:
    """Seconds of a whole reading in its own process, by the clock and of the processor, and what came of it."""
    start, before = time.perf_counter(), _of_children()
    try:
        certificates.read(data, "it.pdf")
        came = "read"
    except certificates.Refused as refusal:
        came = refusal.code
    return time.perf_counter() - start, _of_children() - before, came


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(name: str) -> float:
    """Megabytes at the most of the process that reads, started from a small one so that nothing else is counted."""
    program = (
        "import resource, sys\nfrom counterpoise.supply import certificates\nfrom tests.supply import hostile, judge\n"
        "try:\n    certificates.read(judge.pdf(sys.argv[1]), '')\nexcept certificates.Refused:\n    pass\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    told = subprocess.run([sys.executable, "-c", program, name], capture_output=True, text=True, check=True)
    return int(told.stdout) / 1024


def refusals() -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, made in hostile.FILES.items():
        data: Any = made()
        seconds, processor, came = whole(data)
        rows.append((name, f"{len(data):,}", came, f"{processor:.1f}", f"{seconds:.1f}"))
    return rows


def main() -> None:
    start = [whole(judge.pdf("larkspur-alkaloids")) for _turn in range(TIMES)]
    clock, used = statistics.median(one[0] for one in start), statistics.median(one[1] for one in start)
    middle, high, most = pages()
    heads = ("certificate", "results right", "details right", "head right", "not certain", "silently wrong")
    unseen = [
        row(f"{INVENTED} invented", drawn(range(100_000, 100_000 + INVENTED), slips=False)),
        row(f"{INVENTED} invented, each with a slip", drawn(range(200_000, 200_000 + INVENTED), slips=True)),
    ]
    largest = max(memory(name) for name in ("quillfeather-full-panel", "moonmoth-extract-45", "hollowoak-two-columns"))
    text = "\n\n".join(
        [
            "A result is right when its analyte, printed name, value, unit and censoring are; details are limits,\n"
            "verdict, method and page; the head is lot, product, laboratory, accreditation, dates. Silently wrong:\n"
            f"anything wrong that is not marked as uncertain. {machine()}.",
            table(heads, fixed(judge.NAMES)),
            "Made by somebody who had not seen the reader, when it read the ones above without a mistake. **At first\n"
            "contact 86 of 199 results were right (43 %), and 33 details were silently wrong**; what that taught was\n"
            "put in as rules for every page, so these are no longer unseen (`tests/supply/certificates_unseen`):",
            table(heads, fixed(judge.LATER)),
            "Layouts, words and slips drawn at random (`tests/supply/invented.py`), with seeds of their own:",
            table(heads, unseen),
            f"A page takes the processor {middle} ms (median), {high} ms (95th percentile), {most} ms at most.\n"
            f"A whole reading in its own process takes the processor {used:.2f} s\n"
            f"({clock:.2f} s by the clock of a busy machine), most of it the start; it\n"
            f"holds {largest:.0f} MB at the most.",
            "Files that mean harm:",
            table(("file", "bytes", "refused as", "seconds of the processor", "by the clock"), refusals()),
        ]
    )
    write("Certificates", text)


if __name__ == "__main__":
    main()
