"""The script `x`, on stand-ins for Python and apt: what it runs, what it says, and what it leaves behind."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT

INTERPRETER = """#!/bin/sh
# Stands in for .venv/bin/python: pip's behaviour comes from PIP, everything else is told.
case "$*" in
    "-m pip --version") exit 0 ;;
    "-m pip install"*) echo "pip installs ${*##* }"; exit "${PIP:-0}" ;;
esac
echo "ran:$*|in:$PWD|path:$PYTHONPATH|warnings:${PYTHONWARNINGS-unset}"
"""
NOBODY = 65534
OLD_PYTHON = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Python 3.9.2' && exit 0\nexit 1\n"


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder with `x`, its locks and a ready environment, its path holding a space; other users may read it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve() / "counter poise"
        folder.mkdir()
        folder.parent.chmod(0o755)
        fill(folder)
        yield folder


def fill(folder: Path) -> None:
    shutil.copy(ROOT / "x", folder)
    for lock in ("requirements.lock", "requirements-test.lock"):
        (folder / lock).write_text(f"a==1 # {lock}\n")
    program(folder / ".venv" / "bin" / "python", INTERPRETER)
    shutil.copy(folder / "requirements.lock", folder / ".venv" / "installed.lock")


def x(checkout: Path, *words: str, user: int | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run it from another folder, with the commands of the system unless `PATH` is given."""
    elsewhere = checkout.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    environment = {"PATH": os.defpath, "HOME": str(elsewhere), **settings}
    command = [str(checkout / "x"), *words]
    return subprocess.run(
        command, cwd=elsewhere, env=environment, user=user, capture_output=True, text=True, check=False
    )


def test_without_a_word_it_serves(checkout: Path) -> None:
    run = x(checkout)
    assert run.stdout.startswith("ran:-P -m counterpoise serve|")
    assert run.stderr == ""


def test_any_other_word_goes_to_the_program_in_the_users_folder(checkout: Path) -> None:
    run = x(checkout, "answers", "my diary.json", PYTHONWARNINGS="error", PYTHONPATH="mine")
    elsewhere = checkout.parent / "elsewhere"
    assert run.stdout == (
        f"ran:-P -m counterpoise answers my diary.json|in:{elsewhere}|path:{checkout}|warnings:unset\n"
    )


def test_what_the_tests_need_serves_as_well(checkout: Path) -> None:
    shutil.copy(checkout / "requirements-test.lock", checkout / ".venv" / "installed.lock")
    assert x(checkout).stderr == ""


def test_a_changed_lock_is_installed_once_and_told_on_standard_error(checkout: Path) -> None:
    (checkout / "requirements.lock").write_text("a==2\n")
    first, second = x(checkout, "--help"), x(checkout, "--help")
    assert f"pip installs {checkout}/requirements.lock".split("/")[-1] in first.stderr
    assert first.stdout == second.stdout
    assert second.stderr == ""


def test_a_failed_installation_is_not_taken_for_a_whole_one(checkout: Path) -> None:
    (checkout / "requirements.lock").write_text("a==2\n")
    run = x(checkout, PIP="1")
    assert run.returncode == 1
    assert "could not be installed" in run.stderr
    assert run.stdout == ""
    assert (checkout / ".venv" / "unfinished").exists()
    assert not (checkout / ".venv" / "installed.lock").exists()


def test_after_a_cut_short_installation_the_environment_is_made_anew(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".venv" / "unfinished").touch()
    (checkout / ".venv" / "installed.lock").unlink()
    python = tmp_path / "bin" / "python3"
    program(
        python, f'#!/bin/sh\ncase "$*" in *"venv --clear"*) echo made anew ;; *realpath*) echo "{python}" ;; esac\n'
    )
    run = x(checkout, PATH=f"{python.parent}:{os.defpath}")
    assert "made anew" in run.stderr
    assert run.stdout.startswith("ran:")


def test_an_old_python_is_named(checkout: Path, tmp_path: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    bare(tmp_path / "bin")
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        program(tmp_path / "bin" / name, OLD_PYTHON)
    run = x(checkout, PATH=str(tmp_path / "bin"))
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == "Counterpoise needs Python 3.11 or newer; found: Python 3.9.2"


def test_without_apt_it_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    bare(tmp_path / "bin")
    run = x(checkout, "test", PATH=str(tmp_path / "bin"))
    assert run.returncode == 1
    assert run.stderr == "Please install with your system's package manager, then try again: chromium libatomic1\n"


def test_a_folder_that_cannot_be_written_to_is_named(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    checkout.chmod(0o555)
    run = x(checkout, user=NOBODY if os.geteuid() == 0 else None)
    checkout.chmod(0o755)
    assert run.returncode == 1
    assert run.stderr.startswith(f"Cannot write to {checkout}: ")


def bare(folder: Path) -> None:
    """A folder with the few commands that every system has."""
    folder.mkdir()
    for name in ("dirname", "cmp", "grep", "rm", "cp", "id", "uname"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)


def test_ci_runs_the_same_tests_from_any_folder(checkout: Path) -> None:
    shutil.copytree(ROOT / ".ci", checkout / ".ci")
    program(checkout / "x", '#!/bin/sh\necho "x $* in $PWD"\n')
    run = subprocess.run(["bash", str(checkout / ".ci" / "run")], capture_output=True, text=True, check=True)
    assert run.stdout == f"x test in {checkout}\n"
