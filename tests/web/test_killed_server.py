"""The real server, started as people start it and killed in the middle of work: what it acknowledged is there."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from uuid6 import uuid7

from counterpoise.web import kernels

ROOT = Path(__file__).parents[2]
ENTRIES = 200
KILL_AT = 120


@dataclass
class Server:
    process: subprocess.Popen[str]
    port: int
    link: str


def start(folder: Path, port: int) -> Server:
    """`counterpoise serve` in a data folder of its own; gives the link that it prints."""
    words = [sys.executable, "-m", "counterpoise", "serve", "--no-open", "--port", str(port)]
    environment = os.environ | {"COUNTERPOISE_DATA": str(folder)}
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://localhost:\d+(/enter/\S+)", line):
            return Server(process, port, found[1])
    raise AssertionError("no link was printed")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "data"
    (folder / "kernels").mkdir(parents=True)
    (folder / "kernels" / "compiled-for").write_text(kernels._fingerprint())  # not what is tested here
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    running = start(folder, port)
    yield running
    running.process.kill()
    running.process.wait()
    assert running.process.stdout
    running.process.stdout.close()


class Browser:
    """Cookies and forms, and nothing else."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=20)
        self.cookie = ""

    def ask(self, method: str, path: str, said: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": self.cookie}
        if said is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(said) if said is not None else None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if found := answer.getheader("Set-Cookie"):
            self.cookie = found.split(";")[0]
        return answer.status, text

    def token(self, path: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("GET", path)[1])
        assert found
        return found[1]


def test_no_acknowledged_entry_is_lost_when_the_server_is_killed(server: Server, tmp_path: Path) -> None:
    browser = Browser(server.port)
    assert browser.ask("GET", "/")[0] == 403
    assert browser.ask("GET", server.link)[0] == 302
    token = browser.token("/start/diary/")
    begin = {"csrfmiddlewaretoken": token, "name": "me", "time_zone": "Europe/Berlin"}
    assert browser.ask("POST", "/start/diary/", begin)[0] == 302
    token = browser.token("/")
    acknowledged: list[str] = []
    killed = threading.Event()

    def kill() -> None:
        killed.wait()
        os.kill(server.process.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    for i in range(ENTRIES):
        key = str(uuid.UUID(int=uuid7().int))
        said = {"csrfmiddlewaretoken": token, "id": key, "measure": "pain.now", "value": str(i % 11)}
        try:
            if browser.ask("POST", "/rate/", said)[0] == 302:
                acknowledged.append(key)
        except (OSError, http.client.HTTPException):
            break
        if i == KILL_AT:
            killed.set()  # while the next ones are on their way
    killed.set()
    killer.join()
    server.process.wait()
    assert KILL_AT < len(acknowledged) < ENTRIES, "it was not killed in the middle"
    with sqlite3.connect(tmp_path / "data" / "journal.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = {row[0] for row in database.execute("SELECT source_id FROM journal_rating")}
    database.close()
    assert set(acknowledged) <= kept
