"""Calling a browser: only after agreement, only at its maker's service, empty, signed, and ended when it is gone."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import ssl
import stat
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from py_vapid import Vapid02, VapidException
from py_vapid.jwt import decode

from counterpoise import diary as d
from counterpoise import place
from counterpoise.checkins.chosen import Chosen
from counterpoise.journal import checkins, devices, entries
from counterpoise.journal import models as m
from counterpoise.web.access.links import mint
from counterpoise.web.checkins import carriers, push, sender
from tests.web.phones import knock, paired

NOW = dt.datetime(2026, 5, 6, 16, 0, tzinfo=dt.UTC)
MOZILLA = "https://updates.push.services.mozilla.com/wpush/v2/abc"


class Service(ThreadingHTTPServer):
    """Stands in for the service of a browser's maker, and notes what it was sent."""

    answers = 201
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Noting)
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.trust, own = certificate(folder)
        self.socket = own.wrap_socket(self.socket, server_side=True)
        self.endpoint = f"https://127.0.0.1:{self.server_port}/push/abc?x=1"


class Noting(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.received.append((self.path, dict(self.headers.items()), body))
        self.send_response(self.server.answers)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What trusts the stand-in, and what it shows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begin = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    signed = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), begin, begin + dt.timedelta(2)
        )
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "service.pem"
    file.write_bytes(
        signed.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(file)
    return ssl.create_default_context(cafile=file), own


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    server = Service(tmp_path)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def agreed(alice: m.Person, service: Service, monkeypatch: pytest.MonkeyPatch) -> m.PushSubscription:
    """Alice's browser, called by the stand-in, and a dose whose first question began a minute ago."""
    monkeypatch.setattr(carriers, "carrier_of", lambda endpoint: "mozilla" if endpoint == service.endpoint else None)
    checkins.choose(alice, NOW, Chosen(at_random=False, instruments={}))
    checkins.learn(alice, (1.25, 5.0), NOW)
    checkins.subscribe(alice, service.endpoint, "mozilla", NOW - dt.timedelta(days=1))
    at = NOW - dt.timedelta(minutes=76)
    entries.add(alice, d.Dose(at=at, substance="kratom", amount=2.0, unit="g"), NOW)
    return m.PushSubscription.objects.get()


def look(service: Service, now: dt.datetime) -> int:
    return sender.look(now, lambda endpoint, at: push.call(endpoint, at, service.trust))


def test_a_call_is_empty_and_signed_by_this_installation(agreed: m.PushSubscription, service: Service) -> None:
    assert look(service, NOW) == 1
    [(path, headers, body)] = service.received
    assert path == "/push/abc?x=1"
    assert body == b""
    assert headers["Content-Length"] == "0"
    assert headers["TTL"] == str(push.WAITS_S)
    assert not headers.keys() & {"Content-Encoding", "Cookie", "Referer", "User-Agent", "Topic", "Encryption"}
    signature = headers["Authorization"]
    parts = dict(part.split("=", 1) for part in signature.removeprefix("vapid ").split(","))
    assert parts["k"] == push.public_key()
    told = decode(parts["t"], parts["k"])  # raises InvalidSignature
    assert told["aud"] == service.endpoint.split("/push")[0]
    assert dt.timedelta(0) < dt.datetime.fromtimestamp(told["exp"], dt.UTC) - NOW <= dt.timedelta(hours=24)
    assert json.dumps(told).count("kratom") == 0
    other = Vapid02()
    other.generate_keys()
    with pytest.raises(InvalidSignature):
        decode(parts["t"], _public(other))


def _public(vapid: Vapid02) -> str:
    from cryptography.hazmat.primitives.serialization import PublicFormat
    from py_vapid.utils import b64urlencode

    return str(b64urlencode(vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)))


def test_one_question_calls_once(agreed: m.PushSubscription, service: Service) -> None:
    assert [look(service, NOW + dt.timedelta(minutes=i)) for i in range(4)] == [1, 0, 0, 0]
    assert look(service, NOW + dt.timedelta(minutes=224)) == 1  # five hours after the dose
    assert len(service.received) == 2


def test_an_answer_already_given_calls_nobody(agreed: m.PushSubscription, service: Service, alice: m.Person) -> None:
    entries.add(alice, d.Rating(at=NOW, measure="pain.now", value=3, prompt="scheduled"), NOW)
    assert look(service, NOW) == 0
    assert service.received == []


def test_in_the_quiet_hours_nobody_is_called_even_late(
    agreed: m.PushSubscription, service: Service, alice: m.Person
) -> None:
    quiet = Chosen(at_random=False, instruments={}, quiet_from=dt.time(12, 5), quiet_to=dt.time(8))
    checkins.choose(alice, NOW, quiet)
    assert look(service, NOW + dt.timedelta(minutes=6)) == 0  # asleep until then: 12:06 in New York
    assert look(service, NOW + dt.timedelta(minutes=4)) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(agreed: m.PushSubscription, service: Service, status: int) -> None:
    service.answers = status
    look(service, NOW)
    assert not m.PushSubscription.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 301])
def test_a_service_that_refuses_is_not_pressed(agreed: m.PushSubscription, service: Service, status: int) -> None:
    service.answers = status
    assert [look(service, NOW), look(service, NOW + dt.timedelta(minutes=1))] == [1, 0]
    assert m.PushSubscription.objects.exists()
    assert len(service.received) == 1


def test_without_a_network_the_next_minute_tries_again(agreed: m.PushSubscription, service: Service) -> None:
    def broken(_endpoint: str, _now: dt.datetime) -> int:
        raise ConnectionRefusedError

    assert sender.look(NOW, broken) == 0
    assert look(service, NOW + dt.timedelta(minutes=1)) == 1


@pytest.mark.parametrize("wrong", [UnicodeError, VapidException, RuntimeError])
def test_what_goes_wrong_with_one_browser_stops_none_of_the_others(
    agreed: m.PushSubscription, service: Service, wrong: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[int] = []

    def broken_at_first(endpoint: str, _now: dt.datetime) -> int:
        asked.append(len(asked))
        if len(asked) == 1:
            raise wrong(endpoint)
        return 201

    m.PushSubscription.objects.filter(pk=agreed.pk).update(endpoint=f"{service.endpoint}&first")
    checkins.subscribe(agreed.person, f"{service.endpoint}&second", "mozilla", NOW - dt.timedelta(days=1))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(carriers, "carrier_of", lambda _endpoint: "mozilla")
        assert sender.look(NOW, broken_at_first) == 1
    assert asked == [0, 1]
    assert wrong.__name__ in caplog.text
    assert "127.0.0.1" not in caplog.text
    first, second = m.PushSubscription.objects.order_by("id")
    assert (first.called_at, second.called_at) == (None, NOW), "the first is tried again"


def test_a_service_that_nobody_vouches_for_is_told_nothing(agreed: m.PushSubscription, service: Service) -> None:
    assert sender.look(NOW) == 0  # by the authorities of this machine
    assert service.received == []


def test_where_nobody_agreed_nothing_is_called(alice: m.Person) -> None:
    def never(_endpoint: str, _now: dt.datetime) -> int:
        raise AssertionError

    entries.add(alice, d.Dose(at=NOW - dt.timedelta(minutes=76), substance="kratom", amount=2.0, unit="g"), NOW)
    assert sender.look(NOW, never) == 0


def test_a_row_that_names_another_host_is_not_called(alice: m.Person) -> None:
    checkins.subscribe(alice, "https://example.org/x", "mozilla", NOW - dt.timedelta(days=1))
    entries.add(alice, d.Dose(at=NOW - dt.timedelta(minutes=76), substance="kratom", amount=2.0, unit="g"), NOW)
    asked: list[str] = []
    sender.look(NOW, lambda endpoint, _now: len(asked.append(endpoint) or ""))  # type: ignore[func-returns-value]
    assert asked == []


def test_the_key_is_made_once_and_only_its_owner_may_read_it() -> None:
    assert push.public_key() == push.public_key()
    assert stat.S_IMODE(place.push_key_file().stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("endpoint", "carrier"),
    [
        (MOZILLA, "mozilla"),
        ("https://fcm.googleapis.com/fcm/send/abc", "google"),
        ("https://web.push.apple.com/QABC", "apple"),
        ("https://wns2-par02p.notify.windows.com/w/?token=x", "microsoft"),
        ("http://fcm.googleapis.com/fcm/send/abc", None),
        ("https://fcm.googleapis.com:8443/x", None),
        ("https://fcm.googleapis.com@example.org/x", None),
        ("https://user:word@fcm.googleapis.com/x", None),
        ("https://fcm.googleapis.com.example.org/x", None),
        ("https://notify.windows.com.example.org/x", None),
        ("https://localhost/x", None),
        ("https://127.0.0.1/x", None),
        ("https://[::1/x", None),
        ("https://a..notify.windows.com/x", None),
        ("https://.notify.windows.com/", None),
        ("https://[::1%25.notify.windows.com]/x", None),
        ("https://-.notify.windows.com/x", None),
        (f"https://{'a' * 64}.notify.windows.com/x", None),
        ("https://fcm.googleapis.com:/", None),
        ("https://fcm.googleapis.com:443/x", None),
        ("https://@fcm.googleapis.com/x", None),
        ("https://fcm.googleapis.com./x", None),
        ("https://fcm.googleapis.com\\@example.org/x", None),
        ("https://fcm.googleapi\u017f.com/x", None),
        ("https://fcm.googleapis.com", None),
        ("https://fcm.googleapis.com/a\nb", None),
        ("https://fcm.googleapis.com/" + "x" * 3000, None),
        ("", None),
    ],
)
def test_only_the_services_of_known_makers_are_ever_called(endpoint: str, carrier: str | None) -> None:
    assert carriers.carrier_of(endpoint) == carrier


@pytest.mark.parametrize(
    ("user_agent", "carrier"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "mozilla"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", "google"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "microsoft"),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1", "apple"),
        ("curl/8", None),
    ],
)
def test_the_service_is_named_before_it_is_agreed_to(
    alice: m.Person, browser_of_alice: Client, user_agent: str, carrier: str | None
) -> None:
    page = browser_of_alice.get("/checkin/settings/", headers={"user-agent": user_agent}).content.decode()
    assert ("I agree: call me by" in page) == (carrier is not None)
    assert carrier is None or f"call me by {carriers.NAMES[carrier]}" in page


def test_agreeing_to_one_service_is_no_agreement_to_another(alice: m.Person, browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/checkin/push/agree/", {"endpoint": MOZILLA, "carrier": "google"})
    assert answer.status_code == 422
    assert "You agreed to another service: this browser is called by Mozilla." in answer.content.decode()
    answer = browser_of_alice.post("/checkin/push/agree/", {"endpoint": "https://example.org/", "carrier": "google"})
    assert answer.status_code == 422
    assert not m.PushSubscription.objects.exists()


def test_agreeing_is_kept_and_can_be_ended_by_nobody_else(
    alice: m.Person, bob: m.Person, browser_of_alice: Client, enter: Callable[..., Client]
) -> None:
    browser_of_alice.post("/checkin/push/agree/", {"endpoint": MOZILLA, "carrier": "mozilla"})
    row = m.PushSubscription.objects.get(person=alice, carrier="mozilla")
    assert "data-ends-here" in browser_of_alice.get("/checkin/settings/").content.decode()
    enter(bob).post("/checkin/push/end/", {"row": row.pk})
    assert m.PushSubscription.objects.exists()
    for junk in ("", "x", "9" * 40):
        assert browser_of_alice.post("/checkin/push/end/", {"row": junk}).status_code == 302
    browser_of_alice.post("/checkin/push/end/", {"row": row.pk})
    assert not m.PushSubscription.objects.exists()


def agree(client: Client, endpoint: str = MOZILLA) -> None:
    answer = client.post("/checkin/push/agree/", {"endpoint": endpoint, "carrier": "mozilla"})
    assert answer.status_code == 302


def called() -> list[str]:
    return list(m.PushSubscription.objects.order_by("id").values_list("endpoint", flat=True))


def test_whoever_signs_out_is_called_there_no_more(
    alice: m.Person, browser_of_alice: Client, enter: Callable[..., Client]
) -> None:
    agree(browser_of_alice)
    agree(enter(alice), f"{MOZILLA}-other")
    browser_of_alice.post("/settings/sign-out/")
    assert called() == [f"{MOZILLA}-other"]


def test_whoever_enters_again_is_called_on_until_they_sign_out(
    alice: m.Person, bob: m.Person, browser_of_alice: Client
) -> None:
    agree(browser_of_alice)
    browser_of_alice.get(f"/enter/{mint(alice, timezone.now())}")
    assert called() == [MOZILLA]
    browser_of_alice.post("/settings/sign-out/")
    assert called() == []
    browser_of_alice.get(f"/enter/{mint(alice, timezone.now())}")
    agree(browser_of_alice)
    browser_of_alice.get(f"/enter/{mint(bob, timezone.now())}")
    assert called() == [], "Bob is not called for Alice"


def test_a_browser_whose_session_is_over_is_called_no_more(alice: m.Person, enter: Callable[..., Client]) -> None:
    one, other = enter(alice), enter(alice)
    agree(one)
    agree(other, f"{MOZILLA}-other")
    ended(other)
    sender.look(timezone.now(), lambda _endpoint, _now: 201)
    assert called() == [MOZILLA]
    again = enter(alice)  # the same browser, which had lost its cookie and has agreed anew
    agree(again)
    ended(one)
    sender.look(timezone.now(), lambda _endpoint, _now: 201)
    assert called() == [MOZILLA]


def ended(browser: Client) -> None:
    """Its session has lasted as long as sessions do."""
    over = timezone.now() - dt.timedelta(minutes=1)
    assert Session.objects.filter(pk=browser.session.session_key).update(expire_date=over) == 1


@pytest.mark.usefixtures("here")
def test_a_phone_that_is_paired_anew_is_asked_anew(alice: m.Person) -> None:
    phone = paired(alice)
    agree(phone)
    knock(phone, devices.link(alice, timezone.now()))
    assert called() == []


@pytest.mark.usefixtures("here")
def test_a_device_that_is_let_in_no_more_is_called_no_more(alice: m.Person, browser_of_alice: Client) -> None:
    agree(browser_of_alice)
    for name in ("lost", "kept", "given away"):
        agree(paired(alice, name), f"{MOZILLA}-{name.replace(' ', '-')}")
    lost, given_away = (devices.named(alice, name) for name in ("lost", "given away"))
    assert lost is not None
    assert given_away is not None
    browser_of_alice.post(f"/devices/{lost.pk}/revoke/")
    devices.revoke(given_away, NOW)  # as on the command line
    assert called() == [MOZILLA, f"{MOZILLA}-kept"]


@pytest.mark.usefixtures("here")
def test_a_phone_that_signs_out_is_called_no_more(alice: m.Person) -> None:
    phone = paired(alice)
    agree(phone)
    phone.post("/settings/sign-out/")
    assert called() == []
