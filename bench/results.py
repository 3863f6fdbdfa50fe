"""Written results: each study owns one section of RESULTS.md and renews it whole."""

import argparse
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
TITLE = "# Results\n\nWritten by the programs of this folder, each its own section.\n"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def machine() -> str:
    """What the figures were measured on, without naming the machine, and the commit they are of."""
    here = ["git", "-C", str(RESULTS.parent)]
    found = subprocess.run([*here, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    commit = f"; commit {found.stdout.strip()}" if found.returncode == 0 else ""
    # Results of other studies written since are no change of the code.
    changed = [*here, "diff", "--quiet", "HEAD", "--", "../counterpoise", "*.py"]
    if commit and subprocess.run(changed, check=False).returncode:
        commit += " with changes"
    return f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}{commit}"


def write(section: str, text: str) -> None:
    """Print the section; with --write on the command line, put it into RESULTS.md in place of the old one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="renew the section in bench/RESULTS.md")
    body = f"## {section}\n\n{text.strip()}\n"
    print(body)
    if not parser.parse_known_args()[0].write:
        return
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else TITLE
    first, *sections = old.split("\n## ")
    kept = {part.split("\n", 1)[0]: part for part in sections}
    kept[section] = body.removeprefix("## ")
    RESULTS.write_text(
        "\n## ".join([first.rstrip() + "\n", *(p.rstrip() + "\n" for p in kept.values())]), encoding="utf-8"
    )
