"""Certificates drawn at random: other words, orders, rules, fonts and slips than those of the fixed ones.

Each comes with its right reading, in the shape of the fixed ones. What a slip makes undecidable is in its `trap`.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any

from tests.supply.drawing import Align, Sheet, pdf, width
from tests.supply.invented_look import Look, look
from tests.supply.invented_words import DOUBTFUL, METHODS, RIGHT_UNIT, SLIPS, TESTS, UNITS, WORDS


@dataclass
class Line:
    """One test: its cells by column, and how it has to be read."""

    kind: str
    cells: dict[str, str]
    right: dict[str, Any]
    traps: set[str] = field(default_factory=set)


def certificate(seed: int, *, slips: bool) -> tuple[bytes, dict[str, Any]]:
    """The file and its right reading."""
    rng = random.Random(seed)
    chosen = look(rng, rng.choice(SLIPS) if slips else None)
    lines = tests(rng, chosen)
    slip(rng, chosen, lines)
    sheet = Sheet()
    head, y = heads(rng, chosen, sheet)
    bottom = table(rng, chosen, lines, sheet, y)
    footnotes(rng, chosen, sheet, bottom)
    right = [line.right | ({"trap": "; ".join(sorted(line.traps))} if line.traps else {}) for line in lines]
    return pdf([sheet]), {"samples": [head | {"assays": right}]}


def tests(rng: random.Random, chosen: Look) -> list[Line]:
    known = TESTS[chosen.language]
    if chosen.unit_in == "heading":  # one unit for all: one kind
        kind = rng.choice(["alkaloid", "metal"])
        known = [one for one in known if one[1] == kind]
    picked = sorted(rng.sample(range(len(known)), k=min(len(known), rng.randint(4, 12))))
    units = {kind: rng.choice(listed) for kind, listed in UNITS.items()}
    if chosen.language == "es":
        units["microbe"] = "ufc/g"
    return [test(rng, chosen, known[number], units) for number in picked]


def test(rng: random.Random, chosen: Look, known: tuple[str, str, list[str]], units: dict[str, str]) -> Line:
    key, kind, names = known
    words = WORDS[chosen.language]
    name = rng.choice(names)
    right: dict[str, Any] = {
        "analyte": key,
        "printed_as": name,
        "value": None,
        "censored": None,
        "loq": None,
        "lod": None,
        "limit": None,
        "passed": None,
        "method": None,
        "page": 1,
    }
    cells = {"name": name}
    if kind == "absent":
        absent = rng.choice(words["absent"])
        portion = f"{words['in']} 25 g"
        cells["result"] = f"{absent} {portion}" if chosen.unit_in != "column" else absent
        cells |= {"unit": portion, "loq": rng.choice(words["none"]), "lod": "-", "limit": rng.choice([absent, ""])}
        right |= {"unit": "in 25 g", "censored": "not_detected" if absent == "Not detected" else "absent"}
        passed: bool | None = True
    else:
        passed = _measured(rng, chosen, (kind, units[kind]), cells, right)
    told = rng.random() < 0.8 and passed is not None
    cells["verdict"] = rng.choice(words["pass" if passed else "fail"]) if told else rng.choice(words["none"])
    cells["method"] = rng.choice(METHODS[kind])
    cells["other"] = _other(rng, chosen)
    if "verdict" in chosen.columns and told:
        right["passed"] = passed
    if "method" in chosen.columns:
        right["method"] = cells["method"]
    return Line(kind, cells, right)


def _measured(
    rng: random.Random, chosen: Look, of: tuple[str, str], cells: dict[str, str], right: dict[str, Any]
) -> bool:
    kind, unit = of
    words = WORDS[chosen.language]
    largest = {
        "mg/g": 20,
        "%": 2,
        "% w/w": 2,
        "ppm": 2,
        "mg/kg": 2,
        "µg/g": 2,
        "ppb": 900,
        "CFU/g": 90000,
        "ufc/g": 90000,
    }[unit]
    if kind == "other":
        largest = 12
    whole = largest >= 900
    value = float(rng.randint(10, largest)) if whole else round(rng.uniform(0.02, largest), rng.choice([1, 2, 3]))
    value = value or 0.5
    loq = 10.0 if whole else rng.choice([0.05, 0.01, 0.1])
    most = value * rng.choice([0.5, 2, 10])
    most = float(round(most)) if whole or most > 20 else round(most, 2) or 1.0
    shown = written(loq, chosen)
    right["unit"] = RIGHT_UNIT.get(unit, unit)
    chance = rng.random()
    if chance < 0.65:
        number, right["value"] = _number(rng, value, chosen, whole), value
        if rng.random() < 0.15:
            number += f" ± {written(round(value / 10, 2) or 0.1, chosen)}"
    elif chance < 0.8:
        number, right["censored"] = rng.choice(words["nd"]), "not_detected"
    else:
        number, right["censored"] = rng.choice(words["loq"]).format(q=shown), "below_loq"
        if shown in number:
            right["loq"] = loq
    cells["result"] = f"{number} {unit}" if chosen.unit_in == "cell" else number
    cells |= {"unit": unit, "loq": shown, "lod": written(loq / 2, chosen)}
    if "loq" in chosen.columns:
        right["loq"] = loq
    if "lod" in chosen.columns:
        right["lod"] = loq / 2
    limited = rng.random() < 0.7
    cells["limit"] = rng.choice(words["max"]) + written(most, chosen) if limited else rng.choice(words["none"])
    if "limit" in chosen.columns and limited:
        right["limit"] = most
    return right["value"] is None or value <= most


def written(value: float, chosen: Look) -> str:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if chosen.comma else text


def _number(rng: random.Random, value: float, chosen: Look, whole: bool) -> str:
    if whole and value >= 1000 and rng.random() < 0.4:
        return f"{int(value):,}".replace(",", "." if chosen.comma else ",")
    return written(value, chosen)


def _other(rng: random.Random, chosen: Look) -> str:
    heading = chosen.headings.get("other", "")
    if heading.startswith(("Date", "Fecha")):
        return "2026-02-11"
    return written(round(rng.uniform(0.1, 30), 2), chosen)


def slip(rng: random.Random, chosen: Look, lines: list[Line]) -> None:
    """One thing goes wrong; what nobody could know from the page any more must not be certain."""
    some = rng.sample(lines, k=max(1, len(lines) // 3))
    if chosen.slip == "unit_gone":
        for line in some if chosen.unit_in != "heading" else lines:
            _without_unit(chosen, line)
    elif chosen.slip == "misspelt":
        for line in some:
            _misspelt(rng, line)
    elif chosen.slip == "verdict_wrong" and {"limit", "verdict"} <= set(chosen.columns):
        for line in some:
            _wrong_verdict(chosen, line)
    elif chosen.slip == "mixed_decimals":
        for line in some:
            line.cells["result"] = line.cells["result"].replace(*(",", ".") if chosen.comma else (".", ","))


def _without_unit(chosen: Look, line: Line) -> None:
    if line.kind == "absent":
        return
    line.right["unit"] = None
    line.traps.add(DOUBTFUL)
    if chosen.unit_in == "cell":
        line.cells["result"] = line.cells["result"].removesuffix(f" {line.cells['unit']}")
    line.cells["unit"] = ""


def _misspelt(rng: random.Random, line: Line) -> None:
    name = line.cells["name"]
    if len(name) >= 8 and name.isalpha():
        at = rng.randint(2, len(name) - 3)
        line.cells["name"] = line.right["printed_as"] = name[:at] + name[at + 1 :]


def _wrong_verdict(chosen: Look, line: Line) -> None:
    if line.right["limit"] is not None and line.right["value"] is not None:
        above = line.right["value"] > line.right["limit"]
        line.cells["verdict"] = WORDS[chosen.language]["pass" if above else "fail"][0]
        line.right["passed"] = above
        line.traps.add(DOUBTFUL)


def heads(rng: random.Random, chosen: Look, sheet: Sheet) -> tuple[dict[str, Any], float]:
    """Name of the laboratory, lot, product, dates; the truth of them, and where the table begins."""
    spanish = chosen.language == "es"
    lab = (
        rng.choice(["Tin Kettle Analytics", "Meadowlark Assay Lab", "Ferry Lane Testing"])
        if not spanish
        else rng.choice(["Laboratorio Piedra Azul", "Ensayos del Faro"])
    )
    lot = rng.choice(["KR-2217", "B0452", "26-118-A", "LT/9921"])
    product = (
        rng.choice(["Red Bali Powder", "White Borneo Capsules", "Green Leaf"])
        if not spanish
        else "Hoja de kratom en polvo"
    )
    number = rng.choice(["L22-117", "AT-9981"])
    sampled, reported = rng.choice([("2026-02-20", "2026-03-15"), ("2026-01-14", "2026-01-28")])
    shown = [_date(rng.choice(["iso"] if spanish else ["iso", "us", "long"]), day) for day in (sampled, reported)]
    sheet.text(40, 50, lab, 16, font="Helvetica-Bold")
    labels = (
        [
            ("Lote", lot),
            ("Producto", product),
            ("Fecha de muestreo", shown[0]),
            ("Fecha de emisión", shown[1]),
            ("Cliente", "Casa Inventada"),
            ("Acreditación", f"ISO/IEC 17025 nº {number}"),
        ]
        if spanish
        else [
            (rng.choice(["Lot", "Lot Number", "Batch", "Batch No."]), lot),
            (rng.choice(["Product", "Sample Name"]), product),
            (rng.choice(["Date Sampled", "Collected"]), shown[0]),
            (rng.choice(["Report Date", "Date Issued"]), shown[1]),
            ("Client", "Made Up Ltd"),
            ("Accreditation", f"ISO/IEC 17025 certificate {number}"),
        ]
    )
    rng.shuffle(labels)
    y = 80.0
    style = rng.choice(["lines", "two", "apart"])
    for place, (label, value) in enumerate(labels):
        x = 40 if style != "two" or place % 2 == 0 else 300
        if style == "apart":
            sheet.text(x, y, label, 9, font="Helvetica-Bold")
            sheet.text(x + 120, y, value)
        else:
            sheet.text(x, y, f"{label}: {value}")
        y += 13 if style != "two" or place % 2 else 0
    head = {
        "lot": lot,
        "product": product,
        "lab": lab,
        "accreditation": number,
        "sampled_on": sampled,
        "reported_on": reported,
    }
    return head, y + 30


def _date(form: str, day: str) -> str:
    year, month, date = day.split("-")
    if form == "us":
        return f"{month}/{date}/{year}"
    if form == "long":
        return f"{['January', 'February', 'March'][int(month) - 1]} {int(date)}, {year}"
    return day


def table(rng: random.Random, chosen: Look, lines: list[Line], sheet: Sheet, y: float) -> float:
    columns = chosen.columns
    headings = dict(chosen.headings)
    if chosen.unit_in == "heading" and chosen.slip != "unit_gone":
        unit = lines[0].cells["unit"]
        headings["result"] += rng.choice([f" ({unit})", f", {unit}", f" [{unit}]"])
    if chosen.slip == "unit_elsewhere" and chosen.unit_in == "heading":
        headings["result"] = chosen.headings["result"]
        sheet.text(40, y - 14, f"Results in {lines[0].cells['unit']}", chosen.size, font=chosen.font)
    if chosen.slip == "swapped_headings" and {"limit", "loq"} <= set(columns):
        headings["limit"], headings["loq"] = headings["loq"], headings["limit"]
        for line in lines:
            below = line.right["loq"] if re.match(r"<.*\d", line.cells["result"]) else None
            line.right["limit"], line.right["loq"] = line.right["loq"], line.right["limit"] or below
            line.traps.add("the page itself is wrong")
    widest = [
        max(width(text, chosen.font, chosen.size) for text in (headings[one], *(line.cells[one] for line in lines)))
        for one in columns
    ]
    gap = min(26.0, max(9.0, (515 - sum(widest)) / len(columns)))
    sheet.wide = max(sheet.wide, 80 + sum(widest) + gap * len(columns))
    lefts = [40.0]
    for wide in widest:
        lefts.append(lefts[-1] + wide + gap)
    step = chosen.pitch * chosen.size
    if chosen.slip != "no_headings":
        _draw(sheet, chosen, headings, lefts, y, bold=True)
    rows = [y]
    section = None
    for line in lines:
        y += step
        if chosen.sections and line.kind != section:
            section = line.kind
            sheet.text(
                lefts[0] + 2,
                y,
                {
                    "alkaloid": "ALKALOIDS",
                    "metal": "HEAVY METALS",
                    "microbe": "MICROBIOLOGY",
                    "absent": "PATHOGENS",
                    "other": "PHYSICAL",
                }[section],
                chosen.size,
                font="Helvetica-Bold",
            )
            rows.append(y)
            y += step
        _draw(sheet, chosen, line.cells, lefts, y, bold=False)
        rows.append(y)
    _rules(sheet, chosen, lefts, rows, step)
    return y + 2 * step


def _draw(sheet: Sheet, chosen: Look, cells: dict[str, str], lefts: list[float], y: float, *, bold: bool) -> None:
    columns = chosen.columns
    moved = chosen.slip == "shifted" and not bold
    for number, column in enumerate(columns):
        left, right = lefts[number], lefts[number + 1]
        if moved and number >= columns.index("result"):
            if number + 2 >= len(lefts):
                continue  # it fell off the page
            left, right = lefts[number + 1], lefts[number + 2]
        align: Align = "left" if column == "name" else chosen.align
        x = {"left": left + 3, "centre": (left + right) / 2, "right": right - 3}[align]
        lower = y
        if chosen.slip == "half_row" and column == "result" and not bold:
            lower += chosen.pitch * chosen.size / 2
        font = "Helvetica-Bold" if bold and chosen.font == "Helvetica" else chosen.font
        if cells.get(column):
            sheet.text(x, lower, cells[column], chosen.size, font=font, align=align)


def _rules(sheet: Sheet, chosen: Look, lefts: list[float], rows: list[float], step: float) -> None:
    down = 0.35 * step + 0.5
    edges = [rows[0] - step + down, *(row + down for row in rows)]
    if chosen.rules in ("grid", "across"):
        for edge in edges:
            sheet.line(lefts[0], edge, lefts[-1], edge)
    if chosen.rules == "grid":
        for left in lefts:
            sheet.line(left, edges[0], left, edges[-1])
    if chosen.rules == "head":
        sheet.line(lefts[0], edges[1], lefts[-1], edges[1])
    if chosen.rules == "zebra":
        for number in range(1, len(edges) - 1, 2):
            sheet.marks.insert(0, "")
            sheet.fill(lefts[0], edges[number], lefts[-1], edges[number + 1])
            sheet.marks.insert(0, sheet.marks.pop())


def footnotes(rng: random.Random, chosen: Look, sheet: Sheet, y: float) -> None:
    notes = [
        "Results relate only to the sample as received, 25.0 g. This report may not be copied in part.",
        "LOQ: limit of quantification. ND: not detected. Samples are kept for 90 days at 20 C.",
        "Page 1 of 1. Form 118 rev. 4, valid from 2025-11-03.",
    ]
    for number, note in enumerate(rng.sample(notes, k=2)):
        sheet.text(40, y + 20 + 11 * number, note, 7)
