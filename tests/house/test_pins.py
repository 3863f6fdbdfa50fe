"""What is installed is pinned by content, never by address."""

import re
import tomllib

import pytest

from counterpoise import __version__
from tests.house.tree import ROOT, files, name

LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-bench.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)( ; .+)?$")
# Written in pieces, so that this file does not hold them itself.
HOSTS = ["pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "deb." + "debian", "pypi" + "/simple"]
MACHINE_PATH = re.compile(r"(?<![\w.$}~:*-])/(?:work|root|tmp|home/\w+|Users/\w+|opt)/")


def entries(lock: str) -> list[str]:
    """One string a pinned package: its line and its hashes."""
    return (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "").strip().splitlines()


def pins(lock: str) -> set[str]:
    return {entry.split("--hash", 1)[0].strip() for entry in entries(lock)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_an_exact_version_and_a_hash(lock: str) -> None:
    for entry in entries(lock):
        pin, *hashes = entry.split("--hash=")
        assert PIN.match(pin.strip()), pin
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", value) for value in hashes), pin


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert not re.search(r"https?:|file:|//|@ ", (ROOT / lock).read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_tests_and_benchmarks_run_on_the_versions_people_run(lock: str) -> None:
    assert pins("requirements.lock") <= pins(lock)


def test_every_declared_dependency_is_pinned() -> None:
    groups = PROJECT["dependency-groups"]
    for lock, declared in zip(LOCKS, [[], groups["test"], groups["bench"]], strict=True):
        pinned = {pin.split("==")[0] for pin in pins(lock)}
        wanted = {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in PROJECT["project"]["dependencies"] + declared}
        assert wanted <= pinned, lock


def test_the_package_and_the_project_agree_on_the_version() -> None:
    assert PROJECT["project"]["version"] == __version__


def test_the_changelog_tells_of_this_version() -> None:
    assert re.search(rf"^## \[{re.escape(__version__)}\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = []
    for path in files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        named = [host for host in HOSTS if host in text] + MACHINE_PATH.findall(text)
        found += [f"{name(path)}: {what}" for what in named]
    assert found == []
