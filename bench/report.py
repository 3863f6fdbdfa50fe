"""The report for a visit of six simulated people: `python -m bench.report [--write]`.

Answers and findings are given, as the page keeps them; timed are the document with its pictures, and the PDF. One
report is made before the clock starts, since the first picture of a process loads the drawing engine.
"""

import statistics
import time

from bench.results import machine, table, write
from counterpoise.knowledge.load import load
from counterpoise.report.clinician import written
from counterpoise.report.pdf import pdf
from tests.report.people import NOW, PEOPLE, person
from tests.report.reported import answers, chosen, findings

RUNS, BUDGET_S = 5, 2.0


def timed(name: str) -> tuple[float, float, int]:
    """Seconds for the document and for the PDF (medians), and the size of the file in bytes."""
    diary, given, found, days = person(name), answers(name), findings(name), chosen(name)
    documents, files, size = [], [], 0
    for _run in range(RUNS):
        start = time.perf_counter()
        document = written(diary, load(), given, found, NOW, days)
        middle = time.perf_counter()
        size = len(pdf(document))
        documents.append(middle - start)
        files.append(time.perf_counter() - middle)
    return statistics.median(documents), statistics.median(files), size


def main() -> None:
    """Measure the six, and write it down."""
    timed("thin")
    rows = []
    for name in PEOPLE:
        document, file, size = timed(name)
        entries = len(person(name).doses) + len(person(name).ratings) + len(person(name).effects)
        both = document + file
        met = "" if name != "rich" else "met" if both < BUDGET_S else "missed"
        rows.append((name, f"{entries:,}", f"{document:.2f}", f"{file:.2f}", f"{both:.2f}", f"{size / 1000:.0f}", met))
    head = ("person", "entries", "document, s", "PDF, s", "together, s", "size, kB", f"under {BUDGET_S:g} s")
    note = (
        "Answers and findings are given, as the page keeps them until the diary changes; reading the diary from the "
        f"database and working out the answers are not included. Medians of {RUNS}. The period of `rich` is ten years."
    )
    write("The report for a visit", f"{note}\n\n{machine()}.\n\n{table(head, rows)}")


if __name__ == "__main__":
    main()
