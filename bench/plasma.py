"""Do simulated people have in their blood what was measured in people? `python -m bench.plasma [--write]`, seconds.

Every published number of the pack that is simulated: its median over many people beside the published one. With
--write also the picture of the documentation.
"""

import sys
from pathlib import Path

import numpy as np

from bench.results import machine, table, write
from counterpoise.assessment import body
from counterpoise.knowledge.records import Published
from counterpoise.report import charts
from counterpoise.report.drawing import WIDE
from counterpoise.science.body.course import course
from counterpoise.science.body.curves import doses_to_steady_state
from counterpoise.science.body.plasma import HYDROXY, MITRAGYNINE, People
from counterpoise.science.pharmacology.exposure import Array
from tests.science.body.published import LIKE, agrees, ends, median, simulated

PEOPLE, SEED = 4000, 1
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "plasma.svg"
HEAD = (
    "row",
    "what",
    "published",
    "simulated, median (90 %)",
    "in the published range",
    f"within {LIKE:g} times",
    "fitted",
)


def line(row: Published, values: Array) -> tuple[str, ...]:
    """One published number beside the simulated one."""
    known = values[np.isfinite(values)]
    low, high = np.quantile(known, [0.05, 0.95])
    inside, like = agrees(row, values)
    between = ends(row)
    spread = "" if between is None else f" ({_short(between[0])} to {_short(between[1])})"
    read = "" if known.size == values.size else f"; read in {100 * known.size / values.size:.0f} %"
    return (
        "" if row.row is None else str(row.row),
        f"{row.label}, {row.mg:g} mg" + (f" on {row.doses} days" if row.doses > 1 else ""),
        f"{_short(float(row.value))}{spread} {row.unit}",
        f"{_short(median(values))} ({_short(low)} to {_short(high)}){read}",
        "no spread given" if inside is None else "yes" if inside else "NO",
        "yes" if like else "NO",
        "yes" if row.fitted else "no",
    )


def _short(value: float) -> str:
    """Three digits that mean something, never with a power of ten."""
    return f"{float(f'{value:.3g}'):g}" if value < 1e5 else f"{value:.0f}"


def settling(people: People) -> list[tuple[str, ...]]:
    """Days of daily dosing until levels no longer rise, by two readings of "no longer"."""
    curves = {MITRAGYNINE: people.mitragynine(), HYDROXY: people.hydroxymitragynine()}
    seen = {MITRAGYNINE: "8 to 9", HYDROXY: "within 7"}
    return [
        (name, seen[name], *(f"{np.median(doses_to_steady_state(curve, 24.0, share)):.0f}" for share in (0.9, 0.95)))
        for name, curve in curves.items()
    ]


def drawing(people: People) -> str:
    """One dose, and the last of fifteen, of the amount of the trial that the numbers rest on."""
    mg = float(body.plasma().published["peak"].mg or 0.0)
    found, hours = course(people, mg, 24.0, 15), np.linspace(0.0, 24.0, 97)
    panels = []
    for name, curve in ((f"One dose of {mg:g} mg (ng/mL)", found.one), ("The 15th, one a day (ng/mL)", found.last)):
        lines = np.quantile(curve[MITRAGYNINE].at(hours), [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
        low, lower, middle, upper, high = (one.tolist() for one in lines)
        panels.append(charts.Panel(name, hours.tolist(), middle, (lower, upper), (low, high)))
    told = "Median, 50 % and 90 % of simulated people. The peak after an hour falls fast; a low level goes on for days."
    return charts.levels(panels, "Mitragynine in blood", told, width=WIDE)


def main() -> None:
    held = body.plasma()
    people = body.population(held).draw(PEOPLE, np.random.default_rng(SEED))
    pairs = [(row, simulated(row, people, held)) for row in held.published.values()]
    rows = [line(row, values) for row, values in pairs if values is not None]
    left = sorted({row.row for row, values in pairs if values is None and row.row is not None})
    days = ("", "seen (huestis-2024)", "to 90 % of the last level", "to 95 %")
    text = f"""
{PEOPLE:,} simulated people, seed {SEED}; {machine()}.

Half-lives are read as a laboratory would: from the last three samples within the window of the study that reach
{held.limit.value:g} ng/mL, the limit of a published method (the limits of these studies are not known to us). Rows are
those of docs/mechanism.md; "fitted" rows were used to choose the parameters, so that agreement there proves nothing.
Rows {", ".join(map(str, left))} are not simulated: another alkaloid, a figure that contradicts its own study, other
medicines. Where only the highest mean of several groups was published, there is no range to lie in.

{table(HEAD, rows)}

Days of one dose a day until the level before the next dose no longer rises; mitragynine was not fitted:

{table(days, settling(people))}
"""
    write("Plasma", text)
    if "--write" in sys.argv:
        PICTURE.write_text(drawing(people), encoding="utf-8")


if __name__ == "__main__":
    main()
