"""The real program with `--lan`, as people start it: a process, its certificate, and what it printed."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from counterpoise.web import kernels
from counterpoise.web.devices.listening import BESIDE, TRUST_BESIDE

ROOT = Path(__file__).parents[2]
PERSON = """
import sys
from counterpoise.web.setup import opened
opened()
from counterpoise.journal import models as m
for name in sys.argv[1:]:
    m.Person.objects.create(name=name, time_zone="America/New_York", country="US")
"""
LINK = """
import sys
from counterpoise.web.setup import opened
opened()
from django.utils import timezone
from counterpoise.journal import models as m
from counterpoise.web.access.links import mint
print(mint(m.Person.objects.get(name=sys.argv[1]), timezone.now()))
"""


@dataclass
class Served:
    """A running journal that takes 127.0.0.1 for its address in the network."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    said: str

    @property
    def here(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def there(self) -> str:
        return f"https://127.0.0.1:{self.port + BESIDE}"

    def link(self, name: str = "") -> str:
        """The one-time link for this computer's browser."""
        found = re.search(rf"{re.escape(name)}.*(http://localhost:\d+/enter/\S+)", self.said)
        assert found, self.said
        return found[1]

    def authority(self) -> bytes:
        """The file that a phone fetches."""
        address = f"http://127.0.0.1:{self.port + TRUST_BESIDE}/counterpoise.crt"
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
            content: bytes = answer.read()
            return content

    def trusting(self) -> ssl.SSLContext:
        """What a phone is after it installed that file, and nothing else."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.authority())
        return context

    def stop(self) -> str:
        """End it as Ctrl-C does; gives everything it said."""
        self.process.send_signal(signal.SIGINT)
        rest, _none = self.process.communicate(timeout=60)
        return self.said + rest


def free_port() -> int:
    """A port with its two neighbours for other devices free as well."""
    for _try in range(50):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port + TRUST_BESIDE > 65535:
            continue
        try:
            for other in (port + BESIDE, port + TRUST_BESIDE):
                socket.create_server(("127.0.0.1", other)).close()
        except OSError:
            continue
        return port
    raise AssertionError("no three free ports")


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {"COUNTERPOISE_DATA": str(folder), "PYTHONUNBUFFERED": "1"}


def prepared(folder: Path, *people: str) -> None:
    """A data folder in which these people keep a diary, and kernels are not compiled: they are not what is tested."""
    (folder / "kernels").mkdir(parents=True)
    (folder / "kernels" / "compiled-for").write_text(kernels._fingerprint())
    subprocess.run([sys.executable, "-c", PERSON, *people], cwd=ROOT, env=environment(folder), check=True)


def serve(folder: Path, port: int, *words: str) -> Served:
    command = [sys.executable, "-m", "counterpoise", "serve", "--no-open", "--port", str(port), *words]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            break
    served = Served(process, folder, port, said)
    _answers(served)
    return served


def _answers(served: Served) -> None:
    """Wait until the last of its listeners is up."""
    for _try in range(200):
        assert served.process.poll() is None, served.said
        try:
            served.authority()
        except OSError:
            time.sleep(0.05)
            continue
        urllib.request.urlopen(
            f"{served.here}/health/warm", timeout=120
        ).close()  # its pages are loaded at the first one
        return
    raise AssertionError("it does not answer")


def devices(served: Served, *words: str) -> subprocess.CompletedProcess[str]:
    """`counterpoise devices …` beside it."""
    command = [sys.executable, "-m", "counterpoise", "devices", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment(served.folder), capture_output=True, text=True, check=False
    )


def database(served: Served, question: str) -> list[list[object]]:
    """What stands in its database."""
    with closing(sqlite3.connect(served.folder / "journal.sqlite3")) as base:
        return [list(row) for row in base.execute(question)]


def fresh_link(served: Served, name: str) -> str:
    """Another one-time link for this computer's browser, as a second start would print it."""
    command = [sys.executable, "-c", LINK, name]
    told = subprocess.run(
        command, cwd=ROOT, env=environment(served.folder), capture_output=True, text=True, check=True
    ).stdout
    return f"{served.here}/enter/{told.strip()}"


def in_network(folder: Path, *names: str) -> Served:
    """The journal of these people, which answers other devices as well."""
    prepared(folder, *names)
    return serve(folder, free_port(), "--lan", "127.0.0.1")
