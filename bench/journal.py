"""The journal at its sizes: a file of 50,000 rows, a diary of ten years: `python -m bench.journal [--write]`.

Everything runs on a database in a real file, opened as the program opens it (WAL, synchronous=FULL).
"""

import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.results import machine, table, write
from counterpoise import diary as d
from counterpoise import diary_file

START = dt.datetime(2016, 1, 1, 7, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def diary(doses: int, ratings: int) -> d.Diary:
    """Ten years of doses and ratings, evenly spread; every dose names a rating."""
    days = dt.timedelta(days=3652)
    rated = tuple(
        d.Rating(id=f"r{n}", at=START + n * days / ratings, measure=d.PAIN_NOW, value=float(n % 11), prompt="scheduled")
        for n in range(ratings)
    )
    taken = tuple(
        d.Dose(
            id=f"d{n}",
            at=START + n * days / doses,
            substance="kratom",
            amount=2.0 + n % 3 / 2,
            unit="g",
            reason="pain",
            rating=f"r{n * ratings // doses}",
        )
        for n in range(doses)
    )
    return d.Diary(person=d.Person(time_zone="America/New_York"), doses=taken, ratings=rated)


def seconds(act: Callable[[], object], repeats: int = 1) -> tuple[str, str]:
    """Median wall time of an act, and of CPU."""
    wall, cpu = [], []
    for _ in range(repeats):
        start, worked = time.perf_counter(), time.process_time()
        act()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - worked)
    return f"{statistics.median(wall):.3f} s", f"{statistics.median(cpu):.3f} s"


def measured(file: d.Diary) -> list[tuple[str, ...]]:
    """Each act and how long it took."""
    from counterpoise.journal import backup, bring, diaries, entries, erase, opening
    from counterpoise.journal.models import Import, Person

    alice = Person.objects.create(name="Alice", time_zone="America/New_York")
    text = diary_file.write(file)
    receipt = Import(at=NOW, format="counterpoise", file_name="diary.json")
    rows: list[tuple[str, Callable[[], object], int]] = [
        ("read and check the file", lambda: diary_file.read(text), 3),
        ("preview what it would bring", lambda: bring.prospect(alice, file), 3),
        ("bring it in, all or nothing", lambda: bring.bring(alice, file, receipt), 1),
        ("the same file again (adds nothing)", lambda: bring.bring(alice, file, Import(at=NOW)), 1),
        ("`journal.diary(person)`, ten years", lambda: diaries.diary(alice), 5),
        ("the last 365 days of it", lambda: diaries.diary(alice, since=START + dt.timedelta(days=3652 - 365)), 5),
        ("add one dose, on the disk", lambda: entries.add(alice, one_dose(), NOW), 50),
        ("open the journal again", opening.open_journal, 5),
        ("copy for a backup, checked", lambda: backup.taken(NOW), 3),
        ("backup to a file with a key, opened again and checked", backed_up, 1),
        ("take the import back", lambda: bring.undo_import(receipt, NOW), 1),
        ("erase the person and write the file anew", lambda: erase.erase_person(alice), 1),
    ]
    return [(name, *seconds(act, repeats)) for name, act, repeats in rows]


def one_dose() -> d.Dose:
    return d.Dose(at=NOW, substance="kratom", amount=2.0, unit="g")


def backed_up() -> None:
    """A backup for a key of its own."""
    import pyrage

    from counterpoise import place
    from counterpoise.journal.backup import make
    from counterpoise.journal.locks import Keys

    make(place.data_folder() / "bench.age", Keys((str(pyrage.x25519.Identity.generate().to_public()),)), NOW)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COUNTERPOISE_DATA"] = folder
        from counterpoise.web.setup import opened

        opened()
        found = measured(diary(doses=16_667, ratings=33_333))
        size = sum(path.stat().st_size for path in Path(folder).glob("journal.sqlite3*")) / 1e6
    text = (
        f"50,000 rows over ten years (16,667 doses, each naming one of 33,333 ratings). {machine()}; "
        "other work ran on the same two cores, so CPU is the steadier figure.\n\n"
        f"{table(('what', 'wall time (median)', 'CPU'), found)}\n\n"
        f"After erasing, the database takes {size:.1f} MB."
    )
    write("Journal", text)


if __name__ == "__main__":
    main()
