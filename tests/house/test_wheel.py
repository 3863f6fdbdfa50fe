"""What `pip install` brings is the whole program: it runs in an empty folder, from an empty environment."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, inside

LINK = re.compile(r"http://\S+")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, capture_output=True, text=True, check=True, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command, in an environment that sees this one's packages but not the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, capture_output=True, text=True, check=True)
    (site,) = (folder / "lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "counterpoise"


@pytest.fixture
def empty(tmp_path: Path) -> dict[str, str]:
    """An environment with a home that holds nothing."""
    return {"HOME": str(tmp_path), "PATH": os.defpath, "LANG": "C.UTF-8"}


def run(program: Path, *words: str, empty: dict[str, str]) -> str:
    done = subprocess.run(
        [str(program), *words], cwd=empty["HOME"], env=empty, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("counterpoise/")}
    vendored = [path for path in PACKAGE.rglob("vendor/**/*") if path.is_file()]
    assert packed == {path.relative_to(ROOT).as_posix() for path in [*inside(PACKAGE), *vendored]}


def test_the_licence_is_in_the_wheel(wheel: Path) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


def test_the_installed_command_helps(program: Path, empty: dict[str, str]) -> None:
    assert "counterpoise" in run(program, "--help", empty=empty)


def test_the_installed_command_simulates_a_person(program: Path, empty: dict[str, str]) -> None:
    assert '"counterpoise-diary"' in run(program, "simulate", "--days", "3", empty=empty)


def test_the_installed_command_finds_nothing_amiss(program: Path, empty: dict[str, str]) -> None:
    assert run(program, "check", empty=empty)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture
def served(program: Path, empty: dict[str, str]) -> Iterator[str]:
    """The one-time link that a server prints, started with nothing there."""
    server = subprocess.Popen(
        [str(program), "serve", "--no-open", "--port", str(free_port())],
        cwd=empty["HOME"],
        env=empty,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout
        said = ""
        for line in server.stdout:
            said += line
            if link := LINK.search(line):
                yield link.group()
                return
        pytest.fail(f"no link was printed: {said}")
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def test_the_installed_command_serves_its_pages_and_their_files(served: str) -> None:
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with visitor.open(served, timeout=60) as page:
        text = page.read().decode()
    base = re.match(r"http://[^/]+", served)
    assert base
    assert "Counterpoise" in text
    parts = set(re.findall(r"""(?:src|href)=["'](/[^"'#?]*\.(?:css|js|svg|png|webmanifest))["']""", text))
    assert parts
    for part in parts:
        with visitor.open(base.group() + part, timeout=60) as file:
            assert file.status == 200
