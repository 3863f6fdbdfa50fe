"""The served program and other devices: real TLS, real sockets, and what somebody in the network can try."""

from __future__ import annotations

import asyncio
import datetime as dt
import http.client
import ipaddress
import re
import socket
import ssl
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from counterpoise import place
from counterpoise.commands import Refused, lan
from counterpoise.web.devices import addresses, authority, network
from counterpoise.web.devices.addresses import NoAddress
from counterpoise.web.devices.authority import Names
from counterpoise.web.devices.gate import MOST, MOST_OF_A_STRANGER, Gate, OneFile
from tests.web import served
from tests.web.served import Served

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
NAMES = Names(("kitchen.local",), (ipaddress.ip_address("192.168.1.20"),))
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Ruth's journal, in the network of this computer alone."""
    started = served.in_network(tmp_path_factory.mktemp("lan") / "data", "Ruth")
    yield started
    if started.process.poll() is None:
        started.stop()


class Phone:
    """Trusts the authority of this computer and nothing else; keeps cookies."""

    def __init__(self, running: Served) -> None:
        self.port = running.port + 443
        self.trust = running.trusting()
        self.cookie = ""
        self.answer: http.client.HTTPResponse

    def ask(self, method: str, path: str, said: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.trust, timeout=20)
        sent = {"Cookie": self.cookie, "Origin": f"https://127.0.0.1:{self.port}"} | headers
        body = None
        if said is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(said)
        connection.request(method, path, body, sent)
        self.answer = connection.getresponse()
        text = self.answer.read().decode()
        if found := self.answer.getheader("Set-Cookie"):
            self.cookie = found.split(";")[0]
        connection.close()
        return self.answer.status, text


def test_from_the_terminal_to_the_diary_and_out_again(running: Served) -> None:
    """The link that was printed, the number on both sides, the word on the command line, the end of it."""
    found = re.search(rf"{re.escape(running.there)}/pair/#(\S+)", running.said)
    assert found, running.said
    phone = Phone(running)
    assert phone.ask("POST", "/pair/", {"name": "Fold", "code": found[1]})[0] == 302
    _status, waiting = phone.ask("GET", "/pair/wait/")
    number = re.search(r'class="code">(\d{3} \d{3})<', waiting)
    assert number
    assert phone.ask("GET", "/")[0] == 403
    assert served.devices(running, "--pair", "000 0000").returncode == 2
    assert served.devices(running, "--pair", number[1]).stdout == "Fold: paired\n"
    before = phone.cookie
    assert phone.ask("GET", "/pair/wait/")[0] == 302
    assert phone.cookie != before  # a session that nobody knew before the word was given
    cookie = phone.answer.getheader("Set-Cookie") or ""
    assert cookie.startswith("__Host-counterpoise_")
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert phone.ask("GET", "/")[0] == 200
    much = {"value": "x" * (MOST_OF_A_STRANGER + 1)}
    assert phone.ask("POST", "/rate/", much)[0] == 403  # it was read; the page's token was not with it
    assert "Fold: paired" in served.devices(running).stdout
    assert served.devices(running, "--revoke", "Fold").returncode == 0
    assert phone.ask("POST", "/rate/", much)[0] == 413
    assert phone.ask("GET", "/")[0] == 403
    assert phone.answer.getheader("Clear-Site-Data") == '"cache", "storage"'
    assert "Fold: paired" in served.devices(running).stdout
    assert "ended" in served.devices(running).stdout


def test_the_certificate_is_good_for_this_address_and_no_other(running: Served) -> None:
    with (
        socket.create_connection(("127.0.0.1", running.port + 443), timeout=20) as plain,
        running.trusting().wrap_socket(plain, server_hostname="127.0.0.1") as secured,
    ):
        assert secured.version() == "TLSv1.3"
    with (
        socket.create_connection(("127.0.0.1", running.port + 443), timeout=20) as plain,
        pytest.raises(ssl.SSLCertVerificationError),
        running.trusting().wrap_socket(plain, server_hostname="bank.example"),
    ):
        pass


def test_a_browser_that_was_told_nothing_does_not_trust_it(running: Served) -> None:
    with (
        socket.create_connection(("127.0.0.1", running.port + 443), timeout=20) as plain,
        pytest.raises(ssl.SSLCertVerificationError),
        ssl.create_default_context().wrap_socket(plain, server_hostname="127.0.0.1"),
    ):
        pass


def test_the_fingerprint_that_is_printed_is_that_of_the_file(running: Served) -> None:
    from cryptography import x509

    given = x509.load_der_x509_certificate(running.authority())
    assert authority.fingerprint(given) in running.said


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1.evil.example", "192.168.1.21", "[::1]", ""])
def test_by_another_name_there_is_nothing_over_the_network(running: Served, host: str) -> None:
    phone = Phone(running)
    assert phone.ask("GET", "/pair/", Host=host) == (400, "")


@pytest.mark.parametrize(
    "path", ["/", "/settings/", "/emergency/", "/about/", "/enter/x", "/health/x", "/learn/", "/not-there", "/devices/"]
)
def test_who_is_not_paired_sees_the_closed_door_only(running: Served, path: str) -> None:
    phone = Phone(running)
    status, text = phone.ask("GET", path)
    assert status in (403, 404)
    assert "is not paired" in text
    assert "ratom" not in text  # nobody in the network learns what kind of diary this is


def test_the_door_gives_no_session_to_who_only_knocks(running: Served) -> None:
    phone = Phone(running)
    assert phone.ask("GET", "/pair/")[0] == 200
    assert phone.ask("POST", "/pair/", {"name": "x", "code": "y" * 43})[0] == 403
    assert phone.cookie == ""


def test_the_link_for_this_computer_does_not_open_over_the_network(running: Served) -> None:
    path = running.link().removeprefix(running.here)
    assert Phone(running).ask("GET", path)[0] == 403
    here = http.client.HTTPConnection("localhost", running.port, timeout=20)
    here.request("GET", path)
    assert here.getresponse().status == 302  # and it was not used up
    here.close()


def test_headers_of_a_proxy_open_nothing(running: Served) -> None:
    told = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "http"}
    assert Phone(running).ask("GET", "/", None, **told)[0] == 403
    assert Phone(running).ask("GET", "/shared/", None, **told) == (400, "")


def test_a_stranger_cannot_fill_the_disk(running: Served) -> None:
    status, _text = Phone(running).ask("POST", "/pair/", {"code": "x" * (MOST_OF_A_STRANGER + 1)})
    assert status == 413


def test_a_made_up_cookie_does_not_make_a_stranger_known(running: Served) -> None:
    phone = Phone(running)
    phone.cookie = f"__Host-counterpoise_{running.port}=x"
    assert phone.ask("POST", "/pair/", {"code": "x" * (MOST_OF_A_STRANGER + 1)})[0] == 413
    assert phone.ask("POST", "/pair/", {"code": "x"})[0] == 403, "the door answers on"


def test_the_key_is_its_owners_only(running: Served) -> None:
    path = running.folder / "network-certificate.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    written = [file.read_bytes() for file in running.folder.iterdir() if file.is_file()]
    assert (
        sum(content.count(b"BEGIN PRIVATE KEY") for content in written) == 1
    )  # the certificate's, not the authority's


def test_it_says_nothing_of_what_is_asked_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    started = served.in_network(tmp_path / "data", "Ruth", "Bob")
    assert "each person pairs a phone there" in started.said
    Phone(started).ask("GET", "/entry/dose/secret-word")
    said = started.stop()
    assert "secret-word" not in said
    assert "Everything that was saved is kept" in said
    assert started.process.returncode == 0


# --- the certificate as it is kept ------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    return tmp_path


def test_it_is_kept_until_it_is_about_to_end(folder: Path) -> None:
    first = network.certificate(NAMES, NOW)
    assert first.new == "first"
    ends = first.certificate.ends_at
    assert network.certificate(NAMES, ends - authority.RENEW_BEFORE - DAY).new is None
    later = network.certificate(NAMES, ends - authority.RENEW_BEFORE + DAY)
    assert later.new == "ends"
    assert later.certificate.fingerprint != first.certificate.fingerprint


def test_another_address_needs_another_one(folder: Path) -> None:
    network.certificate(NAMES, NOW)
    moved = Names(NAMES.dns, (ipaddress.ip_address("192.168.1.21"),))
    assert network.kept(moved, NOW)[1] == "moved"
    assert network.certificate(moved, NOW).new == "moved"
    assert network.certificate(moved, NOW).new is None


@pytest.mark.parametrize("broken", [b"", b"not a certificate", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_broken_one_is_made_anew_and_said(folder: Path, broken: bytes) -> None:
    place.network_certificate().write_bytes(broken)
    assert network.certificate(NAMES, NOW).new == "unreadable"
    assert authority.read(place.network_certificate().read_bytes()).covers(NAMES)


def test_what_a_new_one_asks_of_each_phone_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    made = authority.make(NAMES, NOW)
    lan._say_new(network.Kept(made, "moved"))
    said = capsys.readouterr().out
    assert "address or name of this computer has changed" in said
    assert "Each phone has to install the new file once" in said
    lan._say_new(network.Kept(made, None))
    assert capsys.readouterr().out == ""


def test_a_certificate_of_ones_own_is_looked_at_first(folder: Path) -> None:
    file = folder / "own.pem"
    file.write_text("nothing")
    with pytest.raises(Refused, match="not a certificate with its key"):
        lan._ends(file, NOW)
    made = authority.make(NAMES, NOW)
    file.write_bytes(made.pem())
    assert lan._ends(file, NOW) == made.ends_at
    with pytest.raises(Refused, match="it ended on 2027-05-25"):
        lan._ends(file, NOW + 181 * DAY)


# --- addresses --------------------------------------------------------------------------------------------------


def test_only_private_addresses_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter([ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("2606:4700::1")])
    monkeypatch.setattr(addresses, "_way_to", lambda *_where: next(told))
    heard = ["127.0.0.1", "fe80::1", "192.168.1.20", "10.0.0.5", "fd00::2"]
    monkeypatch.setattr(addresses, "_by_name", lambda: [ipaddress.ip_address(one) for one in heard])
    assert list(map(str, addresses.of_this_computer())) == ["192.168.1.20", "fd00::2"]


def test_without_a_network_it_is_said_what_can_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_way_to", lambda *_where: None)
    monkeypatch.setattr(addresses, "_by_name", list)
    with pytest.raises(NoAddress, match="Name one: --lan"):
        addresses.of_this_computer()


@pytest.mark.parametrize(("host", "named"), [("Kitchen.home", "kitchen.local"), ("localhost", "counterpoise.local")])
def test_the_name_in_the_network(monkeypatch: pytest.MonkeyPatch, host: str, named: str) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: host)
    assert addresses.names(NAMES.addresses, ("diary.example.org",)).dns == (named, "diary.example.org")


# --- what is looked at before the journal -----------------------------------------------------------------------


def answered(app: Any, scope: dict[str, Any], *parts: bytes) -> list[Any]:
    sent: list[Any] = []
    incoming = [{"type": "http.request", "body": part, "more_body": True} for part in parts]

    async def receive() -> Any:
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as apart:  # a browser of other tests may keep a loop running in this thread
        apart.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    return sent


def test_a_body_that_grows_beyond_its_limit_is_cut_off() -> None:
    read: list[str] = []

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        while (message := await receive())["type"] == "http.request":
            read.append(message["type"])

    answered(Gate(app, nobody), {"headers": []}, b"x" * MOST_OF_A_STRANGER, b"x", b"x")
    assert len(read) == 1
    in_parts = [(b"transfer-encoding", b"chunked"), (b"cookie", b"__Host-counterpoise=made-up")]
    answered(Gate(app, nobody), {"headers": in_parts}, b"x" * MOST_OF_A_STRANGER, b"x", b"x")
    assert len(read) == 2


def nobody(_cookies: str) -> bool:
    return False


@pytest.mark.parametrize("known", [True, False])
def test_only_who_is_let_in_may_send_much(known: bool) -> None:
    read: list[str] = []
    asked: list[str] = []

    async def app(_scope: Any, _receive: Any, _send: Any) -> None:
        read.append("")

    def lets_in(cookies: str) -> bool:
        asked.append(cookies)
        return known

    gate = Gate(app, lets_in)
    cookies = [(b"cookie", b"a=1"), (b"cookie", b"b=2")]
    answered(gate, {"headers": [*cookies, (b"content-length", b"%d" % MOST_OF_A_STRANGER)]})
    assert (len(read), asked) == (1, []), "nobody is looked up for what a stranger may send"
    answered(gate, {"headers": [*cookies, (b"content-length", b"%d" % MOST)]})
    assert (len(read), asked) == (1 + known, ["a=1; b=2"])
    assert answered(gate, {"headers": [*cookies, (b"content-length", b"%d" % (MOST + 1))]})[0]["status"] == 413


@pytest.mark.parametrize("announced", [b"-1", b"1e9", b"99999999999", b"9" * 5000])
def test_a_length_that_is_none_is_refused(announced: bytes) -> None:
    async def app(*_all: Any) -> None:
        raise AssertionError("it was let through")

    (start, _body) = answered(Gate(app, lambda _cookies: True), {"headers": [(b"content-length", announced)]})
    assert start["status"] == 413


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/counterpoise.crt", b"192.168.1.20:8444", 200),
        ("HEAD", "/counterpoise.crt", b"192.168.1.20", 200),
        ("GET", "/counterpoise.crt", b"evil.example:8444", 404),
        ("GET", "/", b"192.168.1.20:8444", 404),
        ("POST", "/counterpoise.crt", b"192.168.1.20:8444", 404),
        ("GET", "/counterpoise.crt", b"", 404),
    ],
)
def test_one_file_and_nothing_else(method: str, path: str, host: bytes, status: int) -> None:
    app = OneFile("/counterpoise.crt", b"file", frozenset({"192.168.1.20"}))
    start, body = answered(app, {"method": method, "path": path, "headers": [(b"host", host)]})
    assert start["status"] == status
    assert body["body"] == (b"file" if (status, method) == (200, "GET") else b"")


def test_one_file_is_found_at_an_address_of_six() -> None:
    app = OneFile("/counterpoise.crt", b"file", frozenset({"[fd00::2]"}))
    for host in (b"[fd00::2]:8444", b"[fd00::2]"):
        start, _body = answered(app, {"method": "GET", "path": "/counterpoise.crt", "headers": [(b"host", host)]})
        assert start["status"] == 200
