"""The certificate, read back by the library's own verifier and by OpenSSL: good for this computer, and nothing else."""

from __future__ import annotations

import datetime as dt
import ipaddress
import sys
from collections.abc import Sequence

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID

from counterpoise.web.devices import authority
from counterpoise.web.devices.authority import Certificate, Names

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
HOME = ipaddress.ip_address("192.168.1.20")
HOME6 = ipaddress.ip_address("fd00::20")
NAMES = Names(("kitchen.local",), (HOME, HOME6))
MONTH = dt.timedelta(days=30)
Key = ec.EllipticCurvePrivateKey


def verified(
    leaf: x509.Certificate, root: x509.Certificate, subject: x509.GeneralName, between: Sequence[x509.Certificate] = ()
) -> list[x509.Certificate]:
    """The chain as a strict verifier builds it. Raises VerificationError."""
    assert isinstance(subject, (x509.DNSName, x509.IPAddress))
    policy = verification.PolicyBuilder().store(verification.Store([root])).time(NOW + MONTH)
    return policy.build_server_verifier(subject).verify(leaf, list(between))


@pytest.fixture
def ours() -> Certificate:
    return authority.make(NAMES, NOW)


@pytest.mark.parametrize("said", [x509.DNSName("kitchen.local"), x509.IPAddress(HOME), x509.IPAddress(HOME6)])
def test_it_is_accepted_for_this_computer(ours: Certificate, said: x509.GeneralName) -> None:
    assert verified(ours.leaf, ours.authority, said) == [ours.leaf, ours.authority]


@pytest.mark.parametrize(
    "said",
    [
        x509.DNSName("bank.example"),
        x509.DNSName("cellar.local"),
        x509.IPAddress(ipaddress.ip_address("192.168.1.21")),
        x509.IPAddress(ipaddress.ip_address("fd00::21")),
    ],
)
def test_it_is_refused_for_another_name_even_if_the_key_had_been_stolen(said: x509.GeneralName) -> None:
    """A certificate for another name, signed in the moment in which the key existed: the constraints refuse it."""
    made: list[x509.Certificate] = []

    def steal(root: x509.Certificate, power: Key) -> None:
        assert isinstance(said, (x509.DNSName, x509.IPAddress))
        dns = (said.value,) if isinstance(said, x509.DNSName) else NAMES.dns
        address = (said.value,) if isinstance(said, x509.IPAddress) else NAMES.addresses
        key = ec.generate_private_key(ec.SECP256R1())
        made.append(authority.signed(Names(dns, address), key.public_key(), root, power, NOW))  # type: ignore[arg-type]

    ours = authority.make(NAMES, NOW, steal)
    with pytest.raises(verification.VerificationError):
        verified(ours.leaf, ours.authority, said)
    with pytest.raises(verification.VerificationError, match="constraint"):
        verified(made[0], ours.authority, said)


def test_it_makes_no_further_authority() -> None:
    """The same names, by an authority below ours: the length of the way refuses it."""
    chain: list[x509.Certificate] = []

    def steal(root: x509.Certificate, power: Key) -> None:
        below = ec.generate_private_key(ec.SECP256R1())
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "below")]))
            .issuer_name(root.subject)
            .public_key(below.public_key())
            .serial_number(7)
            .not_valid_before(NOW)
            .not_valid_after(NOW + 2 * MONTH)
        )
        about = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        for extension, critical in (
            (x509.BasicConstraints(ca=True, path_length=0), True),
            (root.extensions.get_extension_for_class(x509.KeyUsage).value, True),
            (x509.SubjectKeyIdentifier.from_public_key(below.public_key()), False),
            (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(about), False),
        ):
            builder = builder.add_extension(extension, critical=critical)
        middle = builder.sign(power, root.signature_hash_algorithm)  # type: ignore[arg-type]
        key = ec.generate_private_key(ec.SECP256R1())
        chain.extend([authority.signed(NAMES, key.public_key(), middle, below, NOW), middle])

    ours = authority.make(NAMES, NOW, steal)
    with pytest.raises(verification.VerificationError):
        verified(chain[0], ours.authority, x509.DNSName("kitchen.local"), chain[1:])


def test_the_key_of_the_authority_is_gone_and_nowhere_written() -> None:
    """Nothing in the program holds it afterwards, and what is written holds one key: the certificate's."""
    seen: list[Key] = []

    def note(root: x509.Certificate, power: Key) -> None:
        seen.append(power)

    ours = authority.make(NAMES, NOW, note)
    held = sys.getrefcount(seen[0])
    assert held == 2  # this test's list, and the question itself
    assert ours.pem().count(b"PRIVATE KEY-----") == 2  # one beginning, one end
    assert authority.read(ours.pem()).key.public_key() != seen[0].public_key()
    assert ours.authority.public_key() == seen[0].public_key()


def test_every_limit_is_marked_as_one_that_must_be_understood(ours: Certificate) -> None:
    for kind in (x509.BasicConstraints, x509.NameConstraints, x509.KeyUsage):
        assert ours.authority.extensions.get_extension_for_class(kind).critical
    basic = ours.authority.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (basic.ca, basic.path_length) == (True, 0)
    for one in (ours.authority, ours.leaf):
        wanted = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        assert list(wanted) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_it_lives_shorter_than_phones_and_public_authorities_allow(ours: Certificate) -> None:
    for one in (ours.authority, ours.leaf):
        assert one.not_valid_after_utc - one.not_valid_before_utc < dt.timedelta(days=200)
        assert one.not_valid_before_utc < NOW  # a phone's clock may be a little behind


def test_what_is_read_back_is_what_was_written(ours: Certificate) -> None:
    again = authority.read(ours.pem())
    assert (again.leaf, again.authority, again.fingerprint) == (ours.leaf, ours.authority, ours.fingerprint)
    assert again.covers(NAMES)
    assert not again.covers(Names(("kitchen.local",), (HOME,)))
    assert not again.covers(Names(("other.local",), (HOME, HOME6)))


def test_a_key_of_another_is_not_taken(ours: Certificate) -> None:
    other = authority.make(NAMES, NOW)
    mixed = other.pem().split(b"-----BEGIN CERTIFICATE")[0] + ours.pem()[ours.pem().index(b"-----BEGIN CERT") :]
    with pytest.raises(ValueError, match="key"):
        authority.read(mixed)


def test_two_of_them_share_nothing(ours: Certificate) -> None:
    other = authority.make(NAMES, NOW)
    assert other.fingerprint != ours.fingerprint
    with pytest.raises(verification.VerificationError):
        verified(other.leaf, ours.authority, x509.DNSName("kitchen.local"))
